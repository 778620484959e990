"""Who sent spam, without a database."""

from dataclasses import dataclass, field

from bot.moderation.roles import Moderator


@dataclass
class MemorySenders:
    """Keeps the promises of bot/moderation/senders.py for clusters of three people."""

    blocked: dict[int, int] = field(default_factory=dict)
    """Clusters, and from when on."""

    async def block(self, cluster: int, at: int, by: Moderator) -> int:
        if self.blocked.get(cluster, 0) >= at:
            return 0
        self.blocked[cluster] = at
        return 3

    async def unblock(self, cluster: int, at: int, by: Moderator) -> int:
        if self.blocked.get(cluster) != at:
            return 0
        del self.blocked[cluster]
        return 3
