"""The use case: who gets a digest now, and what stands in it."""

import time
from collections.abc import Callable, Iterable, Sequence

from bot.answers import Answers
from bot.claims.model import Claim
from bot.digests import DAY_S, LATE_S, Digests
from bot.popularity import LEAST_PEOPLE, Popularity
from bot.replies.model import Reply
from bot.replies.render_pushes import render_digest
from bot.verdicts import Publication, Verdicts

LOOK_S = 20.0
"""How often to look for digests that are due."""
MOST_CLAIMS = 3
"""Of each kind, in one digest: what can be read while the kettle boils."""
_DAYS = 2
"""Today has only begun where a digest is read: what was asked yesterday counts, too."""
_PAGE = 200


class Digesting:
    """Makes digests when they are due."""

    def __init__(
        self,
        answering: Answers,
        digests: Digests,
        verdicts: Verdicts,
        popularity: Popularity,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._answering = answering
        self._digests = digests
        self._verdicts = verdicts
        self._popularity = popularity
        self._clock = clock

    async def make(self) -> None:
        """Make a push for everybody whose digest is due and has something to say.

        Raises PeopleUnavailableError; what was not done then is done the next time.
        """
        asked = await self._asked()
        published = await self._verdicts.published(self._clock() - LATE_S - DAY_S)

        def is_worth_it(due_at: float) -> bool:
            return bool(asked or self._new(published, due_at))

        while await self._digests.make(is_worth_it, _PAGE) == _PAGE:
            pass

    async def digest(self, due_at: float, language: str) -> Reply | None:
        """Return the digest that is due at a time, None where there is nothing to say."""
        published = await self._verdicts.published(due_at - DAY_S)
        new = self._new(published, due_at)
        asked = [claim for claim in await self._asked() if claim not in new]
        if not new and not asked:
            return None
        return render_digest(new, asked, language, self._answering.catalog)

    async def _asked(self) -> list[Claim]:
        """Return the claims most asked about, by so many people that nobody can be guessed."""
        asked = await self._popularity.most_asked(_DAYS, LEAST_PEOPLE, MOST_CLAIMS)
        return self._published(one.claim_id for one in asked)

    def _new(self, published: Sequence[Publication], due_at: float) -> list[Claim]:
        """Return what was published in the day before a digest is due, the newest first."""
        own = (one.claim_id for one in published if due_at - DAY_S < one.at <= due_at)
        return self._published(own)[:MOST_CLAIMS]

    def _published(self, claim_ids: Iterable[str]) -> list[Claim]:
        published = self._answering.knowledge.published
        return [published[claim_id] for claim_id in claim_ids if claim_id in published]
