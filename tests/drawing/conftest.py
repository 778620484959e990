import pytest

from bot.drawing.fonts import Typesetter
from bot.replies.catalog import Catalog
from tests.drawing.builders import with_every_language


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return with_every_language(Catalog.load())


@pytest.fixture(scope="session")
def typesetter() -> Typesetter:
    """One for all tests, which run on one thread: it remembers the widths of words."""
    return Typesetter()
