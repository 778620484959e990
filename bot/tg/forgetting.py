"""The library's application, without the list of everybody that it makes for a persistence."""

from typing import Any

from telegram.ext import Application


class ForgetfulApplication(Application[Any, Any, Any, Any, Any, Any]):
    """Remembers nobody: there is no persistence, and what waits for it would wait for ever.

    The ids of all who ever wrote stayed in memory, some 80 bytes for each, after /deletemydata too.
    """

    def _mark_for_persistence_update(self, **_: Any) -> None:
        """Note nothing."""
