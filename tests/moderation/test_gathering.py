"""Questions are put into clusters, by one process, and answered when a claim is published."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.matching.matcher import Matcher
from bot.moderation.gathering import Gatherer
from bot.moderation.queue import State
from bot.moderation.roles import COMMAND_LINE
from bot.people import PeopleUnavailableError
from bot.questions import Inquiry
from bot.storage.clusters import DatabaseQueue
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.questions import DatabaseQuestions
from bot.storage.tables import metadata
from tests.matching.builders import MOON, SEA, FakeEncoder
from tests.support.claims import make_base

NAMES = Names("123:abc")
BASES = "NATO builds ten secret bases near Odesa, says a retired colonel"
SAME = "Retired colonel says: NATO builds 10 secret bases near Odesa!!!"
MOON_TEXT = "NATO is painting the moon green."
OLA, PETRA, VERA = 1, 2, 3


class Process:
    """A bot: what it matches with may be exchanged."""

    def __init__(self, database: Database, owner: str = "one") -> None:
        self.matcher = Matcher.of(make_base(SEA))
        self.queue = DatabaseQueue(database, NAMES)
        self.gatherer = Gatherer(self.queue, lambda: self.matcher, owner)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    async with opened.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield opened
    await opened.close()


@pytest.fixture
def asked(database: Database) -> DatabaseQuestions:
    return DatabaseQuestions(database, NAMES)


def inquiry(text: str, key: str, language: str = "en") -> Inquiry:
    return Inquiry(key, text, language)


async def test_what_says_the_same_falls_together_at_once_and_after_a_restart(
    database: Database, asked: DatabaseQuestions
) -> None:
    await asked.ask(OLA, inquiry(BASES, "bases"))
    await asked.ask(OLA, inquiry(MOON_TEXT, "moon"))
    process = Process(database)
    assert await process.gatherer.gather()
    await asked.ask(PETRA, inquiry(SAME, "same"))

    assert await Process(database).gatherer.gather()

    shelf = await process.queue.shelf(0, 10)
    assert [(one.sample, one.count) for one in shelf.clusters] == [(BASES, 2), (MOON_TEXT, 1)]


async def test_a_flood_makes_one_cluster(database: Database, asked: DatabaseQuestions) -> None:
    for person in range(1, 41):
        await asked.ask(person, inquiry(f"{BASES} {person % 7}", f"key{person % 7}"))
    process = Process(database)

    await process.gatherer.gather()

    assert [one.count for one in (await process.queue.shelf(0, 10)).clusters] == [40]


async def test_only_one_process_gathers(database: Database, asked: DatabaseQuestions) -> None:
    await asked.ask(OLA, inquiry(BASES, "bases"))
    assert await Process(database, "one").gatherer.gather()

    assert not await Process(database, "two").gatherer.gather()


async def test_a_claim_that_is_published_answers_and_closes_its_cluster(
    database: Database, asked: DatabaseQuestions
) -> None:
    await asked.ask(OLA, inquiry(MOON_TEXT, "moon"))
    process = Process(database)
    await process.gatherer.gather()
    (number,) = await process.queue.open_numbers()

    process.matcher = Matcher.of(make_base(MOON, SEA))
    await process.gatherer.gather()

    (cluster,) = await process.queue.get([number])
    assert (cluster.is_open, cluster.answered_by) == (False, (MOON.id,))
    assert await process.queue.open_numbers() == []


async def test_a_claim_that_does_not_fit_answers_nothing(
    database: Database, asked: DatabaseQuestions
) -> None:
    await asked.ask(OLA, Inquiry("moon", MOON_TEXT, "en", not_claim=MOON.id))
    process = Process(database)
    process.matcher = Matcher.of(make_base(MOON, SEA))

    await process.gatherer.gather()

    assert len(await process.queue.open_numbers()) == 1


async def test_of_a_flood_words_decide_first_and_meanings_are_read_later(
    database: Database, asked: DatabaseQuestions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.moderation.gathering._MANY", 1)
    process = Process(database)
    encoders = [FakeEncoder("use", 512), FakeEncoder("e5", 384)]
    process.matcher = Matcher.of(make_base(SEA, MOON), encoders)
    other_words = "Secret bases near Odesa are built by NATO"
    await asked.ask(OLA, inquiry(BASES, "bases"))
    await asked.ask(PETRA, inquiry(other_words, "other"))

    await process.gatherer.gather()

    (cluster,) = (await process.queue.shelf(0, 10)).clusters
    assert cluster.count == 2


async def test_what_is_out_of_scope_takes_in_near_duplicates(
    database: Database, asked: DatabaseQuestions
) -> None:
    await asked.ask(OLA, inquiry(BASES, "bases"))
    process = Process(database)
    await process.gatherer.gather()
    (number,) = await process.queue.open_numbers()
    await process.queue.decide(number, State.OUT_OF_SCOPE, COMMAND_LINE)
    await asked.ask(PETRA, inquiry(SAME, "same"))

    await process.gatherer.gather()

    assert await process.queue.open_numbers() == []


async def test_what_the_store_did_not_take_is_read_again(
    database: Database, asked: DatabaseQuestions, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked.ask(OLA, inquiry(BASES, "bases"))
    process = Process(database)

    async def away(_: object) -> list[int]:
        raise PeopleUnavailableError("down")

    with monkeypatch.context() as patched:
        patched.setattr(process.queue, "place", away)
        with pytest.raises(PeopleUnavailableError):
            await process.gatherer.gather()
    await process.gatherer.gather()

    assert len(await process.queue.open_numbers()) == 1
