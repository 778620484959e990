"""A file is replaced in one step: whoever reads it finds the old text or the new one."""

import contextlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

_MARK = ".publishing"
"""Ends the names of files that are being written; nobody reads those."""


def write_whole(path: Path, text: str, written: Callable[[], None] = lambda: None) -> None:
    """Put *text* in the place of the file, so that it survives the power going off.

    *written* is called before it takes that place. Raise OSError where that cannot be.
    """
    target = path.resolve()  # of a link, the file that it leads to
    waiting = target.with_name(f".{target.name}{_MARK}")
    mode = _mode(target)
    with contextlib.suppress(FileNotFoundError):
        waiting.unlink()
    try:
        # Without O_EXCL, a link that somebody put there would lead us anywhere.
        descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            waiting.chmod(mode)
        written()
        waiting.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            waiting.unlink()
        raise
    _sync_folder(target.parent)


def clear(folder: Path) -> None:
    """Take away what somebody was writing when they died; nobody may be writing now."""
    for left in folder.glob(f".*{_MARK}"):
        with contextlib.suppress(OSError):
            left.unlink()


def _mode(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    """Make a change of names survive, too; where folders cannot be opened, there is no need."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
