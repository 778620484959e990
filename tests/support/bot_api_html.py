"""HTML becomes text and entities, by the rules of TDLib's parse_html."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.support.bot_api_urls import checked_url

Entity = dict[str, Any]

_TYPES = {
    "a": "text_link",
    "b": "bold",
    "blockquote": "blockquote",
    "code": "code",
    "del": "strikethrough",
    "em": "italic",
    "i": "italic",
    "ins": "underline",
    "pre": "pre",
    "s": "strikethrough",
    "span": "spoiler",
    "strike": "strikethrough",
    "strong": "bold",
    "tg-emoji": "custom_emoji",
    "tg-spoiler": "spoiler",
    "tg-time": "date_time",
    "u": "underline",
}
_ATTRIBUTES = {
    "a": {"href"},
    "blockquote": {"expandable"},
    "code": {"class"},
    "span": {"class"},
    "tg-emoji": {"emoji-id"},
    "tg-time": {"unix", "format"},
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9A-Fa-f]*)|#(?P<dec>[0-9]*)|(?P<name>[A-Za-z]*));?")
_MENTION = re.compile(r"tg:(?://)?user\?id=(\d+)$", re.IGNORECASE)
_DATE_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
_END = "\0"
_SPACES = " \t\r\n\v" + _END
_INT64 = 1 << 63


class HtmlError(ValueError):
    """Say why Telegram cannot parse the entities, with its byte offset."""


@dataclass
class _OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int  # UTF-16 units
    begin: int  # index into the pieces of text


@dataclass
class _Parser:
    source: str
    at: int = 0
    offset: int = 0  # UTF-16 units of the text so far
    pieces: list[str] = field(default_factory=list)
    open_tags: list[_OpenTag] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def run(self) -> None:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "<":
                if self.source.startswith("</", self.at):
                    self._close()
                else:
                    self._open()
            elif character == "&":
                self._put(self._reference())
            else:
                if character == ">":
                    self.remarks.append(f"write &gt; for the bare > at byte {self._byte(self.at)}")
                self._put(character)
                self.at += 1
        if self.open_tags:
            name = self.open_tags[-1].name
            raise HtmlError(f'Can\'t find end tag corresponding to start tag "{name}"')

    def _peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else _END

    def _byte(self, index: int) -> int:
        return len(self.source[:index].encode("utf-8", "surrogatepass"))

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += sum(1 + (ord(character) > 0xFFFF) for character in text)

    def _take_until(self, stops: str) -> str:
        begin = self.at
        while self._peek() not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def _skip_spaces(self) -> None:
        while self._peek() != _END and self._peek() in _SPACES:
            self.at += 1

    def _reference(self) -> str:
        """Return the character of the reference at hand, or the bare & that Telegram shows."""
        found = _REFERENCE.match(self.source, self.at)
        assert found is not None
        if found["name"] is not None:
            character = _NAMED.get(found["name"])
        else:
            digits, base = (found["hex"], 16) if found["hex"] is not None else (found["dec"], 10)
            code = int(digits or "0", base)
            too_long = len(found[0].removesuffix(";")) >= 10
            character = chr(code) if 0 < code < 0x10FFFF and not too_long else None
        if character is None:
            shown = found[0] if found[0] != "&" else "&"
            self.remarks.append(f"write &amp; for the & of {shown} at byte {self._byte(self.at)}")
            self.at += 1
            return "&"
        if not found[0].endswith(";"):
            self.remarks.append(f"end {found[0]} with ; at byte {self._byte(self.at)}")
        self.at = found.end()
        return character

    def _open(self) -> None:
        begin = self._byte(self.at)
        self.at += 1
        name = self._take_until(_SPACES + ">").lower()
        if self._peek() == _END:
            raise HtmlError(f"Unclosed start tag at byte offset {begin}")
        if name not in _TYPES:
            raise HtmlError(f'Unsupported start tag "{name}" at byte offset {begin}')
        attributes = self._attributes(name, begin)
        self.remarks.extend(
            f'Telegram ignores the attribute "{attribute}" of <{name}>'
            for attribute in attributes.keys() - _ATTRIBUTES.get(name, set())
        )
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise HtmlError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open_tags.append(_OpenTag(name, attributes, self.offset, len(self.pieces)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                self.at += 1
                return attributes
            name = self._take_until(_SPACES + "=>/\"'")
            if not name:
                raise HtmlError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            self._skip_spaces()
            value = ""
            if self._peek() == "=":
                self.at += 1
                self._skip_spaces()
                if self._peek() == _END:
                    raise HtmlError(f'Unclosed start tag "{tag}" at byte offset {begin}')
                value = self._value()
                if self._peek() == _END:
                    raise HtmlError(f"Unclosed start tag at byte offset {begin}")
            elif self._peek() == _END:
                raise HtmlError(f'Unclosed start tag "{tag}" at byte offset {begin}')
            attributes[name] = value

    def _value(self) -> str:
        quote = self._peek()
        if quote not in "\"'":
            begin = self.at
            while self._peek().isascii() and (self._peek().isalnum() or self._peek() in ".-"):
                self.at += 1
            if self._peek() not in _SPACES + ">":
                raise HtmlError(f"Unexpected end of name token at byte offset {self._byte(begin)}")
            return self.source[begin : self.at].lower()
        self.at += 1
        value = ""
        while self._peek() not in (quote, _END):
            if self._peek() == "&":
                value += self._reference()
            else:
                value += self._peek()
                self.at += 1
        if self._peek() == quote:
            self.at += 1
        return value

    def _close(self) -> None:
        begin = self._byte(self.at)
        if not self.open_tags:
            raise HtmlError(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        name = self._take_until(_SPACES + ">").lower()
        self._skip_spaces()
        if self._peek() != ">":
            raise HtmlError(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        tag = self.open_tags.pop()
        if not name:
            self.remarks.append(f"name the end tag </> at byte {begin}: </{tag.name}>")
        elif name != tag.name:
            raise HtmlError(
                f"Unmatched end tag at byte offset {begin}, "
                f'expected "</{tag.name}>", found "</{name}>"'
            )
        if self.offset > tag.offset and (entity := self._entity(tag)):
            self.entities.append(entity)

    def _entity(self, tag: _OpenTag) -> Entity | None:
        entity: Entity = {
            "type": _TYPES[tag.name],
            "offset": tag.offset,
            "length": self.offset - tag.offset,
        }
        match tag.name:
            case "a":
                return self._link(tag, entity)
            case "blockquote" if "expandable" in tag.attributes:
                entity["type"] = "expandable_blockquote"
            case "tg-emoji":
                number = tag.attributes.get("emoji-id", "")
                if not re.fullmatch(r"-?\d+", number) or not 0 < abs(int(number)) < _INT64:
                    raise HtmlError("Invalid custom emoji identifier specified")
                entity["custom_emoji_id"] = number
            case "tg-time":
                shape = tag.attributes.get("format", "")
                unix = tag.attributes.get("unix", "")
                if not unix.isdecimal() or not _DATE_TIME_FORMAT.fullmatch(shape):
                    raise HtmlError("Invalid date format used")
                entity |= {"unix_time": int(unix), "date_time_format": shape}
            case "code" | "pre":
                return self._code(tag, entity)
        return entity

    def _link(self, tag: _OpenTag, entity: Entity) -> Entity | None:
        href = tag.attributes.get("href") or "".join(self.pieces[tag.begin :])
        if mention := _MENTION.match(href.strip()):
            user = {"id": int(mention[1]), "is_bot": False, "first_name": "Mentioned"}
            return entity | {"type": "text_mention", "user": user}
        try:
            return entity | {"url": checked_url(href)}
        except ValueError as reason:
            self.remarks.append(f"Telegram drops the link to {href!r}: {reason}")
            return None

    def _code(self, tag: _OpenTag, entity: Entity) -> Entity | None:
        """Return the entity, or None where the nested one has become a pre with a language."""
        language = tag.attributes.get("class", "")
        is_language = tag.name == "code" and language.startswith("language-")
        if is_language:
            entity["language"] = language.removeprefix("language-")
        inner = self.entities[-1] if self.entities else {}
        same_place = all(inner.get(key) == entity[key] for key in ("offset", "length"))
        pair = {inner.get("type"), entity["type"]}
        if same_place and pair == {"code", "pre"} and "language" in inner | entity:
            inner.update(type="pre", language=(inner | entity)["language"])
            return None
        return entity


def parse_html(source: str) -> tuple[str, list[Entity], list[str]]:
    """Return the text, its entities (offsets in UTF-16 units) and remarks.

    A remark names what the server lets pass and the documentation forbids, such as a bare &.

    Raises:
        HtmlError: with the words that follow "can't parse entities: ".
    """
    parser = _Parser(source)
    parser.run()
    for entity in parser.entities:
        if entity["type"] == "code" and entity.pop("language", None):
            parser.remarks.append("Telegram ignores the language of a <code> outside <pre>")
    return "".join(parser.pieces), parser.entities, parser.remarks
