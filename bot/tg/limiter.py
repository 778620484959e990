"""Telegram's limits, kept by ourselves: who sends too fast is made to wait far longer."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.ext import AIORateLimiter

_NO_MESSAGES = frozenset({"sendChatAction"})
"""Methods with a chat that Telegram does not count; each answer is announced by one."""


class Limiter(AIORateLimiter):
    """Thirty messages a second, twenty a minute in each group; the rest waits for its turn."""

    def __init__(self) -> None:
        # What Telegram refuses all the same is tried again by the Sender, which also says so in a
        # line; the library would write a traceback.
        super().__init__(max_retries=0)
        logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)

    async def process_request(  # noqa: PLR0917 - the library's
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Call *callback* when it is its turn."""
        if endpoint in _NO_MESSAGES:
            return await callback(*args, **kwargs)
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )
