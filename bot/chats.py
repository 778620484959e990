"""Which chats may be written to, as the rest of the bot sees it."""

from typing import Protocol


class ChatsUnavailableError(Exception):
    """The store cannot be reached; it is worth another try."""


class Chats(Protocol):
    """Knows chats by Telegram's number; every method raises ChatsUnavailableError.

    A chat of which nothing was noted is open.
    """

    async def closed(self, chat_id: int) -> None:
        """Note that we may not write there: blocked by the reader, or taken out of the group."""
        ...

    async def opened(self, chat_id: int) -> None:
        """Note that we may write there; what has moved stays moved."""
        ...

    async def reached(self, chat_id: int) -> None:
        """Note that a message of ours arrived: the chat is open, if we took it for closed."""
        ...

    async def moved(self, chat_id: int, to: int) -> None:
        """Note that a group has become a supergroup, which has another number.

        What bot/groups.py knows of it moves there with it.
        """
        ...

    async def home(self, chat_id: int) -> int | None:
        """Return where to write: to the chat, or to what it has become; None where it is closed."""
        ...
