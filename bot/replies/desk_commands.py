"""The menu of the desk chat, in the language of the desk, which is English."""

import re

from bot.replies.commands import Command

DESK_COMMANDS = (
    Command("whoami", "Your role, and what it allows"),
    Command("queue", "What readers sent, the most asked first"),
    Command("same", "Message NUMBER is a claim that we have: /same NUMBER WORDS"),
    Command("stats", "Numbers as a picture: /stats, /stats 7"),
    Command("draft", "Write a claim: /draft, /draft ID, /draft NUMBER"),
    Command("drafts", "What is being written, and waits for a reviewer"),
    Command("export", "The file of a claim or a draft: /export ID"),
    Command("history", "What was done to a claim: /history ID"),
    Command("withdraw", "Take a claim back: /withdraw ID REASON"),
    Command("restore", "Publish a withdrawn claim again: /restore ID"),
    Command("undo", "Undo your last change, or /undo NUMBER"),
    Command("grant", "Give a role: /grant editor, as a reply or with an id"),
    Command("revoke", "Take a role back, as a reply or with an id"),
)
"""In the order of the menu."""
_NAMES = "|".join(one.name for one in DESK_COMMANDS)
_TYPED = re.compile(rf"\s*/({_NAMES})(@\w+)?(\s|$)", re.IGNORECASE)


def is_desk_command(text: str) -> bool:
    """Tell whether *text* is typed as a command of the desk, by whomever.

    Its words are no sentence: /queue alone would be taken for French.
    """
    return _TYPED.match(text) is not None
