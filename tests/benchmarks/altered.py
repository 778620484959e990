"""`python -m bot` with something altered that no setting alters, for the benchmarks alone.

ALTER holds words: `words-alone` (without encoders), `unlimited` (without the bot's own limit of
thirty messages a second). CLOCK_FILE names a file with seconds, which the clock is ahead.
PASSED_FILE names one with seconds that have passed in a moment, by every clock.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any


def main() -> int:
    """Alter, then run the bot."""
    if file := os.environ.get("CLOCK_FILE"):
        _move_clock(Path(file))  # before anything keeps time.time for itself
    if file := os.environ.get("PASSED_FILE"):
        _let_pass(Path(file))
    altered = os.environ.get("ALTER", "").split()
    if "words-alone" in altered:
        import bot.wiring  # noqa: PLC0415

        bot.wiring.load_encoders = tuple  # type: ignore[attr-defined]
    if "unlimited" in altered:
        from bot.tg.limiter import Limiter  # noqa: PLC0415

        Limiter.process_request = _at_once  # type: ignore[method-assign, assignment]
    from bot.cli.main import main as run  # noqa: PLC0415

    return run([])


def _move_clock(file: Path) -> None:
    real = time.time
    time.time = lambda: real() + float(file.read_text() or 0)


def _let_pass(file: Path) -> None:
    """Move the loop's clock, too: what waits for a minute is due as soon as something wakes it."""
    real, ticks = time.time, time.monotonic
    opened = os.open(file, os.O_RDONLY)

    def passed_s() -> float:
        return float(os.pread(opened, 32, 0))

    begin = passed_s()
    time.time = lambda: real() + passed_s()
    time.monotonic = lambda: ticks() + passed_s() - begin
    import bot.web.server  # noqa: PLC0415

    bot.web.server._IDLE_S = 10**6  # a connection is not idle because the clock was put forward


async def _at_once(_: Any, callback: Any, args: Any, kwargs: Any, *__: Any, **___: Any) -> Any:
    return await callback(*args, **kwargs)


if __name__ == "__main__":
    sys.exit(main())
