"""Texts that are meant to break something; every one of them ends in a decision, and soon."""

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.matcher import MOST_CHARACTERS, Matcher
from bot.matching.model import Audience, Decision, Match, Part, PartKind, Query
from tests.matching.builders import fake_full_matcher, make_matcher, shipped_index
from tests.matching.strategies import texts

MATCHER = make_matcher()
MATCHERS = (MATCHER, fake_full_matcher())
"""By words alone, and with fakes in place of the encoders."""

WALLS = {
    "one letter": "a",
    "letters of two alphabets": "aа",
    "newlines": "\n",
    "lines of a letter": "a\n",
    "dots": ".",
    "dots and letters": "a.",
    "closing marks": ".)",
    "quotation marks": '"',
    "open quotations": "„aaaaaaaaa ",
    "backslashes": "\\",
    "apostrophes": "a'",
    "hash signs": "#",
    "hashtags": "#NATOisAtWar",
    "mentions": "@a",
    "links": "https://",
    "half links": "www.",
    "emoji": "😀",
    "families": "👨‍👩‍👧‍👦",
    "invisible marks": "\u200b",
    "marks on a letter": "N\u0336\u0322\u031b",
    "right to left": "\u202eحلف الناتو ",
    "one sign that is a sentence": "\ufdfa",
    "digits": "1",
    "negations": "not ",
    "denials": "NATO is not painting the moon green. ",
    "claims": "NATO is painting the moon green. ",
    "claims without end": "NATO is painting the moon green ",
    "half characters": "\ud83d",
    "zeros": "\x00",
}


@pytest.mark.parametrize("brick", WALLS.values(), ids=WALLS)
def test_a_wall_of(brick: str) -> None:
    wall = (brick * MOST_CHARACTERS)[:MOST_CHARACTERS]
    for matcher, audience in product(MATCHERS, Audience):
        assert isinstance(matcher.match(Query.of(wall), audience), Decision)


def known_words() -> list[str]:
    return sorted({word for one in shipped_index().documents for word in one.words})


def test_a_thousand_different_sentences(bot: Matcher) -> None:
    rng = random.Random(7)  # noqa: S311 - the same words each time
    words = [*known_words(), "blargh", "НАТОвець", "1991"]
    text = ". ".join(rng.choice(words) for _ in range(2000))[:MOST_CHARACTERS]
    assert isinstance(bot.match(Query.of(text)), Decision)


def test_one_sentence_of_all_words(bot: Matcher) -> None:
    text = " ".join(known_words())[:MOST_CHARACTERS]
    assert not isinstance(bot.match(Query.of(text), Audience.GROUP), Match)


parts = st.lists(st.builds(Part, texts, st.sampled_from(PartKind)), max_size=4).map(tuple)


@given(st.builds(Query, parts, st.lists(texts, max_size=3).map(tuple)))
def test_any_query_ends_in_a_decision(query: Query) -> None:
    for matcher in MATCHERS:
        for one in matcher.match(query).candidates:
            if one.segment is not None:
                part = query.parts[one.segment.part]
                assert part.text[one.segment.start : one.segment.end].strip()


@given(texts)
def test_what_surrounds_a_link_does_not_hide_it(text: str) -> None:
    query = Query((Part(text),), links=("https://t.me/moonwatch/7",))
    decision = MATCHER.match(query)
    found = decision.answers if isinstance(decision, Match) else decision.about
    # A message that refutes is about the claim and gets no verdict.
    assert "nato-paints-the-moon" in {one.claim_id for one in found}
