"""What is noted of chats, without a database."""

from dataclasses import dataclass, field

from bot.chats import ChatsUnavailableError
from tests.support.groups import MemoryGroups


@dataclass
class MemoryChats:
    """Keeps the promises of bot/chats.py, as far as tests of others lean on them."""

    noted: list[tuple[int, str]] = field(default_factory=list)
    """Each chat and what was noted of it, in order."""
    shut: set[int] = field(default_factory=set)
    homes: dict[int, int] = field(default_factory=dict)
    groups: MemoryGroups | None = None
    """What moves with a chat."""
    down: bool = False

    async def closed(self, chat_id: int) -> None:
        self._note(chat_id, "closed")
        self.shut.add(chat_id)

    async def opened(self, chat_id: int) -> None:
        self._note(chat_id, "opened")
        self.shut.discard(chat_id)

    async def reached(self, chat_id: int) -> None:
        self._note(chat_id, "reached")
        self.shut.discard(chat_id)

    async def moved(self, chat_id: int, to: int) -> None:
        self._note(chat_id, f"moved to {to}")
        self.homes[chat_id] = to
        if self.groups:
            await self.groups.move(chat_id, to)

    async def home(self, chat_id: int) -> int | None:
        self._reach()
        home = self.homes.get(chat_id, chat_id)
        return None if home in self.shut else home

    def _note(self, chat_id: int, what: str) -> None:
        self._reach()
        self.noted.append((chat_id, what))

    def _reach(self) -> None:
        if self.down:
            raise ChatsUnavailableError("down")
