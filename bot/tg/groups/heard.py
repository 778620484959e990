"""What a message of a group asks of us, and what is known of it beside its text."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from telegram import Message, MessageEntity, MessageOriginUser, User

from bot.matching.model import Part, PartKind, Query
from bot.speaking import Heard
from bot.tg.extract import own_query, own_text, to_query
from bot.tg.groups.thanks import is_thanks, only_thanks
from bot.tg.groups.told import claims_told

CHECK = "check"
_UTF_16 = "utf-16-le"


@dataclass(frozen=True, slots=True)
class Check:
    """A message to check, and the query that it holds."""

    message: Message
    query: Query


@dataclass(frozen=True, slots=True)
class Request:
    """A message that asks us to check something."""

    message: Message
    checks: tuple[Check, ...]
    """What it may mean, the likeliest first: what it replies to, then what it says itself."""
    told: tuple[str, ...] = ()
    """The claims that our message told of, where it replies to one."""
    is_remark: bool = False
    """It only replies to us: without our name, and without the command."""
    asks: bool = True
    """A remark may be a question, or not."""


def find_request(messages: Sequence[Message], bot: User) -> Request | None:
    """Return what somebody asks of us, in a message or in one of an album; None for all else."""
    message = next((one for one in messages if _is_request(one, bot)), None)
    if message is None:
        return None
    others = [one for one in messages if one is not message]
    ours = _ours(message, bot)
    return Request(
        message,
        tuple(_checks(message, others, bot)),
        told=claims_told(ours) if ours else (),
        is_remark=not _address(message, bot),
        asks="?" in own_text(message),
    )


def to_heard(messages: Sequence[Message], bot: User, now: float) -> Heard:
    """Return what is known of a message, or of the messages of one album; *now* as in `Heard`."""
    first = min(messages, key=lambda one: one.date)
    return Heard(
        age_s=max(0.0, now - first.date.timestamp()),
        is_forward=any(one.forward_origin or one.is_automatic_forward for one in messages),
        by_bot=any(is_by_bot(one) or _is_of(bot, one) for one in messages),
    )


def person_of(message: Message) -> User | None:
    """Return the person who wrote a message, None for who writes as a group or a channel."""
    user = message.from_user
    return None if user is None or user.is_bot or message.sender_chat else user


def is_by_bot(message: Message) -> bool:
    """Tell whether a bot speaks; an anonymous admin, and a channel, have a bot's name."""
    sender = message.from_user
    is_bot = sender is not None and sender.is_bot and message.sender_chat is None
    return is_bot or message.via_bot is not None


def is_command(message: Message) -> bool:
    """Tell whether a message begins with a command, to whomever."""
    return _command(message) is not None


def _is_request(message: Message, bot: User) -> bool:
    if is_by_bot(message) or message.forward_origin or message.is_automatic_forward:
        return False
    if command := _command(message):
        name, _, addressee = command.casefold().partition("@")
        return name == CHECK and addressee in {"", _name(bot)}
    words, ours = own_text(message), _ours(message, bot)
    if _address(message, bot):
        is_about_another = ours is None and _replied(message, bot) is not None
        return is_about_another or not only_thanks(_unaddressed(message, bot))
    return ours is not None and bool(words) and not is_thanks(words)


def _ours(message: Message, bot: User) -> Message | None:
    """Return the message of ours that *message* replies to."""
    replied = message.reply_to_message
    if replied is None or replied.from_user != bot or _is_topic(replied, message):
        return None
    return replied


def _checks(message: Message, others: Sequence[Message], bot: User) -> Iterator[Check]:
    words = _words(message, others, bot)
    replied = _replied(message, bot)
    if replied:
        query = own_query([replied])
        if message.quote:
            query = replace(query, parts=(Part(message.quote.text, PartKind.QUOTE),))
        yield Check(replied, query)
        if words:
            yield Check(message, replace(own_query([message]), parts=words))
        return
    # A message of another chat, which we see no more of than what was quoted.
    elsewhere = to_query([message, *others])
    quoted = tuple(part for part in elsewhere.parts if part.kind is PartKind.QUOTE)
    yield Check(message, replace(elsewhere, parts=(*words, *quoted)))


def _words(message: Message, others: Sequence[Message], bot: User) -> tuple[Part, ...]:
    """Return what a request says beside our name and the command."""
    cut = _address(message, bot)
    parts = (
        replace(part, text=_without(cut, part.text).strip())
        if part.kind in {PartKind.TEXT, PartKind.CAPTION}
        else part
        for part in own_query([message]).parts
    )
    return (*(part for part in parts if part.text), *own_query(others).parts)


def _unaddressed(message: Message, bot: User) -> str:
    """Return the words of *message* without our name."""
    return _without(_address(message, bot), own_text(message))


def _address(message: Message, bot: User) -> list[MessageEntity]:
    """Return the entities by which *message* speaks to us: our name, a command."""
    named = [one for one in _entities(message) if _names_us(message, one, bot)]
    return [*named, *([_entities(message)[0]] if is_command(message) else [])]


def _replied(message: Message, bot: User) -> Message | None:
    """Return the message that *message* replies to, None where that is nothing to check."""
    replied = message.reply_to_message
    if (
        replied is None
        or _is_topic(replied, message)
        or bot in {replied.from_user, replied.via_bot}
    ):
        return None
    return replied


def _is_topic(replied: Message, message: Message) -> bool:
    """Tell whether *message* replies to nothing but the beginning of its topic."""
    return bool(message.is_topic_message) and replied.message_id == message.message_thread_id


def _is_of(bot: User, message: Message) -> bool:
    """Tell whether somebody forwarded what we had said elsewhere."""
    origin = message.forward_origin
    return isinstance(origin, MessageOriginUser) and origin.sender_user == bot


def _entities(message: Message) -> Sequence[MessageEntity]:
    if message.text:
        return message.entities
    return message.caption_entities if message.caption else ()


def _said(message: Message, entity: MessageEntity) -> str:
    # The library's own parse_entity raises where an entity holds half a letter.
    units = _units(own_text(message))[2 * entity.offset : 2 * (entity.offset + entity.length)]
    return units.decode(_UTF_16, "replace")


def _command(message: Message) -> str | None:
    """Return the command that a message begins with, without its slash."""
    first = next(iter(_entities(message)), None)
    if first is None or first.type != MessageEntity.BOT_COMMAND or first.offset:
        return None
    return _said(message, first).removeprefix("/")


def _names_us(message: Message, entity: MessageEntity, bot: User) -> bool:
    match entity.type:
        case MessageEntity.MENTION:
            return _said(message, entity).casefold() == f"@{_name(bot)}"
        case MessageEntity.TEXT_MENTION:
            return entity.user == bot
        case _:
            return False


def _name(bot: User) -> str:
    return (bot.username or "").casefold()


def _without(cut: Collection[MessageEntity], text: str) -> str:
    """Return *text* without the words of these entities, which are placed in UTF-16 units."""
    units = _units(text)
    for entity in sorted(cut, key=lambda one: one.offset, reverse=True):
        end = entity.offset + entity.length
        units = units[: 2 * entity.offset] + units[2 * end :]
    return units.decode(_UTF_16, "replace")


def _units(text: str) -> bytes:
    return text.encode(_UTF_16, "surrogatepass")
