"""Who works at the desk, without a database."""

from dataclasses import dataclass, field

from bot.moderation.roles import Member, Moderator, Role
from bot.people import PeopleUnavailableError


@dataclass
class MemoryStaff:
    """Keeps the promises of bot/moderation/roles.py."""

    owners: set[int] = field(default_factory=set)
    kept: dict[int, Member] = field(default_factory=dict)
    log: list[tuple[Moderator, int, Role, Role]] = field(default_factory=list)
    """Who changed whose role, from what to what."""
    down: bool = False

    async def role_of(self, user_id: int) -> Role:
        if self.down:
            raise PeopleUnavailableError("down")
        if user_id in self.owners:
            return Role.OWNER
        return self.kept[user_id].role if user_id in self.kept else Role.NOBODY

    async def grant(self, user_id: int, role: Role, name: str, by: Moderator) -> Role:
        before = await self.role_of(user_id)
        if before is not Role.OWNER:
            kept = self.kept.get(user_id)
            self.kept[user_id] = Member(user_id, name or (kept.name if kept else ""), role)
            self._note(by, user_id, before, role)
        return before

    async def revoke(self, user_id: int, by: Moderator) -> Role:
        before = await self.role_of(user_id)
        if before is not Role.OWNER:
            self.kept.pop(user_id, None)
            self._note(by, user_id, before, Role.NOBODY)
        return before

    async def members(self) -> list[Member]:
        await self.role_of(0)
        owners = [Member(owner, "", Role.OWNER) for owner in self.owners]
        found = [*owners, *(one for one in self.kept.values() if one.user_id not in self.owners)]
        return sorted(found, key=lambda one: (-one.role.rank, one.name, one.user_id))

    def _note(self, by: Moderator, user_id: int, before: Role, after: Role) -> None:
        if before is not after:
            self.log.append((by, user_id, before, after))
