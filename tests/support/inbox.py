"""The inbox without a database, and made-up updates to put into it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from bot.intake.inbox import InboxUnavailableError, Received, Stored

LEASE_S = 15.0


def received(
    update_id: int, chat: int = 1, *, album: str | None = None, body: str = "{}"
) -> Received:
    return Received(update_id, chat, album, body)


def ids(stored: Sequence[Stored]) -> list[int]:
    """Return what was handed out, in the order of coming in."""
    return sorted(one.update_id for one in stored)


@dataclass
class Shelf:
    """What several processes share."""

    clock: Callable[[], float]
    updates: dict[int, "Kept"] = field(default_factory=dict)
    leases: dict[int, tuple[str, float]] = field(default_factory=dict)


@dataclass
class Kept:
    """An update on the shelf."""

    what: Received
    not_before: float
    state: str = "waiting"
    running: bool = False
    tries: int = 0


class MemoryInbox:
    """Keeps the promises of bot/intake/inbox.py; tests/storage/test_inbox.py holds it to them."""

    def __init__(self, shelf: Shelf, owner: str = "one") -> None:
        self.shelf = shelf
        self.down = False
        self.loses_answers = False
        """Do what is asked and fail all the same, as a connection that breaks at the end."""
        self.renewed: list[set[int]] = []
        self._owner = owner

    async def put(self, updates: Sequence[Received]) -> int:
        self._reach()
        before = len(self.shelf.updates)
        for one in updates:
            self.shelf.updates.setdefault(one.update_id, Kept(one, self.shelf.clock()))
        self._answer()
        return len(self.shelf.updates) - before

    async def claim(self, most: int, *, besides: Collection[int]) -> list[Stored]:
        self._reach()
        chats: list[int] = []
        for kept in self._ready(running=True):
            chat = kept.what.chat
            if chat not in {*chats, *besides} and self._free(chat) and len(chats) < most:
                chats.append(chat)
        for chat in chats:
            self.shelf.leases[chat] = (self._owner, self.shelf.clock() + LEASE_S)
            for kept in self._of(chat):
                kept.running = False
        handed = [one for chat in chats for one in self._hand_out(chat)]
        self._answer()
        return handed

    async def more(self, chat: int, album: str) -> list[Stored]:
        self._reach()
        found = [one for one in self._ready(chat) if one.what.album == album]
        handed = self._start(found) if self._holds(chat) else []
        self._answer()
        return handed

    async def done(self, stored: Stored, *, last: bool) -> list[Stored]:
        self._reach()
        self.shelf.updates[stored.update_id].state = "handled"
        return self._next(stored, last=last)

    async def later(
        self, stored: Stored, after_s: float, *, counted: bool, last: bool
    ) -> list[Stored]:
        self._reach()
        if self._holds(stored.chat):
            kept = self.shelf.updates[stored.update_id]
            kept.not_before = self.shelf.clock() + after_s
            kept.tries = stored.tries if counted else stored.tries - 1
            kept.running = False
        return self._next(stored, last=last)

    async def set_aside(self, stored: Stored, why: str, *, last: bool) -> list[Stored]:
        self._reach()
        if self._holds(stored.chat):
            self.shelf.updates[stored.update_id].state = "set-aside"
        return self._next(stored, last=last)

    async def renew(self, chats: Collection[int]) -> None:
        self._reach()
        self.renewed.append(set(chats))
        for chat in filter(self._holds, chats):
            self.shelf.leases[chat] = (self._owner, self.shelf.clock() + LEASE_S)

    async def release(self) -> None:
        self._reach()
        for chat in list(filter(self._holds, self.shelf.leases)):
            for kept in self._of(chat):
                kept.tries -= kept.running
                kept.running = False
            del self.shelf.leases[chat]

    async def waiting(self) -> int:
        self._reach()
        return sum(kept.state == "waiting" for kept in self.shelf.updates.values())

    def states(self) -> dict[int, str]:
        return {id_: kept.state for id_, kept in sorted(self.shelf.updates.items())}

    def _next(self, stored: Stored, *, last: bool) -> list[Stored]:
        handed = self._hand_out(stored.chat) if last and self._holds(stored.chat) else []
        if last and not handed and self._holds(stored.chat):
            del self.shelf.leases[stored.chat]
        self._answer()
        return handed

    def _hand_out(self, chat: int) -> list[Stored]:
        first = self._ready(chat)[:1]
        if not first:
            return []
        album = first[0].what.album
        return self._start(
            first if album is None else [k for k in self._ready(chat) if k.what.album == album]
        )

    def _start(self, some: Sequence[Kept]) -> list[Stored]:
        for kept in some:
            kept.running = True
            kept.tries += 1
        return [
            Stored(k.what.update_id, k.what.chat, k.what.album, k.what.body, k.tries) for k in some
        ]

    def _ready(self, chat: int | None = None, *, running: bool = False) -> list[Kept]:
        some = (kept for _, kept in sorted(self.shelf.updates.items()))
        return [
            kept
            for kept in some
            if kept.state == "waiting"
            and (running or not kept.running)
            and kept.not_before <= self.shelf.clock()
            and chat in {None, kept.what.chat}
        ]

    def _of(self, chat: int) -> list[Kept]:
        return [kept for kept in self.shelf.updates.values() if kept.what.chat == chat]

    def _holds(self, chat: int) -> bool:
        return chat in self.shelf.leases and self.shelf.leases[chat][0] == self._owner

    def _free(self, chat: int) -> bool:
        _, until = self.shelf.leases.get(chat, ("", 0.0))
        return self._holds(chat) or until <= self.shelf.clock()

    def _reach(self) -> None:
        if self.down:
            raise InboxUnavailableError("down")

    def _answer(self) -> None:
        if self.loses_answers:
            raise InboxUnavailableError("broken off")
