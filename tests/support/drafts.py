"""Drafts of claims, without a database."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.moderation.drafts import Draft
from bot.moderation.roles import Moderator
from bot.people import PeopleUnavailableError
from tests.support.revisions import NOW


@dataclass
class MemoryDrafts:
    """Keeps the promises of bot/moderation/drafts.py; *log* is what the audit log would hold."""

    rows: dict[int, Draft] = field(default_factory=dict)
    log: list[tuple[str, str]] = field(default_factory=list)
    """Who changed a state, and to what."""
    clock: Callable[[], float] = lambda: NOW
    down: bool = False

    async def begin(self, draft: Draft) -> Draft:
        self._reach()
        if there := await self.of_cluster(draft.cluster):
            return there
        number = len(self.rows) + 1
        self.rows[number] = replace(draft, number=number, revision=1, changed_at=self.clock())
        return self.rows[number]

    async def change(
        self, before: Draft, after: Draft, by: Moderator, *, note: str = ""
    ) -> Draft | None:
        self._reach()
        if self.rows[before.number].revision != before.revision:
            return None
        if after.state is not before.state:
            self.log.append((by.name, "; ".join(filter(None, (after.state, note)))))
        changed = replace(after, revision=before.revision + 1, changed_at=self.clock())
        self.rows[before.number] = changed
        return changed

    async def get(self, number: int) -> Draft | None:
        self._reach()
        return self.rows.get(number)

    async def open(self) -> list[Draft]:
        self._reach()
        found = [one for one in self.rows.values() if one.state.is_open]
        return sorted(found, key=lambda one: (-one.changed_at, -one.number))

    async def of_cluster(self, cluster: int) -> Draft | None:
        self._reach()
        found = [one for one in self.rows.values() if one.cluster == cluster and one.state.is_open]
        return found[0] if cluster and found else None

    def _reach(self) -> None:
        if self.down:
            raise PeopleUnavailableError("down")
