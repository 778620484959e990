"""The offer to show a message to the moderators: what is kept, and the button that agrees to it."""

from bot.replies.actions import SendToModerators
from bot.replies.catalog import Catalog
from bot.replies.dates import render_days
from bot.replies.keys import Key
from bot.replies.model import Button, Paragraph, Role


def offer_moderators(
    language: str, catalog: Catalog, kept_days: int | None, not_claim: str = ""
) -> tuple[tuple[Paragraph, ...], tuple[Button, ...]]:
    """Return what to add to a reply: nothing where nobody keeps messages (*kept_days* is None).

    *not_claim* is the claim that the message was wrongly answered with.
    """
    if kept_days is None:
        return (), ()
    label = catalog.text(language, Key.BUTTON_SEND)
    days = render_days(kept_days, language, catalog)
    consent = catalog.text(language, Key.CONSENT, button=label, days=days)
    button = Button(label, SendToModerators(not_claim))
    return (Paragraph.of(Role.NOTE, consent),), (button,)
