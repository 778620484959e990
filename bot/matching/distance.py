"""Does somebody say it, or only speak of it? For those who must be right or silent.

The probability has seen who reports and who refutes, and is right about most. To mock a claim, to
wonder at those who believe it, and to report it in a headline takes the same words as to make it:
what was asked for is answered with the claim, and unasked nothing is said.
"""

import re

from bot.matching.cues import load_cues
from bot.matching.model import Candidate, Query, Segment
from bot.matching.normalize import normalize, words

_SHORT = 40
"""Words of a message in which a sign stands for the whole, wherever it is."""
_FACES = re.compile("[🤦🙄😏🤨]|(?<!\\w)/s\\b")
"""What people put beside words that are not meant."""
_LABEL = re.compile(r"\W*([^\W\d_]+(?:[ -][^\W\d_]+){0,3})\s?[:|]\s")
"""What a headline begins with: who said it."""


def keeps_distance(query: Query, candidate: Candidate) -> bool:
    """Tell whether *query* speaks of the claim of *candidate* as of something that others say.

    The wording that it is matched with may tell who said it, too: that much is part of the claim.
    """
    cues, wording = load_cues(), words(normalize(candidate.phrasing))
    text = query.text
    spelled = words(normalize(text))
    if len(spelled) > _SHORT:
        if candidate.segment is None:  # it is the very post, or leads there; the words are nothing
            return False
        if cues.refutations(spelled) > cues.refutations(wording):
            return True
        text = _passage(query, candidate.segment)
        spelled = words(normalize(text))
    if _FACES.search(text):
        return True
    if cues.distances(spelled) > cues.distances(wording):
        return True
    tells_who = _names_a_speaker(candidate.phrasing) or cues.reports(wording)
    return _names_a_speaker(text) and not tells_who


def _names_a_speaker(text: str) -> bool:
    """Tell whether *text* begins with a name, which is no cry in capitals, and a colon."""
    label = _LABEL.match(text)
    if label is None or label[1].isupper():
        return False
    return all(word[0].isupper() for word in re.split("[ -]", label[1]))


def _passage(query: Query, segment: Segment) -> str:
    return query.parts[segment.part].text[segment.start : segment.end]
