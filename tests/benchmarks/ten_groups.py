"""Ten groups that all ask at once, against a fake that refuses what is above Telegram's limits.

Exit code 1 where a request is lost or answered twice, or where Telegram would have said 429.
"""

# ruff: noqa: T201 - a command line prints

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.running import load_average, machine
from tests.groups_week.crowd import gather


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.ten_groups", description=__doc__)
    parser.add_argument("--groups", type=int, default=10, help="how many (default: 10)")
    parser.add_argument("--requests", type=int, default=40, help="of each group (default: 40)")
    parser.add_argument("--words-alone", action="store_true", help="without encoders")
    parser.add_argument(
        "--hurry", action="store_true", help="put the clock forward where all waits for it"
    )
    chosen = parser.parse_args(arguments)
    print(f"{machine()}; load average {load_average():.1f} before")
    with tempfile.TemporaryDirectory() as folder:
        crowd = gather(
            Path(folder),
            groups=chosen.groups,
            requests=chosen.requests,
            words_alone=chosen.words_alone,
            hurry=chosen.hurry,
            progress=_progress(chosen.groups * chosen.requests),
        )
    waits = crowd.waits_s or [0.0]
    half, most = waits[len(waits) // 2], waits[int(len(waits) * 0.95)]
    print(
        f"{crowd.asked} requests: {crowd.lost} lost, {crowd.twice} answered twice; p50 {half:.1f}, "
        f"p95 {most:.1f}, longest {waits[-1]:.1f} s; {crowd.unasked} answers that nobody asked "
        f"for; most in a group in a minute {crowd.busiest_minute}; 429: {len(crowd.floods)}"
    )
    for wrong in crowd.wrong:
        print(f"WRONG: {wrong}")
    return int(bool(crowd.wrong))


def _progress(total: int) -> Callable[[int], None]:
    def show(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done} of {total} answered", end="", file=sys.stderr, flush=True)

    return show


if __name__ == "__main__":
    sys.exit(main())
