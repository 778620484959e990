"""What moderators read about numbers."""

from collections.abc import Mapping
from datetime import date

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.moderation.numbers import EPOCH, Backlog, Judged
from bot.moderation.reporting import report
from bot.opinions import Opinion
from bot.replies.html import CAPTION_LIMIT, to_html
from bot.replies.render_desk_numbers import (
    answered_of,
    days_of,
    percent,
    render_complaints,
    render_report,
    render_stats_usage,
    render_week,
)
from bot.tally import Counted, Kind
from tests.moderation.test_numbers import DAY, TODAY, two_weeks

HOME = "https://t.me/a_bot"
NOW = DAY * 86_400.0 + 40_000
BACKLOG = Backlog(12, 9, NOW - 5 * 86_400)


def test_a_report_says_what_the_picture_shows(snapshot: SnapshotAssertion) -> None:
    judged = [Judged("moon", {Opinion.HELPFUL: 10, Opinion.UNCLEAR: 2})]
    counts = two_weeks() | {Counted(DAY, Kind.WAITED, "24"): 3}
    found = report(counts, TODAY, 7, judged=judged, judged_days=7, backlog=BACKLOG)
    assert to_html(render_report(found, NOW, HOME), CAPTION_LIMIT) == snapshot
    assert to_html(render_week(found, NOW, HOME), CAPTION_LIMIT) == snapshot


def test_with_nothing_counted_it_says_so(snapshot: SnapshotAssertion) -> None:
    assert to_html(render_report(report({}, TODAY, 30), NOW)) == snapshot


@pytest.mark.parametrize(
    "opinions",
    [
        {Opinion.WRONG_CLAIM: 3, Opinion.OUTDATED: 1, Opinion.HELPFUL: 20},
        {Opinion.NOT_HELPFUL: 4, Opinion.SOURCE_BROKEN: 1},
    ],
)
def test_a_claim_in_trouble_is_shown(
    opinions: Mapping[Opinion, int], snapshot: SnapshotAssertion
) -> None:
    assert to_html(render_complaints(Judged("nato-encircles-russia", opinions), HOME)) == snapshot


def test_how_to_ask_is_said_in_a_line(snapshot: SnapshotAssertion) -> None:
    assert to_html(render_stats_usage()) == snapshot


@pytest.mark.parametrize(
    ("last", "days", "words"),
    [
        (date(2026, 11, 22), 1, "22 November 2026"),
        (date(2026, 11, 22), 7, "16–22 November 2026"),
        (date(2026, 11, 22), 30, "24 October – 22 November 2026"),
        (date(2026, 1, 2), 7, "27 December 2025 – 2 January 2026"),
    ],
)
def test_days_are_written_as_people_do(last: date, days: int, words: str) -> None:
    assert days_of(report({}, last, days)) == words


@pytest.mark.parametrize(
    ("waits", "words"),
    [
        ({}, ""),
        ({"1": 1}, "The desk answered 1 question, within an hour"),
        ({"72": 2}, "The desk answered 2 questions, half within 3 days"),
        ({"longer": 2}, "The desk answered 2 questions, half after more than a week"),
    ],
)
def test_how_fast_the_desk_is(waits: dict[str, int], words: str) -> None:
    counts = {Counted((TODAY - EPOCH).days, Kind.WAITED, key): n for key, n in waits.items()}
    assert answered_of(report(counts, TODAY, 7)) == words


@pytest.mark.parametrize(
    ("part", "whole", "words"), [(0, 0, "0 %"), (1, 1000, "<1 %"), (1, 3, "33 %"), (3, 3, "100 %")]
)
def test_shares_are_rounded(part: int, whole: int, words: str) -> None:
    assert percent(part, whole) == words
