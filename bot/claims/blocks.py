"""The text of a claim file as blocks of lines: what each key or list item says, and its comments.

Only for files that bot/claims/read.py has found sound: no anchors, no tags, no key twice.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from bot.claims.document import Plain, Trail
from bot.claims.read import FAST_LOADER

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment among the lines of a block: above the value that *trail* leads to, or behind it."""

    text: str
    trail: Trail
    """From the block on; what stands above or behind the block's own key has none."""
    is_above: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A key with its value, or a list item.

    Mappings below mappings, and the items of lists, are blocks of their own; *lines* then holds
    the line of the key alone.
    """

    key: str | int
    value: Plain
    column: int
    """Where the key or the dash stands, from 0."""
    lead: tuple[str, ...]
    """Comments and empty lines above it."""
    lines: tuple[str, ...]
    remarks: tuple[Remark, ...]
    """Comments in *lines*."""
    children: tuple["Block", ...] = ()

    def text_lines(self) -> Iterator[str]:
        """Yield all its lines."""
        yield from self.lead
        yield from self.lines
        for child in self.children:
            yield from child.text_lines()

    def comments(self) -> Iterator[str]:
        """Yield all comments above and in it, from above."""
        yield from (line.strip() for line in self.lead if line.strip())
        yield from (remark.text for remark in self.remarks)
        for child in self.children:
            yield from child.comments()


@dataclass(frozen=True, slots=True)
class Blocks:
    """A whole file; *tail* holds what stands below the last block."""

    blocks: tuple[Block, ...]
    tail: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Plain]:
        """What the file says."""
        return {str(block.key): block.value for block in self.blocks}

    def comments(self) -> list[str]:
        """Return all comments, from above."""
        inside = [text for block in self.blocks for text in block.comments()]
        return [*inside, *(line.strip() for line in self.tail if line.strip())]

    def __str__(self) -> str:
        """Return the text of the file."""
        lines = [line for block in self.blocks for line in block.text_lines()]
        return "".join(f"{line}\n" for line in (*lines, *self.tail))


def parse_blocks(text: str) -> Blocks:
    """Return the blocks of a file whose top is a mapping; one in braces has no blocks to speak of.

    Raise ValueError for such a one, and for anything else that is no mapping.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    root = yaml.compose(text, Loader=FAST_LOADER)
    if not _opens(root) or isinstance(root, yaml.SequenceNode):
        raise ValueError("no mapping with a key a line")
    parser = _Parser(text)
    blocks = tuple(parser.children(root))
    return Blocks(blocks, tuple(parser.up_to(len(parser.lines))))


def lines_of(block: Block) -> Iterator[tuple[Trail, int]]:
    """Yield trail and line, both within the block, of each value in its own lines."""
    text = "".join(f"{line[block.column :]}\n" for line in block.lines)
    root: Any = yaml.compose(text, Loader=FAST_LOADER)
    first = root.value[0]
    node = first[1] if isinstance(root, yaml.MappingNode) else first
    for at, trail in _places(node, ()):
        yield trail, text.count("\n", 0, at)


class _Parser:
    """Takes lines from the top to the end of a file, each of them once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.lines = text.split("\n")
        if not self.lines[-1]:
            self.lines.pop()
        self._starts = [0, *(at.end() for at in re.finditer("\n", text))]
        self._taken = 0

    def up_to(self, line: int) -> list[str]:
        """Take the lines before *line*."""
        taken = self.lines[self._taken : line]
        self._taken = max(line, self._taken)
        return taken

    def children(self, node: Any) -> Iterator[Block]:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                yield self.block(key.value, key.start_mark.index, value)
        else:
            for number, item in enumerate(node.value):
                dash = self._text.rindex("-", 0, item.start_mark.index)
                yield self.block(number, dash, item)

    def block(self, key: str | int, at: int, node: Any) -> Block:
        line = self._line(at)
        lead = tuple(self.up_to(line))
        column = at - self._starts[line]
        # Below a list, the first key stands beside the dash: its item is one block.
        is_open = isinstance(key, str) and _opens(node)
        # Comments above the first child are its lead.
        end = line + 1 if is_open else self._line(self._end(node)) + 1
        own = tuple(self.up_to(end))
        remarks = tuple(self._remarks(at, end, None if is_open else node))
        children = tuple(self.children(node)) if is_open else ()
        return Block(key, plain(node), column, lead, own, remarks, children)

    def _line(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def _end(self, node: Any) -> int:
        """Return where the last character of a value stands; comments below it are none of it."""
        if _opens(node):
            last = node.value[-1]
            return self._end(last[1] if isinstance(node, yaml.MappingNode) else last)
        start, end = node.start_mark.index, node.end_mark.index
        return int(start + max(len(self._text[start:end].rstrip()), 1) - 1)

    def _remarks(self, at: int, end_line: int, node: Any) -> Iterator[Remark]:
        """Yield the comments between the key at *at* and the end of its lines."""
        end = self._starts[end_line] if end_line < len(self._starts) else len(self._text)
        hidden = list(self._spans(node)) if node else []
        places = sorted(_places(node, ())) if node else []
        while found := _COMMENT.search(self._text, at, end):
            where = found.start()
            stops = [stop for start, stop in hidden if start <= where < stop]
            if stops:  # a sign within a text; behind it may stand a comment
                at = max(stops)
                continue
            at = found.end()
            begin = self._text.rfind("\n", 0, where) + 1
            is_above = not self._text[begin:where].strip()
            if is_above:
                trails = [trail for start, trail in places if start > where]
                yield Remark(found[0].rstrip(), trails[0] if trails else (), is_above=True)
            else:
                trails = [trail for start, trail in places if begin <= start < where]
                yield Remark(found[0].rstrip(), trails[-1] if trails else ())

    def _spans(self, node: Any) -> Iterator[tuple[int, int]]:
        """Yield the stretches of text in which # begins no comment."""
        for scalar in _scalars(node):
            start, end = scalar.start_mark.index, scalar.end_mark.index
            if scalar.style in {"|", ">"}:  # behind the sign itself may be one
                start = self._text.find("\n", start, end) + 1 or end
            yield start, end


def plain(node: Any) -> Plain:
    """Return what a node says; every scalar is text."""
    match node:
        case yaml.MappingNode():
            return {key.value: plain(value) for key, value in node.value}
        case yaml.SequenceNode():
            return [plain(item) for item in node.value]
        case _:
            return str(node.value)


def _opens(node: Any) -> bool:
    """Tell whether a value stands on lines of its own, one for each key or item."""
    return isinstance(node, yaml.CollectionNode) and not node.flow_style and bool(node.value)


def _scalars(node: Any) -> Iterator[Any]:
    match node:
        case yaml.MappingNode():
            for pair in node.value:
                for inner in pair:
                    yield from _scalars(inner)
        case yaml.SequenceNode():
            for inner in node.value:
                yield from _scalars(inner)
        case _:
            yield node


def _places(node: Any, trail: Trail) -> Iterator[tuple[int, Trail]]:
    """Yield where each key or item below a node begins, and the trail to it."""
    match node:
        case yaml.MappingNode():
            for key, value in node.value:
                yield key.start_mark.index, (*trail, key.value)
                yield from _places(value, (*trail, key.value))
        case yaml.SequenceNode():
            for number, item in enumerate(node.value):
                yield item.start_mark.index, (*trail, number)
                yield from _places(item, (*trail, number))
