from bot.matching.live import LiveMatcher
from bot.matching.model import Audience, Query
from tests.matching.builders import MOON, SEA, answers, make_matcher

QUERY = Query.of(SEA.claim["en"])


def test_the_live_matcher_decides_as_the_one_within() -> None:
    matcher = make_matcher()
    live = LiveMatcher(matcher)
    assert live.current is matcher
    for audience in Audience:
        assert live.match(QUERY, audience) == matcher.match(QUERY, audience)


def test_a_better_matcher_answers_from_the_next_query_on() -> None:
    live = LiveMatcher(make_matcher(MOON))
    before = live.match(QUERY)
    live.replace(make_matcher(MOON, SEA))
    assert (answers(before), answers(live.match(QUERY))) == ([], [SEA.id])
