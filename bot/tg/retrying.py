"""What Telegram refuses for a while is tried again."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.tg.request import asked_to_wait_s, may_have_arrived

log = logging.getLogger(__name__)

_PAUSES_S = (0.5, 1.0, 2.0, 4.0)
"""Waits before each further try after a broken connection or a server error."""
_LONGEST_WAIT_S = 5.0
"""Telegram asks to wait; beyond this in all, others go first and the answer is sent later."""

T = TypeVar("T")


async def retry(call: Callable[[], Awaitable[T]], sleep: Callable[[float], Awaitable[None]]) -> T:
    """Return what *call* returns, trying again while that can help; *sleep* takes seconds."""
    pauses_s = iter(_PAUSES_S)
    waited_s = 0.0
    unsure = False
    while True:
        try:
            return await call()
        except RetryAfter as error:
            pause_s = asked_to_wait_s(error)
            waited_s += pause_s
            if waited_s > _LONGEST_WAIT_S:
                raise
            log.info("told to wait %.0f s", pause_s)
        except BadRequest:
            # A NetworkError by inheritance, but the same request would fail for ever.
            raise
        except NetworkError as error:
            next_pause_s = next(pauses_s, None)
            # Two answers are better than none, but five are not.
            if next_pause_s is None or unsure:
                raise
            unsure = may_have_arrived(error)
            pause_s = next_pause_s
            log.info("a call failed (%s), again in %.1f s", type(error).__name__, pause_s)
        await sleep(pause_s)
