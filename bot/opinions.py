"""What readers think of answers, and which answers do not fit which text."""

from enum import StrEnum
from typing import Protocol

MISFIT_FOR_ALL = 3
"""So many different people say that a claim does not fit a text before nobody is answered with it.

One alone must not be able to take a verdict from all others; three hardly mistake the same answer.
"""


class Opinion(StrEnum):
    """What a reader thinks of an answer; the letters stand in callback data."""

    HELPFUL = "h"
    NOT_HELPFUL = "n"
    """Asks for one of the reasons below."""
    WRONG_CLAIM = "w"
    OUTDATED = "o"
    SOURCE_BROKEN = "s"
    UNCLEAR = "u"


class Opinions(Protocol):
    """Keeps the last opinion of each person on each answer.

    A text is named by its key (bot/matching/keys.py, short_key). Every method raises
    PeopleUnavailableError.
    """

    async def rate(
        self, user_id: int, claim_id: str, text_key: str, opinion: Opinion, language: str
    ) -> None:
        """Note an opinion; *text_key* is empty where the card was no answer to a text.

        WRONG_CLAIM makes the claim a misfit of the text, any other takes that back.
        """
        ...

    async def take_back(self, user_id: int, claim_id: str, text_key: str) -> None:
        """Forget an opinion of theirs, and that the claim is a misfit of the text."""
        ...

    async def misfits(self, user_id: int, text_key: str) -> frozenset[str]:
        """Return the ids of claims that a text of this reader must not be answered with.

        Those they called wrong themselves, and those that MISFIT_FOR_ALL people did.
        """
        ...
