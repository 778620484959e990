"""A claim file is edited: what does not change keeps its lines, and comments stay where they were.

PyYAML alone would drop the comments, and write each of our files anew in its own folds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import yaml

from bot.claims.blocks import Block, Blocks, Remark, lines_of, parse_blocks
from bot.claims.document import Plain, Trail
from bot.claims.model import Claim
from bot.claims.read import read
from bot.claims.write import dump

_ORDER = tuple(Claim.model_fields)


def edited(text: str, changes: Mapping[str, Plain | None]) -> str:
    """Return a claim file with other values for some of its top keys; None takes a key away.

    Raise ValueError where *text* is no sound YAML.
    """
    before = _parsed(text)
    values = {**before.values, **changes}
    kept = {key: value for key, value in values.items() if value is not None}
    return _settled(_ordered(kept), before, before)


def merged(text: str, before: str | None) -> str:
    """Return what *text* says, in the lines of *before* where both say the same.

    Without a file *before*, all of it is laid out as the template is. Raise ValueError where *text*
    is no sound YAML.
    """
    commented = _parsed(text)
    try:
        old = _parsed(before) if before is not None else Blocks(())
    except ValueError:  # nothing in it to go by
        old = Blocks(())
    return _settled(_ordered(commented.values), commented, old)


def values_of(text: str) -> dict[str, Plain]:
    """Return the plain values of a claim file; raise ValueError where it is no sound YAML."""
    return _parsed(text).values


def with_phrasing(text: str, language: str, phrasing: str) -> str:
    """Return a claim file with one more phrasing; raise ValueError as `edited` does."""
    phrasings = values_of(text).get("phrasings", {})
    if not isinstance(phrasings, dict):
        raise ValueError("phrasings are no mapping")  # noqa: TRY004 - the file is wrong, no type
    there = phrasings.get(language, [])
    listed = there if isinstance(there, list) else [there]
    return edited(text, {"phrasings": {**phrasings, language: [*listed, phrasing]}})


def _parsed(text: str) -> Blocks:
    document = read(text.encode("utf-8", "surrogatepass"), Path("claim.yaml"))
    if document.problems or not isinstance(document.value, dict):
        raise ValueError(str(document.problems[0]) if document.problems else "no mapping")
    try:
        return parse_blocks(text)
    except ValueError:  # in braces, as JSON is: nothing of its lines can be kept
        return parse_blocks(dump(document.value))
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def _ordered(values: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return *values* with the keys in the template's order; unknown ones come last."""
    known = {key: values[key] for key in _ORDER if key in values}
    return {**known, **values}


def _settled(values: Mapping[str, Plain], commented: Blocks, old: Blocks) -> str:
    """Return *values* with the comments of *commented*, in the lines of *old* where they can stay.

    Lines of files that were indented in another way may not fit together: then all are laid out
    anew.
    """
    laid_out = parse_blocks(dump(values))
    for kept in (old, Blocks(())):
        blocks, lost = _all_settled(laid_out.blocks, commented.blocks, kept.blocks)
        text = str(Blocks(tuple(blocks), (*lost, *commented.tail)))
        if _says(text, values, commented):
            return text
    raise ValueError("the comments of this file stand where they cannot be kept")


def _says(text: str, values: Mapping[str, Plain], commented: Blocks) -> bool:
    try:
        found = _parsed(text)
    except ValueError:
        return False
    return found.values == values and sorted(found.comments()) == sorted(commented.comments())


def _all_settled(
    laid_out: Sequence[Block], commented: Sequence[Block], old: Sequence[Block]
) -> tuple[list[Block], tuple[str, ...]]:
    """Return blocks in their final lines, and the comments of blocks that are no more below them.

    Those that stood above another block stand above the next one.
    """
    partners, before = _partners(laid_out, commented), _partners(laid_out, old)
    settled: list[Block] = []
    used = {id(partner) for partner in partners if partner}
    rest = list(commented)
    homeless: list[str] = []
    for block, partner, kept in zip(laid_out, partners, before, strict=True):
        while partner and rest and rest[0] is not partner:
            gone = rest.pop(0)
            if id(gone) not in used:
                homeless += gone.comments()
        if partner and rest:
            rest.pop(0)
        done = _one_settled(block, partner, kept)
        above = tuple(f"{' ' * block.column}{line}" for line in homeless)
        settled.append(replace(done, lead=(*above, *done.lead)))
        homeless = []
    left = [text for gone in rest if id(gone) not in used for text in gone.comments()]
    column = laid_out[0].column if laid_out else 0
    return settled, tuple(f"{' ' * column}{line}" for line in left)


def _one_settled(block: Block, commented: Block | None, old: Block | None) -> Block:
    if commented is None:
        return block
    if old and _is_same(block, commented, old):
        return old
    lead = tuple(f"{' ' * block.column}{line.strip()}".rstrip() for line in commented.lead)
    if not block.children:
        lines, above = _with_remarks(block, commented.remarks)
        inner = [text for child in commented.children for text in child.comments()]
        above = (*above, *(f"{' ' * block.column}{text}" for text in inner))
        return replace(block, lead=(*lead, *above), lines=lines, remarks=commented.remarks)
    children, lost = _all_settled(block.children, commented.children, old.children if old else ())
    lines, above = _with_remarks(replace(block, children=()), commented.remarks)
    return replace(
        block,
        lead=(*lead, *above, *lost),
        lines=lines,
        remarks=commented.remarks,
        children=tuple(children),
    )


def _is_same(block: Block, commented: Block, old: Block) -> bool:
    return (
        old.value == block.value
        and old.column == block.column
        and list(old.comments()) == list(commented.comments())
    )


def _with_remarks(
    block: Block, remarks: Sequence[Remark]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of a block with *remarks*, and those for which there is no place above."""
    lines, above = list(block.lines), []
    places = dict(_lines_of(block))
    behind: dict[int, str] = {}
    before: dict[int, list[str]] = {}
    for remark in remarks:
        line = places.get(remark.trail)
        if line is None:
            above.append(f"{' ' * block.column}{remark.text}")
        elif remark.is_above and line:
            before.setdefault(line, []).append(remark.text)
        elif not remark.is_above and line not in behind and _ends_there(lines, line, places):
            behind[line] = remark.text
        else:
            above.append(f"{' ' * block.column}{remark.text}")
    made: list[str] = []
    for number, line_text in enumerate(lines):
        indent = len(line_text) - len(line_text.lstrip(" "))
        made += [f"{' ' * indent}{text}" for text in before.get(number, ())]
        made.append(f"{line_text} {behind[number]}" if number in behind else line_text)
    return tuple(made), tuple(above)


def _lines_of(block: Block) -> Iterator[tuple[Trail, int]]:
    """Yield the number of the line, within a block, in which each value of it begins."""
    yield (), 0
    if not block.children:
        yield from lines_of(block)


def _ends_there(lines: Sequence[str], line: int, places: Mapping[Trail, int]) -> bool:
    """Tell whether the value that begins in a line ends in it, so that a comment may follow."""
    return line + 1 == len(lines) or line + 1 in places.values()


def _partners(blocks: Sequence[Block], others: Sequence[Block]) -> list[Block | None]:
    """Return for each of *blocks* the one of *others* with its key, or for items, its value."""
    if any(isinstance(block.key, str) for block in (*blocks, *others)):
        by_key = {block.key: block for block in others}
        return [by_key.get(block.key) for block in blocks]
    partners: list[Block | None] = [None] * len(blocks)
    mine, theirs = ([repr(one.value) for one in some] for some in (blocks, others))
    for tag, low, high, other, end in SequenceMatcher(
        a=mine, b=theirs, autojunk=False
    ).get_opcodes():
        if tag in {"equal", "replace"}:
            for step in range(min(high - low, end - other)):
                partners[low + step] = others[other + step]
    return partners
