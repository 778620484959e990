"""What admins choose on the panel of their group: each press changes one thing, and only that."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answers import Answers
from bot.digests import OFFSETS_MIN
from bot.groups import Groups, GroupSettings, QuietHours
from bot.replies.actions import Action
from bot.replies.keys import Key
from bot.replies.panel_actions import (
    ChooseCooldown,
    ChooseForm,
    ChooseGroupLanguage,
    ChooseMode,
    ChooseMost,
    ChooseNoQuiet,
    ChooseQuiet,
    StartGroupDigest,
    StopGroupDigest,
    UnmuteAll,
)
from bot.replies.render_group_panel import READING, Panel
from bot.replies.render_group_rows import (
    COOLDOWNS_H,
    MOST_AN_HOUR,
    QUIET_HOURS,
    render_not_reading,
)
from bot.tg.buttons import Doer, Done
from bot.tg.groups.holding import Hold, Holding
from bot.tg.groups.panel import GroupPanel
from bot.tg.groups.rights import may_read


class GroupChoices:
    """What presses on a panel change."""

    def __init__(
        self, answering: Answers, panel: GroupPanel, holding: Holding, groups: Groups
    ) -> None:
        self._answering = answering
        self._panel = panel
        self._holding = holding
        self._groups = groups

    @property
    def doers(self) -> Mapping[type[Action], Doer]:
        """What presses lead to here."""
        doer = self._holding.doer
        return {
            ChooseMode: doer(ChooseMode, self.choose_mode),
            ChooseGroupLanguage: doer(ChooseGroupLanguage, self.choose),
            ChooseCooldown: doer(ChooseCooldown, self.choose),
            ChooseMost: doer(ChooseMost, self.choose),
            ChooseQuiet: doer(ChooseQuiet, self.choose),
            ChooseNoQuiet: doer(ChooseNoQuiet, self.choose),
            ChooseForm: doer(ChooseForm, self.choose),
            UnmuteAll: doer(UnmuteAll, self.unmute),
            StartGroupDigest: doer(StartGroupDigest, self.start_digest),
            StopGroupDigest: doer(StopGroupDigest, self.stop_digest),
        }

    async def choose_mode(self, held: Hold, action: ChooseMode) -> Done:
        """Speak so often from now on; not where Telegram does not show us what that needs."""
        catalog = self._answering.catalog
        if action.mode in READING:
            sees_all = await may_read(held.bot, held.group_id)
            if sees_all is None:
                return Done(notice=catalog.text(held.reads, Key.GROUP_ADMINS_UNKNOWN), alert=True)
            if not sees_all:
                panel = Panel(held.group_id, GroupSettings(), title=held.title)
                return Done(render_not_reading(panel, action.mode, held.language, catalog))
        return await self._save(held, lambda settings: replace(settings, mode=action.mode))

    async def choose(self, held: Hold, action: Action) -> Done:
        """Change anything else."""
        change = _change(action, self._answering.catalog.languages)
        return await self._save(held, change) if change else Done()

    async def unmute(self, held: Hold, _: UnmuteAll) -> Done:
        """Speak of all claims again."""
        await self._groups.unmute_all(held.group_id, by=held.user.id)
        return await self._panel.show(held, Key.PANEL_SAVED)

    async def start_digest(self, held: Hold, _: StartGroupDigest) -> Done:
        """Send whoever pressed a weekly digest, in the language that they read."""
        return await self._want_digest(held, Key.PANEL_DIGEST_ON, wanted=True)

    async def stop_digest(self, held: Hold, _: StopGroupDigest) -> Done:
        """Send them no more of it."""
        return await self._want_digest(held, Key.PANEL_DIGEST_OFF, wanted=False)

    async def _want_digest(self, held: Hold, said: Key, *, wanted: bool) -> Done:
        await self._groups.want_digest(held.group_id, held.user.id, held.reads, wanted=wanted)
        return await self._panel.show(held, said, alert=True)

    async def _save(self, held: Hold, change: Callable[[GroupSettings], GroupSettings]) -> Done:
        await self._groups.change(held.group_id, change, by=held.user.id)
        return await self._panel.show(held, Key.PANEL_SAVED)


def _change(  # noqa: PLR0911 - a return for each choice
    action: Action, languages: tuple[str, ...]
) -> Callable[[GroupSettings], GroupSettings] | None:
    """Return what a press changes, None for what no button of ours offers."""
    match action:
        case ChooseGroupLanguage(tag=tag) if not tag or tag in languages:
            return lambda settings: replace(settings, language=tag or None)
        case ChooseCooldown(hours=hours) if hours in COOLDOWNS_H:
            return lambda settings: replace(settings, cooldown_h=hours)
        case ChooseMost(most=most) if most in MOST_AN_HOUR:
            return lambda settings: replace(settings, most_an_hour=most)
        case ChooseQuiet(start=start, end=end, offset_min=offset_min) if (
            start,
            end,
        ) in QUIET_HOURS and offset_min in OFFSETS_MIN:
            quiet = QuietHours(start, end, offset_min)
            return lambda settings: replace(settings, quiet=quiet)
        case ChooseNoQuiet():
            return lambda settings: replace(settings, quiet=None)
        case ChooseForm(form=form):
            return lambda settings: replace(settings, form=form)
        case _:
            return None
