"""A database with what readers sent in it, put into clusters as the bot does it."""

import asyncio
import shutil
import sqlite3
from pathlib import Path

from bot.matching.matcher import Matcher
from bot.moderation.gathering import Gatherer
from bot.questions import Inquiry
from bot.storage.clusters import DatabaseQueue
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.names import Names
from bot.storage.questions import DatabaseQuestions
from tests.cli.conftest import ROOT
from tests.support.claims import make_base

TOKEN = "123456:a-secret_TOKEN"
OLA, PETRA, OWNER = 987_654_321, 987_654_322, 42
NOON = 1_790_000_000.0  # 2026-09-21 14:13:20 UTC
MOON = Inquiry("moonmoon", "NATO bought the moon.\nAll of it!", "en", origin="moon_news")
LUNE = Inquiry("lunelune", "L’OTAN a acheté la lune", "fr", not_claim="nato-bases-in-ukraine")
CLAIM, OTHER = "nato-at-war-with-russia", "nato-pushes-europe-into-war"


def make_env(folder: Path) -> Path:
    """Write the settings of a bot; return where its database will be."""
    env = f"TELEGRAM_BOT_TOKEN={TOKEN}\nOWNER_IDS={OWNER}\n"
    (folder / ".env").write_text(env, encoding="utf-8")
    return folder / "data" / "bot.sqlite3"


def make_knowledge(folder: Path) -> Path:
    """Copy two claims that name each other alone, and the registers: checked within seconds."""
    (folder / "claims").mkdir(parents=True)
    for file in (ROOT / "knowledge").glob("*.yaml"):
        shutil.copy(file, folder)
    for claim_id in (CLAIM, OTHER):
        shutil.copy(ROOT / "knowledge" / "claims" / f"{claim_id}.yaml", folder / "claims")
    return folder


def send(file: Path, *sent: tuple[int, Inquiry], gathers: bool = False) -> None:
    """Keep what readers sent, as the bot does, which *gathers* it where it runs on."""

    async def keep() -> None:
        file.parent.mkdir(exist_ok=True)
        database = Database(f"sqlite:///{file}")
        try:
            await migrate(database)
            questions = DatabaseQuestions(database, Names(TOKEN), lambda: NOON)
            for user_id, inquiry in sent:
                await questions.ask(user_id, inquiry)
            if gathers:
                queue, matcher = DatabaseQueue(database, Names(TOKEN)), Matcher.of(make_base())
                await Gatherer(queue, lambda: matcher, "the bot").gather()
        finally:
            await database.close()

    asyncio.run(keep())


def change(file: Path, statement: str, *values: str) -> None:
    """Make the database what it may be at another time."""
    with sqlite3.connect(file) as connection:
        connection.execute(statement, values)
    connection.close()
