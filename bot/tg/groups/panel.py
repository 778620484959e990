"""The panel of a group: opened by its admins, in the group or in their private chat."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from telegram import Bot, InlineKeyboardMarkup, Update, User
from telegram.ext import ContextTypes

from bot.answers import Answers
from bot.groups import GroupSettings
from bot.replies.actions import Action
from bot.replies.keys import Key
from bot.replies.model import Reply
from bot.replies.panel_actions import ChooseClock, ClosePanel, ListGroups, OpenPanel, OpenRow, Row
from bot.replies.render_group_joining import render_admins_unknown, render_only_admins
from bot.replies.render_group_panel import READING, Panel, render_groups, render_panel
from bot.replies.render_group_rows import QUIET_HOURS, render_group_clocks, render_row
from bot.tg.buttons import Doer, Done, Press
from bot.tg.gate import Gate
from bot.tg.groups.asking import title_of
from bot.tg.groups.holding import Hold, Holding
from bot.tg.groups.rights import is_admin, is_admins_message, may_read
from bot.tg.groups.voice import Place, Voice
from bot.tg.languages import Languages
from bot.tg.send import Sender
from bot.tg.stores import Stores

MOST_LOOKED_AT = 20
"""Groups that Telegram is asked about for one list."""


class GroupPanel:
    """Opens panels and leafs through them; bot/tg/groups/choices.py changes what they show."""

    def __init__(
        self,
        answering: Answers,
        voice: Voice,
        sender: Sender,
        gate: Gate,
        languages: Languages,
        *,
        holding: Holding,
        stores: Stores,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._answering = answering
        self._voice = voice
        self._sender = sender
        self._gate = gate
        self._languages = languages
        self._holding = holding
        self._groups = stores.groups
        self._chats = stores.chats
        self._clock = clock

    @property
    def doers(self) -> Mapping[type[Action], Doer]:
        """What presses lead to here, in groups and in private chats."""
        return {
            OpenPanel: self._holding.doer(OpenPanel, self.open),
            OpenRow: self._holding.doer(OpenRow, self.unfold),
            ChooseClock: self._holding.doer(ChooseClock, self.ask_clock),
            ClosePanel: self._holding.doer(ClosePanel, self.close),
        }

    @property
    def private_doers(self) -> Mapping[type[Action], Doer]:
        """What presses lead to in private chats alone."""
        return {ListGroups: self.list_again}

    async def settings(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the panel to an admin who asks in the group, and to nobody else."""
        message = update.message
        if message is None or not await self._gate.admits(update, message):
            return
        catalog = self._answering.catalog
        settings = await self._groups.settings_of(message.chat_id)
        language = settings.language or self._languages.of(message.from_user)
        verdict = await is_admins_message(message)
        if verdict:
            panel = await self._panel(message.get_bot(), message.chat_id, None, settings)
            reply = render_panel(panel, language, catalog)
        else:
            refuse = render_admins_unknown if verdict is None else render_only_admins
            reply = refuse(language, catalog)
        await self._voice.answer(Place.below(message), reply)

    async def list(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List the groups whose panel somebody may open, in their private chat."""
        message, user = update.message, update.effective_user
        if message and user and await self._gate.admits(update, message):
            language = self._languages.of(user)
            await self._sender.reply(message, await self._list(message.get_bot(), user, language))

    async def list_again(self, press: Press) -> Done:
        """Go back to the list."""
        return Done(await self._list(press.bot, press.user, press.language))

    async def open(self, held: Hold, _: OpenPanel) -> Done:
        """Show the panel."""
        return await self.show(held)

    async def unfold(self, held: Hold, action: OpenRow) -> Done:
        """Show what there is to choose from in one line."""
        settings = await self._groups.settings_of(held.group_id)
        panel = await self._panel(held.bot, held.group_id, held.title, settings)
        if action.row is Row.DIGEST and held.title is not None:
            wants = await self._groups.wants_digest(held.group_id, held.user.id)
            panel = replace(panel, wants_digest=wants)
        catalog = self._answering.catalog
        return Done(render_row(panel, action.row, self._clock(), held.language, catalog))

    async def ask_clock(self, held: Hold, action: ChooseClock) -> Done:
        """Ask which clock the quiet hours go by."""
        if (action.start, action.end) not in QUIET_HOURS:
            return Done()
        panel = Panel(held.group_id, GroupSettings(), title=held.title)
        catalog = self._answering.catalog
        return Done(render_group_clocks(panel, action, self._clock(), held.language, catalog))

    async def close(self, held: Hold, _: ClosePanel) -> Done:
        """Take the panel away; where Telegram keeps the message, at least its buttons."""
        if held.message and await self._voice.delete(held.message):
            return Done()
        return Done(keyboard=InlineKeyboardMarkup([]))

    async def show(self, held: Hold, said: Key | None = None, *, alert: bool = False) -> Done:
        """Return the panel as it is now, and a word on what was done."""
        catalog = self._answering.catalog
        settings = await self._groups.settings_of(held.group_id)
        panel = await self._panel(held.bot, held.group_id, held.title, settings)
        is_private = held.title is not None
        language = held.language if is_private else settings.language or held.language
        notice = catalog.text(held.reads, said) if said else ""
        return Done(render_panel(panel, language, catalog), notice=notice, alert=alert)

    async def _panel(
        self, bot: Bot, group_id: int, title: str | None, settings: GroupSettings
    ) -> Panel:
        needs_more = settings.mode in READING
        is_blind = needs_more and await may_read(bot, group_id) is False
        muted = len(await self._groups.muted(group_id))
        return Panel(group_id, settings, muted=muted, is_blind=is_blind, title=title)

    async def _list(self, bot: Bot, user: User, language: str) -> Reply:
        known = await self._groups.known(user.id, MOST_LOOKED_AT + 1)
        homes = [await self._chats.home(one) for one in known[:MOST_LOOKED_AT]]
        there = list(dict.fromkeys(home for home in homes if home is not None))
        verdicts = await asyncio.gather(*(is_admin(bot, one, user.id) for one in there))
        theirs = [one for one, verdict in zip(there, verdicts, strict=True) if verdict]
        titles = await asyncio.gather(*(title_of(bot, one) for one in theirs))
        groups = [(one, title) for one, title in zip(theirs, titles, strict=True) if title]
        is_all = len(known) <= MOST_LOOKED_AT and None not in (*verdicts, *titles)
        return render_groups(groups, language, self._answering.catalog, is_all=is_all)
