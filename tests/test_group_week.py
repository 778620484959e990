"""The short week of a lively group, and groups at once: the whole bot, by words alone.

The long ones are benchmarks: tests/benchmarks/group_week.py and ten_groups.py.
"""

from pathlib import Path

import pytest

from bot.speaking import WARNING_RATINGS
from tests.benchmarks.group_week import report
from tests.groups_week.crowd import gather
from tests.groups_week.judge import Answer, Outcome
from tests.groups_week.lines import Line, load_week, shortened
from tests.groups_week.week import Week, play
from tests.tg.answerings import shipped

LEAST_RIGHT = 12
"""Claims that are answered by words alone, of those that may be; it was 20."""
LEAST_SETTLED = 24
"""Requests that lead to the claim they are about; it was 30."""


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return shortened(load_week())


@pytest.fixture(scope="module")
def week(lines: list[Line], tmp_path_factory: pytest.TempPathFactory) -> Week:
    return play(tmp_path_factory.mktemp("week"), lines, words_alone=True)


def test_nothing_that_nobody_asked_for_is_wrong(week: Week) -> None:
    assert week.wrong == []


def test_all_who_ask_are_answered_once(week: Week) -> None:
    assert week.judgement.lost == []


def test_what_is_known_is_answered(week: Week) -> None:
    right = [line for line in week.judgement.lines(Outcome.RIGHT) if line.kind == "claim"]
    settled = {Answer.VERDICT, Answer.ABOUT, Answer.OFFERED}
    assert len(right) >= LEAST_RIGHT
    assert sum(one in settled for one in week.judgement.answers.values()) >= LEAST_SETTLED


def test_a_tap_on_a_reaction_brings_the_words(week: Week) -> None:
    assert any(one.reacted and one.claims for one in week.judgement.told)
    assert week.judgement.player.notes == []
    assert week.judgement.player.troubles == []


def test_the_report_tells_of_each_kind_and_language(week: Week) -> None:
    lines = report(week)
    assert "unasked, by kind | right | missed | held back | not delivered" in lines
    assert "near-miss | 7 | 0 | 0 | 0" in lines
    assert [line for line in lines if line.startswith("lt | ")] != []


def test_groups_that_ask_at_once_are_all_answered_within_the_limits(tmp_path: Path) -> None:
    crowd = gather(tmp_path, groups=2, requests=21, words_alone=True, hurry=True)

    assert crowd.wrong == []
    assert crowd.asked == 42
    assert crowd.busiest_minute <= 19


# The lines themselves.


def test_the_week_is_as_long_and_as_mixed_as_it_should_be() -> None:
    all_lines = load_week()
    claims = [line for line in all_lines if line.kind == "claim"]
    near = [line for line in all_lines if line.kind in {"near-miss", "debunk"}]
    spoken = [line.text for line in all_lines if line.text]

    assert len(all_lines) >= 2_000
    assert len(claims) >= 40
    assert len({claim for line in claims for claim in line.claims[:1]}) >= 25
    assert len({line.lang for line in claims}) >= 8
    assert len(near) >= 60
    assert sum(line.is_request for line in all_lines) >= 60
    assert len(set(spoken)) >= 1_000


def test_every_claim_of_the_week_is_one_of_ours_and_warns() -> None:
    known = shipped().knowledge.published
    named = {claim for line in load_week() for claim in (*line.claims, *line.about)}
    warned = {claim for line in load_week() if line.kind == "claim" for claim in line.claims}

    assert named <= known.keys()
    assert {known[claim].rating for claim in warned} <= WARNING_RATINGS


def test_a_reply_stands_in_the_topic_of_what_it_replies_to() -> None:
    by_id = {line.id: line for line in load_week()}
    replies = [line for line in by_id.values() if line.reply_to in by_id]

    assert [line for line in replies if by_id[str(line.reply_to)].topic != line.topic] == []


def test_the_lines_are_in_their_order() -> None:
    times = [line.at for line in load_week()]
    assert times == sorted(times)
