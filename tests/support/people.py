"""What is kept about people, without a database."""

from dataclasses import dataclass, field, replace
from datetime import date

from bot.people import Block, Kept, PeopleUnavailableError

TODAY = date(2026, 11, 22)


@dataclass
class MemoryPeople:
    """Keeps the promises of bot/people.py, as far as tests of others lean on them."""

    kept: dict[int, Kept] = field(default_factory=dict)
    down: bool = False
    deleted: list[tuple[int, int]] = field(default_factory=list)
    """Users, and before which update."""

    def block_of(self, user_id: int) -> Block | None:
        return self._of(user_id).block

    async def told(self, user_id: int, block: Block) -> None:
        known = Block(block.until, block.reason, told=True)
        self.kept[user_id] = replace(self._of(user_id), block=known)
        self._reach()

    async def seen(self, user_id: int) -> None:
        self._reach()
        self.kept[user_id] = replace(self._of(user_id), seen_on=TODAY)

    async def language_of(self, user_id: int) -> str | None:
        self._reach()
        return self._of(user_id).language

    async def choose_language(self, user_id: int, language: str) -> None:
        self._reach()
        self.kept[user_id] = replace(self._of(user_id), language=language)

    async def show(self, user_id: int) -> Kept:
        self._reach()
        return self._of(user_id)

    async def delete(self, user_id: int, before: int) -> Kept:
        self._reach()
        self.deleted.append((user_id, before))
        kept = self._of(user_id)
        self.kept[user_id] = Kept(block=kept.block)
        return kept

    def _of(self, user_id: int) -> Kept:
        return self.kept.get(user_id, Kept())

    def _reach(self) -> None:
        if self.down:
            raise PeopleUnavailableError("down")
