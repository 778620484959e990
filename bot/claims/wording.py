"""How problems speak of values, of places in a file, and of what was probably meant."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_SHOWN = 60
_CLOSE = 70


def quoted(value: object) -> str:
    """Return the value between backticks, on one line and cut to a readable length."""
    return f"`{_short(str(value))}`"


def place_name(trail: Iterable[str | int]) -> str:
    """Return the way to a value as people say it: `sources, item 2, url`."""
    return listed(f"item {step + 1}" if isinstance(step, int) else _short(step) for step in trail)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is closest to *word*, or None when all are far off."""
    close = process.extractOne(word.casefold(), known, scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return close[0] if close else None


def listed(names: Iterable[str]) -> str:
    """Return "a, b, c"."""
    return ", ".join(names)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
