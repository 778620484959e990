"""The words behind /grant and /revoke become a wish, or a slip that can be explained."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from bot.moderation.roles import GRANTED, MOST_NAME, Role

LARGEST_ID = 2**52
"""Telegram promises that ids stay below."""
_NUMBER = re.compile("-?[0-9]{1,19}")


class Slip(StrEnum):
    """Why nothing was done."""

    NO_ROLE = auto()
    OWNER = auto()
    """Nobody but the settings makes owners."""
    AT_NAME = auto()
    """Telegram lets no bot look up an @name."""
    NO_ID = auto()
    """A number that is nobody's: zero, a group's, too large."""
    NO_PERSON = auto()
    """Neither a number nor a message that it replies to."""
    NOT_A_PERSON = auto()
    """The message is a bot's, or in the name of a group or a channel."""
    FORWARDED = auto()
    """The message was forwarded: two people could be meant."""
    HIDDEN = auto()
    """The message was forwarded from somebody who shows no account."""
    WORD = auto()
    """A word that is no role."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom and what somebody named; the person may be named by a reply instead."""

    role: Role | None = None
    user_id: int | None = None
    name: str = ""


def read_wish(words: Sequence[str]) -> Wish | Slip:
    """Return what *words* ask for: a role, a number, and behind the number a name, if any."""
    role: Role | None = None
    for place, word in enumerate(words):
        folded = word.casefold()
        if folded in GRANTED and role is None:
            role = Role(folded)
        elif folded == Role.OWNER:
            return Slip.OWNER
        elif word.startswith("@"):
            return Slip.AT_NAME
        elif _NUMBER.fullmatch(word):
            return _with_id(role, int(word), words[place + 1 :])
        else:
            return Slip.WORD
    return Wish(role)


def _with_id(role: Role | None, user_id: int, rest: Sequence[str]) -> Wish | Slip:
    if not 0 < user_id < LARGEST_ID:
        return Slip.NO_ID
    if role is None and rest and (folded := rest[0].casefold()) in {*GRANTED, Role.OWNER}:
        role, rest = Role(folded), rest[1:]
    if role is Role.OWNER:
        return Slip.OWNER
    return Wish(role, user_id, " ".join(rest)[:MOST_NAME])
