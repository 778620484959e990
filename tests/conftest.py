"""What holds for all tests."""

import pytest
from hypothesis import settings

from bot.answering import Answering
from bot.config import Settings, default_knowledge_dir
from bot.wiring import build_answering

# A law is no stopwatch: on a busy machine any example may take a second.
settings.register_profile("nato-myths-bot", deadline=None)
settings.load_profile("nato-myths-bot")


@pytest.fixture(scope="session")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Answering:
    """What answers from the knowledge base that ships, with encoders where they are installed."""
    data_dir = tmp_path_factory.mktemp("data")
    return build_answering(Settings(default_knowledge_dir(), data_dir), at_once=True)
