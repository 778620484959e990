"""/draft, /drafts, /export, files that come back, and the buttons of drafts."""

import asyncio
from collections.abc import Awaitable, Callable

from telegram import Bot, Message

from bot.moderation.draft_outcomes import Slip
from bot.moderation.drafting import Drafting
from bot.moderation.drafts import Draft, is_same
from bot.moderation.exchange import Origin, come_back, sent_out
from bot.moderation.publishing import Refused, base_of, is_id
from bot.moderation.roles import Act
from bot.replies.desk_actions import (
    AskStep,
    ChooseOption,
    LeaveQuestion,
    ListDrafts,
    PreviewDraft,
    SendDraftFile,
    ShowDraft,
    SkipStep,
    TurnPreview,
)
from bot.replies.desk_slips import why_slipped
from bot.replies.model import Reply
from bot.replies.render_desk_drafts import (
    render_draft,
    render_draft_usage,
    render_drafts,
    render_no_such,
    render_slipped,
)
from bot.replies.render_desk_files import (
    render_file_trouble,
    render_how_to_send_back,
    render_overtaken,
)
from bot.replies.render_desk_history import render_refused
from bot.tg.buttons import Done, Press
from bot.tg.desk.documents import (
    ClaimDownloads,
    ClaimFiles,
    stem_of,
)
from bot.tg.desk.draft_cards import DraftCards, fits
from bot.tg.desk.guide import Guide
from bot.tg.desk.part import Part
from bot.tg.desk.rights import Standing
from bot.tg.send import Sender, topic_of

_MOST_DIGITS = 10


class DraftDesk:
    """Writes drafts, and shows them."""

    def __init__(
        self,
        drafting: Drafting,
        cards: DraftCards,
        guide: Guide,
        sender: Sender,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._drafting = drafting
        self._cards = cards
        self._guide = guide
        self._sender = sender
        self._downloads = ClaimDownloads(sleep)

    @property
    def part(self) -> Part:
        """What of the desk is done here."""
        return Part(
            commands={
                "draft": (Act.DRAFT, self.draft),
                "drafts": (Act.LOOK, self.drafts),
                "export": (Act.LOOK, self.export),
            },
            messages=((ClaimFiles(), Act.DRAFT, self.take_file),),
            doers={
                ListDrafts: (Act.LOOK, self.list),
                ShowDraft: (Act.LOOK, self.show),
                PreviewDraft: (Act.LOOK, self.preview),
                TurnPreview: (Act.LOOK, self.turn_preview),
                SendDraftFile: (Act.LOOK, self.send_file),
                LeaveQuestion: (Act.LOOK, self.show),
                AskStep: (Act.DRAFT, self._guide.ask),
                ChooseOption: (Act.DRAFT, self._guide.choose),
                SkipStep: (Act.DRAFT, self._guide.skip),
            },
        )

    # Messages.

    async def draft(self, message: Message, standing: Standing) -> Reply | None:
        """Begin a claim or an edit, or show a draft."""
        match (message.text or "").split()[1:]:
            case []:
                return self._guide.step(await self._drafting.guide(standing.moderator))
            case [word] if number := _number(word):
                return await self._cards.shown(number, standing.reader)
            case [word] if is_id(word.casefold()):
                draft = await self._drafting.start(word.casefold(), standing.moderator)
                if isinstance(draft, Slip):
                    return render_slipped(why_slipped(draft))
                bot, thread_id = message.get_bot(), topic_of(message)
                return await self._send(bot, message.chat_id, thread_id, draft)
            case _:
                return render_draft_usage("draft")

    async def drafts(self, _: Message, __: Standing) -> Reply:
        """List the drafts that are open."""
        return render_drafts(await self._drafting.open())

    async def export(self, message: Message, _: Standing) -> Reply | None:
        """Send the file of a claim, or of a draft."""
        bot, chat_id, thread_id = message.get_bot(), message.chat_id, topic_of(message)
        match (message.text or "").split()[1:]:
            case [word] if number := _number(word):
                draft = await self._drafting.get(number)
                if draft is None:
                    return render_no_such(f"№ {number}")
                return await self._send(bot, chat_id, thread_id, draft)
            case [word]:
                claim_id = word.casefold()
                text = self._drafting.text_of(claim_id)
                if text is None:
                    return render_no_such(word[:64])
                exported = sent_out(text, Origin(base_of(text)))
                await self._send_text(bot, chat_id, thread_id, claim_id, exported)
                return render_how_to_send_back(claim_id, None)
            case _:
                return render_draft_usage("export")

    async def take_file(self, message: Message, standing: Standing) -> Reply | None:
        """Make a draft of a file, and say what is wrong with it or what it changes."""
        if message.document is None:
            return None
        bot, thread_id = message.get_bot(), topic_of(message)
        await self._sender.typing(bot, message.chat_id, thread_id)
        text, trouble = await self._downloads.text_of(message.document)
        if trouble:
            return render_file_trouble(trouble)
        taken = await self._drafting.take(text, stem_of(message.document), standing.moderator)
        match taken:
            case Draft():
                look = await self._drafting.look(taken)
                news = "I have your file. Nobody looks at it before you press Submit."
                return render_draft(look, news=news, reader=standing.reader)
            case Refused():
                return render_refused(taken)
            case Slip.OVERTAKEN if origin := come_back(text)[1]:
                return await self._overtaken(origin.number, standing)
            case _:
                return render_slipped(why_slipped(taken))

    # Buttons.

    async def list(self, _: Press, __: Standing) -> Done:
        """List the drafts that are open."""
        return Done(render_drafts(await self._drafting.open()))

    async def show(self, press: Press, standing: Standing) -> Done:
        """Show how a draft stands."""
        if not isinstance(press.action, ShowDraft | LeaveQuestion):
            return Done()
        return Done(await self._cards.shown(press.action.draft, standing.reader))

    async def preview(self, press: Press, _: Standing) -> Done:
        """Show the card that readers would get."""
        if not isinstance(press.action, PreviewDraft):
            return Done()
        return Done(beside=await self._cards.preview(press.action.draft, press.language))

    async def turn_preview(self, press: Press, _: Standing) -> Done:
        """Show it in another language."""
        if not isinstance(press.action, TurnPreview):
            return Done()
        return Done(await self._cards.preview(press.action.draft, press.action.language))

    async def send_file(self, press: Press, _: Standing) -> Done:
        """Send the file of a draft."""
        if not isinstance(press.action, SendDraftFile) or press.chat_id is None:
            return Done()
        draft = await self._cards.get(press.action.draft)
        if draft is None:
            return Done(notice=why_slipped(Slip.UNKNOWN), alert=True)
        return Done(beside=await self._send(press.bot, press.chat_id, thread_of(press), draft))

    # How.

    async def _overtaken(self, number: int, standing: Standing) -> Reply:
        """Return what to say of a file that lacks what somebody has written since."""
        draft = await self._cards.get(number)
        if draft is None or not draft.state.is_open:
            return render_slipped(why_slipped(Slip.OVERTAKEN))
        return render_overtaken(draft, by_reader=is_same(draft.writer, standing.moderator))

    async def _send(
        self, bot: Bot, chat_id: int, thread_id: int | None, draft: Draft
    ) -> Reply | None:
        """Send the file of a draft; return what to say of it."""
        text = sent_out(draft.text, Origin(draft.base, draft.number, draft.revision))
        await self._send_text(bot, chat_id, thread_id, draft.claim_id or "new-claim", text)
        return render_how_to_send_back(draft.claim_id, draft.number)

    async def _send_text(
        self, bot: Bot, chat_id: int, thread_id: int | None, claim_id: str, text: str
    ) -> None:
        content, name = text.encode("utf-8", "replace"), f"{claim_id}.yaml"
        await self._sender.send_file(bot, chat_id, content, name, thread_id=thread_id)


def thread_of(press: Press) -> int | None:
    """Return the forum topic in which a button stands."""
    return topic_of(press.message) if press.message else None


def _number(word: str) -> int | None:
    digits = word.lstrip("№#")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > _MOST_DIGITS:
        return None
    return int(digits) if fits(int(digits)) else None
