"""The difference between two texts of a file, for people who read it in a message."""

from collections.abc import Iterator
from difflib import unified_diff


def difference(before: str | None, after: str, name: str) -> str:
    """Return a unified diff, empty where there is none."""
    return "".join(_lines(before, after, name))


def _lines(before: str | None, after: str, name: str) -> Iterator[str]:
    old, new = (before or "").splitlines(), after.splitlines()
    source = name if before is not None else "/dev/null"
    for line in unified_diff(old, new, source, name, n=2, lineterm=""):
        yield f"{line}\n"
