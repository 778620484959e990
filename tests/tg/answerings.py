"""Small knowledge bases, and matchers over them that are sure, or never are."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from bot.answering import Answering
from bot.claims.load import load_strict
from bot.claims.model import Appearance, Claim, Network, Status, Topic
from bot.config import default_knowledge_dir
from bot.matching.live import LiveMatcher
from bot.matching.matcher import Matcher
from bot.matching.model import Audience, Decision, Query
from bot.replies.catalog import Catalog
from tests.replies.builders import make_claim, make_promise
from tests.support.claims import make_base

CATALOG = Catalog.load()
AT_WAR = make_claim()
PROMISE = make_promise()
AT_WAR_EN = AT_WAR.claim["en"]
PROMISE_EN = PROMISE.claim["en"]
ATTACKED = make_claim("nato-attacked", claim={"en": "NATO has attacked Russia."})
WITHDRAWN = make_claim("withdrawn-claim", status=Status.WITHDRAWN)
IN_CHANNEL = make_claim("seen-in-a-channel", claim={"en": "Nobody says it in words."}).model_copy(
    update={
        "appearances": (Appearance(url="https://t.me/daily_news/42", platform="Telegram"),),
    }
)
"""Its post is known, and it is no more than a picture."""


def knowing(
    *claims: Claim,
    default_language: str = "en",
    networks: Sequence[Network] = (),
    topics: Sequence[Topic] = (),
) -> Answering:
    """Return what answers from *claims*; their very wordings always match."""
    knowledge = make_base(*claims, networks=networks, topics=topics)
    return Answering(knowledge, LiveMatcher(Matcher.of(knowledge)), CATALOG, default_language)


@cache
def shipped() -> Answering:
    """Return what answers from the knowledge base of this repository, by words alone."""
    knowledge = load_strict(default_knowledge_dir())
    return Answering(knowledge, LiveMatcher(Matcher.of(knowledge)), CATALOG, "en")


def asking(*claims: Claim) -> Answering:
    """Return what asks "Which of these is it?" unless the wording is known."""
    answering = knowing(*claims)
    matcher = answering.matcher.current
    private = replace(matcher.thresholds.private, answer=2.0, offer=0.0)
    never_sure = replace(matcher.thresholds, private=private, content_words=1)
    return replace(answering, matcher=LiveMatcher(replace(matcher, thresholds=never_sure)))


class BrokenMatcher(LiveMatcher):
    """Fails on everything, and says what it was asked."""

    def match(self, query: Query, audience: Audience = Audience.PRIVATE) -> Decision:
        raise RuntimeError(f"no index for {query.text}")


def failing() -> Answering:
    """Return what raises wherever it should answer."""
    answering = knowing(AT_WAR)
    return replace(answering, matcher=BrokenMatcher(answering.matcher.current))
