"""The inbox as the rest of the bot sees it: updates that Telegram gave and nobody handled yet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Received:
    """An update as it came, and where it belongs."""

    update_id: int
    chat: int
    """Updates of one chat are handled in their order."""
    album: str | None
    """Messages of one album are handled side by side, though they are of one chat."""
    body: str
    """JSON."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An update that was handed out to be handled."""

    update_id: int
    chat: int
    album: str | None
    body: str
    tries: int
    """With this one."""


class InboxUnavailableError(Exception):
    """The store cannot be reached; nothing is lost, and it is worth another try."""


class Inbox(Protocol):
    """Keeps updates; every method raises InboxUnavailableError when the store is down."""

    async def put(self, updates: Sequence[Received]) -> int:
        """Keep *updates*, each once, however often it comes; return how many were new."""
        ...

    async def claim(self, most: int, *, besides: Collection[int]) -> list[Stored]:
        """Take up to *most* chats that nobody works on; return what to handle first in each.

        *besides* are the chats that we work on. What else was ours is free: the answer to an
        earlier claim got lost.
        """
        ...

    async def more(self, chat: int, album: str) -> list[Stored]:
        """Return what came later of an album that is being handled."""
        ...

    async def done(self, stored: Stored, *, last: bool) -> list[Stored]:
        """Forget a handled update; return what is next in its chat.

        *last* tells that nothing else of the chat is being handled; then, where nothing is next,
        the chat is free for others. Nothing is next, either, where others have taken it over.
        """
        ...

    async def later(
        self, stored: Stored, after_s: float, *, counted: bool, last: bool
    ) -> list[Stored]:
        """Keep *stored* for another try, after *after_s* seconds; return what is next meanwhile.

        What is not *counted* was nobody's fault.
        """
        ...

    async def set_aside(self, stored: Stored, why: str, *, last: bool) -> list[Stored]:
        """Keep an update that cannot be handled, for people to look at; return what is next."""
        ...

    async def renew(self, chats: Collection[int]) -> None:
        """Say that we still work on *chats*; others take them over else."""
        ...

    async def release(self) -> None:
        """Give back all chats, unhandled updates with them."""
        ...

    async def waiting(self) -> int:
        """Count what is not handled."""
        ...


def address(update: Mapping[str, Any]) -> tuple[int, str | None]:
    """Return the chat of *update*, a JSON object of the Bot API, and the album of its message.

    What belongs to no chat belongs to the user who sent it, else to itself. So does a guest message
    in a private chat of two others: it has the number of a user, who may have a chat with us.
    """
    sender: int | None = None
    for content in update.values():
        if not isinstance(content, Mapping):
            continue
        message = content.get("message")
        carrier = message if isinstance(message, Mapping) else content
        chat = _id(carrier.get("chat"))
        if chat is not None and not (chat > 0 and "guest_query_id" in content):
            album = carrier.get("media_group_id")
            return chat, album if isinstance(album, str) else None
        sender = _id(content.get("from")) if sender is None else sender
    return (update["update_id"] if sender is None else sender), None


def _id(owner: object) -> int | None:
    """Return the id of a chat or user; None where it is no number that a database holds."""
    number = owner.get("id") if isinstance(owner, Mapping) else None
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return number if -_LARGEST <= number < _LARGEST else None


_LARGEST = 2**63
