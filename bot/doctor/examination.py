"""Everything that the bot needs, in the order in which it needs it."""

import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.config import Settings
from bot.doctor.bot_api import examine_bot_api
from bot.doctor.database import examine_database
from bot.doctor.desk import examine_desk
from bot.doctor.finding import Finding
from bot.doctor.knowledge import examine_knowledge
from bot.doctor.machine import examine_disk, examine_port, examine_tesseract
from bot.doctor.publishing import examine_publishing
from bot.doctor.settings import examine_operator, names_of
from bot.reading.tesseract import Tesseract
from bot.wiring import shipped_vectors

_OF_TELEGRAM = {
    "TELEGRAM_BOT_TOKEN": "token",
    "WEBHOOK_URL": "webhook",
    "OWNER_IDS": "owners",
    "MODERATION_CHAT_ID": "desk",
}
_SHORTEST_PASSWORD = 6
"""Shorter ones are words that stand anywhere."""


async def examine(
    settings: Settings, wrong: Iterable[str] = (), clock: Callable[[], float] = time.time
) -> AsyncIterator[Finding]:
    """Yield findings as they come; nothing is changed.

    *wrong* are the sentences on settings that *settings* has another value for than the one that is
    set: what hangs on one is not looked at.
    """
    names = names_of(wrong)
    for finding in examine_operator(settings):
        yield finding
    if "TELEGRAM_API_BASE_URL" not in names:
        async for finding in _examine_telegram(settings, clock):
            if finding.subject not in {_OF_TELEGRAM.get(name) for name in names}:
                yield finding
    if "DATABASE_URL" not in names:
        async for finding in examine_database(settings, clock):
            yield finding
    for finding in _examine_files(settings):
        yield finding
    yield examine_tesseract(Tesseract.find())
    yield examine_disk(settings.data_dir)
    if "LISTEN_PORT" not in names:
        yield examine_port(settings.listen_host, settings.listen_port)


def _examine_files(settings: Settings) -> Iterator[Finding]:
    folder = settings.knowledge_dir
    yield from examine_knowledge(folder, shipped_vectors(), settings.data_dir)
    if settings.owner_ids:  # without owners nobody publishes from Telegram
        yield from examine_publishing(folder, pushes=settings.knowledge_git_push)


async def _examine_telegram(
    settings: Settings, clock: Callable[[], float]
) -> AsyncIterator[Finding]:
    async for finding in examine_bot_api(settings, clock):
        yield finding
    async for finding in examine_desk(settings):
        yield finding


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Return what must not be shown."""
    try:
        password = make_url(settings.database_url or "").password or ""
    except (ArgumentError, ValueError):  # what is no address is not shown, either
        password = ""
    secrets = (settings.telegram_bot_token, settings.webhook_secret)
    return (
        *(secret for secret in secrets if secret),
        *([password] if len(password) >= _SHORTEST_PASSWORD else []),
    )
