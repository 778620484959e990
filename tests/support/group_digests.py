"""What was checked in groups, without a database."""

from dataclasses import dataclass, field

from bot.group_digests import Week


@dataclass
class MemoryGroupDigests:
    """Keeps the promises of bot/group_digests.py, as far as tests of others lean on them."""

    weeks: dict[int, Week] = field(default_factory=dict)
    """The last one, by group."""
    due: int = 0
    """So many digests are due."""

    async def make(self, most: int) -> int:
        made = min(most, self.due)
        self.due -= made
        return made

    async def week(self, chat_id: int, due_at: float) -> Week:
        del due_at
        return self.weeks.get(chat_id, Week())
