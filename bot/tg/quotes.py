"""The passage that a reply answers becomes a quote that Telegram accepts."""

from collections.abc import Sequence
from typing import Any

from telegram import Message, MessageEntity

from bot.replies.model import Reply
from bot.tg.extract import own_text

_LONGEST_QUOTE = 1024  # UTF-16 units
# Telegram refuses a quote whose words are the same and whose looks are not.
_LOOKS = frozenset(
    {
        MessageEntity.BOLD,
        MessageEntity.ITALIC,
        MessageEntity.UNDERLINE,
        MessageEntity.STRIKETHROUGH,
        MessageEntity.SPOILER,
        MessageEntity.CUSTOM_EMOJI,
        MessageEntity.DATE_TIME,
    }
)


def quote_parameters(message: Message, reply: Reply) -> dict[str, Any]:
    """Return the fields of ReplyParameters that quote the passage of *message*, or none.

    There are none where *reply* answers no passage of the message's own text, or one too long.
    """
    if reply.quote is None or reply.quote.part != 0:
        return {}
    text = own_text(message)
    passage = text[reply.quote.start : reply.quote.end]
    start = reply.quote.start + len(passage) - len(passage.lstrip())
    passage = passage.strip()
    begin, length = _units(text[:start]), _units(passage)
    if not 0 < length <= _LONGEST_QUOTE:
        return {}
    looks = _clipped(message.entities or message.caption_entities, begin, begin + length)
    return {"quote": passage, "quote_position": begin, "quote_entities": looks}


def _clipped(entities: Sequence[MessageEntity], begin: int, end: int) -> list[MessageEntity]:
    clipped = []
    for entity in entities:
        left, right = max(entity.offset, begin), min(entity.offset + entity.length, end)
        if entity.type in _LOOKS and left < right:
            place = {"offset": left - begin, "length": right - left}
            clipped.append(MessageEntity.de_json(entity.to_dict() | place))
    return clipped


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
