"""What goes wrong in practice, tried on the real bot: is any message lost?

    python -m tests.benchmarks.faults [--quick] [--only WORD] [--without WORD]
                                    [--list] [--seed N] [--messages N] [--minutes N]

Each fault starts `python -m bot` in a folder of its own against the fake Bot API, and prints one
row. The exit code is 1 where a message was lost, or more were answered twice than the fault
excuses.
"""

# ruff: noqa: T201 - a command line prints

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import faults_machine, faults_telegram, faults_updates
from tests.benchmarks.bench import Bench, NotPossibleError
from tests.benchmarks.running import load_average, machine
from tests.support.bot_api import BotApi

HEAD = "| fault | sent | answered | lost | twice | what happened | s | load |"


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong; *most_twice* answers too many are excused."""

    name: str
    run: Callable[[Bench], str]
    most_twice: int = 0


FAULTS = (
    Fault("nothing", faults_telegram.nothing),
    Fault("429, wait 3 s, five times", faults_telegram.wait_3_s),
    Fault("429, wait 40 s, twice", faults_telegram.wait_40_s),
    Fault("500, twenty times", faults_telegram.answers_500),
    Fault("502, twenty times", faults_telegram.answers_502),
    Fault("broken JSON, ten times", faults_telegram.answers_garbage),
    Fault("connection dropped before the request", faults_telegram.dropped_before),
    Fault(
        "connection dropped after delivery: answer lost",
        faults_telegram.dropped_after,
        faults_telegram.DROPS,
    ),
    Fault("answer 20 s late, three times", faults_telegram.slow, faults_telegram.SLOW_ONES),
    Fault("500, drops, 502 at random on every method", faults_telegram.any_method, 20),
    Fault("Telegram down for a minute", faults_telegram.down, 10),
    Fault("blocked by the reader, who comes back", faults_telegram.blocked),
    Fault("kill -9 at random moments, 20 times", faults_machine.kills, 60),
    Fault("PostgreSQL down for 20 s", faults_machine.postgresql_down),
    Fault("SQLite locked from outside for 20 s", faults_machine.sqlite_locked),
    Fault("disk full", faults_machine.disk_full),
    Fault("clock 30 min on, then an hour back", faults_machine.clock_jumps),
    Fault("clock of one of two replicas 30 min ahead", faults_machine.clocks_apart, 30),
    Fault("each update three times, shuffled", faults_updates.duplicates),
    Fault("unknown fields and kinds", faults_updates.unknown),
    Fault("hostile updates, encoders on", faults_updates.hostile),
    Fault("10,000 hostile updates, words alone", faults_updates.many_hostile),
    Fault("memory over many messages", faults_updates.memory),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row for each fault."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.faults", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--quick", action="store_true", help="shorter outages, fewer updates")
    parser.add_argument("--only", default="", metavar="WORD", help="faults with it in their name")
    parser.add_argument("--without", metavar="WORD", help="all but those with it in their name")
    parser.add_argument("--list", action="store_true", help="name the faults, try none")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument(
        "--messages", type=int, default=100_000, metavar="N", help="for memory (default: 100000)"
    )
    parser.add_argument(
        "--minutes", type=float, default=10.0, help="at most, for many (default: 10)"
    )
    chosen = parser.parse_args(arguments)
    faults = [fault for fault in FAULTS if chosen.only in fault.name]
    if chosen.without:
        faults = [fault for fault in faults if chosen.without not in fault.name]
    if chosen.list:
        print(*(fault.name for fault in faults), sep="\n")
        return 0
    print(f"{machine()}\n\n{HEAD}\n{'| --- ' * HEAD.count(' |')}|", flush=True)
    outcomes = [_try(fault, chosen) for fault in faults]
    return int(not all(outcomes))


def _try(fault: Fault, chosen: argparse.Namespace) -> bool:
    """Print the row of one fault; return whether all is well."""
    begin = time.monotonic()
    with ExitStack() as stack:
        api = stack.enter_context(BotApi(local=True))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        rng = random.Random(chosen.seed)  # noqa: S311 - the same each time
        bench = Bench(api, folder, stack, rng, chosen)
        try:
            what = fault.run(bench)
        except NotPossibleError as error:
            print(f"| {fault.name} | not tried | | | | {error} | | |", flush=True)
            return True
        except Exception:  # noqa: BLE001 - the others are tried all the same
            print(f"| {fault.name} | FAILED | | | | {traceback.format_exc(limit=-2)!r} | | |")
            print(*bench.logs(), sep="\n", file=sys.stderr, flush=True)
            return False
        tally, seconds = bench.tally(), time.monotonic() - begin
        is_well = not tally.lost and tally.twice <= fault.most_twice and not tally.violations
        if tally.violations:
            what += f"; violations of the Bot API: {tally.violations}"
        print(
            f"| {fault.name} | {tally.sent} | {tally.answered} | {tally.lost} | {tally.twice} | "
            f"{what}{'' if is_well else '; **NOT WELL**'} | {seconds:.0f} | {load_average():.1f} |",
            flush=True,
        )
        if not is_well:
            print(*bench.logs(), sep="\n", file=sys.stderr, flush=True)
        return is_well


if __name__ == "__main__":
    sys.exit(main())
