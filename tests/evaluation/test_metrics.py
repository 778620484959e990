import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.dataset import LabelledMessage
from bot.evaluation.metrics import Figures, Outcome, count, evaluate
from bot.matching.decide import Policy
from bot.matching.model import Audience
from tests.evaluation.builders import make_message, make_outcome
from tests.matching.builders import MOON, SEA, make_matcher, with_policies

OUTCOMES = [
    make_outcome("a", answers=("a",)),
    make_outcome("a", answers=("b", "a")),
    make_outcome("a", answers=("b",), ranked=("b", "a")),
    make_outcome("a", choices=("b", "a")),
    make_outcome("a", choices=("b",)),
    make_outcome("a"),
    make_outcome(answers=("a", "b")),
    make_outcome(choices=("a",)),
    make_outcome(),
]


def test_figures_counted_by_hand() -> None:
    assert count(OUTCOMES) == Figures(
        messages=9,
        positives=6,
        answers=6,
        right_answers=2,
        answered_right=2,
        reached=3,
        ranked_first=1,
        silent=3,
        false_alarms=1,
    )


def test_shares_counted_by_hand() -> None:
    figures = count(OUTCOMES)
    assert (
        figures.precision,
        figures.recall,
        figures.reach,
        figures.first,
        figures.false_alarm_rate,
    ) == pytest.approx((2 / 6, 2 / 6, 3 / 6, 1 / 6, 1 / 3))


def test_of_nothing_there_is_no_share() -> None:
    figures = count([])
    assert figures == Figures(0, 0, 0, 0, 0, 0, 0, 0, 0)
    shares = (figures.precision, figures.recall, figures.reach, figures.first)
    assert (*shares, figures.false_alarm_rate) == (None, None, None, None, None)


def test_any_one_of_several_right_claims_will_do() -> None:
    outcome = make_outcome("a", "b", answers=("b",))
    assert (outcome.answered_right, outcome.wrong) == (True, ())


def test_an_answer_beside_a_right_one_can_be_wrong() -> None:
    outcome = make_outcome("a", answers=("b", "a"))
    assert (outcome.answered_right, outcome.wrong) == (True, ("b",))


def test_an_offer_is_no_answer() -> None:
    outcome = make_outcome("a", choices=("b", "a"))
    assert (outcome.answered_right, outcome.offered_right) == (False, True)


claims = st.lists(st.sampled_from("abc"), max_size=3, unique=True).map(tuple)


@given(st.lists(st.builds(lambda e, a, c: make_outcome(*e, answers=a, choices=c), *[claims] * 3)))
def test_each_share_is_one(outcomes: list[Outcome]) -> None:
    figures = count(outcomes)
    assert figures.positives + figures.silent == figures.messages
    assert figures.answered_right <= figures.reached <= figures.positives
    shares = (figures.precision, figures.recall, figures.reach, figures.first)
    assert all(share is None or 0 <= share <= 1 for share in (*shares, figures.false_alarm_rate))


def outcome_of(message: LabelledMessage) -> Outcome:
    (outcome,) = evaluate(make_matcher(), [message])
    return outcome


def test_a_message_becomes_an_outcome() -> None:
    message = make_message("m1", MOON.claim["en"], MOON.id)
    assert outcome_of(message) == Outcome(
        message=message,
        answers=(MOON.id,),
        choices=(),
        ranked=(MOON.id, SEA.id),
        about=(),
        expected=frozenset({MOON.id}),
    )


def test_a_claim_that_the_base_does_not_hold_is_not_expected() -> None:
    outcome = outcome_of(make_message("m1", "NATO eats the sun at noon", "nato-eats-the-sun"))
    assert (outcome.expected, outcome.answers) == (frozenset(), ())


def test_a_denial_is_about_its_claim() -> None:
    outcome = outcome_of(make_message("m1", "NATO isn't painting the moon green"))
    assert (outcome.answers, outcome.about) == ((), (MOON.id,))


def test_each_audience_is_measured_by_its_own_policy() -> None:
    lax, strict = Policy(answer=0.0, offer=0.0, margin=0.0), Policy(1.0, 1.0, 0.0)
    matcher = with_policies(make_matcher(), private=lax, group=strict)
    message = make_message("m1", "At night NATO sprays colour on the moon", MOON.id)
    (private,) = evaluate(matcher, [message])
    (group,) = evaluate(matcher, [message], Audience.GROUP)
    assert (private.answered_right, group.answered_right) == (True, False)
