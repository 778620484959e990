"""The use case: what the knowledge base has learnt becomes pushes, and a push becomes a reply."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.answering import without
from bot.answers import Answers
from bot.claims.model import Claim, KnowledgeBase, Rating, Status
from bot.matching.matcher import Matcher
from bot.matching.model import Match, Query
from bot.pushes import WITHDRAWN, Push, Pushes, PushKind
from bot.questions import Questions
from bot.replies.catalog import Catalog
from bot.replies.model import Reply
from bot.replies.render_pushes import (
    render_answer_taken_back,
    render_answered,
    render_corrected,
    render_out_of_scope,
)
from bot.verdicts import Standing, Verdicts

log = logging.getLogger(__name__)

LOOK_S = 5.0
"""How often to look for news."""
_THOROUGH = 12
"""Looks from one to the next that goes through all followers, as after each change: somebody may
have read an old verdict, from a process that knows no better yet, and followed it."""
TURN_AWAY_S = 600.0
"""So long moderators can take back that something is out of scope before anybody hears of it."""
_PAUSE_S = 0.1
"""Between two questions that are looked up again: readers who write now need the encoders, too."""
_PAGE = 200


class Announcer:
    """Finds out who has to hear what; several processes may do so side by side."""

    def __init__(
        self,
        answering: Answers,
        verdicts: Verdicts,
        questions: Questions,
        pushes: Pushes,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._answering = answering
        self._verdicts = verdicts
        self._questions = questions
        self._pushes = pushes
        self._sleep = sleep
        self._told: KnowledgeBase | None = None
        """The knowledge base whose verdicts have been taken in."""
        self._owes = False
        """Whether corrections were begun and not finished."""
        self._looks = 0
        self._matcher: Matcher | None = None
        self._tried: set[int] = set()
        """Questions that this matcher has no answer to."""

    async def announce(self) -> None:
        """Make a push for everybody who has something to hear from today's knowledge base.

        Raises PeopleUnavailableError; what was not done then is done the next time.
        """
        knowledge = self._answering.knowledge
        if knowledge is not self._told:
            changed = await self._verdicts.take_in(standings(knowledge))
            self._told = knowledge
            self._owes = True
            if changed:
                log.info("%d verdicts are new or have changed", len(changed))
        self._looks += 1
        if self._owes or self._looks % _THOROUGH == 0:
            await self._correct()
        await self._look_up_again()
        if told := await self._pushes.turn_away(TURN_AWAY_S):
            log.info("%d readers asked for what we do not check", told)

    async def _correct(self) -> None:
        """Tell all followers who know another verdict than that of today."""
        self._owes = True
        while corrected := await self._verdicts.correct(_PAGE):
            log.info("%d followers of claims knew an older verdict", corrected)
        self._owes = False

    async def _look_up_again(self) -> None:
        """Look up each question that somebody waits for, once with each matcher."""
        matcher = self._answering.matcher.current
        awaited = await self._pushes.awaited()
        if matcher is not self._matcher:
            self._matcher, self._tried = matcher, set()
        self._tried.intersection_update(awaited)
        for number in awaited:
            if number in self._tried:
                continue
            if self._answering.matcher.current is not matcher:
                return  # which will look up all of them, soon
            if not await self._look_up(number, matcher):
                self._tried.add(number)
            await self._sleep(_PAUSE_S)

    async def _look_up(self, number: int, matcher: Matcher) -> bool:
        """Look up a question; return whether there was an answer."""
        found = await self._questions.open_questions(number - 1, 1)
        question = found[0] if found else None
        if question is None or question.number != number:  # answered or deleted meanwhile
            return False
        query = Query.of(question.inquiry.text)
        # Past the crowd's door (bot/matching/live.py): an answer must not depend on who else asks.
        decision = without(question.misfits, await asyncio.to_thread(matcher.match, query))
        if not isinstance(decision, Match):
            return False
        told = await self._pushes.answer(number, decision.answers[0].claim_id)
        log.info("a question has an answer now; told: %d", told)
        return True


def standings(knowledge: KnowledgeBase) -> list[Standing]:
    """Return how each claim stands.

    A claim without a file stands as before: claims are withdrawn, never deleted, so that the file
    will be back.
    """
    return [
        Standing(claim.id, claim.rating, claim.status is Status.PUBLISHED, claim.revision)
        for claim in knowledge.claims.values()
    ]


def announcement(push: Push, knowledge: KnowledgeBase, catalog: Catalog) -> Reply | None:
    """Return what to say in an answer or a correction, None where *knowledge* says otherwise.

    Then it is older than the push: another process has read a newer one.
    """
    if push.kind is PushKind.OUT_OF_SCOPE:
        return render_out_of_scope(push.language, catalog, asked=push.text)
    claim = knowledge.claims.get(push.claim_id)
    if claim is None:
        return None
    if push.kind is PushKind.TAKEN_BACK:
        return render_answer_taken_back(claim, push.language, catalog, asked=push.text)
    if push.kind is PushKind.ANSWER:
        return _answer(push, claim, knowledge, catalog)
    if _verdict(claim) != push.now:
        return None
    was = None if push.was == WITHDRAWN else Rating(push.was)
    return render_corrected(claim, was, push.language, catalog, knowledge.parties)


def _answer(push: Push, claim: Claim, knowledge: KnowledgeBase, catalog: Catalog) -> Reply | None:
    if claim.status is not Status.PUBLISHED:
        return None
    return render_answered(
        claim,
        push.text_key,
        push.language,
        catalog,
        asked=push.text,
        parties=knowledge.parties,
    )


def _verdict(claim: Claim) -> str:
    return claim.rating if claim.status is Status.PUBLISHED else WITHDRAWN
