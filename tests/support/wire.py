"""A wire to a server on this machine that can be cut, and mended again."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Wire:
    """Relays what comes to 127.0.0.1:*port* to a server, as long as it is whole."""

    def __init__(self, host: str, port: int) -> None:
        self.port = 0
        self.frozen = False
        """What is sent gets lost without a word; set it before the connection is made."""
        self.lost: bytes | None = None
        """Break when the server next answers with this, before the answer arrives."""
        self._server_at = (host, port)
        self._listening: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._relaying: set[asyncio.Task[None]] = set()

    async def mend(self) -> None:
        """Relay again, where it did before."""
        self._listening = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._listening.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Break all connections; nobody listens any more."""
        if self._listening:
            self._listening.close()
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.gather(*self._relaying, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection(*self._server_at)
        both = {writer, there_writer}
        self._writers |= both
        for source, target, answers in (
            (reader, there_writer, False),
            (there_reader, writer, True),
        ):
            task = asyncio.create_task(self._relay(source, target, both, answers=answers))
            self._relaying.add(task)
            task.add_done_callback(self._relaying.discard)

    async def _relay(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        both: set[asyncio.StreamWriter],
        *,
        answers: bool,
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(65_536):
                if answers and self.lost and self.lost in data:
                    self.lost = None
                    break
                if not self.frozen:
                    target.write(data)
        for writer in both:
            writer.transport.abort()
        self._writers -= both


@asynccontextmanager
async def wire(host: str, port: int) -> AsyncIterator[Wire]:
    """Lay a wire to a server."""
    laid = Wire(host, port)
    await laid.mend()
    yield laid
    await laid.cut()
