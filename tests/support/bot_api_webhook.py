"""Deliveries to a webhook: each chat in its order, again and again until they are taken."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]

_PATIENCE_S = 20.0
_RETRY_S = 0.1  # Telegram tries at once, and then waits a second, two, four …


@dataclass(frozen=True)
class Target:
    """Where setWebhook told to deliver."""

    url: str
    secret: str
    max_connections: int


@dataclass(frozen=True)
class Delivery:
    """One try; *status* is that of the answer, 0 where none came. *at* is of time.monotonic."""

    update_id: int
    at: float
    status: int


class Desk:
    """Knows which updates are on their way; the caller holds the lock.

    As in telegram-bot-api's WebhookActor, the updates of a chat queue up behind its first, and the
    chats are served side by side.
    """

    def __init__(self) -> None:
        self._busy: set[int] = set()
        self._resting: dict[int, float] = {}  # chat -> not before

    def next(self, updates: list[Json], target: Target) -> Json | None:
        """Return an update that can be sent now, None where there is none."""
        if len(self._busy) >= target.max_connections:
            return None
        passed: set[int] = set()
        for update in updates:
            chat = chat_of(update)
            rests = self._resting.get(chat, 0.0) > time.monotonic()
            if chat not in self._busy | passed and not rests:
                self._busy.add(chat)
                return update
            passed.add(chat)
        return None

    def back(self, update: Json, *, taken: bool) -> None:
        """Say how it went."""
        chat = chat_of(update)
        self._busy.discard(chat)
        if not taken:
            self._resting[chat] = time.monotonic() + _RETRY_S


class Sender:
    """Sends over one connection that stays open."""

    def __init__(self) -> None:
        self._connections: dict[str, http.client.HTTPConnection] = {}

    def send(self, target: Target, update: Json) -> int:
        """Return the status of the answer, 0 where none came."""
        address = urlsplit(target.url)
        connection = self._connections.setdefault(
            address.netloc, http.client.HTTPConnection(address.netloc, timeout=_PATIENCE_S)
        )
        headers = {"Content-Type": "application/json"}
        if target.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = target.secret
        try:
            connection.request("POST", address.path or "/", json.dumps(update).encode(), headers)
            response = connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return 0
        return response.status

    def close(self) -> None:
        """Close all connections."""
        for connection in self._connections.values():
            connection.close()


def chat_of(update: Mapping[str, Any]) -> int:
    """Return the chat in whose queue an update waits; a queue of its own where it has none."""
    for event in update.values():
        if isinstance(event, Mapping):
            carrier = event.get("message", event)
            if "chat" in carrier:
                return int(carrier["chat"]["id"])
            if "from" in event:
                return int(event["from"]["id"])
    return int(update["update_id"])


def start(number: int, work: Callable[[], None]) -> list[threading.Thread]:
    """Start *number* threads of *work*."""
    threads = [threading.Thread(target=work, name="webhook", daemon=True) for _ in range(number)]
    for thread in threads:
        thread.start()
    return threads
