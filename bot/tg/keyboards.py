"""Buttons become an inline keyboard."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.opinions import Opinion
from bot.replies.actions import (
    Action,
    DoNotTellMe,
    Follow,
    ListFound,
    ListTopic,
    ListTopics,
    ListTrending,
    NoneOfThese,
    Rate,
    SendToModerators,
    Share,
    ShowCard,
    TellMe,
    Unfollow,
)
from bot.replies.links import CLAIM
from bot.replies.model import Button, Reply
from bot.tg.callbacks import decode, encode

_LISTS_CLAIMS = (ListFound, ListTopic, ListTrending)
_LEAFING = (*_LISTS_CLAIMS, ListTopics)
_IN_DETAIL = (Follow, Unfollow)
_TO_MODERATORS = (SendToModerators, TellMe, DoNotTellMe)
"""Where one of these stands, there is nothing left to choose from."""
_THUMBS = (Opinion.HELPFUL, Opinion.NOT_HELPFUL)


def to_keyboard(
    reply: Reply, before: InlineKeyboardMarkup | None = None
) -> InlineKeyboardMarkup | None:
    """Return the keyboard of *reply*, None where it has none.

    Of the keyboard that stood there *before*, under a card stay other claims to choose from, or the
    way back to the list where they can be chosen.
    """
    rows: list[list[InlineKeyboardButton]] = []
    for button in reply.buttons:
        made = _button(button, reply.language)
        if button.beside and rows:
            rows[-1].append(made)
        else:
            rows.append([made])
    shown = {button.callback_data for row in rows for button in row}
    for row in _left(before, reply) if before else ():
        kept = [one for one in row if one.callback_data not in shown]
        if kept:
            rows.append(kept)
    return InlineKeyboardMarkup(rows) if rows else None


def with_reasons(before: InlineKeyboardMarkup, reasons: Reply) -> InlineKeyboardMarkup:
    """Return a keyboard with the buttons of *reasons* below the row of thumbs."""
    rows = list(without_reasons(before).inline_keyboard)
    at = next((n for n, row in enumerate(rows) if any(map(_is_thumb, row))), len(rows) - 1)
    asked = [(_button(button, reasons.language),) for button in reasons.buttons]
    return InlineKeyboardMarkup([*rows[: at + 1], *asked, *rows[at + 1 :]])


def without_reasons(before: InlineKeyboardMarkup) -> InlineKeyboardMarkup:
    """Return a keyboard without the buttons that say why an answer is not helpful."""
    rows = before.inline_keyboard
    return InlineKeyboardMarkup(
        [row for row in rows if _is_thumb(row[0]) or not isinstance(_action(row[0]), Rate)]
    )


def with_other(
    before: InlineKeyboardMarkup, pressed: Action, button: Button, language: str
) -> InlineKeyboardMarkup:
    """Return a keyboard in which *button* stands in the place of the one for *pressed*."""
    other = _button(button, language)
    return InlineKeyboardMarkup(
        [
            [other if _action(one) == pressed else one for one in row]
            for row in before.inline_keyboard
        ]
    )


def _is_thumb(button: InlineKeyboardButton) -> bool:
    action = _action(button)
    return isinstance(action, Rate) and action.opinion in _THUMBS


def _button(button: Button, language: str) -> InlineKeyboardButton:
    if isinstance(button.action, str):
        return InlineKeyboardButton(button.label, url=button.action)
    if isinstance(button.action, Share):
        query = CLAIM + button.action.claim_id
        return InlineKeyboardButton(button.label, switch_inline_query=query)
    return InlineKeyboardButton(button.label, callback_data=encode(button.action, language))


def _left(before: InlineKeyboardMarkup, reply: Reply) -> list[list[InlineKeyboardButton]]:
    """Return what stays of a keyboard when *reply* takes the place of its message."""
    if any(isinstance(button.action, (*_LEAFING, *_TO_MODERATORS)) for button in reply.buttons):
        return []
    rows = [[(one, _action(one)) for one in row] for row in before.inline_keyboard]
    # Above that row stand the claims related to the one in detail, below it what was left before.
    ends = [at for at, row in enumerate(rows) if any(isinstance(it, _IN_DETAIL) for _, it in row)]
    rows = rows[ends[-1] + 1 :] if ends else rows
    leads_back = any(isinstance(it, _LISTS_CLAIMS) for row in rows for _, it in row)
    return [
        [
            one
            for one, it in row
            if isinstance(it, _LEAFING) or (_is_choice(it, reply) and not leads_back)
        ]
        for row in rows
    ]


def _action(button: InlineKeyboardButton) -> Action | None:
    data = button.callback_data
    decoded = decode(data) if isinstance(data, str) else None
    return decoded and decoded[0]


def _is_choice(action: Action | None, reply: Reply) -> bool:
    """Tell whether a button offers something else than *reply* shows."""
    if isinstance(action, ShowCard):
        return action.claim_id not in reply.claims
    return isinstance(action, NoneOfThese)
