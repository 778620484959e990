"""The template of a claim file: a new file is made of it, and none of its texts may stay."""

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from bot.claims.document import Trail
from bot.claims.model import Claim
from bot.claims.read import read
from bot.claims.validate import validate

TEMPLATE_FILE = "_template.yaml"
_ADAPTER: TypeAdapter[Claim] = TypeAdapter(Claim)
_DATE = re.compile(r"^([ -]*\w+: )\d{4}-\d{2}-\d{2}(?!\d)", re.MULTILINE)
_HOW_TO_BEGIN = re.compile(r"^# Copy this file .*$", re.MULTILINE)
_ID = re.compile(r"^id: .*$", re.MULTILINE)
_REASON = re.compile(r"^status_reason: .*$", re.MULTILINE)


def begin(template: str, id_: str, today: str) -> str:
    """Return *template* as the draft *id_*, with *today* wherever it has the date of a day."""
    dated = _DATE.sub(rf"\g<1>{today}", template)
    how_to_go_on = (
        "# Fill it in, then run: python -m bot check\n"
        f"# Wherever a date stands, `new` has written {today}, the day on which it was run:\n"
        "# put the right one there, or take the line away."
    )
    begun = _HOW_TO_BEGIN.sub(how_to_go_on, dated, count=1)
    named = _ID.sub(f"id: {id_}", begun, count=1)
    return _REASON.sub(f"status_reason: Begun on {today}, and not filled in yet.", named, count=1)


def template_texts(folder: Path) -> frozenset[str]:
    """Return the texts of a knowledge base's template, each on one line.

    Where there is no template, or one that is no sound claim, there are none.
    """
    path = folder / TEMPLATE_FILE
    try:
        document = read(path.read_bytes(), path)
    except OSError:
        return frozenset()
    claim = validate(document, _ADAPTER, Claim).model
    if claim is None:
        return frozenset()
    return frozenset(on_one_line(text) for _, text in texts_of(claim))


def texts_of(claim: Claim) -> Iterator[tuple[Trail, str]]:
    """Yield trail and text of each value of a claim that its writer has to word."""
    for language, text in claim.claim.items():
        yield ("claim", language), text
    for language, phrasings in claim.phrasings.items():
        for i, text in enumerate(phrasings):
            yield ("phrasings", language, i), text
    for language, near_misses in claim.near_misses.items():
        for i, near_miss in enumerate(near_misses):
            yield ("near_misses", language, i), near_miss.text
    for language, text in claim.explanation.items():
        yield ("explanation", language), text
    for i, fact in enumerate(claim.facts):
        yield ("facts", i, "text"), fact.text
    for i, source in enumerate(claim.sources):
        yield ("sources", i, "title"), source.title


def on_one_line(text: str) -> str:
    """Return *text* however it was folded over lines."""
    return " ".join(text.split())
