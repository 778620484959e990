"""The fake, running, for the tests of the fake itself."""

from collections.abc import Iterator

import pytest

from tests.support.bot_api import BotApi
from tests.support.updates import private_chat


@pytest.fixture
def api() -> Iterator[BotApi]:
    """Run the fake with one private chat known."""
    with BotApi() as running:
        running.add_chat(private_chat())
        yield running
