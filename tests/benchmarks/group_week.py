"""A week of a lively group, played with the whole bot by real HTTP; exit code 1 where a law breaks.

Everything is in tests/groups_week. Whoever is wrong here is wrong among people who did not ask.
"""

# ruff: noqa: T201 - a command line prints

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from tests.benchmarks.running import load_average, machine
from tests.groups_week.judge import Answer, Judgement, Outcome
from tests.groups_week.lines import Line, load_week, shortened
from tests.groups_week.week import Week, play

_ASKED = {
    "claim": "about a claim",
    "about": "about a denial",
    "any": "on an answer of the bot",
    "nothing": "about something else",
    "empty": "without anything to check",
}
T = TypeVar("T", Outcome, Answer)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; return 1 where somebody who did not ask was told what is wrong."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.group_week", description=__doc__)
    parser.add_argument("--words-alone", action="store_true", help="without encoders")
    parser.add_argument("--short", action="store_true", help="only what matters")
    chosen = parser.parse_args(arguments)
    lines = load_week()
    lines = shortened(lines) if chosen.short else lines
    print(f"{machine()}; load average {load_average():.1f} before")
    with tempfile.TemporaryDirectory() as folder:
        week = play(
            Path(folder), lines, words_alone=chosen.words_alone, progress=_progress(len(lines))
        )
    for line in report(week):
        print(line)
    return int(bool(week.wrong))


def report(week: Week) -> list[str]:
    """Return the lines of the report."""
    judged = week.judgement
    fitting, spoken = judged.in_its_language()
    groups = judged.player.api.groups
    busiest = max(groups.busiest_minute(chat) for chat in judged.player.town.ids)
    answers: dict[str, Counter[Answer]] = {}
    for one in judged.told:
        if one.line.id in judged.answers:
            counts = answers.setdefault(_ASKED[one.line.asks or ""], Counter())
            counts[judged.answers[one.line.id]] += 1
    return [
        f"{len(judged.told)} messages in {week.seconds:.0f} s",
        "",
        *_table("unasked, by kind", judged.by_kind(), list(Outcome)),
        "",
        *_table("claims, by language", judged.by_language(), list(Outcome)),
        "",
        *_table("requests", answers, list(Answer)),
        "",
        f"near-misses and debunks again, where nothing was said before: {len(week.mirror)}",
        f"answered of these: {sum(bool(one.said or one.reacted) for one in week.mirror)}",
        f"answers in the language of the message: {fitting} of {spoken}",
        f"most messages in a minute: {busiest}; refused for too many: {len(groups.floods)}",
        f"reactions: {sum(bool(one.reacted) for one in judged.told)}",
        "counted by the bot: "
        + ", ".join(f"{outcome} {count:.0f}" for outcome, count in week.outcomes.items()),
        *(f"note: {note}" for note in judged.player.notes),
        *_listed("missed", judged, Outcome.MISSED),
        "",
        *(f"WRONG: {wrong}" for wrong in week.wrong),
        *([] if week.wrong else ["nothing is wrong"]),
    ]


def _table(title: str, rows: Mapping[str, Counter[T]], columns: Sequence[T]) -> list[str]:
    shown: list[T] = [
        column for column in columns if any(counts[column] for counts in rows.values())
    ]
    return [
        " | ".join([title, *(column.value for column in shown)]),
        *(
            " | ".join([name, *(str(counts[column]) for column in shown)])
            for name, counts in rows.items()
        ),
    ]


def _listed(title: str, judged: Judgement, outcome: Outcome) -> list[str]:
    def shown(line: Line) -> str:
        return f"{title}: {line.id} {line.lang} {', '.join(line.claims)}: {line.text[:70]}"

    return [shown(line) for line in judged.lines(outcome)]


def _progress(total: int) -> Callable[[int], None]:
    def show(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done} of {total}", end="", file=sys.stderr, flush=True)

    return show


if __name__ == "__main__":
    sys.exit(main())
