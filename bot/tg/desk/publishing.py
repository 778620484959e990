"""/history, /withdraw, /restore and /undo: what was published, and what is taken back."""

from telegram import Message

from bot.moderation.publishing import Published, Publisher, Refused
from bot.moderation.roles import Act
from bot.replies.desk_actions import ShowHistory, ShowRevision, UndoRevision
from bot.replies.desk_refusals import why_not
from bot.replies.model import Reply
from bot.replies.render_desk_history import (
    MOST_SHOWN,
    render_done,
    render_history,
    render_no_revision,
    render_refused,
    render_revision,
    render_usage,
)
from bot.tg.buttons import Done, Press
from bot.tg.desk.part import Part
from bot.tg.desk.rights import Standing
from bot.tg.send import Sender, topic_of

_LARGEST = 2**31
"""Numbers of revisions stay below."""


class PublishingDesk:
    """Shows what was done to claims, and undoes it."""

    def __init__(self, publisher: Publisher, sender: Sender) -> None:
        self._publisher = publisher
        self._sender = sender

    @property
    def part(self) -> Part:
        """What of the desk is done here."""
        return Part(
            commands={
                "history": (Act.LOOK, self.history),
                "withdraw": (Act.PUBLISH, self.withdraw),
                "restore": (Act.PUBLISH, self.restore),
                "undo": (Act.PUBLISH, self.undo),
            },
            doers={
                ShowHistory: (Act.LOOK, self.show_history),
                ShowRevision: (Act.LOOK, self.show_revision),
                UndoRevision: (Act.PUBLISH, self.undo_revision),
            },
        )

    async def history(self, message: Message, _: Standing) -> Reply:
        """List what was done to a claim."""
        match _words(message):
            case [claim_id]:
                return await self._history(claim_id.casefold())
            case _:
                return render_usage("history")

    async def withdraw(self, message: Message, standing: Standing) -> Reply:
        """Answer nobody with a claim any more."""
        match _words(message):
            case [claim_id, *reason] if reason:
                outcome = await self._publisher.withdraw(
                    claim_id.casefold(), " ".join(reason), standing.moderator
                )
                return _outcome(outcome)
            case _:
                return render_usage("withdraw")

    async def restore(self, message: Message, standing: Standing) -> Reply:
        """Answer with a withdrawn claim again."""
        match _words(message):
            case [claim_id]:
                # It is checked against all others, which takes some seconds.
                bot, thread_id = message.get_bot(), topic_of(message)
                await self._sender.typing(bot, message.chat_id, thread_id)
                return _outcome(
                    await self._publisher.restore(claim_id.casefold(), standing.moderator)
                )
            case _:
                return render_usage("restore")

    async def undo(self, message: Message, standing: Standing) -> Reply:
        """Show a change, one's own last one if no other is named, with a button to undo it."""
        match _words(message):
            case []:
                revision = await self._publisher.last_by(standing.moderator)
            case [number] if _is_number(number.lstrip("№#")):
                revision = await self._publisher.revision(int(number.lstrip("№#")))
            case _:
                return render_usage("undo")
        return render_revision(revision) if revision else render_no_revision()

    async def show_history(self, press: Press, _: Standing) -> Done:
        """List what was done to a claim."""
        if not isinstance(press.action, ShowHistory):
            return Done()
        return Done(beside=await self._history(press.action.claim_id))

    async def show_revision(self, press: Press, _: Standing) -> Done:
        """Show one change."""
        if not isinstance(press.action, ShowRevision) or not 0 < press.action.number < _LARGEST:
            return Done()
        revision = await self._publisher.revision(press.action.number)
        return Done(beside=render_revision(revision) if revision else render_no_revision())

    async def undo_revision(self, press: Press, standing: Standing) -> Done:
        """Make a claim what it was before a change."""
        if not isinstance(press.action, UndoRevision) or not 0 < press.action.number < _LARGEST:
            return Done()
        outcome = await self._publisher.undo(press.action.number, standing.moderator)
        if isinstance(outcome, Refused) and not outcome.problems:
            return Done(notice=why_not(outcome), alert=True)
        return Done(_outcome(outcome))

    async def _history(self, claim_id: str) -> Reply:
        revisions = await self._publisher.history(claim_id, MOST_SHOWN + 1)
        commits = await self._publisher.commits(claim_id, MOST_SHOWN + 1)
        return render_history(claim_id, revisions, commits)


def _outcome(outcome: Published | Refused) -> Reply:
    return render_done(outcome) if isinstance(outcome, Published) else render_refused(outcome)


def _words(message: Message) -> list[str]:
    """Return what stands behind a command."""
    return (message.text or "").split()[1:]


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and 0 < int(word[:12]) < _LARGEST
