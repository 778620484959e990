"""The knowledge base that ships with the bot, and the matchers over it."""

import pytest

from bot.claims.model import KnowledgeBase
from bot.matching.encoders import Encoder
from bot.matching.matcher import Matcher
from tests.matching.builders import (
    full_matcher,
    real_encoders,
    shipped_knowledge,
    shipped_matcher,
)


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return shipped_knowledge()


@pytest.fixture(scope="session")
def encoders() -> tuple[Encoder, ...]:
    """The encoders that ship; without them the test is skipped."""
    return real_encoders()


@pytest.fixture(scope="session")
def full() -> Matcher:
    """The matcher with its encoders, as most users meet it; without them the test is skipped."""
    return full_matcher()


@pytest.fixture(scope="session", params=["with encoders", "by words alone"])
def bot(request: pytest.FixtureRequest) -> Matcher:
    """Either matcher."""
    return full_matcher() if request.param == "with encoders" else shipped_matcher()
