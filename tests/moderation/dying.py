"""A publisher that is killed at a step, as by `kill -9`: python -m tests.moderation.dying …"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.moderation.carrying_out import Step
from bot.moderation.publishing import Publisher, base_of
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.names import Names
from bot.storage.revisions import DatabaseRevisions
from tests.moderation.claims import ID, OLA, make_publisher


def die_at(fatal: str) -> Publisher:
    def at(step: Step) -> None:
        if step == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    folder, url = Path(sys.argv[1]), sys.argv[2]
    return make_publisher(folder, DatabaseRevisions(Database(url), Names("1:x")), at=at)


async def main(url: str, fatal: str, text: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.close()
    publisher = die_at(fatal)
    await publisher.publish(ID, text, base_of(publisher.text_of(ID)), OLA, reason="It was true.")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[2], sys.argv[3], Path(sys.argv[4]).read_text("utf-8")))
