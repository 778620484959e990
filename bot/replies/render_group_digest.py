"""Replies about the weekly digest of a group: the digest itself, and that there are no more."""

from collections.abc import Sequence

from bot.claims.model import Claim
from bot.group_digests import Checked
from bot.replies.actions import EndGroupDigest
from bot.replies.catalog import Catalog
from bot.replies.claim_lines import shorten, verdict_lines
from bot.replies.keys import Counted, Key
from bot.replies.model import Button, Line, Paragraph, Reply, Role, Span, Style

MOST_CLAIMS = 10
"""In one digest; of the rest it says how many."""


def render_group_digest(
    group_id: int,
    title: str,
    checked: Sequence[tuple[Claim, Checked]],
    language: str,
    catalog: Catalog,
    *,
    taken_back: int = 0,
) -> Reply:
    """Tell what was checked in a group, the most often checked first.

    *taken_back* is how many answers that nobody had asked for were deleted by admins.
    """
    language = catalog.resolve(language)
    first = checked[:MOST_CLAIMS]
    verdicts, buttons = verdict_lines([claim for claim, _ in first], language, catalog)
    lines: list[Line] = [(Span(catalog.text(language, Key.GROUP_DIGEST_WHAT)),)]
    for line, (_, one) in zip(verdicts.lines, first, strict=True):
        lines.append((*line, Span(f" ({_times(one, language, catalog)})")))
    if more := len(checked) - len(first):
        lines.append((Span(catalog.counted(language, Counted.GROUP_DIGEST_MORE, more)),))
    heading = catalog.text(language, Key.GROUP_DIGEST_TITLE, group=shorten(title))
    because = catalog.text(language, Key.GROUP_DIGEST_BECAUSE)
    stop = Button(catalog.text(language, Key.BUTTON_DIGEST_STOP), EndGroupDigest(group_id))
    return Reply(
        language,
        (
            Paragraph.of(Role.HEADING, heading, Style.BOLD),
            Paragraph(tuple(lines), Role.CHOICES),
            *_taken_back(taken_back, language, catalog),
            Paragraph.of(Role.NOTE, because, Style.ITALIC),
        ),
        (*buttons, stop),
        claims=tuple(claim.id for claim, _ in first),
    )


def render_group_digest_stopped(language: str, catalog: Catalog) -> Reply:
    """Say that no more digests of a group come."""
    language = catalog.resolve(language)
    stopped = catalog.text(language, Key.GROUP_DIGEST_STOPPED)
    return Reply(language, (Paragraph.of(Role.BODY, stopped),))


def _times(one: Checked, language: str, catalog: Catalog) -> str:
    counts = ((Key.GROUP_DIGEST_ASKED, one.asked), (Key.GROUP_DIGEST_UNASKED, one.unasked))
    return ", ".join(
        catalog.text(language, key, count=str(count)) for key, count in counts if count
    )


def _taken_back(count: int, language: str, catalog: Catalog) -> tuple[Paragraph, ...]:
    if not count:
        return ()
    told = catalog.text(language, Key.GROUP_DIGEST_TAKEN_BACK, count=str(count))
    return (Paragraph.of(Role.BODY, told),)
