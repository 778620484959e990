"""A part of the desk: its commands, messages and buttons, each with the right that it takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from telegram.ext import BaseHandler, CommandHandler, MessageHandler
from telegram.ext.filters import BaseFilter

from bot.moderation.roles import Act
from bot.replies.actions import Action
from bot.tg.desk.rights import Command, DeskDoer, GuardedCommand, GuardedDoer, Rights


@dataclass(frozen=True, slots=True)
class Part:
    """What one module of the desk does."""

    commands: Mapping[str, tuple[Act, Command]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """By their names; bot/replies/desk_commands.py has the menu."""
    messages: tuple[tuple[BaseFilter, Act, Command], ...] = ()
    """Messages that are no commands, such as documents: which, and what to do with them."""
    doers: Mapping[type[Action], tuple[Act, DeskDoer]] = field(
        default_factory=lambda: MappingProxyType({})
    )


class Desk:
    """All parts together, each behind the check of its right."""

    def __init__(self, rights: Rights, *parts: Part) -> None:
        self._rights = rights
        self._parts = parts
        self.doers = {
            action: GuardedDoer(act, work, rights)
            for part in parts
            for action, (act, work) in part.doers.items()
        }

    def handlers(self, at_work: BaseFilter) -> Iterator[BaseHandler[Any, Any, Any]]:
        """Yield the handlers of messages that stand where moderators work."""
        for part in self._parts:
            for name, (act, work) in part.commands.items():
                yield CommandHandler(name, GuardedCommand(act, work, self._rights), at_work)
            for which, act, work in part.messages:
                yield MessageHandler(at_work & which, GuardedCommand(act, work, self._rights))
