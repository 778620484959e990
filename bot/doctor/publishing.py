"""Whether what moderators publish can be written, and kept in git."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from bot.doctor.finding import Finding, ok, problem, warning

_SUBJECT = "publishing"


def examine_publishing(folder: Path, *, pushes: bool) -> Iterator[Finding]:
    """Yield a finding on the knowledge base in *folder*, into which moderators publish."""
    claims = folder / "claims"
    root = next((one for one in _with_parents(folder) if (one / ".git").exists()), None)
    if not os.access(claims, os.W_OK | os.X_OK):
        yield problem(
            _SUBJECT,
            f"{claims} cannot be written, so that nothing can be published from the desk; give the "
            "bot's user the right, or set KNOWLEDGE_DIR to a copy that it may write to",
        )
    elif root and not shutil.which("git"):
        yield warning(
            _SUBJECT,
            f"{root} is a git work tree, and git is not installed: what is published is written, "
            "and not committed; install git",
        )
    elif root and not os.access(root / ".git", os.W_OK):
        yield warning(
            _SUBJECT,
            f"{root / '.git'} cannot be written: what is published is written, and not committed; "
            "give the bot's user the right",
        )
    elif pushes and not root:
        yield warning(
            _SUBJECT,
            f"KNOWLEDGE_GIT_PUSH is set, and {folder} is in no git work tree; nothing is pushed",
        )
    else:
        kept = ", committed" if root else ""
        yield ok(_SUBJECT, f"written to {claims}{kept}{' and pushed' if pushes else ''}")


def _with_parents(folder: Path) -> tuple[Path, ...]:
    whole = folder.resolve()
    return (whole, *whole.parents)
