"""Who may hold the panel of a group: its admins, which Telegram is asked at each press."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from telegram import Bot, Message, User

from bot.answers import Answers
from bot.replies.keys import Key
from bot.replies.panel_actions import GroupPanelAction
from bot.replies.render_group_panel import render_left
from bot.tg.buttons import Doer, Done, Press
from bot.tg.groups.asking import title_of
from bot.tg.groups.rights import is_admin
from bot.tg.languages import Languages
from bot.tg.stores import Stores


@dataclass(frozen=True, slots=True)
class Hold:
    """A panel in the hands of an admin, as of one press."""

    bot: Bot
    user: User
    message: Message | None
    """The one with the panel, None where Telegram does not show it any more."""
    group_id: int
    title: str | None
    """Of the group; None in the group itself."""
    language: str
    """Of the panel."""
    reads: str
    """The language that the admin reads, as far as we know it; for what nobody else sees."""


A = TypeVar("A", bound=GroupPanelAction)


class Holding:
    """Lets admins do what a panel offers, and tells all others that they may not."""

    def __init__(self, answering: Answers, languages: Languages, stores: Stores) -> None:
        self._answering = answering
        self._languages = languages
        self._groups = stores.groups
        self._chats = stores.chats

    def doer(self, kind: type[A], do: Callable[[Hold, A], Awaitable[Done]]) -> Doer:
        """Return what lets an admin of the group that the action names do it."""

        async def pressed(press: Press) -> Done:
            action = press.action
            if not isinstance(action, kind):
                return Done()
            held = await self._hold(press, action.group_id)
            return held if isinstance(held, Done) else await do(held, action)

        return pressed

    async def _hold(self, press: Press, group_id: int) -> Hold | Done:
        """Return the panel that a press is about, or what to say to who may not hold it."""
        catalog, is_private = self._answering.catalog, press.chat_id == press.user.id
        reads = self._languages.known(press.user) or press.language
        home = await self._chats.home(group_id)
        if not is_private:
            # Whoever knows how presses the button of one group in another, which would show there
            # what the first one chose.
            if press.chat_id is None or press.chat_id not in {group_id, home}:
                return Done()
            home = home or press.chat_id
        if home is None:
            return Done(render_left(press.language, catalog))
        if home > 0:
            return Done()
        verdict = await is_admin(press.bot, home, press.user.id)
        title = await title_of(press.bot, home) if verdict and is_private else None
        if not verdict or (is_private and title is None):
            key = Key.GROUP_ADMINS_ONLY if verdict is False else Key.GROUP_ADMINS_UNKNOWN
            return Done(notice=catalog.text(reads, key), alert=True)
        language = press.language
        if not is_private:
            # Of an anonymous admin who opened it, we did not know what they read.
            language = (await self._groups.settings_of(home)).language or reads
        return Hold(press.bot, press.user, press.message, home, title, language, reads)
