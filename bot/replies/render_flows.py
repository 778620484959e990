"""What comes after an answer: to the moderators and back, and what readers think of it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.claims.model import Claim
from bot.opinions import Opinion
from bot.replies.actions import DoNotTellMe, Follow, Rate, TakeBackMisfit, TellMe, Unfollow
from bot.replies.catalog import Catalog
from bot.replies.dates import render_days
from bot.replies.keys import Key
from bot.replies.model import Button, Paragraph, Reply, Role
from bot.replies.render import render_choice
from bot.replies.render_consent import offer_moderators

_REASONS = (
    (Opinion.WRONG_CLAIM, Key.REASON_WRONG_CLAIM),
    (Opinion.OUTDATED, Key.REASON_OUTDATED),
    (Opinion.SOURCE_BROKEN, Key.REASON_SOURCE_BROKEN),
    (Opinion.UNCLEAR, Key.REASON_UNCLEAR),
)


def render_sent(question: int, language: str, catalog: Catalog) -> Reply:
    """Thank for a message that moderators can see now, and offer to write when there is an answer.

    *question* is its number.
    """
    return _reply(
        language,
        ((Role.HEADING, Key.SENT), (Role.HINT, Key.SENT_MORE)),
        catalog,
        (Button(catalog.text(language, Key.BUTTON_TELL_ME), TellMe(question)),),
    )


def render_waiting(question: int, kept_days: int, language: str, catalog: Catalog) -> Reply:
    """Promise to write once, or never where there is no answer in time."""
    return _reply(
        language,
        ((Role.HEADING, Key.WAITING), (Role.HINT, Key.WAITING_LONG)),
        catalog,
        (Button(catalog.text(language, Key.BUTTON_DO_NOT_TELL_ME), DoNotTellMe(question)),),
        days=render_days(kept_days, language, catalog),
    )


def render_not_waiting(question: int, language: str, catalog: Catalog) -> Reply:
    """Take that promise back; the message stays with the moderators."""
    return _reply(
        language,
        ((Role.HEADING, Key.NOT_WAITING), (Role.HINT, Key.NOT_WAITING_MORE)),
        catalog,
        (Button(catalog.text(language, Key.BUTTON_TELL_ME), TellMe(question)),),
    )


def render_unseen(language: str, catalog: Catalog) -> Reply:
    """Ask for a message again that Telegram does not show us any more, or not all of it."""
    return _reply(language, ((Role.BODY, Key.UNSEEN),), catalog)


def render_enough_questions(language: str, catalog: Catalog) -> Reply:
    """Say that moderators got enough messages of this reader for today."""
    return _reply(language, ((Role.BODY, Key.ENOUGH_QUESTIONS),), catalog)


def render_reasons(
    claim_id: str, text_key: str, language: str, catalog: Catalog, *, answers_text: bool
) -> Reply:
    """Ask what is wrong with an answer, one button a reason.

    A card that somebody opened by themselves is no answer to a text: it cannot be the wrong one.
    """
    reasons = _REASONS if answers_text else _REASONS[1:]
    buttons = tuple(
        Button(catalog.text(language, key), Rate(opinion, claim_id, text_key))
        for opinion, key in reasons
    )
    return _reply(language, ((Role.HEADING, Key.WHAT_IS_WRONG),), catalog, buttons)


def render_misfit(
    not_claim: str,
    others: Sequence[Claim],
    kept_days: int | None,
    language: str,
    catalog: Catalog,
) -> Reply:
    """Promise not to answer a text with a claim again; offer other claims, and the moderators."""
    language = catalog.resolve(language)
    choice = render_choice(others, language, catalog) if others else None
    consent, send = offer_moderators(language, catalog, kept_days, not_claim)
    sorry = Paragraph.of(Role.HEADING, catalog.text(language, Key.MISFIT))
    # The last button says that it is none of them: that is what moderators are for here.
    choices = choice.buttons[:-1] if choice else ()
    return Reply(
        language,
        (sorry, *(choice.paragraphs if choice else ()), *consent),
        (*choices, *send),
        # Not offered once more below.
        claims=(not_claim,),
    )


def with_undo(reply: Reply, claim_id: str, text_key: str, catalog: Catalog) -> Reply:
    """Return *reply*, to somebody who said that a claim does not fit a text, with a way back."""
    label = catalog.text(reply.language, Key.BUTTON_UNDO_MISFIT)
    undo = Button(label, TakeBackMisfit(claim_id, text_key))
    return replace(reply, buttons=(*reply.buttons, undo))


def render_asked_again(question: int, language: str, catalog: Catalog) -> Reply:
    """Promise the same for a text that moderators have already; they can see it again."""
    return _reply(
        language,
        ((Role.HEADING, Key.MISFIT), (Role.BODY, Key.SENT), (Role.HINT, Key.SENT_MORE)),
        catalog,
        (Button(catalog.text(language, Key.BUTTON_TELL_ME), TellMe(question)),),
    )


def follow_button(claim_id: str, language: str, catalog: Catalog) -> Button:
    """Return what asks to be told when the verdict on a claim changes."""
    return Button(catalog.text(language, Key.BUTTON_FOLLOW), Follow(claim_id))


def unfollow_button(claim_id: str, language: str, catalog: Catalog) -> Button:
    """Return what takes that back."""
    return Button(catalog.text(language, Key.BUTTON_UNFOLLOW), Unfollow(claim_id))


def _reply(
    language: str,
    sentences: Sequence[tuple[Role, Key]],
    catalog: Catalog,
    buttons: tuple[Button, ...] = (),
    **values: str,
) -> Reply:
    language = catalog.resolve(language)
    return Reply(
        language,
        tuple(Paragraph.of(role, catalog.text(language, key, **values)) for role, key in sentences),
        buttons,
    )
