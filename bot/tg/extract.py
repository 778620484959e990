"""Messages become queries: every text that a reader sees, and every address that came with it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import (
    ExternalReplyInfo,
    Message,
    MessageEntity,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginUser,
    PhotoSize,
    Poll,
    User,
)

from bot.matching.model import Part, PartKind, Query
from bot.replies.model import Unsupported

# In the order in which they are looked for: a video note is a video as well.
_UNSUPPORTED = (
    ("voice", Unsupported.VOICE),
    ("audio", Unsupported.VOICE),
    ("video_note", Unsupported.VIDEO_NOTE),
    ("video", Unsupported.VIDEO),
    ("animation", Unsupported.VIDEO),
    ("sticker", Unsupported.STICKER),
    ("photo", Unsupported.PHOTO),
    ("live_photo", Unsupported.PHOTO),
    ("document", Unsupported.DOCUMENT),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, by the name that Telegram gives it."""

    file_id: str
    size_bytes: int
    """0 where Telegram does not tell."""


def to_query(messages: list[Message]) -> Query:
    """Return the query of a message, or of the messages of one album.

    It has no parts where nobody wrote; a link may still tell which post was forwarded.
    """
    parts = tuple(part for message in messages for part in _parts(message))
    links = tuple(dict.fromkeys(link for message in messages for link in _links(message)))
    origins = tuple(dict.fromkeys(name for message in messages for name in _origins(message)))
    return Query(parts, links, origins)


def own_query(messages: Sequence[Message]) -> Query:
    """Return the query of what messages of one album say themselves, without what they reply to."""
    parts = tuple(part for message in messages for part in _own_parts(message))
    links = tuple(dict.fromkeys(link for message in messages for link in _own_links(message)))
    names = (_username(message.forward_origin) for message in messages)
    return Query(parts, links, tuple(dict.fromkeys(name.lower() for name in names if name)))


def mentioned_query(message: Message, bot: User) -> Query:
    """Return the query of a message that mentions *bot*: what it replies to, else what it says.

    What we have said ourselves is nothing to check.
    """
    name = re.compile(rf"@{bot.username}\b", re.IGNORECASE)
    own = (Part(name.sub("", part.text), part.kind) for part in _own_parts(message))
    whole = to_query([message])
    return Query(_asked_about(message, bot) or tuple(own), whole.links, whole.origins)


def find_pictures(messages: Sequence[Message], most_bytes: int) -> list[Picture]:
    """Return the picture of each message, else the one that it replies to.

    Of a photo's sizes it is the largest of *most_bytes* or fewer; where none is that small, the
    smallest one.
    """
    found = (_picture(message, most_bytes) for message in messages)
    return [picture for picture in found if picture]


def unsupported_kind(message: Message) -> Unsupported:
    """Return what a message without text is."""
    return next((kind for name, kind in _UNSUPPORTED if getattr(message, name)), Unsupported.OTHER)


def own_text(message: Message) -> str:
    """Return the text that a reply to the message could quote: its text or caption."""
    return message.text or message.caption or ""


def _picture(message: Message, most_bytes: int) -> Picture | None:
    elsewhere = None if _replies_to_bot(message) else message.external_reply
    for shown in (message, _replied(message), elsewhere):
        if shown and (picture := _own_picture(shown, most_bytes)):
            return picture
    return None


def _own_picture(shown: Message | ExternalReplyInfo, most_bytes: int) -> Picture | None:
    sizes = shown.photo or (shown.live_photo.photo if shown.live_photo else ())
    if sizes:
        return _best_size(sizes, most_bytes)
    document = shown.document
    if document and (document.mime_type or "").startswith("image/"):
        return Picture(document.file_id, document.file_size or 0)
    return None


def _best_size(sizes: Sequence[PhotoSize], most_bytes: int) -> Picture:
    by_area = sorted(sizes, key=lambda size: size.width * size.height)
    small = [size for size in by_area if (size.file_size or 0) <= most_bytes]
    best = small[-1] if small else by_area[0]
    return Picture(best.file_id, best.file_size or 0)


def _asked_about(message: Message, bot: User) -> tuple[Part, ...]:
    """Return what a mention replies to, by another bot, too: somebody wants to know."""
    replied = message.reply_to_message
    if replied and bot in {replied.from_user, replied.via_bot}:
        return ()
    if message.quote:
        return (Part(message.quote.text, PartKind.QUOTE),)
    return tuple(_own_parts(replied)) if replied else ()


def _parts(message: Message) -> Iterator[Part]:
    yield from _own_parts(message)
    if quoted := _quoted(message):
        yield Part(quoted, PartKind.QUOTE)
    elif (replied := _replied(message)) and replied.poll:
        yield from _of_poll(replied.poll)


def _own_parts(message: Message) -> Iterator[Part]:
    if message.text:
        yield Part(message.text, PartKind.TEXT)
    if message.caption:
        yield Part(message.caption, PartKind.CAPTION)
    if message.poll:
        yield from _of_poll(message.poll)


def _of_poll(poll: Poll) -> Iterator[Part]:
    texts = (
        *(poll.question, poll.description),
        *(option.text for option in poll.options),
        poll.explanation,
    )
    yield from (Part(text, PartKind.POLL) for text in texts if text)


def _quoted(message: Message) -> str:
    """Return what the sender replies to: the passage they chose, else the whole text."""
    if message.quote and not _replies_to_bot(message):
        return message.quote.text
    replied = _replied(message)
    return own_text(replied) if replied else ""


def _replied(message: Message) -> Message | None:
    return None if _replies_to_bot(message) else message.reply_to_message


def _replies_to_bot(message: Message) -> bool:
    """Tell whether a bot, as a rule we, said what the sender replies to: no message to check."""
    if message.reply_to_message:
        sender = message.reply_to_message.via_bot or message.reply_to_message.from_user
    elif message.external_reply and isinstance(message.external_reply.origin, MessageOriginUser):
        sender = message.external_reply.origin.sender_user
    else:
        sender = None
    return sender is not None and sender.is_bot


def _links(message: Message) -> Iterator[str]:
    yield from _own_links(message)
    if replied := _replied(message):
        yield from _own_links(replied)
    if message.external_reply:
        yield from _address(message.external_reply.origin)


def _own_links(message: Message) -> Iterator[str]:
    for entity in (*message.entities, *message.caption_entities):
        if entity.type == MessageEntity.TEXT_LINK and entity.url:
            yield entity.url
    if message.reply_markup:
        for row in message.reply_markup.inline_keyboard:
            yield from (button.url for button in row if button.url)
    yield from _address(message.forward_origin)


def _origins(message: Message) -> Iterator[str]:
    """Yield the usernames of the chats that the message, or what it replies to, comes from."""
    origins = [message.forward_origin]
    if replied := _replied(message):
        origins.append(replied.forward_origin)
    if message.external_reply:
        origins.append(message.external_reply.origin)
    yield from (name.lower() for name in map(_username, origins) if name)


def _address(origin: MessageOrigin | None) -> Iterator[str]:
    if name := _username(origin):
        post = f"/{origin.message_id}" if isinstance(origin, MessageOriginChannel) else ""
        yield f"https://t.me/{name}{post}"


def _username(origin: MessageOrigin | None) -> str | None:
    """Return the public name of the chat that a message comes from."""
    if isinstance(origin, MessageOriginChannel):
        return origin.chat.username
    return origin.sender_chat.username if isinstance(origin, MessageOriginChat) else None
