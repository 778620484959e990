"""The Bot API: whether it knows the token, where it delivers to, and whether our clock is right."""

import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.config import PUBLIC_API, Settings
from bot.doctor.finding import Finding, Mark, ok, problem, warning

_PATIENCE_S = 10.0
_MOST_OFF_S = 30.0
_LATELY_S = 3600
"""Older troubles of a webhook are over."""
_MANY = 100
_PORTS = (443, 80, 88, 8443)
"""Of public webhooks: https://core.telegram.org/bots/api#setwebhook"""
_TO_BOTFATHER = "copy it again from @BotFather (/mybots, API Token)"


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    content: Mapping[str, Any]
    """The object of the answer; nothing where it is none of a Bot API."""
    off_s: float | None
    """How far our clock is ahead of the server's, None where the server does not tell."""

    @property
    def outcome(self) -> Mapping[str, Any]:
        """The result of the method; nothing where it was refused."""
        outcome = self.content.get("result")
        return outcome if isinstance(outcome, Mapping) else {}


class _AwayError(Exception):
    """No answer came; the message says why, without an address, which would hold the token."""


async def examine_bot_api(
    settings: Settings, clock: Callable[[], float] = time.time
) -> AsyncIterator[Finding]:
    """Yield findings on token, webhook and clock."""
    server = urlsplit(settings.telegram_api_base_url).netloc
    async with httpx.AsyncClient(timeout=_PATIENCE_S) as client:
        if settings.telegram_bot_token is None:
            yield warning(
                "token",
                "TELEGRAM_BOT_TOKEN is not set, so that the bot opens in the terminal; to go "
                "online, get one from @BotFather and put it in .env",
            )
            address = f"{settings.telegram_api_base_url}/"
        else:
            address = f"{settings.telegram_api_base_url}{settings.telegram_bot_token}"
        try:
            if settings.telegram_bot_token is None:
                answer = await _get(client, address, clock)
            else:
                answer = await _get(client, f"{address}/getMe", clock)
                for finding in _on_token(answer, server):
                    yield finding
                if answer.outcome:
                    told = await _get(client, f"{address}/getWebhookInfo", clock)
                    for finding in _on_webhook(told, settings, clock()):
                        yield finding
        except _AwayError as error:
            yield Finding(
                Mark.PROBLEM if settings.telegram_bot_token else Mark.WARNING,
                "Bot API",
                f"{server} does not answer ({error}); check the network, a proxy or firewall, and "
                "TELEGRAM_API_BASE_URL",
            )
            yield warning("clock", "not compared, because no server answered")
        else:
            yield _on_clock(answer.off_s)


async def _get(client: httpx.AsyncClient, address: str, clock: Callable[[], float]) -> _Answer:
    asked = clock()
    try:
        response = await client.get(address)
    except httpx.HTTPError as error:
        why = "its certificate is not trusted" if "CERTIFICATE" in str(error) else type(error)
        raise _AwayError(why if isinstance(why, str) else why.__name__) from None
    answered = clock()
    try:
        content = response.json()
    except json.JSONDecodeError:
        content = None
    return _Answer(
        response.status_code,
        content if isinstance(content, dict) else {},
        _off_s(response.headers.get("Date"), (asked + answered) / 2),
    )


def _off_s(date: str | None, now: float) -> float | None:
    try:
        # Full seconds, cut off: half a second is the likeliest rest.
        return now - parsedate_to_datetime(date or "").timestamp() - 0.5
    except ValueError:
        return None


def _on_token(answer: _Answer, server: str) -> Iterator[Finding]:
    bot = answer.outcome
    if bot:
        yield ok("token", f"@{bot.get('username')} (id {bot.get('id')})")
        yield _on_groups(bot)
        yield ok("inline", _ON_INLINE[bool(bot.get("supports_inline_queries"))])
        yield ok("guest", _ON_GUEST[bool(bot.get("supports_guest_queries"))])
    elif answer.status == HTTPStatus.UNAUTHORIZED:
        yield problem("token", f"Telegram refuses it; {_TO_BOTFATHER}")
    elif answer.status == HTTPStatus.NOT_FOUND:
        yield problem(
            "token",
            f"{server} does not know it; {_TO_BOTFATHER}, and check that TELEGRAM_API_BASE_URL is "
            "the address of a Bot API server",
        )
    elif answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        yield warning("token", "not checked, because Telegram wants fewer requests; wait a minute")
    else:
        yield problem(
            "token",
            f"not checked, because {server} answers {answer.status}, and nothing of a Bot API; try "
            "again in a minute, and check TELEGRAM_API_BASE_URL",
        )


_ON_INLINE = {
    False: "off (@BotFather, /setinline)",
    True: "on",
}
_ON_GUEST = {
    False: "off (@BotFather, the bot's settings, Guest Mode)",
    True: "on",
}


def _on_groups(bot: Mapping[str, Any]) -> Finding:
    if not bot.get("can_join_groups", True):
        return ok("groups", "nobody can add the bot to one (@BotFather, /setjoingroups)")
    if bot.get("can_read_all_group_messages"):
        return ok(
            "groups",
            "privacy mode is off: the bot is shown every message, and looks at those that the mode "
            "of the group wants; groups that it joined before have to add it again",
        )
    return ok(
        "groups",
        "privacy mode is on: the bot is shown what is meant for it alone, and every message where "
        "it is an admin; for the modes that look at more, see docs/groups.md",
    )


def _on_webhook(answer: _Answer, settings: Settings, now: float) -> Iterator[Finding]:
    if not answer.outcome:
        yield warning("webhook", f"Telegram does not tell (status {answer.status}); try again")
        return
    told, ours = answer.outcome, settings.webhook_url
    theirs, pending = str(told.get("url") or ""), int(told.get("pending_update_count") or 0)
    waiting = f"{pending} update{'' if pending == 1 else 's'} waiting at Telegram"
    if ours is None:
        yield _on_polling(theirs, waiting)
        return
    if unfit := _unfit(ours, settings):
        yield problem("webhook", unfit)
    if not theirs:
        yield warning("webhook", f"not set, {waiting}; the bot sets it when it starts")
    elif theirs != ours:
        yield problem(
            "webhook",
            f"Telegram delivers to another address, at {_host(theirs)}; start the bot, which sets "
            "its own, and stop whatever else uses this token",
        )
    elif trouble := _lately(told, now):
        yield problem(
            "webhook",
            f"{trouble}, {waiting}; check that the proxy passes {_host(ours)} to LISTEN_PORT, that "
            "its certificate is sound, and that the bot runs with the secret that it set",
        )
    elif pending > _MANY:
        yield warning("webhook", f"set, {waiting}; look whether the bot runs, and is ready")
    else:
        yield ok("webhook", f"set to {_host(ours)}, {waiting}")


def _on_polling(theirs: str, waiting: str) -> Finding:
    if theirs:
        return warning(
            "webhook",
            f"one is set, at {_host(theirs)}, though WEBHOOK_URL is not; the bot removes it when "
            "it starts, so stop first whatever else uses this token",
        )
    return ok("webhook", f"none, as it should be for polling; {waiting}")


def _unfit(url: str, settings: Settings) -> str | None:
    """Return why the public Bot API would not deliver there."""
    parts = urlsplit(url)
    if settings.telegram_api_base_url != PUBLIC_API:
        return None
    if parts.scheme != "https":
        return "WEBHOOK_URL begins with http, and Telegram delivers to https alone; put a proxy"
    if (parts.port or 443) not in _PORTS:
        ports = ", ".join(map(str, _PORTS))
        return f"WEBHOOK_URL names port {parts.port}, and Telegram delivers to {ports} alone"
    return None


def _lately(told: Mapping[str, Any], now: float) -> str | None:
    at = told.get("last_error_date")
    if not isinstance(at, int) or now - at > _LATELY_S:
        return None
    clock = datetime.fromtimestamp(at, UTC).strftime("%H:%M UTC")
    return f"at {clock} Telegram could not deliver ({told.get('last_error_message')})"


def _host(url: str) -> str:
    """The path may be a secret."""
    return urlsplit(url).netloc or "?"


def _on_clock(off_s: float | None) -> Finding:
    if off_s is None:
        return warning("clock", "not compared, because the server does not tell the time")
    if abs(off_s) <= _MOST_OFF_S:
        return ok("clock", "right")
    way = "ahead of" if off_s > 0 else "behind"
    return problem(
        "clock",
        f"{abs(off_s):.0f} s {way} the Bot API's; set it by NTP (`timedatectl set-ntp true`)",
    )
