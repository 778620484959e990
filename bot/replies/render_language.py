"""The languages to choose from, each by its own name."""

from bot.replies.actions import ChooseLanguage
from bot.replies.catalog import Catalog
from bot.replies.keys import Key
from bot.replies.locales import name_of
from bot.replies.model import Button, Paragraph, Reply, Role

_IN_A_ROW = 3


def render_languages(language: str, catalog: Catalog) -> Reply:
    """Ask for the language of the interface; the present one is marked."""
    language = catalog.resolve(language)
    return _reply(catalog.text(language, Key.LANGUAGE_TITLE), language, catalog)


def render_language_chosen(language: str, catalog: Catalog) -> Reply:
    """Say, in the language that was chosen, that it was; another can be chosen at once."""
    language = catalog.resolve(language)
    chosen = catalog.text(language, Key.LANGUAGE_CHOSEN, chosen=name_of(language))
    return _reply(chosen, language, catalog)


def _reply(heading: str, language: str, catalog: Catalog) -> Reply:
    return Reply(
        language,
        (
            Paragraph.of(Role.HEADING, heading),
            Paragraph.of(Role.HINT, catalog.text(language, Key.LANGUAGE_NOTE)),
        ),
        tuple(
            Button(
                f"✓ {name_of(one)}" if one == language else name_of(one),
                ChooseLanguage(one),
                beside=at % _IN_A_ROW > 0,
            )
            for at, one in enumerate(catalog.languages)
        ),
    )
