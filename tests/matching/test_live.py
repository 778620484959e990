import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from bot import metrics
from bot.matching.live import LiveMatcher
from bot.matching.matcher import Matcher
from bot.matching.model import Audience, Query
from bot.matching.postings import Floats
from tests.matching.builders import MOON, SEA, FakeEncoder, answers, make_matcher
from tests.support.claims import make_base

PATIENCE_S = 20.0
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


class SlowEncoder(FakeEncoder):
    """Reads nothing until it may."""

    def __init__(self, name: str, dimensions: int) -> None:
        super().__init__(name, dimensions)
        self.may_read = threading.Event()
        self.may_read.set()

    def encode(self, texts: Sequence[str]) -> Floats:
        assert self.may_read.wait(PATIENCE_S)
        return super().encode(texts)


def hurried() -> float:
    count: float = metrics.HURRIED._value.get()
    return count


def test_a_crowd_is_matched_by_words_alone() -> None:
    slow = SlowEncoder("use", 512)
    live = LiveMatcher(
        Matcher.of(make_base(MOON, SEA), (slow, FakeEncoder("e5", 384))), most_at_once=2
    )
    asked = Query.of("Look, the alliance has painted our moon green, says my uncle")
    before = hurried()
    slow.may_read.clear()
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(live.match, asked) for _ in range(2)]
        while hurried() == before:  # until both stand at the encoder
            live.match(asked)
        assert not any(one.done() for one in waiting)
        slow.may_read.set()
        unhurried = [one.result(PATIENCE_S) for one in waiting]
    after = hurried()
    assert [live.match(asked)] * 2 == unhurried
    assert hurried() == after
