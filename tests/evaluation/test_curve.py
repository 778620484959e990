from bot.evaluation.curve import CurvePoint, precision_recall
from tests.evaluation.builders import make_outcome

OUTCOMES = [
    make_outcome("moon", ranked=("moon",), probabilities=(0.9,)),
    make_outcome("moon", ranked=("sea", "moon"), probabilities=(0.5, 0.4)),
    make_outcome("sea", ranked=("sea",), probabilities=(0.5,)),
    make_outcome("sea"),
    make_outcome(ranked=("sea",), probabilities=(0.1,)),
]


def test_a_point_for_each_probability_the_highest_first() -> None:
    assert precision_recall(OUTCOMES) == [
        CurvePoint(threshold=0.9, precision=1.0, recall=1 / 4),
        CurvePoint(threshold=0.5, precision=2 / 3, recall=2 / 4),
        CurvePoint(threshold=0.1, precision=2 / 4, recall=2 / 4),
    ]


def test_without_a_message_that_holds_a_claim_there_is_no_curve() -> None:
    assert precision_recall([make_outcome(ranked=("sea",))]) == []
