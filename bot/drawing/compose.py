"""Words find their places: what is how large, what gives way, and what never does.

Verdict and claim always stand, whole. Letters are as large as fits; where the smallest that a
phone shows well are still too large, the why makes room first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from bot.drawing.blocks import HEIGHT, WIDTH, Block, Sheet, Style
from bot.drawing.content import Content
from bot.drawing.fonts import Font, Typesetter, Weight
from bot.drawing.layout import Box, Layout, Part

_MARGIN = 56
_BAND = 108
_SIGN = 64
_SIGN_GAP = 22
_FRAME = 12
_PADDING = 22
_LABEL_GAP = 6
_LOWER_GAP = 30
_COLUMN_GAP = 56
_CODE = 172
_SOURCES_GAP = 20
_NOTE_GAP = 4
_BOTTOM = 40

_VERDICT_SIZES = range(56, 10, -2)
_CLAIM_SIZES = range(60, 30, -3)
_SMALL_CLAIM_SIZES = range(30, 8, -1)
"""For claims longer than those that the lint lets pass."""
_WHY_SIZES = range(44, 22, -2)
_MASTHEAD_SIZES = range(24, 10, -1)
"""Of the bot's name and the date."""
_LABEL_SIZE = 22
_SOURCES_SIZE = 22
_NOTE_SIZE = 18
_STAMP_SIZE = 36
_SOURCE_LINES = (2, 1)
"""How many are good, and how many are left where the why needs the room."""

_WHY_WEIGHS = 3
"""A pixel of the why's size is worth so many of the claim's, when both cannot be largest."""
_CLAIM_OVER_WHY = 1.2
"""The claim is at least so much larger, so that the eye begins with it."""

_PLAIN = Style()
_BOLD = Style(Weight.BOLD)
_CLAIM = Style(Weight.BOLD, leading_em=1.28)


@dataclass(frozen=True, slots=True)
class _Fixed:
    """What has its size whatever the claim and the why say."""

    verdict: Block
    label: Block
    bot_name: Block
    checked: Block
    sources: Block
    note: Block | None


@dataclass(frozen=True, slots=True)
class _Pair:
    """A claim and a why that fit together."""

    claim: Block
    why: Block | None


def compose(
    content: Content,
    width: int = WIDTH,
    height: int = HEIGHT,
    typesetter: Typesetter | None = None,
) -> Layout:
    """Return the places of all words on a picture of *width* by *height* pixels.

    Raises ValueError where no letters are small enough, as for a claim of thousands of letters.
    """
    sheet = Sheet(width, height, typesetter or Typesetter())
    ways = [_fix(content, lines, sheet) for lines in _SOURCE_LINES]
    attempts = (
        *product((*content.why, ""), (False, True), ways, (_CLAIM_SIZES,)),
        ("", True, ways[-1], _SMALL_CLAIM_SIZES),
    )
    for why, break_words, fixed, sizes in attempts:
        pairs = _pairs(content.claim, sizes, why, fixed, sheet, break_words=break_words)
        if best := max(pairs, key=_weigh, default=None):
            return _place(content, fixed, best, sheet)
    raise ValueError(
        f"the words do not fit on {width}x{height} pixels; the claim has {len(content.claim)} "
        "characters"
    )


def _fix(content: Content, source_lines: int, sheet: Sheet) -> _Fixed:
    px, inner = sheet.px, sheet.width - 2 * sheet.px(_MARGIN)
    beside_code = inner - px(_CODE) - px(_COLUMN_GAP)
    third = inner // 3
    bot_name = sheet.one_line(Part.BOT_NAME, _BOLD, content.bot_name, _MASTHEAD_SIZES, third)
    checked = sheet.one_line(Part.CHECKED, _PLAIN, content.checked, _MASTHEAD_SIZES, third)
    masthead = max(bot_name.width, checked.width)
    beside_sign = inner - px(_SIGN) - px(_SIGN_GAP) - px(_COLUMN_GAP) - masthead
    return _Fixed(
        sheet.one_line(Part.VERDICT, _BOLD, content.verdict, _VERDICT_SIZES, beside_sign),
        sheet.one_line(Part.LABEL, _BOLD, content.label, range(_LABEL_SIZE, 10, -1), inner),
        bot_name,
        checked,
        _sources(content.sources, source_lines, beside_code, sheet),
        sheet.broken(Part.NOTE, _PLAIN, content.note, _NOTE_SIZE, beside_code)
        if content.note
        else None,
    )


def _sources(texts: tuple[str, ...], most_lines: int, width: int, sheet: Sheet) -> Block:
    """Return the first of *texts* that takes no more lines, else the last."""
    for text in texts:
        block = sheet.broken(Part.SOURCES, _PLAIN, text, _SOURCES_SIZE, width)
        if len(block.lines) <= most_lines:
            break
    return block


def _pairs(
    claim: str, sizes: Iterable[int], why: str, fixed: _Fixed, sheet: Sheet, *, break_words: bool
) -> Iterator[_Pair]:
    """Yield the sizes of *claim* and *why* that fit together."""
    px, inner = sheet.px, sheet.width - 2 * sheet.px(_MARGIN)
    beside_code = inner - px(_CODE) - px(_COLUMN_GAP)
    claims = (
        sheet.block(Part.CLAIM, _CLAIM, claim, size, inner, break_words=break_words)
        for size in sizes
    )
    whys = [
        sheet.block(Part.WHY, _PLAIN, why, size, beside_code, break_words=break_words)
        for size in _WHY_SIZES
    ]
    for quoted, reason in product(claims, whys if why else (None,)):
        if quoted and (reason or not why):
            pair = _Pair(quoted, reason)
            if _fits(pair, fixed, sheet):
                yield pair


def _fits(pair: _Pair, fixed: _Fixed, sheet: Sheet) -> bool:
    why_size = pair.why.font.size if pair.why else 0
    return pair.claim.font.size >= _CLAIM_OVER_WHY * why_size and sheet.px(
        _BAND
    ) + _quotation_height(pair, fixed, sheet) <= _lower_top(pair, fixed, sheet)


def _weigh(pair: _Pair) -> float:
    return pair.claim.font.size + (_WHY_WEIGHS * pair.why.font.size if pair.why else 0)


def _quotation_height(pair: _Pair, fixed: _Fixed, sheet: Sheet) -> int:
    """Return what the quotation needs, frame and the space below it included."""
    around = 2 * sheet.px(_PADDING) + sheet.px(_FRAME) + sheet.px(_LOWER_GAP)
    return fixed.label.height + sheet.px(_LABEL_GAP) + pair.claim.height + around


def _lower_top(pair: _Pair, fixed: _Fixed, sheet: Sheet) -> int:
    """Return where the part below the quotation begins: the why, and the code beside it."""
    px = sheet.px
    left = fixed.sources.height
    if fixed.note:
        left += px(_NOTE_GAP) + fixed.note.height
    if pair.why:
        left += pair.why.height + px(_SOURCES_GAP)
    return sheet.height - px(_BOTTOM) - max(left, px(_CODE))


def _place(content: Content, fixed: _Fixed, pair: _Pair, sheet: Sheet) -> Layout:
    px = sheet.px
    left, right = px(_MARGIN), sheet.width - px(_MARGIN)
    bottom = sheet.height - px(_BOTTOM)
    band = Box(0, 0, sheet.width, px(_BAND))
    sign_top = (band.height - px(_SIGN)) // 2
    sign = Box(left, sign_top, left + px(_SIGN), sign_top + px(_SIGN))
    lower_top = _lower_top(pair, fixed, sheet)
    frame = Box(0, band.bottom, sheet.width, lower_top - px(_LOWER_GAP))
    quotation = Box(px(_FRAME), band.bottom, frame.right - px(_FRAME), frame.bottom - px(_FRAME))
    between = px(_LABEL_GAP)
    quoted = fixed.label.height + between + pair.claim.height
    label_top = quotation.top + (quotation.height - quoted) // 2
    masthead_top = (band.height - fixed.bot_name.height - fixed.checked.height) // 2
    sources_bottom = bottom
    texts = [
        fixed.verdict.at(sign.right + px(_SIGN_GAP), (band.height - fixed.verdict.height) // 2),
        fixed.bot_name.at(right - fixed.bot_name.width, masthead_top),
        fixed.checked.at(right - fixed.checked.width, masthead_top + fixed.bot_name.height),
        fixed.label.at(left, label_top),
        pair.claim.at(left, label_top + fixed.label.height + between),
    ]
    if fixed.note:
        texts.append(fixed.note.at(left, bottom - fixed.note.height))
        sources_bottom -= fixed.note.height + px(_NOTE_GAP)
    sources_top = sources_bottom - fixed.sources.height
    texts.append(fixed.sources.at(left, sources_top))
    if pair.why:
        spare = sources_top - px(_SOURCES_GAP) - lower_top - pair.why.height
        texts.append(pair.why.at(left, lower_top + spare // 2))
    return Layout(
        width=sheet.width,
        height=sheet.height,
        rating=content.rating,
        band=band,
        sign=sign,
        frame=frame,
        quotation=quotation,
        stamp=content.verdict,
        stamp_font=Font(Weight.BOLD, px(_STAMP_SIZE)),
        texts=tuple(texts),
        code=Box(right - px(_CODE), bottom - px(_CODE), right, bottom),
        link=content.link,
    )
