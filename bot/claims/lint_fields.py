"""KB112 to KB118, KB123: what the status and the rating of a claim ask of its other fields."""

from collections.abc import Iterator
from itertools import pairwise

from bot.claims.lint_entry import Entry, in_order
from bot.claims.model import Status
from bot.claims.problem import Problem
from bot.claims.wording import listed, quoted

MIN_SOURCES = 2


def enough_sources(entry: Entry) -> Iterator[Problem]:
    """A published claim rests on two sources at least."""
    count = len(entry.claim.sources)
    if entry.published and count < MIN_SOURCES:
        text = f"a published claim needs two sources, and has {count or 'none'}"
        yield entry.problem("KB112", ("sources",), text, "add another, or make it a draft")


def english_claim(entry: Entry) -> Iterator[Problem]:
    """Every reader can fall back on English."""
    if entry.published and "en" not in entry.claim.claim:
        text = "a published claim needs its sentence in English"
        yield entry.problem("KB113", ("claim",), text, "add `en:` with the sentence")


def english_explanation(entry: Entry) -> Iterator[Problem]:
    """Every reader can fall back on English."""
    if entry.published and "en" not in entry.claim.explanation:
        text = "a published claim needs its explanation in English"
        yield entry.problem("KB114", ("explanation",), text, "add `en:` with 2 to 5 sentences")


def same_languages(entry: Entry) -> Iterator[Problem]:
    """A language that is matched can also be shown, and the other way round."""
    if not entry.published:
        return
    shown = set(entry.claim.claim)
    matched = {language for language, texts in entry.claim.phrasings.items() if texts}
    if missing := in_order(shown - matched):
        text = f"the claim is written in {listed(missing)}, and has no phrasing there"
        hint = "add a phrasing in each of them; one of them a question"
        yield entry.problem("KB115", ("phrasings",), text, hint)
    if missing := in_order(matched - shown):
        text = f"there are phrasings in {listed(missing)}, and no claim sentence"
        yield entry.problem("KB115", ("claim",), text, "add the sentence in each of them")


def withdrawn_says_why(entry: Entry) -> Iterator[Problem]:
    """Withdrawn claims are kept, and explain themselves."""
    if entry.claim.status is not Status.WITHDRAWN:
        return
    if entry.claim.status_reason is None:
        text = "a withdrawn claim needs `status_reason`"
        yield entry.problem("KB116", ("status",), text, "say in a sentence why it was withdrawn")
    if entry.claim.status_date is None:
        text = "a withdrawn claim needs `status_date`"
        yield entry.problem("KB116", ("status",), text, "write the day it was withdrawn")


def draft_says_why(entry: Entry) -> Iterator[Problem]:
    """Whoever finds a draft knows what it waits for."""
    if entry.claim.status is Status.DRAFT and entry.claim.status_reason is None:
        text = "a draft needs `status_reason`"
        yield entry.problem("KB117", ("status",), text, "say in a sentence what it waits for")


def published_needs_no_reason(entry: Entry) -> Iterator[Problem]:
    """A reason left over from a draft would be shown as if it still held."""
    for key in ("status_reason", "status_date"):
        if entry.published and getattr(entry.claim, key) is not None:
            text = f"a published claim has no `{key}`"
            yield entry.problem("KB118", (key,), text, "take the line away")


def history_adds_up(entry: Entry) -> Iterator[Problem]:
    """Readers are told what the rating was, and since when it is what it is."""
    claim = entry.claim
    for i, (day, next_day) in enumerate(
        pairwise([*(former.until for former in claim.history), claim.reviewed])
    ):
        if day > next_day:
            text = f"a rating that held until {day} stands before {next_day}"
            hint = "the first rating stands first, and whoever changes one sets `reviewed`, too"
            yield entry.problem("KB123", ("history", i, "until"), text, hint)
    for i, (before, after) in enumerate(
        pairwise([*(former.rating for former in claim.history), claim.rating])
    ):
        if before is after:
            text = f"{quoted(before)} was followed by {quoted(after)}"
            hint = "take the entry away: only a rating that was changed is history"
            yield entry.problem("KB123", ("history", i, "rating"), text, hint)


RULES = (
    enough_sources,
    english_claim,
    english_explanation,
    same_languages,
    withdrawn_says_why,
    draft_says_why,
    published_needs_no_reason,
    history_adds_up,
)
