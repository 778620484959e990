"""`history`: what was done to a claim, by whom, and why."""

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.cli.on_database import shown_time
from bot.cli.publishing import with_publisher
from bot.moderation.diffs import difference
from bot.moderation.git import Commit
from bot.moderation.publishing import Publisher
from bot.moderation.revisions import Revision

if TYPE_CHECKING:
    from bot.cli import setup

_MOST = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened to a claim."""

    at: float
    text: str
    diff: str = ""


def add_to(subparsers: "setup.Subparsers") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "history",
        help="what was done to a claim, by whom, and why",
        description="Print a line for each change of a claim, the newest first: its number for "
        "`undo`, time, what was done, by whom, why, and the git commit. Changes that were made by "
        "hand, and are known to git alone, have a dash for a number. Exit codes: 0 done, 1 there "
        "is none, 2 could not run.",
    )
    parser.add_argument("id", metavar="ID", help="the claim")
    parser.add_argument("--diff", action="store_true", help="print what each change has changed")
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Print the history of a claim."""

    async def show(publisher: Publisher) -> int:
        revisions = await publisher.history(arguments.id, _MOST)
        commits = await publisher.commits(arguments.id, _MOST)
        for line in lines_of(revisions, commits):
            print(line.text)
            if arguments.diff:
                print(line.diff, end="")
        if not revisions and not commits:
            print(f"nothing is known of a claim {arguments.id}")
            return 1
        return 0

    return with_publisher(show)


def lines_of(revisions: list[Revision], commits: list[Commit]) -> list[Line]:
    """Return what happened, the newest first; a commit of ours stands with its revision."""
    ours = {revision.commit for revision in revisions}
    lines = [_of_revision(one) for one in revisions]
    lines += [_of_commit(one) for one in commits if one.id not in ours]
    return sorted(lines, key=lambda line: -line.at)


def _of_revision(revision: Revision) -> Line:
    facts = (
        f"{revision.number:>4}",
        shown_time(revision.at),
        f"{revision.kind:<8}",
        revision.name or "(forgotten)",
        revision.commit[:10],
        revision.reason,
        revision.note and f"(git: {revision.note})",
    )
    name = f"{revision.claim_id}.yaml"
    diff = difference(revision.before, revision.after, name)
    return Line(revision.at, "  ".join(filter(None, facts)), diff)


def _of_commit(commit: Commit) -> Line:
    facts = (
        "   -",
        shown_time(commit.at),
        "git     ",
        commit.author,
        commit.id[:10],
        commit.subject,
    )
    return Line(commit.at, "  ".join(facts))
