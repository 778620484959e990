"""A picture that somebody sent becomes bytes: in memory, and nowhere else."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot, File
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError

from bot.reading.model import Unreadable
from bot.reading.opening import MOST_BYTES
from bot.tg.extract import Picture
from bot.tg.retrying import retry

log = logging.getLogger(__name__)

_WITHIN_S = 20.0
"""With all tries; a picture of ten megabytes takes a second or two."""
_TOO_BIG = "too big"
_NOT_THERE = (BadRequest, Forbidden, InvalidToken)


class Downloads:
    """Fetches pictures; *sleep* takes seconds."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep

    async def fetch(self, bot: Bot, picture: Picture) -> bytes | Unreadable:
        """Return the content of *picture*, or why there is none.

        Raise NetworkError where Telegram is away: it is worth trying later.
        """
        if picture.size_bytes > MOST_BYTES:
            return Unreadable.TOO_LARGE
        try:
            async with asyncio.timeout(_WITHIN_S):
                return await self._fetch(bot, picture)
        except TimeoutError:
            raise NetworkError("a picture takes too long to come") from None

    async def _fetch(self, bot: Bot, picture: Picture) -> bytes | Unreadable:
        try:
            file = await retry(lambda: bot.get_file(picture.file_id), self._sleep)
        except BadRequest as error:
            if _TOO_BIG in error.message.lower():
                return Unreadable.TOO_LARGE
            log.info("Telegram does not give us a picture any more")
            return Unreadable.NOT_A_PICTURE
        except NetworkError as error:
            raise _untaken(error) from None
        if (file.file_size or 0) > MOST_BYTES:
            return Unreadable.TOO_LARGE
        return await self._download(file) if file.file_path else Unreadable.NOT_A_PICTURE

    async def _download(self, file: File) -> bytes | Unreadable:
        try:
            return bytes(await retry(file.download_as_bytearray, self._sleep))
        except (*_NOT_THERE, OSError) as error:
            # The library takes every 404 for a refused token.
            log.warning(
                "a picture is not where Telegram says (%s); if that happens often, look at "
                "TELEGRAM_API_FILE_URL",
                type(error).__name__,
            )
            return Unreadable.NOT_A_PICTURE
        except NetworkError as error:
            raise _untaken(error) from None


def _untaken(error: NetworkError) -> NetworkError:
    """Return an error without what it came from: a slow answer that nobody saw is no answer."""
    return NetworkError(f"a picture cannot be fetched ({type(error).__name__})")
