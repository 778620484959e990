"""Telegram's names of pictures, in memory."""

from dataclasses import dataclass, field


@dataclass
class MemoryFiles:
    """Answer as DatabaseFiles does."""

    known: dict[str, str] = field(default_factory=dict)

    async def find(self, key: str) -> str | None:
        return self.known.get(key)

    async def remember(self, key: str, file_id: str) -> None:
        self.known[key] = file_id

    async def forget(self, key: str) -> None:
        self.known.pop(key, None)
