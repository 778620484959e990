"""The judge of the week catches what it is there to catch."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot.replies.group_actions import AdminMenu
from bot.tg.callbacks import encode
from tests.groups_week.judge import Answer, Judgement, Outcome
from tests.groups_week.lines import Line, moment
from tests.groups_week.player import Said, Told

CHAT, MESSAGE = -701, 7
EXPEL, WAR = "nato-can-expel-members", "nato-at-war-with-russia"


def line(kind: Any = "claim", *, time: str = "10:00", day: int = 1, **fields: Any) -> Line:
    claims = (EXPEL,) if kind == "claim" else ()
    values = {"claims": claims, "sender": "oksana", **fields}
    return Line(f"{kind}-{day}-{time}", day, time, "en", kind, "…", **values)


def told(one: Line, *claims: str, below: int = MESSAGE, topic: int | None = None) -> Told:
    return Told(
        one, True, moment(one.day, one.time), [saying(one, *claims, below=below, topic=topic)]
    )


def saying(one: Line, *claims: str, below: int, topic: int | None) -> Said:
    gears = [{"text": "⚙", "callback_data": encode(AdminMenu(claim), "en")} for claim in claims]
    message = {
        "chat": {"id": CHAT},
        "reply_to_message": {"message_id": below},
        "reply_markup": {"inline_keyboard": [gears]},
    }
    if topic:
        message |= {"is_topic_message": True, "message_thread_id": topic}
    return Said(message, one, 0.0)


def silent(one: Line) -> Told:
    return Told(one, True, moment(one.day, one.time))


def judged(*all_told: Told, muted: frozenset[str] = frozenset(), busiest: int = 1) -> Judgement:
    groups = SimpleNamespace(busiest_minute=lambda _: busiest, floods=[])
    player: Any = SimpleNamespace(
        told=list(all_told),
        troubles=[],
        town=SimpleNamespace(ids=[CHAT], thread_of=lambda _: None),
        api=SimpleNamespace(groups=groups, violations=[]),
        muted_at=lambda _: muted,
        targets=lambda _: [(CHAT, MESSAGE)],
    )
    return Judgement(player)


def outcome(one: Told, *before: Told) -> Outcome:
    return judged(*before, one).outcomes[one.line.id]


def test_a_claim_that_is_answered_is_right_and_one_that_is_not_is_missed() -> None:
    assert outcome(told(line(), EXPEL)) is Outcome.RIGHT
    assert outcome(silent(line())) is Outcome.MISSED
    assert judged(told(line(), EXPEL)).wrong == []


@pytest.mark.parametrize("kind", ["chatter", "near-miss", "debunk"])
def test_a_word_to_who_said_nothing_wrong_is_wrong(kind: str) -> None:
    spoken = told(line(kind), EXPEL)

    assert outcome(spoken) is Outcome.WRONG
    assert judged(spoken).wrong == [f"{kind} {spoken.line.id} (en) was met with {EXPEL}"]


def test_another_claim_is_wrong_even_beside_the_right_one() -> None:
    assert outcome(told(line(), WAR)) is Outcome.WRONG
    assert outcome(told(line(), EXPEL, WAR)) is Outcome.WRONG


def test_a_reaction_that_stands_for_another_claim_is_wrong() -> None:
    reacted = Told(line(), True, 0.0, [], ["🤔"], (WAR,))
    assert outcome(reacted) is Outcome.WRONG


def test_an_answer_in_spite_of_the_quiet_hours_or_a_mute_is_wrong() -> None:
    assert outcome(told(line(quiet="quiet-hours"), EXPEL)) is Outcome.WRONG
    assert judged(told(line(), EXPEL), muted=frozenset({EXPEL})).wrong != []


def test_silence_within_the_cooldown_is_right_and_a_word_is_wrong() -> None:
    first, again = told(line(), EXPEL), line(time="12:00")

    assert outcome(silent(again), first) is Outcome.HELD_BACK
    assert judged(first, told(again, EXPEL)).wrong == [
        f"{again.id}: {EXPEL} again within the cooldown"
    ]
    assert judged(first, told(line(day=2, time="10:00"), EXPEL)).wrong == []


def test_a_fifth_answer_in_an_hour_is_wrong() -> None:
    claims = [EXPEL, WAR, "nato-biolabs", "dirty-bomb", "attack-belarus"]
    said = [
        told(line(time=f"10:0{number}", claims=(claim,)), claim)
        for number, claim in enumerate(claims)
    ]

    assert judged(*said).wrong == [f"{said[-1].line.id}: more than 4 answers in an hour"]


def test_a_request_without_an_answer_is_lost_and_two_are_one_too_many() -> None:
    asked = line("request", asks="claim", claims=(EXPEL,))
    twice = told(asked, EXPEL)
    twice.said *= 2

    assert judged(silent(asked)).lost == [asked]
    assert judged(silent(asked)).wrong == [f"request {asked.id} got 0 answers"]
    assert judged(twice).wrong == [f"request {asked.id} got 2 answers"]
    assert judged(told(asked, EXPEL)).answers == {asked.id: Answer.VERDICT}


def test_another_message_or_topic_is_the_wrong_place() -> None:
    elsewhere = told(line(), EXPEL, below=8)
    off_topic = told(line(), EXPEL, topic=5)

    assert judged(elsewhere).wrong == [f"{elsewhere.line.id} was answered below another message"]
    assert judged(off_topic).wrong == [f"{off_topic.line.id} was answered in topic 5"]


def test_twenty_messages_in_a_minute_are_too_many() -> None:
    assert judged(busiest=19).wrong == []
    assert judged(busiest=20).wrong == [f"20 messages in a minute in {CHAT}"]
