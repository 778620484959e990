"""/same, and the buttons that say what becomes of a cluster."""

import asyncio
import time
from collections.abc import Callable

from telegram import Message

from bot.answers import Answers
from bot.moderation.closest import find_closest
from bot.moderation.decisions import Added, Decisions, Missed
from bot.moderation.drafts import is_same
from bot.moderation.masking import Masker
from bot.moderation.publishing import Published, Refused, is_id
from bot.moderation.queue import State
from bot.moderation.roles import Act
from bot.replies.desk_actions import (
    AddOwnWording,
    AddWording,
    BlockSenders,
    ItIsClaim,
    MarkSpam,
    NewClaimFor,
    OutOfScope,
    ReopenCluster,
    SearchForCluster,
    UndoWording,
)
from bot.replies.desk_refusals import why_not
from bot.replies.model import Reply
from bot.replies.render_desk_decisions import (
    own_words,
    render_added,
    render_blocked_senders,
    render_found,
    render_missed,
    render_prospect,
    render_reopened,
    render_same_usage,
    render_set_aside,
    render_taken_back,
    why_missed,
)
from bot.replies.render_desk_history import render_refused
from bot.tg.buttons import Done, Press
from bot.tg.desk.drafts import thread_of
from bot.tg.desk.guide import Guide
from bot.tg.desk.part import Part
from bot.tg.desk.queue import CardWriter
from bot.tg.desk.rights import Standing
from bot.tg.send import Sender, topic_of

_LARGEST = 2**31
_MOST_DIGITS = 10


class DecisionDesk:
    """Takes decisions about what waits in the queue."""

    def __init__(
        self,
        decisions: Decisions,
        cards: CardWriter,
        guide: Guide,
        answering: Answers,
        sender: Sender,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._decisions = decisions
        self._cards = cards
        self._guide = guide
        self._answering = answering
        self._sender = sender
        self._clock = clock

    @property
    def part(self) -> Part:
        """What of the desk is done here."""
        return Part(
            commands={"same": (Act.DECIDE, self.same)},
            doers={
                ItIsClaim: (Act.DECIDE, self.consider),
                SearchForCluster: (Act.LOOK, self.search),
                AddWording: (Act.DECIDE, self.add),
                AddOwnWording: (Act.DECIDE, self.add),
                UndoWording: (Act.DECIDE, self.take_back),
                NewClaimFor: (Act.DRAFT, self.begin),
                OutOfScope: (Act.DECIDE, self.out_of_scope),
                MarkSpam: (Act.DECIDE, self.spam),
                BlockSenders: (Act.DECIDE, self.block),
                ReopenCluster: (Act.DECIDE, self.reopen),
            },
        )

    # It is a claim that there is.

    async def same(self, message: Message, _: Standing) -> Reply:
        """Look for the claim that a cluster is, or look at what a wording does."""
        match (message.text or "").split()[1:]:
            case [word, *words] if number := _number(word):
                claim_id = words[0].casefold() if words else ""
                if claim_id not in self._answering.knowledge.published:
                    return await self._found(number, " ".join(words))
                bot, thread_id = message.get_bot(), topic_of(message)
                await self._sender.typing(bot, message.chat_id, thread_id)
                return await self._considered(number, claim_id, " ".join(words[1:]))
            case _:
                return render_same_usage()

    async def consider(self, press: Press, _: Standing) -> Done:
        """Show what it would do if what most people sent were a wording of a claim."""
        action = press.action
        if not isinstance(action, ItIsClaim) or not _fits(action.cluster):
            return Done()
        if not is_id(action.claim_id):
            return Done(notice=why_missed(Missed.NO_CLAIM), alert=True)
        await self._work(press)
        return Done(beside=await self._considered(action.cluster, action.claim_id))

    async def search(self, press: Press, _: Standing) -> Done:
        """Offer more claims, and say how to look for others."""
        if not isinstance(press.action, SearchForCluster) or not _fits(press.action.cluster):
            return Done()
        return Done(beside=await self._found(press.action.cluster, ""))

    async def add(self, press: Press, standing: Standing) -> Done:
        """Add the wording that was looked at."""
        action = press.action
        if not isinstance(action, AddWording | AddOwnWording) or not _fits(action.cluster):
            return Done()
        own = ""
        if isinstance(action, AddOwnWording):
            own = own_words((press.message and press.message.text) or "")
            if not own:
                return Done(notice=why_missed(Missed.UNREADABLE), alert=True)
        await self._work(press)
        added = await self._decisions.add(
            action.cluster, action.claim_id, standing.moderator, mark=action.mark, words=own
        )
        if added is Missed.CHANGED and own:
            added = Missed.UNREADABLE
        if isinstance(added, Missed):
            return Done(notice=why_missed(added), alert=True)
        if isinstance(added, Refused) and not added.problems and not added.diff:
            return Done(notice=why_not(added), alert=True)
        return Done(_outcome(added, action.cluster, action.claim_id))

    async def take_back(self, press: Press, standing: Standing) -> Done:
        """Take a wording out of its claim."""
        if not isinstance(press.action, UndoWording) or not _fits(press.action.revision):
            return Done()
        undone = await self._decisions.take_back(press.action.revision, standing.moderator)
        match undone:
            case Published():
                return Done(render_taken_back(undone.revision.claim_id))
            case Refused():
                return Done(notice=why_not(undone), alert=True)
            case _:
                return Done(notice=why_missed(undone), alert=True)

    # It is a new one.

    async def begin(self, press: Press, standing: Standing) -> Done:
        """Begin the draft of a claim."""
        if not isinstance(press.action, NewClaimFor) or not _fits(press.action.cluster):
            return Done()
        by = standing.moderator
        before = await self._decisions.draft_of(press.action.cluster)
        draft = await self._decisions.begin(press.action.cluster, by)
        if isinstance(draft, Missed):
            return Done(notice=why_missed(draft), alert=True)
        if before or not is_same(draft.author, by):
            return Done(beside=await self._guide.begun_before(draft, standing))
        return Done(beside=self._guide.step(draft))

    # It is nothing that we check.

    async def out_of_scope(self, press: Press, standing: Standing) -> Done:
        """Let a cluster not come back."""
        if not isinstance(press.action, OutOfScope):
            return Done()
        return await self._set_aside(press.action.cluster, State.OUT_OF_SCOPE, standing)

    async def spam(self, press: Press, standing: Standing) -> Done:
        """Let spam not come back."""
        if not isinstance(press.action, MarkSpam):
            return Done()
        return await self._set_aside(press.action.cluster, State.SPAM, standing)

    async def block(self, press: Press, standing: Standing) -> Done:
        """Answer those who sent it no more for a while."""
        action = press.action
        if not isinstance(action, BlockSenders) or not _fits(action.cluster):
            return Done()
        blocked = await self._decisions.block(action.cluster, action.at, standing.moderator)
        if isinstance(blocked, Missed):
            return Done(notice=why_missed(blocked), alert=True)
        return Done(render_blocked_senders(action.cluster, action.at, blocked))

    async def reopen(self, press: Press, standing: Standing) -> Done:
        """Take that back."""
        action = press.action
        if not isinstance(action, ReopenCluster) or not _fits(action.cluster):
            return Done()
        opened = await self._decisions.reopen(action.cluster, action.at, standing.moderator)
        if isinstance(opened, Missed):
            return Done(notice=why_missed(opened), alert=True)
        return Done(render_reopened(opened))

    # How.

    async def _set_aside(self, number: int, state: State, standing: Standing) -> Done:
        if not _fits(number):
            return Done()
        closed = await self._decisions.close(number, state, standing.moderator)
        if isinstance(closed, Missed):
            return Done(notice=why_missed(closed), alert=True)
        now = await self._decisions.cluster(number)
        # The card of the desk chat is changed by whoever keeps it, so the way back stands apart.
        # To the second what the store says: on the command line it is taken back by that.
        said = render_set_aside(closed, state, (now and now.decided_at) or self._clock())
        return Done(await self._cards.card(now) if now else None, beside=said)

    async def _considered(self, number: int, claim_id: str, own: str = "") -> Reply:
        prospect = await self._decisions.consider(number, claim_id, own)
        knowledge = self._answering.knowledge
        claim = knowledge.published.get(claim_id)
        if isinstance(prospect, Missed) or claim is None:
            missed = prospect if isinstance(prospect, Missed) else Missed.NO_CLAIM
            return render_missed(missed, number, claim_id)
        return render_prospect(prospect, claim, Masker.of(knowledge), is_own=bool(own))

    async def _found(self, number: int, words: str) -> Reply:
        cluster = await self._decisions.cluster(number)
        if cluster is None or not cluster.last_at:
            return render_missed(Missed.GONE)
        found = self._answering.find(words) if words else []
        matcher, knowledge = self._answering.matcher.current, self._answering.knowledge
        closest = await asyncio.to_thread(find_closest, matcher, knowledge, cluster.sample)
        return render_found(number, found, closest, words)

    async def _work(self, press: Press) -> None:
        """Show that it takes some seconds: everything is asked of matching."""
        if press.chat_id is not None:
            await self._sender.typing(press.bot, press.chat_id, thread_of(press))


def _outcome(added: Added | Refused | Missed, cluster: int, claim_id: str) -> Reply:
    match added:
        case Added():
            return render_added(added)
        case Refused():
            return render_refused(added)
        case _:
            return render_missed(added, cluster, claim_id)


def _number(word: str) -> int | None:
    digits = word.lstrip("№#")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > _MOST_DIGITS:
        return None
    return int(digits) if _fits(int(digits)) else None


def _fits(number: int) -> bool:
    """Tell whether this can be the number of anything."""
    return 0 < number < _LARGEST
