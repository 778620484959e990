"""A few words find the claims that speak of them: what readers look for, not what they assert."""

import numpy as np

from bot.matching.cues import load_cues
from bot.matching.index import ALLIANCE, Index
from bot.matching.model import Part
from bot.matching.readings import read
from bot.matching.terms import grams, stems

_MOST_LETTERS = 200
_MOST_WORDS = 12
"""More is a message, and wants the matcher; of 4096 letters it would take 0.2 s."""
_FOUND = 0.9
"""Share of a word's weight from which it is there, if misspelled or with another ending."""
_BEGUN = (3, 4)
"""Letters of a word that may be the beginning of a longer one: people look while they type."""
_HALF = 0.5
"""A claim speaks of more of the words than this share."""


def search(index: Index, text: str) -> tuple[str, ...]:
    """Return the ids of the claims that *text* looks for, the best first; none for no words.

    By words alone, in every language that the wordings have: it takes less than a millisecond, and
    inline mode asks at each letter.
    """
    message, _ = read(index.grams, [Part(text[:_MOST_LETTERS])])
    said = load_cues().content(message.words)
    # Every claim names the alliance.
    words = ([word for word in said if word != ALLIANCE] or said)[:_MOST_WORDS]
    if not words or not index.claim_ids:
        return ()
    runs = [grams([word])[:-1] if len(word) in _BEGUN else grams([word]) for word in words]
    every_run = [run for some in runs for run in some]
    *by_word, together = index.joined_by_claim.best(index.joined.score([*runs, every_run]))
    begins = index.asserting.best(index.stems.score([stems([word]) for word in words]))
    spoken_of = ((np.array(by_word) >= _FOUND) | (begins > 0)).mean(axis=0)
    best_first = np.lexsort((-together, -spoken_of))
    return tuple(index.claim_ids[at] for at in best_first if spoken_of[at] > _HALF)
