import pytest

from bot.claims.model import Rating
from bot.matching.decide import Evidence, Policy, Thresholds, decide
from bot.matching.model import (
    Ambiguous,
    Audience,
    Candidate,
    Decision,
    Match,
    NoMatch,
    Segment,
    Silence,
)

HERE, THERE, AROUND = Segment(0, 0, 20), Segment(0, 21, 40), Segment(0, 10, 40)
THRESHOLDS = Thresholds(
    private=Policy(answer=0.9, offer=0.4, margin=0.1),
    group=Policy(answer=0.95, offer=1.0, margin=0.2),
    about=0.5,
    content_words=3,
)


def evidence(
    claim_id: str,
    score: float,
    segment: Segment | None = HERE,
    *,
    exact: bool = False,
    denied: bool = False,
    topicality: float = 0.4,
) -> Evidence:
    candidate = Candidate(claim_id, Rating.FALSE, score, segment, "phrasing", "en")
    return Evidence(candidate, exact, denied, doubted=False, topicality=topicality)


def decided(*some: Evidence, audience: Audience = Audience.PRIVATE) -> Decision:
    return decide(some, THRESHOLDS.policy(audience), THRESHOLDS)


def candidates(*some: Evidence) -> tuple[Candidate, ...]:
    return tuple(one.candidate for one in some)


def test_what_is_sure_is_answered() -> None:
    sure, other = evidence("a", 0.9), evidence("b", 0.1)
    assert decided(sure, other) == Match(
        answers=candidates(sure), candidates=candidates(sure, other)
    )


def test_what_is_likely_is_asked_about() -> None:
    first = evidence("a", 0.89)
    assert decided(first) == Ambiguous(choices=candidates(first), candidates=candidates(first))


def test_beside_a_likely_claim_those_that_are_not_far_less_so_are_offered() -> None:
    first, second, third = evidence("a", 0.4), evidence("b", 0.1), evidence("c", 0.09)
    assert decided(first, second, third) == Ambiguous(
        choices=candidates(first, second), candidates=candidates(first, second, third)
    )


def test_the_rest_is_met_with_silence() -> None:
    one = evidence("a", 0.39)
    assert decided(one) == NoMatch(Silence.UNKNOWN, candidates=candidates(one))


def test_nothing_found_is_met_with_silence() -> None:
    assert decided() == NoMatch(Silence.UNKNOWN)


def test_a_rival_for_the_same_sentence_that_is_too_close_makes_it_a_question() -> None:
    first, rival = evidence("a", 0.95), evidence("b", 0.86)
    assert decided(first, rival) == Ambiguous(
        choices=candidates(first, rival), candidates=candidates(first, rival)
    )


def test_a_rival_at_the_margin_is_far_enough() -> None:
    first, rival = evidence("a", 1.0), evidence("b", 0.9)
    assert decided(first, rival) == Match(
        answers=candidates(first), candidates=candidates(first, rival)
    )


def test_sentences_that_share_a_part_rival_each_other() -> None:
    assert isinstance(decided(evidence("a", 0.95), evidence("b", 0.94, AROUND)), Ambiguous)


@pytest.mark.parametrize("elsewhere", [THERE, Segment(1, 0, 20), Segment(0, 20, 40)])
def test_claims_at_different_places_are_all_answered(elsewhere: Segment) -> None:
    first, second = evidence("a", 0.95), evidence("b", 0.94, elsewhere)
    assert decided(first, second) == Match(
        answers=candidates(first, second), candidates=candidates(first, second)
    )


def test_beside_an_answer_nobody_is_asked_about_the_likely() -> None:
    sure, likely = evidence("a", 0.95), evidence("b", 0.8, THERE)
    assert decided(sure, likely) == Match(
        answers=candidates(sure), candidates=candidates(sure, likely)
    )


def test_a_choice_has_at_most_four() -> None:
    some = [evidence(name, 0.8) for name in "abcdefg"]
    assert decided(*some) == Ambiguous(
        choices=candidates(*some[:4]), candidates=candidates(*some[:5])
    )


def test_answers_are_at_most_four() -> None:
    some = [evidence(name, 0.95, Segment(at, 0, 9)) for at, name in enumerate("abcdef")]
    assert decided(*some) == Match(answers=candidates(*some[:4]), candidates=candidates(*some[:5]))


def test_a_denial_is_about_the_claim_however_probable() -> None:
    denial = evidence("a", 0.99, denied=True, topicality=0.5)
    assert decided(denial) == NoMatch(
        Silence.DEBUNK, candidates=candidates(denial), about=candidates(denial)
    )


def test_what_speaks_of_the_claim_and_hardly_asserts_it_is_about_it() -> None:
    refuting = evidence("a", 0.39, topicality=0.5)
    assert decided(refuting) == NoMatch(
        Silence.DEBUNK, candidates=candidates(refuting), about=candidates(refuting)
    )


def test_what_is_likely_is_asked_about_though_it_speaks_of_the_claim() -> None:
    likely = evidence("a", 0.4, topicality=0.9)
    assert decided(likely) == Ambiguous(choices=candidates(likely), candidates=candidates(likely))


def test_a_denial_of_something_else_is_about_nothing() -> None:
    far = evidence("a", 0.2, denied=True, topicality=0.49)
    assert decided(far) == NoMatch(Silence.UNKNOWN, candidates=candidates(far))


def test_a_denial_is_no_choice() -> None:
    likely, denial = evidence("a", 0.6), evidence("b", 0.5, denied=True)
    assert decided(likely, denial) == Ambiguous(
        choices=candidates(likely), candidates=candidates(likely, denial)
    )


def test_about_stands_beside_an_answer() -> None:
    sure, denial = evidence("a", 0.95), evidence("b", 0.6, THERE, denied=True, topicality=0.5)
    assert decided(sure, denial) == Match(
        answers=candidates(sure),
        candidates=candidates(sure, denial),
        about=candidates(denial),
    )


def test_a_message_is_about_at_most_four() -> None:
    some = [evidence(name, 0.3, topicality=0.5) for name in "abcdef"]
    assert decided(*some) == NoMatch(
        Silence.DEBUNK, candidates=candidates(*some[:5]), about=candidates(*some[:4])
    )


def test_an_exact_key_wins_over_all_that_is_near() -> None:
    key, rival = evidence("a", 1.0, exact=True), evidence("b", 0.99)
    assert decided(key, rival) == Match(answers=candidates(key), candidates=candidates(key, rival))


def test_two_exact_keys_are_both_answered() -> None:
    address = evidence("a", 1.0, segment=None, exact=True)
    text = evidence("b", 1.0, exact=True)
    assert decided(address, text) == Match(
        answers=candidates(address, text), candidates=candidates(address, text)
    )


def test_an_exact_key_is_answered_in_a_group() -> None:
    key = evidence("a", 1.0, exact=True)
    assert isinstance(decided(key, audience=Audience.GROUP), Match)


def test_a_group_wants_to_be_surer() -> None:
    nearly = evidence("a", 0.94)
    assert isinstance(decided(nearly), Match)
    assert isinstance(decided(nearly, audience=Audience.GROUP), NoMatch)
    assert isinstance(decided(evidence("a", 0.95), audience=Audience.GROUP), Match)


def test_a_group_wants_rivals_farther_off() -> None:
    both = evidence("a", 0.99), evidence("b", 0.85)
    assert isinstance(decided(*both), Match)
    assert isinstance(decided(*both, audience=Audience.GROUP), NoMatch)


def test_a_group_is_never_asked() -> None:
    assert isinstance(decided(evidence("a", 0.8), audience=Audience.GROUP), NoMatch)
