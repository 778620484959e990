"""The knowledge base is read anew when its files change; a broken edit changes nothing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

from bot import metrics
from bot.answering import Answering
from bot.claims.errors import KnowledgeError

log = logging.getLogger(__name__)

LOOK_S = 2.0
"""How often to look; an edit is taken when two looks in a row found it the same."""

Sleep: TypeAlias = Callable[[float], Awaitable[None]]
Print: TypeAlias = frozenset[tuple[str, int, int]]
"""Path, time of change in nanoseconds, and size of each file."""


class Watch:
    """Watches the folder of the knowledge base; several processes may share it."""

    def __init__(
        self,
        folder: Path,
        build: Callable[[], Answering],
        use: Callable[[Answering], None],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Take what reads the folder, and what is given the result."""
        self._folder = folder
        self._build = build
        self._use = use
        self._sleep = sleep
        self._read = fingerprint(folder)
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Look, for ever."""
        before = self._read
        while True:
            await self._sleep(LOOK_S)
            found = await asyncio.to_thread(fingerprint, self._folder)
            if found not in (self._read, before):
                before = found  # somebody may still be writing
                continue
            before = found
            if found != self._read:
                await self._take(found)

    async def now(self) -> None:
        """Take what is there at this moment: whoever calls has written it, and is done."""
        await self._take(await asyncio.to_thread(fingerprint, self._folder))

    async def _take(self, found: Print) -> None:
        async with self._turn:
            if found != self._read:
                self._read = found
                await self._reread()

    async def _reread(self) -> None:
        try:
            answering = await asyncio.to_thread(self._build)
        except KnowledgeError as error:
            metrics.BROKEN.set(1)
            log.error(  # noqa: TRY400 - the places are in the files, not in ours
                "the knowledge base was changed and is broken; answering from the last good one: "
                "%s",
                error,
            )
            return
        metrics.BROKEN.set(0)
        self._use(answering)
        log.info(
            "the knowledge base was changed: %d published claims, %s",
            len(answering.knowledge.published),
            answering.knowledge.revision,
        )


def fingerprint(folder: Path) -> Print:
    """Return what tells whether any file of *folder* has changed; nothing is read."""
    found = set()
    for file in folder.rglob("*.yaml"):
        try:
            status = file.stat()
        except OSError:  # gone while we looked
            continue
        found.add((str(file.relative_to(folder)), status.st_mtime_ns, status.st_size))
    return frozenset(found)
