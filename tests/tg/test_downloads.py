"""A picture is fetched into memory, or left for later; a slow answer is no answer to anybody."""

import pytest
from telegram import Bot
from telegram.error import NetworkError
from telegram.request import HTTPXRequest

from bot.reading.model import Unreadable
from bot.tg import downloads
from bot.tg.downloads import Downloads
from bot.tg.extract import Picture
from bot.tg.request import may_have_arrived
from tests.support.bot_api import DOWNLOAD, BotApi, Slow
from tests.tg.conftest import Sleeps

PICTURE = Picture("photo-7", 0)
CONTENT = bytes(range(256))


@pytest.fixture
def fetching(api: BotApi, sleeps: Sleeps) -> Downloads:
    api.add_file(PICTURE.file_id, CONTENT)
    return Downloads(sleeps)


def patient(api: BotApi, read_timeout_s: float = 5.0) -> Bot:
    request = HTTPXRequest(read_timeout=read_timeout_s)
    return Bot(api.token, api.base_url, api.file_url, request=request)


async def test_a_picture_arrives_byte_for_byte(api: BotApi, fetching: Downloads) -> None:
    async with patient(api) as bot:
        assert await fetching.fetch(bot, PICTURE) == CONTENT
        assert await fetching.fetch(bot, Picture("photo-8", 0)) is Unreadable.NOT_A_PICTURE


@pytest.mark.parametrize("method", ["getFile", DOWNLOAD])
async def test_what_timed_out_counts_as_not_fetched(
    api: BotApi, fetching: Downloads, method: str
) -> None:
    """Of an answer that timed out, one may have arrived; of a picture, none did."""
    async with patient(api, 0.2) as bot:
        api.fail_next(method, Slow(60), times=2)
        with pytest.raises(NetworkError) as caught:
            await fetching.fetch(bot, PICTURE)
    assert not may_have_arrived(caught.value)


async def test_a_picture_that_takes_too_long_is_left_for_later(
    api: BotApi, fetching: Downloads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "_WITHIN_S", 0.05)
    async with patient(api) as bot:
        api.fail_next(DOWNLOAD, Slow(60))
        with pytest.raises(NetworkError, match="too long"):
            await fetching.fetch(bot, PICTURE)
