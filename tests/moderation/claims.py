"""A small knowledge base to publish in, and what publishes there without asking much."""

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

from bot.claims.problem import Problem
from bot.moderation.git import WorkTree
from bot.moderation.publishing import Publisher
from bot.moderation.revisions import Revisions
from bot.moderation.roles import Moderator
from tests.claims.folders import SOUND, write_claims
from tests.support.revisions import MemoryRevisions

OLA, PETRA = Moderator(1, "Ola Nowak"), Moderator(2, "Petra")
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
ID = "example-claim"


async def finds_nothing(
    folder: Path, claim_id: str, text: str, today: dt.date, *, thoroughly: bool
) -> tuple[Problem, ...]:
    return ()


def make_folder(folder: Path, text: str = SOUND) -> Path:
    folder.mkdir(exist_ok=True)
    return write_claims(folder, **{ID: text})


def make_publisher(
    folder: Path, revisions: Revisions | None = None, *, pushes: bool = False, **options: Any
) -> Publisher:
    options = {"check": finds_nothing, "now": lambda: NOON, **options}
    tree = WorkTree(folder, pushes=pushes)
    return Publisher(folder, revisions or MemoryRevisions(), tree, **options)


def file_of(folder: Path) -> str:
    return (folder / "claims" / f"{ID}.yaml").read_text("utf-8")


def git(folder: Path, *arguments: str) -> str:
    me = ("-c", "user.name=Tester", "-c", "user.email=tester@moderators.invalid")
    return subprocess.run(
        ["git", "-C", folder, *me, *arguments],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def make_repository(folder: Path) -> None:
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "the beginning")
