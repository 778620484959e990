"""YAML text becomes plain values with positions.

Nothing here knows what a claim is. Every scalar stays text: YAML 1.1 would turn `rating: false`
and the language code `no` into booleans and `5.10` into a number.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from bot.claims.document import Document, Place, Plain, Trail
from bot.claims.problem import Problem
from bot.claims.syntax import QUOTE_IT, explain_syntax
from bot.claims.wording import quoted

MAX_BYTES = 1_000_000
MAX_DEPTH = 20

FAST_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CUT_OFF = re.compile(r"[ \t]+(#\w\S*)")
_ONLY_HASH = re.compile(r"[ \t]*#")
_IN_BRACES = re.compile(r"[ \t]*[,}]")
_COPY_TEMPLATE = "copy knowledge/_template.yaml into it"
_STAND_IN = ""
"""Stands where a value could not be read, so that list positions stay true."""


def read(content: bytes, path: Path, *, loader: type = FAST_LOADER) -> Document:
    """Read one YAML file strictly; *path* only names it. Never raises on content."""
    if len(content) > MAX_BYTES:
        return _unread(
            path,
            Place(1, 1),
            "KB008",
            f"the file has more than {MAX_BYTES:,} bytes",
            "a claim file has a few thousand; look for what was pasted by mistake",
        )
    content = content.removeprefix(b"\xef\xbb\xbf")  # Notepad's byte-order mark is harmless
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        start_of_line = before[before.rfind(b"\n") + 1 :].decode("utf-8")
        return _unread(
            path,
            Place(before.count(b"\n") + 1, len(start_of_line) + 1),
            "KB007",
            f"the file is not UTF-8 (byte {error.start + 1} cannot be read)",
            "save it again with the encoding UTF-8",
        )
    reading = _Reading(path, text, _Lines(text))
    value: Plain | None = None
    try:
        reading.reject_control_characters()
        # Events rather than nodes: nodes have lost their anchors, and the C composer recurses
        # until the process dies on a file of 100,000 brackets.
        value = reading.document(iter(yaml.parse(text, Loader=loader)))
    except _UnreadableError:
        pass
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The pure Python parser lets chr() complain about "\Uffffffff".
        flaw = explain_syntax(error, text)
        reading.note("KB001", flaw.offset, flaw.text, flaw.hint)
    problems, broken = tuple(sorted(reading.problems)), frozenset(reading.broken)
    return Document(path, value, reading.places, problems, broken, reading.keys)


def _unread(path: Path, place: Place, code: str, text: str, hint: str) -> Document:
    return Document(path, None, {}, (Problem(path, place.line, place.column, code, text, hint),))


class _UnreadableError(Exception):
    """The rest of the file cannot be read; the problem has been noted."""


class _Lines:
    """Turns offsets into places."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def place(self, offset: int) -> Place:
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)


@dataclass(slots=True)
class _Reading:
    """One pass over a file's events."""

    path: Path
    text: str
    lines: _Lines
    places: dict[Trail, Place] = field(default_factory=dict)
    keys: dict[Trail, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: set[Trail] = field(default_factory=set)

    def note(self, code: str, offset: int, text: str, hint: str) -> None:
        place = self.lines.place(offset)
        self.problems.append(Problem(self.path, place.line, place.column, code, text, hint))

    def stop(self, code: str, offset: int, text: str, hint: str) -> NoReturn:
        self.note(code, offset, text, hint)
        raise _UnreadableError

    def reject_control_characters(self) -> None:
        if bad := _CONTROL.search(self.text):
            self.stop(
                "KB010",
                bad.start(),
                f"the character U+{ord(bad[0]):04X} cannot stand in a text file",
                "delete it; it was probably pasted along with something",
            )

    def document(self, events: Iterator[Any]) -> Plain | None:
        """Read the first document; note any further one."""
        next(events)  # the start of the stream
        if isinstance(next(events), yaml.StreamEndEvent):
            self.stop("KB004", 0, "the file is empty", _COPY_TEMPLATE)
        value = self.value(next(events), events, ())
        next(events)  # the end of the document
        further = next(events)
        if not isinstance(further, yaml.StreamEndEvent):
            self.note(
                "KB006",
                further.start_mark.index,
                "a second document begins here",
                "keep one claim in a file; take the line --- away",
            )
        return value

    def value(self, event: Any, events: Iterator[Any], trail: Trail) -> Plain:
        """Read the value that *event* begins, at any depth."""
        at = event.start_mark.index
        self.places.setdefault(trail, self.lines.place(at))
        self.check_depth(len(trail), event)
        if isinstance(event, yaml.AliasEvent):
            self.broken.add(trail)
            self.feature(at, f"{quoted(f'*{event.anchor}')} is an alias")
            return _STAND_IN
        self.reject_features(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, trail)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(events, trail)
        if _says_nothing(event):
            self.nothing(trail, event.end_mark.index)
            return _STAND_IN
        return self.scalar(event)

    def check_depth(self, depth: int, event: Any) -> None:
        if depth > MAX_DEPTH:
            self.stop(
                "KB009",
                event.start_mark.index,
                f"lists and mappings are nested more than {MAX_DEPTH} deep",
                "compare the line with knowledge/_template.yaml",
            )

    def reject_features(self, event: Any) -> None:
        at = event.start_mark.index
        if event.anchor is not None:
            self.feature(at, f"{quoted(f'&{event.anchor}')} is an anchor")
        if event.tag is not None:
            self.feature(at, "a word that begins with ! is a tag")

    def feature(self, offset: int, text: str) -> None:
        hint = f"write the value out; if it is a text, {QUOTE_IT}"
        self.note("KB003", offset, f"{text}, which claim files do not use", hint)

    def scalar(self, event: Any) -> str:
        text: str = event.value
        if not event.style and (cut := _CUT_OFF.match(self.text, event.end_mark.index)):
            self.note(
                "KB011",
                cut.start(1),
                f"the text ends before {quoted(cut[1])}, because # begins a comment",
                f"{QUOTE_IT}; if it is a comment, put a space after the #",
            )
        if bad := _CONTROL.search(text):
            self.note(
                "KB010",
                event.start_mark.index,
                f"the text holds the character U+{ord(bad[0]):04X}, written with a backslash",
                "delete it",
            )
            return _CONTROL.sub("", text)  # a lone surrogate could not even be printed
        return text

    def nothing(self, trail: Trail, end: int) -> None:
        """Note that the value at *trail*, which ends at *end*, says nothing."""
        self.broken.add(trail)
        if not trail:
            text, hint = "the file is empty", _COPY_TEMPLATE
        elif isinstance(trail[-1], int):
            text, hint = "the list item is empty", "take the line away"
        else:
            text, hint = f"{quoted(trail[-1])} has no value", "leave the key out"
        if _ONLY_HASH.match(self.text, end):
            hint += f"; if # begins the text, {QUOTE_IT}"
        elif _IN_BRACES.match(self.text, end):
            hint += f"; between braces a comma ends a text: if it belongs to the text, {QUOTE_IT}"
        place = self.places[trail]
        self.problems.append(Problem(self.path, place.line, place.column, "KB004", text, hint))

    def sequence(self, events: Iterator[Any], trail: Trail) -> list[Plain]:
        items: list[Plain] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self.value(event, events, (*trail, len(items))))
        return items

    def mapping(self, events: Iterator[Any], trail: Trail) -> dict[str, Plain]:
        entries: dict[str, Plain] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.key(event, events, len(trail))
            value = next(events)
            if key is None:
                if trail:  # whatever is wrong with the rest of it, this is why
                    self.broken.add(trail)
                self.skip(value, events, len(trail))
                continue
            here = (*trail, key)
            if key in entries:
                self.note(
                    "KB002",
                    event.start_mark.index,
                    f"{quoted(key)} stands here a second time",
                    f"keep one of the two; the first is in line {self.keys[here].line}",
                )
                self.skip(value, events, len(trail))
                continue
            self.keys[here] = self.lines.place(event.start_mark.index)
            if isinstance(value, yaml.CollectionStartEvent) or _says_nothing(value):
                self.places[here] = self.keys[here]
            entries[key] = self.value(value, events, here)
        return entries

    def key(self, event: Any, events: Iterator[Any], depth: int) -> str | None:
        """Return the key, or None for one that must be skipped with its value."""
        at = event.start_mark.index
        if isinstance(event, yaml.AliasEvent):
            self.feature(at, f"{quoted(f'*{event.anchor}')} is an alias")
            return None
        if not isinstance(event, yaml.ScalarEvent) or _says_nothing(event):
            self.note(
                "KB005",
                at,
                "the key before the colon is not a plain text",
                f"if brackets or a colon belong to the text, {QUOTE_IT}",
            )
            self.skip(event, events, depth)
            return None
        self.reject_features(event)
        if event.value == "<<" and not event.style:
            self.feature(at, "`<<` is a merge key")
            return None
        return self.scalar(event)

    def skip(self, event: Any, events: Iterator[Any], depth: int) -> None:
        """Pass over the value that *event* begins, without a word about what is in it."""
        level = 0
        while True:
            if isinstance(event, yaml.CollectionStartEvent):
                level += 1
                self.check_depth(depth + level, event)
            elif isinstance(event, yaml.CollectionEndEvent):
                level -= 1
            if not level:
                return
            event = next(events)


def _says_nothing(event: Any) -> bool:
    plain = isinstance(event, yaml.ScalarEvent) and not event.style
    return plain and event.value in _NULLS
