"""What retrieval counts in a text: beginnings of words, and runs of letters."""

from collections.abc import Sequence

from bot.matching.cues import load_cues

_STEM = 5
_GRAM = 4


def stems(words: Sequence[str]) -> list[str]:
    """Return the first five letters of each word that says something.

    Cutting is as good as stemming in most European languages (McNamee and Mayfield 2004), and asks
    nobody which language it is.
    """
    return [word[:_STEM] for word in load_cues().content(words)]


def grams(words: Sequence[str]) -> list[str]:
    """Return each run of four letters within a word, its borders included as spaces."""
    return [
        padded[start : start + _GRAM]
        for word in words
        for padded in (f" {word} ",)
        for start in range(max(1, len(padded) - _GRAM + 1))
    ]
