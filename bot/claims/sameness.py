"""When two wordings are the same, word for word."""

import re
import unicodedata

_NOT_WORDS = re.compile(r"[\W_]+")


def bare(text: str) -> str:
    """Return the words of *text* without case, punctuation and spacing."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
