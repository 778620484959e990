"""Words of a request become the text and entities of a message."""

import re
from dataclasses import dataclass
from typing import Any

from tests.support.bot_api_errors import RefusalError, bad_request
from tests.support.bot_api_html import Entity, HtmlError, parse_html
from tests.support.bot_api_urls import checked_url

MAX_TEXT = 4096  # UTF-16 units, as MAX_CAPTION and MAX_QUOTE
MAX_CAPTION = 1024
MAX_QUOTE = 1024
_MAX_SOURCE_BYTES = 1 << 15
_MAX_ENTITIES = 100

_STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler"}
_CODE = {"code", "pre"}
_QUOTES = {"blockquote", "expandable_blockquote"}
_WHOLE = _CODE | {"text_link", "text_mention", "custom_emoji", "date_time"}
_FOUND_BY_TELEGRAM = {
    *("mention", "hashtag", "cashtag", "bot_command"),
    *("url", "email", "phone_number", "bank_card_number"),
}
_QUOTED_TYPES = _STYLES | {"custom_emoji", "date_time"}
_REQUIRED_FIELDS = {
    "text_link": "url",
    "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
    "date_time": "unix_time",
}
_DROPPED = dict.fromkeys([0x0D, *range(0x2028, 0x202F)])
_BLANKED = dict.fromkeys([code for code in range(0x20) if code not in (0x0A, 0x0D)], " ")
_CLEAN = _DROPPED | _BLANKED
_SHOWS_NOTHING = re.compile(
    r"[\s\u00ad\u200b-\u200f\u2060-\u2064\u2800\ufeff\U000e0000-\U000e0fff]*"
)


@dataclass(frozen=True)
class FormattedText:
    """Hold a text as Telegram stores it, and remarks on how it was written."""

    text: str
    entities: tuple[Entity, ...] = ()
    remarks: tuple[str, ...] = ()

    def fields(self, prefix: str = "") -> dict[str, Any]:
        """Return the fields of a message: text and entities, or those of a caption."""
        entities = {f"{prefix}entities": list(self.entities)} if self.entities else {}
        return {prefix.removesuffix("_") or "text": self.text, **entities}


def utf16_length(text: str) -> int:
    """Count as Telegram does: a character outside the basic plane is two units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, begin: int, end: int) -> str:
    """Return the units from *begin* up to *end*."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return encoded[2 * begin : 2 * end].decode("utf-16-le", "replace")


def formatted_text(source: str, parse_mode: str = "", entities: Any = None) -> FormattedText:
    """Return what Telegram would store for *source*, its length not yet checked.

    Only HTML is parsed: for the two Markdown modes the text stays as it is, with a remark.

    Raises:
        RefusalError: "can't parse entities: …", "unsupported parse_mode" and their like.
    """
    if len(source.encode("utf-8", "surrogatepass")) > _MAX_SOURCE_BYTES:
        raise bad_request("Text is too long")
    cleaned = source.translate(_CLEAN)
    mode = parse_mode.lower()
    remarks: list[str] = []
    if mode == "html":
        try:
            text, found, remarks = parse_html(cleaned)
        except HtmlError as problem:
            raise bad_request(f"Can't parse entities: {problem}") from problem
    elif mode in {"", "none"}:
        text, found = cleaned, _explicit_entities(cleaned, entities)
    elif mode in {"markdown", "markdownv2"}:
        text, found = cleaned, []
        remarks = [f"this fake does not parse {parse_mode}; use HTML"]
    else:
        raise bad_request("Unsupported parse_mode")
    if mode not in {"", "none"} and entities:
        remarks.append("Telegram ignores the entities that come with a parse_mode")
    kept, notes = _untangled(found)
    trimmed, kept = _trimmed(text, kept)
    if len(kept) > _MAX_ENTITIES:
        notes.append(f"Telegram drops all entities after the first 100 of {len(kept)}")
    return FormattedText(trimmed, tuple(kept[:_MAX_ENTITIES]), (*remarks, *notes))


def shows_nothing(text: str) -> bool:
    """Tell whether *text* is only spaces and marks without a shape."""
    return _SHOWS_NOTHING.fullmatch(text) is not None


def quote_position(quote: FormattedText, replied: FormattedText, near: int) -> int | None:
    """Return where *replied* holds *quote* with the same formatting, closest to *near*, or None.

    Offsets are UTF-16 units. Telegram compares bold, italic, underline, strikethrough, spoiler,
    custom emoji and dates, so plain words quoted from a bold passage are not found.
    """
    length = utf16_length(quote.text)
    wanted = _clipped(quote, 0, length)
    if not 0 < length <= MAX_QUOTE:
        return None
    encoded = replied.text.encode("utf-16-le", "surrogatepass")
    needle = quote.text.encode("utf-16-le", "surrogatepass")
    positions = [
        at // 2
        for at in range(0, len(encoded) - len(needle) + 1, 2)
        if encoded.startswith(needle, at) and _clipped(replied, at // 2, length) == wanted
    ]
    return min(positions, key=lambda position: abs(position - near), default=None)


def _clipped(formatted: FormattedText, begin: int, length: int) -> list[Entity]:
    clipped = []
    for entity in formatted.entities:
        left = max(entity["offset"], begin)
        right = min(entity["offset"] + entity["length"], begin + length)
        if entity["type"] in _QUOTED_TYPES and left < right:
            clipped.append(entity | {"offset": left - begin, "length": right - left})
    return sorted(clipped, key=lambda entity: (entity["offset"], entity["length"], entity["type"]))


def _explicit_entities(text: str, entities: Any) -> list[Entity]:
    """Return checked copies, without those of the types that Telegram finds by itself."""
    if not isinstance(entities, list):
        return []
    for entity in entities:
        _check_fields(entity)
    explicit = [entity for entity in entities if entity["type"] not in _FOUND_BY_TELEGRAM]
    for entity in explicit:
        _check_place(text, entity["offset"], entity["offset"] + entity["length"])
    return [_with_checked_url(entity) for entity in explicit]


def _check_fields(entity: Any) -> None:
    def cannot(reason: str) -> RefusalError:
        return bad_request(f"Can't parse MessageEntity: {reason}")

    if not isinstance(entity, dict):
        raise cannot("expected an Object")
    kind = entity.get("type")
    for field in ("offset", "length", "type", _REQUIRED_FIELDS.get(str(kind), "type")):
        if field not in entity:
            raise cannot(f'Can\'t find field "{field}"')
        if field in {"offset", "length"} and not isinstance(entity[field], int):
            raise cannot(f'Field "{field}" must be of type Number')
    if kind not in _STYLES | _QUOTES | _WHOLE | _FOUND_BY_TELEGRAM:
        raise cannot("Unsupported type specified")


def _check_place(text: str, begin: int, end: int) -> None:
    length = utf16_length(text)
    place = f"Entity beginning at UTF-16 offset {begin}"
    if begin < 0:
        raise bad_request(f"Receive an entity with incorrect offset {begin}")
    if begin > length:
        raise bad_request(f"Entity begins after the end of the text at UTF-16 offset {begin}")
    if end > length:
        raise bad_request(f"{place} ends after the end of the text at UTF-16 offset {end}")
    if "\ufffd" in utf16_slice(text, begin, end) and "\ufffd" not in text:
        raise bad_request(f"{place} ends in a middle of a UTF-16 symbol at UTF-16 offset {end}")


def _with_checked_url(entity: Entity) -> Entity:
    if entity["type"] != "text_link":
        return dict(entity)
    try:
        return entity | {"url": checked_url(entity["url"])}
    except ValueError as reason:
        raise bad_request(f"Entity URL '{entity['url']}' is invalid: {reason}") from reason


def _untangled(entities: list[Entity]) -> tuple[list[Entity], list[str]]:
    """Return the entities that may stand together, in Telegram's order, and what was dropped."""
    remarks = []
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])):
        around = {other["type"] for other in kept if _overlap(other, entity)}
        for family in (_WHOLE, _QUOTES):
            if entity["type"] in family and around & family:
                outer = min(around & family)
                remarks.append(f"Telegram drops a {entity['type']} inside a {outer}")
                break
        else:
            kept.append(entity)
    codes = [entity for entity in kept if entity["type"] in _CODE]
    result: list[Entity] = []
    for entity in kept:
        if entity["type"] in _STYLES and any(_overlap(entity, code) for code in codes):
            remarks.append(f"Telegram does not show {entity['type']} in code")
            result.extend(_without(entity, codes))
        else:
            result.append(entity)
    return sorted(result, key=lambda entity: (entity["offset"], -entity["length"])), remarks


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )


def _without(entity: Entity, holes: list[Entity]) -> list[Entity]:
    """Return the parts of *entity* outside *holes*, which are in order."""
    parts = []
    begin, end = entity["offset"], entity["offset"] + entity["length"]
    for hole in (hole for hole in holes if _overlap(entity, hole)):
        if begin < hole["offset"]:
            parts.append(entity | {"offset": begin, "length": hole["offset"] - begin})
        begin = max(begin, hole["offset"] + hole["length"])
    if begin < end:
        parts.append(entity | {"offset": begin, "length": end - begin})
    return parts


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut the blanks around *text*: none after the first entity begins, and all at the end."""
    first = entities[0]["offset"] if entities else len(text)
    lead = min(len(text) - len(text.lstrip(" \n")), first)
    trimmed = text[lead:].rstrip(" \n")
    end = utf16_length(trimmed)
    moved = [
        entity
        | {"offset": entity["offset"] - lead}
        | {"length": min(entity["length"], end - entity["offset"] + lead)}
        for entity in entities
    ]
    return trimmed, [entity for entity in moved if entity["length"] > 0]
