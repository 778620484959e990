"""What groups wish and what was said in them, without a database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.groups import GroupSettings, Said
from bot.people import PeopleUnavailableError

NOW = 1_760_000_000.0
"""2025-10-09, 08:53:20 UTC."""


@dataclass(frozen=True)
class Answered:
    """A message that was answered, and with which claims."""

    chat_id: int
    message_id: int
    claim_ids: tuple[str, ...]
    asked: bool
    at: float = NOW


@dataclass
class MemoryGroups:
    """Keeps the promises of bot/groups.py, as far as tests of others lean on them."""

    chosen: dict[int, GroupSettings] = field(default_factory=dict)
    greeted: set[int] = field(default_factory=set)
    answered: list[Answered] = field(default_factory=list)
    """Without answers to which there was no claim."""
    taken_back: list[tuple[int, int]] = field(default_factory=list)
    mutes: set[tuple[int, str]] = field(default_factory=set)
    """Chats and claims."""
    out: set[int] = field(default_factory=set)
    digests: dict[tuple[int, int], str] = field(default_factory=dict)
    """The language, by chat and user."""
    clock: Callable[[], float] = lambda: NOW
    down: bool = False

    async def settings_of(self, chat_id: int) -> GroupSettings:
        self._reach()
        return self.chosen.get(chat_id, GroupSettings())

    async def save(self, chat_id: int, settings: GroupSettings, *, by: int | None = None) -> None:
        del by
        self._reach()
        self.chosen[chat_id] = settings

    async def change(
        self,
        chat_id: int,
        change: Callable[[GroupSettings], GroupSettings],
        *,
        by: int | None = None,
    ) -> GroupSettings:
        settings = change(await self.settings_of(chat_id))
        await self.save(chat_id, settings, by=by)
        return settings

    async def greet(self, chat_id: int) -> bool:
        self._reach()
        is_new = chat_id not in self.greeted
        self.greeted.add(chat_id)
        return is_new

    async def known(self, user_id: int, most: int) -> list[int]:
        del user_id
        self._reach()
        return list(dict.fromkeys([*self.chosen, *sorted(self.greeted)]))[:most]

    async def move(self, chat_id: int, new_id: int) -> None:
        self._reach()
        if settings := self.chosen.pop(chat_id, None):
            self.chosen.setdefault(new_id, settings)
        if chat_id in self.greeted:
            self.greeted = {*self.greeted, new_id} - {chat_id}
        # A supergroup counts its messages anew.
        self.answered = [
            Answered(new_id, -one.message_id, one.claim_ids, one.asked, one.at)
            if one.chat_id == chat_id
            else one
            for one in self.answered
        ]
        self.mutes = {(new_id if chat == chat_id else chat, claim) for chat, claim in self.mutes}
        self.digests = {
            (new_id if chat == chat_id else chat, user): language
            for (chat, user), language in self.digests.items()
        }

    async def say(
        self, chat_id: int, message_id: int, claim_ids: Sequence[str], *, asked: bool
    ) -> bool:
        self._reach()
        before = (chat_id, message_id, asked)
        if any((one.chat_id, one.message_id, one.asked) == before for one in self.answered):
            return False
        if claim_ids:
            answered = Answered(chat_id, message_id, tuple(claim_ids), asked, self.clock())
            self.answered.append(answered)
        return True

    async def said(self, chat_id: int, since: float) -> list[Said]:
        self._reach()
        return [
            Said(claim_id, one.at, one.asked)
            for one in sorted(self.answered, key=lambda one: one.at)
            if one.chat_id == chat_id and one.at >= since
            for claim_id in one.claim_ids
        ]

    async def answered_with(self, chat_id: int, message_id: int) -> tuple[str, ...]:
        self._reach()
        noted = (
            claim_id
            for one in self.answered
            if (one.chat_id, one.message_id) == (chat_id, message_id)
            for claim_id in one.claim_ids
        )
        return tuple(dict.fromkeys(noted))

    async def take_back(self, chat_id: int, message_id: int) -> None:
        self._reach()
        self.taken_back.append((chat_id, message_id))

    async def mute(self, chat_id: int, claim_id: str, *, by: int | None = None) -> None:
        del by
        self._reach()
        self.mutes.add((chat_id, claim_id))

    async def unmute(self, chat_id: int, claim_id: str, *, by: int | None = None) -> bool:
        del by
        was_muted = claim_id in await self.muted(chat_id)
        self.mutes.discard((chat_id, claim_id))
        return was_muted

    async def unmute_all(self, chat_id: int, *, by: int | None = None) -> int:
        del by
        muted = await self.muted(chat_id)
        self.mutes -= {(chat_id, claim_id) for claim_id in muted}
        return len(muted)

    async def muted(self, chat_id: int) -> frozenset[str]:
        self._reach()
        return frozenset(claim_id for chat, claim_id in self.mutes if chat == chat_id)

    async def opt_out(self, user_id: int, *, out: bool) -> None:
        self._reach()
        if out:
            self.out.add(user_id)
        else:
            self.out.discard(user_id)

    async def is_opted_out(self, user_id: int) -> bool:
        self._reach()
        return user_id in self.out

    async def want_digest(self, chat_id: int, user_id: int, language: str, *, wanted: bool) -> None:
        self._reach()
        if wanted:
            self.digests[chat_id, user_id] = language
        else:
            self.digests.pop((chat_id, user_id), None)

    async def wants_digest(self, chat_id: int, user_id: int) -> bool:
        self._reach()
        return (chat_id, user_id) in self.digests

    def _reach(self) -> None:
        if self.down:
            raise PeopleUnavailableError("down")
