"""The knowledge base that ships with the bot, and the matcher over it."""

import pytest

from bot.claims.model import KnowledgeBase
from bot.matching.matcher import Matcher
from tests.matching.builders import shipped_knowledge, shipped_matcher


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return shipped_knowledge()


@pytest.fixture(scope="session")
def bot() -> Matcher:
    return shipped_matcher()
