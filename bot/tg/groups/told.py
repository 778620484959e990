"""Which claims a message of ours tells of: its own buttons say."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from telegram import InlineKeyboardButton, Message

from bot.replies.actions import Action
from bot.replies.group_actions import AdminMenu
from bot.tg.callbacks import decode


def claims_told(message: Message) -> tuple[str, ...]:
    """Return the claims that a message of ours gave verdicts on, best first."""
    return tuple(
        action.claim_id
        for action in actions_on(rows_under(message))
        if isinstance(action, AdminMenu)
    )


def rows_under(message: Message) -> Sequence[Sequence[InlineKeyboardButton]]:
    """Return the rows of buttons under a message."""
    return message.reply_markup.inline_keyboard if message.reply_markup else ()


def actions_on(rows: Iterable[Iterable[InlineKeyboardButton]]) -> Iterator[Action]:
    """Return what the buttons do, but for those that open an address."""
    for button in chain.from_iterable(rows):
        data = button.callback_data
        decoded = decode(data) if isinstance(data, str) else None
        if decoded:
            yield decoded[0]
