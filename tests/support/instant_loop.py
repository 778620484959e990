"""An event loop in which waiting takes no time: its clock jumps to whatever is due next."""

import asyncio
import selectors


class InstantLoop(asyncio.SelectorEventLoop):
    """Runs tests of what waits; `loop.time()` tells how long they would have taken."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


class _JumpingSelector(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if not found:
            assert timeout is not None, "everybody waits for what will never happen"
            self.now += max(timeout, 0)
        return found
