import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.dataset import LabelledMessage
from bot.evaluation.metrics import Figures, Outcome, count, evaluate, judge
from bot.evaluation.shares import Share
from bot.matching.decide import Policy
from bot.matching.model import Audience
from tests.evaluation.builders import make_message, make_outcome, nearly
from tests.matching.builders import MOON, make_matcher, with_policies

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
    # Seven messages have a best candidate, each given 0.9; one of them is right.
    assert count(OUTCOMES) == Figures(
        messages=9,
        precision=Share(2, 6),
        recall=Share(2, 6),
        reach=Share(3, 6),
        first=Share(1, 6),
        map_at_5=nearly((1 + 3 * 0.5) / 6),
        false_alarms=Share(1, 3),
        asked_needlessly=Share(1, 3),
        calibration_error=nearly(0.9 - 1 / 7),
        brier=nearly((0.1**2 + 6 * 0.9**2) / 7),
    )


def test_of_nothing_there_is_no_figure() -> None:
    none = Share(0, 0)
    assert count([]) == Figures(0, none, none, none, none, None, none, none, None, None)


@pytest.mark.parametrize(
    ("expected", "ranked", "average", "rank"),
    [
        ("a", "a", 1.0, 1),
        ("a", "bca", 1 / 3, 3),
        ("ab", "ab", 1.0, 1),
        ("ab", "acb", (1 + 2 / 3) / 2, 1),
        ("ab", "cb", (1 / 2) / 2, 2),
        ("a", "bcdefa", 0.0, 6),
        ("abcdefg", "abcde", 1.0, 1),
        ("a", "b", 0.0, None),
        ("a", "", 0.0, None),
        ("", "a", 0.0, None),
    ],
)
def test_average_precision_and_rank_counted_by_hand(
    expected: str, ranked: str, average: float, rank: int | None
) -> None:
    outcome = make_outcome(*expected, ranked=tuple(ranked))
    assert outcome.average_precision == pytest.approx(average)
    assert outcome.rank == rank


def test_a_claim_that_is_no_candidate_has_no_probability() -> None:
    outcome = make_outcome(ranked=("a", "b"), probabilities=(0.7, 0.2))
    assert [outcome.probability(id_) for id_ in "abc"] == [0.7, 0.2, 0.0]


def test_calibration_is_that_of_best_candidates_where_there_is_one() -> None:
    outcomes = [make_outcome("a", ranked=("b", "a"), probabilities=(0.7, 0.2)), make_outcome("a")]
    assert judge(outcomes) == [(0.7, False)]


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
    assert figures.recall.whole + figures.false_alarms.whole == figures.messages
    assert figures.recall.part <= figures.reach.part <= figures.reach.whole
    shares = (figures.precision, figures.first, figures.asked_needlessly, figures.false_alarms)
    assert all(0 <= share.part <= share.whole for share in shares)
    assert figures.map_at_5 is None or 0 <= figures.map_at_5 <= 1


LAX, STRICT = Policy(answer=0.0, offer=0.0, margin=0.0), Policy(1.0, 1.0, 0.0)


def outcome_of(message: LabelledMessage) -> Outcome:
    (outcome,) = evaluate(make_matcher(), [message])
    return outcome


def test_a_message_becomes_an_outcome() -> None:
    message = make_message("m1", MOON.claim["en"], MOON.id)
    assert outcome_of(message) == Outcome(
        message=message,
        answers=(MOON.id,),
        choices=(),
        ranked=(MOON.id,),
        probabilities=(1.0,),
        about=(),
        expected=frozenset({MOON.id}),
    )


def test_a_claim_that_the_base_does_not_hold_is_not_expected() -> None:
    outcome = outcome_of(make_message("m1", "NATO eats the sun at noon", "nato-eats-the-sun"))
    assert (outcome.expected, outcome.answers) == (frozenset(), ())


def test_a_denial_is_about_its_claim() -> None:
    outcome = outcome_of(make_message("m1", "NATO is not painting the moon"))
    assert (outcome.answers, outcome.about) == ((), (MOON.id,))


def test_each_audience_is_measured_by_its_own_policy() -> None:
    matcher = with_policies(make_matcher(), private=LAX, group=STRICT)
    message = make_message("m1", "At night NATO sprays colour on the moon", MOON.id)
    (private,) = evaluate(matcher, [message])
    (group,) = evaluate(matcher, [message], Audience.GROUP)
    assert (private.answered_right, group.answered_right) == (True, False)


def test_candidates_come_with_their_probabilities_best_first() -> None:
    outcome = outcome_of(make_message("m1", "At night NATO sprays colour on the moon", MOON.id))
    assert outcome.ranked[0] == MOON.id
    assert list(outcome.probabilities) == sorted(outcome.probabilities, reverse=True)
    assert len(outcome.probabilities) == len(outcome.ranked)


def test_progress_is_told_after_each_message() -> None:
    told: list[tuple[str, int, int]] = []
    messages = [make_message("m1"), make_message("m2")]
    evaluate(make_matcher(), messages, progress=lambda *step: told.append(step))
    assert told == [("messages", 1, 2), ("messages", 2, 2)]
