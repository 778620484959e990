"""The whole bot as a process of its own: what is learnt while it runs reaches who waits for it."""

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.claims.load import load_strict
from bot.config import default_knowledge_dir
from bot.questions import Inquiry
from bot.storage.database import Database
from bot.storage.digests import DatabaseDigests
from bot.storage.follows import DatabaseFollows
from bot.storage.groups import DatabaseGroups
from bot.storage.migrate import migrate
from bot.storage.names import Names
from bot.storage.popularity import DatabasePopularity
from bot.storage.questions import DatabaseQuestions
from bot.storage.tables import group_digests
from tests.support.bot_api import BotApi, Call
from tests.support.few_claims import few_claims, publish
from tests.support.process import PATIENCE_S, Bot, BotByWords, start
from tests.support.updates import callback_query, group, private_chat, user

EXPEL, PROMISE = "rutte-expel-us", "promised-not-to-enlarge"
TOKEN = "123456:a-secret_TOKEN"
OLA, PETRA = 501, 502


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A knowledge base of one claim, with room for more."""
    return few_claims(tmp_path, EXPEL)


class World:
    """The fake, and the database of the bot while it does not run."""

    def __init__(self, api: BotApi, folder: Path, knowledge: Path) -> None:
        self.api = api
        self.folder = folder
        self.knowledge = knowledge
        (folder / "data").mkdir()

    def seed(self, sow: Callable[[Database, Names], Awaitable[None]]) -> None:
        """Put into the database what earlier days have left there."""

        async def all_of_it() -> None:
            database = Database(f"sqlite:///{self.folder / 'data' / 'bot.sqlite3'}")
            await migrate(database)
            await sow(database, Names(TOKEN))
            await database.close()

        asyncio.run(all_of_it())

    def start(self) -> Bot:
        return start(self.api, self.folder, BotByWords, KNOWLEDGE_DIR=str(self.knowledge))

    def know(self, *people: int) -> None:
        for person in people:
            self.api.add_chat(private_chat(user(person)))

    def texts(self, person: int) -> list[str]:
        return [message["text"] for message in self.api.sent(person)]

    def wait_for(self, *texts: str) -> None:
        """Wait until there is a message with each of *texts*."""
        for text in texts:
            self.api.wait_for(lambda call, text=text: _says(call, text), 1, PATIENCE_S)  # type: ignore[misc]

    def wait_until(self, query: str, wanted: object) -> None:
        """Wait until the database of the running bot says so."""
        end = time.monotonic() + PATIENCE_S
        while (found := self._ask(query)) != wanted:
            assert time.monotonic() < end, (query, found)
            time.sleep(0.1)

    def _ask(self, query: str) -> object:
        with closing(sqlite3.connect(self.folder / "data" / "bot.sqlite3", timeout=10)) as base:
            return base.execute(query).fetchone()[0]


@pytest.fixture
def world(tmp_path: Path, knowledge: Path) -> World:
    return World(BotApi(TOKEN), tmp_path, knowledge)


def _says(call: Call, text: str) -> bool:
    return call.method == "sendMessage" and call.status == 200 and text in call.parameters["text"]


ANSWERED = "There is an answer to what you asked."
CORRECTED = "We changed a verdict that you follow."
WITHDREW = "We withdrew a verdict that you follow."
FIRST_LOOK = "SELECT count(*) FROM verdicts"
LEFT = "SELECT count(*) FROM pushes WHERE state != 'done'"
IDS_LEFT = "SELECT count(*) FROM pushes WHERE user_id IS NOT NULL"


def test_who_asked_and_who_follows_hear_of_it_once_whatever_is_killed_meanwhile(
    world: World,
) -> None:
    asked = load_strict(default_knowledge_dir()).claims[PROMISE].claim["en"]

    async def sow(database: Database, names: Names) -> None:
        questions = DatabaseQuestions(database, names)
        number = await questions.ask(OLA, Inquiry("aaaaaaaa", asked, "en"))
        assert number is not None
        await questions.wait(OLA, number, "en")
        await DatabaseFollows(database, lambda: 0.0).follow(PETRA, EXPEL, "false", "en")

    world.seed(sow)
    with world.api:
        world.know(OLA, PETRA)
        with world.start() as first:
            world.wait_until(FIRST_LOOK, 1)
            assert world.api.sent() == []
            publish(world.knowledge, PROMISE)
            publish(world.knowledge, EXPEL, rating="misleading", revision="8")
            world.wait_for(ANSWERED, CORRECTED)
            world.wait_until(LEFT, 0)
            world.wait_until(IDS_LEFT, 0)
            first.kill()
        with world.start():
            world.api.wait_for_poll(PATIENCE_S)
            publish(
                world.knowledge,
                EXPEL,
                rating="misleading",
                revision="9",
                status='withdrawn\nstatus_date: "2026-11-22"\nstatus_reason: It was ours.',
            )
            world.wait_for(WITHDREW)
            withdrawn = world.api.sent(PETRA)[-1]
            stop = withdrawn["reply_markup"]["inline_keyboard"][-1][0]["callback_data"]
            world.api.send(callback_query(stop, withdrawn, presser=user(PETRA)))
            world.wait_until(
                "SELECT count(*) FROM followers", 1
            )  # Ola, who was told of the promise
        (answer,) = world.texts(OLA)
        correction, withdrawal = world.texts(PETRA)
        assert world.api.violations == []
    assert answer.startswith(ANSWERED)
    assert "Before: ❌ False. Now: ⚠️ Misleading." in correction
    assert "Why: It was ours." in withdrawal


def test_after_a_kill_nobody_is_forgotten_and_at_most_one_hears_twice(world: World) -> None:
    people = range(1_001, 1_041)

    async def sow(database: Database, names: Names) -> None:
        follows = DatabaseFollows(database, lambda: 0.0)
        for person in people:
            await follows.follow(person, EXPEL, "false", "en")

    world.seed(sow)
    with world.api:
        world.know(*people)
        with world.start() as first:
            world.wait_until(FIRST_LOOK, 1)
            publish(world.knowledge, EXPEL, rating="misleading", revision="8")
            world.api.wait_for(lambda call: _says(call, CORRECTED), 8, PATIENCE_S)
            first.kill()
        told = len(world.api.sent())
        with world.start():
            world.wait_until(LEFT, 0)
        heard = Counter(message["chat"]["id"] for message in world.api.sent())
        assert world.api.violations == []
    assert 8 <= told < len(people)
    assert heard.keys() == set(people)
    assert heard.total() - len(people) <= 1


def test_a_digest_comes_at_its_hour_and_stops_at_a_tap(world: World) -> None:
    async def sow(database: Database, names: Names) -> None:
        popularity = DatabasePopularity(database, names)
        for person in range(1, 6):
            await popularity.note(person, [EXPEL])
        hour = time.gmtime().tm_hour
        this_hour = time.time() // 3600 * 3600
        digests = DatabaseDigests(database, names, lambda: this_hour - 1)
        for person in (OLA, PETRA):
            await digests.start(person, 0, hour, "en")

    world.seed(sow)
    with world.api:
        world.know(OLA, PETRA)
        with world.start():
            world.wait_until("SELECT count(*) FROM pushes WHERE state = 'done'", 2)
            (digest,) = world.api.sent(OLA)
            stop = digest["reply_markup"]["inline_keyboard"][-1][0]["callback_data"]
            world.api.send(callback_query(stop, digest, presser=user(OLA)))
            world.wait_for("I send no more daily summaries.")
            world.wait_until("SELECT count(*) FROM digests", 1)
        assert world.api.violations == []
    assert digest["text"].startswith("Your daily summary\n\nMost asked about since yesterday:\n❌")
    assert len(world.texts(PETRA)) == 1


def test_the_admins_of_a_group_hear_weekly_what_was_checked_there(world: World) -> None:
    kyiv = group(title="Kyiv news")

    async def sow(database: Database, names: Names) -> None:
        groups = DatabaseGroups(database, names, lambda: time.time() - 120)
        await groups.say(kyiv["id"], 7, [EXPEL], asked=False)
        for person in (OLA, PETRA):
            await groups.want_digest(kyiv["id"], person, "en", wanted=True)
        async with database.begin() as connection:  # it is Monday
            await connection.execute(update(group_digests).values(due_at=time.time() - 60))

    world.seed(sow)
    with world.api:
        world.know(OLA, PETRA)
        world.api.add_chat(kyiv)
        world.api.add_member(kyiv["id"], user(OLA), "administrator")
        world.api.add_member(kyiv["id"], user(PETRA), "member")
        with world.start():
            world.wait_until("SELECT count(*) FROM pushes WHERE state = 'done'", 2)
            world.wait_until("SELECT count(*) FROM group_digests", 1)
            (digest,) = world.api.sent()
            stop = digest["reply_markup"]["inline_keyboard"][-1][0]["callback_data"]
            world.api.send(callback_query(stop, digest, presser=user(OLA)))
            world.wait_for("I send you no more summaries of this group.")
            world.wait_until("SELECT count(*) FROM group_digests", 0)
        assert world.api.violations == []
    assert digest["chat"]["id"] == OLA
    assert digest["text"].startswith("The past week in “Kyiv news”\n\nChecked in the last seven")
    assert digest["text"].count("(unasked: 1)") == 1
