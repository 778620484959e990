"""The port of whoever blocks those who sent spam; nobody learns who they are."""

from typing import Protocol

from bot.moderation.roles import Moderator

BLOCKED_DAYS = 7


class Senders(Protocol):
    """Blocks senders; every method raises PeopleUnavailableError where the store is away."""

    async def block(self, cluster: int, at: int, by: Moderator) -> int:
        """Block those who sent what is open in a cluster, for BLOCKED_DAYS from *at* on.

        They are told when they write the next time. Return how many those are: without the staff,
        and without those who are blocked for longer already. Part of the audit log.
        """
        ...

    async def unblock(self, cluster: int, at: int, by: Moderator) -> int:
        """Take that back; return for how many. Other blocks stay. Part of the audit log."""
        ...
