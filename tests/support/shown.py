"""What a reader sees of a reply, without styles."""

from typing import TypeAlias

from bot.replies.actions import Action
from bot.replies.model import Reply

Label: TypeAlias = tuple[str, Action | str]


def lines(reply: Reply) -> list[str]:
    return [
        "".join(span.text for span in line)
        for paragraph in reply.paragraphs
        for line in paragraph.lines
    ]


def rows(reply: Reply) -> list[list[Label]]:
    """Return the buttons in their rows: what each says and does."""
    found: list[list[Label]] = []
    for button in reply.buttons:
        if not button.beside:
            found.append([])
        found[-1].append((button.label, button.action))
    return found
