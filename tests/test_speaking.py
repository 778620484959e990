"""When the bot speaks in a group unasked: one row for each thing that may be so."""

import pytest

from bot.claims.model import Rating
from bot.groups import Form, GroupSettings, Mode, QuietHours, Said
from bot.matching.model import Ambiguous, Candidate, Decision, Match, NoMatch, Silence
from bot.speaking import (
    OLDEST_S,
    Heard,
    History,
    Quiet,
    React,
    Reason,
    Speak,
    Speech,
    speak_or_not,
)

NOW = 1_700_000_000.0  # 22:13 UTC
HOUR_S = 3600.0


def candidate(claim_id: str = "expel", rating: Rating = Rating.FALSE) -> Candidate:
    return Candidate(claim_id, rating, 0.99, None, "It can throw out a member.", "en")


EXPEL = candidate()
WAR = candidate("war")
GENUINE = candidate("genuine", Rating.TRUE)
SURE = Match((EXPEL,), (EXPEL,))

FRESH = Heard(age_s=2.0)
FORWARD = Heard(age_s=2.0, is_forward=True)
ALL = GroupSettings(mode=Mode.ALL)
FORWARDS = GroupSettings(mode=Mode.FORWARDS)


def speech(
    heard: Heard = FRESH,
    decision: Decision = SURE,
    settings: GroupSettings = ALL,
    history: History | None = None,
) -> Speech:
    return speak_or_not(heard, decision, settings, history or History(), NOW)


def ago(claim_id: str, hours: float, *, asked: bool = False) -> Said:
    return Said(claim_id, NOW - hours * HOUR_S, asked)


def test_a_claim_that_is_nearly_certain_is_answered() -> None:
    assert speech() == Speak((EXPEL,))


# Modes.


@pytest.mark.parametrize(
    ("mode", "heard", "expected"),
    [
        (Mode.OFF, FRESH, Quiet(Reason.MODE)),
        (Mode.OFF, FORWARD, Quiet(Reason.MODE)),
        (Mode.ON_REQUEST, FRESH, Quiet(Reason.MODE)),
        (Mode.ON_REQUEST, FORWARD, Quiet(Reason.MODE)),
        (Mode.FORWARDS, FRESH, Quiet(Reason.MODE)),
        (Mode.FORWARDS, FORWARD, Speak((EXPEL,))),
        (Mode.ALL, FRESH, Speak((EXPEL,))),
        (Mode.ALL, FORWARD, Speak((EXPEL,))),
    ],
)
def test_the_mode_says_what_is_listened_to(mode: Mode, heard: Heard, expected: Speech) -> None:
    assert speech(heard, settings=GroupSettings(mode=mode)) == expected


def test_a_new_group_is_silent_until_it_is_asked() -> None:
    assert speech(FORWARD, settings=GroupSettings()) == Quiet(Reason.MODE)


# What is heard.


@pytest.mark.parametrize(
    ("heard", "reason"),
    [
        (Heard(2.0, by_bot=True), Reason.BOT),
        (Heard(2.0, is_edit=True), Reason.EDIT),
        (Heard(OLDEST_S + 0.1), Reason.OLD),
        (Heard(86_400.0), Reason.OLD),
        (Heard(2.0, author_opted_out=True), Reason.OPTED_OUT),
        (Heard(2.0, distant={"expel"}), Reason.DISTANCE),
        (Heard(2.0, distant={"expel"}, links_source=True), Reason.DISTANCE),
        (Heard(2.0, links_source=True), Reason.LINKS_SOURCE),
        (Heard(2.0, is_forward=True, links_source=True), Reason.LINKS_SOURCE),
        (Heard(2.0, is_forward=True, by_bot=True), Reason.BOT),
        (Heard(90.0, is_edit=True, by_bot=True), Reason.BOT),
    ],
)
def test_what_is_left_alone(heard: Heard, reason: Reason) -> None:
    assert speech(heard) == Quiet(reason)


@pytest.mark.parametrize("age_s", [0.0, 59.9, OLDEST_S, -3.0])
def test_a_message_of_this_minute_is_answered(age_s: float) -> None:
    assert speech(Heard(age_s)) == Speak((EXPEL,))


# What the matcher says.


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (NoMatch(Silence.UNKNOWN), Quiet(Reason.UNSURE)),
        (NoMatch(Silence.DEBUNK, (EXPEL,), (EXPEL,)), Quiet(Reason.UNSURE)),
        (NoMatch(Silence.SMALL_TALK), Quiet(Reason.UNSURE)),
        (Ambiguous((EXPEL, WAR), (EXPEL, WAR)), Quiet(Reason.UNSURE)),
        (Ambiguous((EXPEL,), (EXPEL,)), Quiet(Reason.UNSURE)),
        (Match((EXPEL,), (EXPEL, WAR), (WAR,)), Quiet(Reason.DEBUNK)),
        (Match((EXPEL, WAR), (EXPEL, WAR)), Speak((EXPEL, WAR))),
        (Match((GENUINE,), (GENUINE,)), Quiet(Reason.NO_WARNING)),
        (Match((GENUINE, EXPEL), (GENUINE, EXPEL)), Speak((EXPEL,))),
    ],
)
def test_only_what_is_nearly_certain_and_warns_is_spoken(
    decision: Decision, expected: Speech
) -> None:
    assert speech(decision=decision) == expected


@pytest.mark.parametrize("rating", [rating for rating in Rating if rating is not Rating.TRUE])
def test_every_rating_but_true_warns(rating: Rating) -> None:
    one = candidate(rating=rating)

    assert speech(decision=Match((one,), (one,))) == Speak((one,))


def test_beside_a_claim_that_others_are_said_to_make_the_rest_is_spoken_of() -> None:
    both = Match((EXPEL, WAR), (EXPEL, WAR))

    assert speech(Heard(2.0, distant={"expel"}), decision=both) == Speak((WAR,))


# What the admins chose.


@pytest.mark.parametrize(
    ("quiet", "expected"),
    [
        (QuietHours(22, 7), Quiet(Reason.QUIET_HOURS)),
        (QuietHours(22, 23), Quiet(Reason.QUIET_HOURS)),
        (QuietHours(23, 22), Speak((EXPEL,))),
        (QuietHours(21, 22), Speak((EXPEL,))),
        (QuietHours(7, 22), Speak((EXPEL,))),
        (QuietHours(0, 6), Speak((EXPEL,))),
        (QuietHours(5, 5), Speak((EXPEL,))),
        (QuietHours(0, 6, offset_min=120), Quiet(Reason.QUIET_HOURS)),
        (QuietHours(3, 4, offset_min=330), Quiet(Reason.QUIET_HOURS)),
        (QuietHours(22, 23, offset_min=-120), Speak((EXPEL,))),
        (QuietHours(20, 21, offset_min=-120), Quiet(Reason.QUIET_HOURS)),
    ],
)
def test_quiet_hours_hold_by_the_clock_of_the_group(quiet: QuietHours, expected: Speech) -> None:
    assert speech(settings=GroupSettings(mode=Mode.ALL, quiet=quiet)) == expected


def test_a_muted_claim_is_not_spoken_of() -> None:
    assert speech(history=History(muted={"expel"})) == Quiet(Reason.MUTED)


def test_beside_a_muted_claim_the_others_are_spoken_of() -> None:
    both = Match((EXPEL, WAR), (EXPEL, WAR))

    assert speech(decision=both, history=History(muted={"expel"})) == Speak((WAR,))


# What was said before.


@pytest.mark.parametrize(
    ("said", "cooldown_h", "expected"),
    [
        ([ago("expel", 0.1)], 24, Quiet(Reason.COOLDOWN)),
        ([ago("expel", 23.9)], 24, Quiet(Reason.COOLDOWN)),
        ([ago("expel", 24.0)], 24, Speak((EXPEL,))),
        ([ago("expel", 5.0)], 4, Speak((EXPEL,))),
        ([ago("expel", 30.0), ago("expel", 1.0)], 24, Quiet(Reason.COOLDOWN)),
        ([ago("war", 2.0)], 24, Speak((EXPEL,))),
        ([ago("expel", 2.0, asked=True)], 24, Quiet(Reason.COOLDOWN)),
        ([ago("expel", 25.0, asked=True)], 24, Speak((EXPEL,))),
    ],
)
def test_a_claim_comes_once_a_cooldown(said: list[Said], cooldown_h: int, expected: Speech) -> None:
    settings = GroupSettings(mode=Mode.ALL, cooldown_h=cooldown_h)

    assert speech(settings=settings, history=History(said)) == expected


def test_of_two_claims_the_one_that_was_not_spoken_of_is() -> None:
    both = Match((EXPEL, WAR), (EXPEL, WAR))

    assert speech(decision=both, history=History([ago("expel", 2.0)])) == Speak((WAR,))


@pytest.mark.parametrize(
    ("hours", "most", "expected"),
    [
        ([0.1, 0.2, 0.3, 0.4], 4, Quiet(Reason.MOST_AN_HOUR)),
        ([0.1, 0.2, 0.3], 4, Speak((EXPEL,))),
        ([0.1, 0.2, 0.3, 1.0], 4, Speak((EXPEL,))),
        ([0.5], 1, Quiet(Reason.MOST_AN_HOUR)),
        ([1.5, 2.5], 1, Speak((EXPEL,))),
    ],
)
def test_no_more_than_so_many_an_hour(hours: list[float], most: int, expected: Speech) -> None:
    said = [ago(f"other-{number}", hour) for number, hour in enumerate(hours)]
    settings = GroupSettings(mode=Mode.ALL, most_an_hour=most)

    assert speech(settings=settings, history=History(said)) == expected


def test_answers_that_somebody_asked_for_are_not_counted() -> None:
    said = [ago(f"other-{number}", 0.1, asked=True) for number in range(9)]

    assert speech(history=History(said)) == Speak((EXPEL,))


# The quiet form.


REACTING = GroupSettings(mode=Mode.ALL, form=Form.REACTION)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (History(), React((EXPEL,))),
        (History([ago("expel", 1.0)]), React((EXPEL,))),
        (History(muted={"expel"}), Quiet(Reason.MUTED)),
        (History([ago(f"other-{n}", 0.1) for n in range(4)]), Quiet(Reason.MOST_AN_HOUR)),
    ],
)
def test_the_quiet_form_is_a_reaction(history: History, expected: Speech) -> None:
    assert speech(settings=REACTING, history=history) == expected


# The first rule that applies is the one that is told.


@pytest.mark.parametrize(
    ("heard", "decision", "settings", "reason"),
    [
        (Heard(90.0, by_bot=True), SURE, GroupSettings(), Reason.MODE),
        (Heard(90.0), NoMatch(Silence.UNKNOWN), ALL, Reason.OLD),
        (Heard(1.0, author_opted_out=True), NoMatch(Silence.UNKNOWN), ALL, Reason.OPTED_OUT),
        (Heard(1.0, links_source=True), NoMatch(Silence.UNKNOWN), ALL, Reason.UNSURE),
        (Heard(1.0, links_source=True), Match((GENUINE,), ()), ALL, Reason.LINKS_SOURCE),
    ],
)
def test_the_first_reason_is_told(
    heard: Heard, decision: Decision, settings: GroupSettings, reason: Reason
) -> None:
    assert speech(heard, decision, settings) == Quiet(reason)
