"""The claims that a text is closest to come with a score and a reason."""

from bot.matching.matcher import Matcher
from bot.moderation.closest import find_closest
from tests.matching.builders import MOON, SEA
from tests.support.claims import make_base

BASE = make_base(MOON, SEA)
MATCHER = Matcher.of(BASE)


def test_the_closest_claim_stands_first_and_says_which_words_it_shares() -> None:
    first, *_ = find_closest(MATCHER, BASE, "Somebody told me NATO wants to paint the moon")

    assert first.claim_id == MOON.id
    assert first.sentence == "NATO is painting the moon green."
    assert "moon" in first.why
    assert 0 <= first.score <= 1


def test_a_known_wording_is_called_so() -> None:
    first, *_ = find_closest(MATCHER, BASE, "Does NATO paint the moon green?")

    assert (first.claim_id, first.score, first.why) == (MOON.id, 1.0, "the same words")


def test_to_nothing_nothing_is_close() -> None:
    assert find_closest(MATCHER, BASE, "🤔") == ()
