"""Pictures that Telegram has from us: sent again by the name it gave them, without an upload."""

from typing import Protocol


class Files(Protocol):
    """Knows Telegram's names of pictures; where the store is away, as if there were none."""

    async def find(self, key: str) -> str | None:
        """Return the file_id of the picture that *key* names, None where there is none."""
        ...

    async def remember(self, key: str, file_id: str) -> None:
        """Note that Telegram has the picture under *file_id*, and no longer under another one."""
        ...

    async def forget(self, key: str) -> None:
        """Note that Telegram has it no more."""
        ...
