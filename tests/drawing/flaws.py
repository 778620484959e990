"""What a layout must keep: no word is cut, leaves its box, or lies over another."""

import math
from collections.abc import Iterator
from itertools import combinations

from bot.drawing.content import Content
from bot.drawing.fonts import Typesetter
from bot.drawing.layout import Box, Layout, Part, TextBox
from tests.drawing.builders import bare


def flaws(layout: Layout, content: Content, typesetter: Typesetter) -> list[str]:
    """Return what is wrong with *layout*, by the metrics of its fonts."""
    return [
        *_words(layout, content),
        *(flaw for text in layout.texts for flaw in _ink(text, typesetter)),
        *_places(layout),
    ]


def _words(layout: Layout, content: Content) -> Iterator[str]:
    wanted: dict[Part, tuple[str, ...]] = {
        Part.VERDICT: (content.verdict,),
        Part.LABEL: (content.label,),
        Part.CLAIM: (content.claim,),
        Part.WHY: content.why,
        Part.SOURCES: content.sources,
        Part.CHECKED: (content.checked,),
        Part.NOTE: (content.note,),
        Part.BOT_NAME: (content.bot_name,),
    }
    for text in layout.texts:
        if bare("".join(text.lines)) not in map(bare, wanted[text.part]):
            yield f"{text.part} is not what should stand there: {text.lines}"
    absent = set(Part) - {text.part for text in layout.texts}
    if absent - {Part.WHY} != (set() if content.note else {Part.NOTE}):
        yield f"these parts are not there: {absent}"


def _ink(text: TextBox, typesetter: Typesetter) -> Iterator[str]:
    if text.box.height < len(text.lines) * text.leading:
        yield f"{text.part} is higher than its box"
    font = typesetter.open(text.font)
    # A letter such as "J" reaches a little to the left of where it stands.
    slack = math.ceil(text.font.size / 8)
    for line, baseline in zip(text.lines, text.baselines(), strict=True):
        if font.getlength(line) > text.box.width:
            yield f"{text.part} is wider than its box: {line}"
        left, top, right, bottom = font.getbbox(line, anchor="ls")
        if left < -slack or right > text.box.width + slack:
            yield f"{text.part} has ink beside its box: {line}"
        if baseline + top < text.box.top or baseline + bottom > text.box.bottom:
            yield f"{text.part} has ink above or below its box: {line}"


def _places(layout: Layout) -> Iterator[str]:
    sheet = Box(0, 0, layout.width, layout.height)
    places = {
        **{str(text.part): text.box for text in layout.texts},
        "code": layout.code,
        "sign": layout.sign,
    }
    grounds: dict[str, Box] = {
        **dict.fromkeys(places, Box(0, layout.frame.bottom, layout.width, layout.height)),
        **dict.fromkeys((Part.VERDICT, Part.CHECKED, Part.BOT_NAME, "sign"), layout.band),
        **dict.fromkeys((Part.LABEL, Part.CLAIM), layout.quotation),
    }
    for name, box in places.items():
        if not (grounds[name].holds(box) and sheet.holds(box)):
            yield f"{name} does not stand on its ground: {box}, {grounds[name]}"
    for (one, box), (other, other_box) in combinations(places.items(), 2):
        if box.overlaps(other_box):
            yield f"{one} and {other} overlap: {box}, {other_box}"
