"""Buttons carry their state: an action and the language of the reply in at most 64 bytes."""

import re

from bot.claims.model import ID_PATTERN
from bot.replies.model import Action, NoneOfThese, ShowCard

_SHOW_CARD = "c"
_NONE_OF_THESE = "n"
_DATA = re.compile(
    rf"{_SHOW_CARD}:(?P<language>[a-z]{{2}}):(?P<claim_id>{ID_PATTERN[1:-1]})"
    rf"|{_NONE_OF_THESE}:(?P<none_language>[a-z]{{2}})"
)


def encode(action: Action, language: str) -> str:
    """Return the callback data of a button."""
    if isinstance(action, ShowCard):
        return f"{_SHOW_CARD}:{language}:{action.claim_id}"
    return f"{_NONE_OF_THESE}:{language}"


def decode(data: str) -> tuple[Action, str] | None:
    """Return action and language of callback data, or None for what we never sent."""
    match = _DATA.fullmatch(data)
    if match is None:
        return None
    if match["claim_id"]:
        return ShowCard(match["claim_id"]), match["language"]
    return NoneOfThese(), match["none_language"]
