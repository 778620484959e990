"""What only the terminal chat says."""

from bot.replies.catalog import Catalog
from bot.replies.keys import Key
from bot.replies.model import Paragraph, Reply, Role


def render_chat_banner(language: str, catalog: Catalog) -> Reply:
    """Greet, and say how a message and the chat end."""
    language = catalog.resolve(language)
    return Reply(
        language,
        (
            Paragraph.of(Role.HEADING, catalog.text(language, Key.START_HELLO)),
            Paragraph.of(Role.HINT, catalog.text(language, Key.CHAT_BANNER)),
        ),
    )


def render_chat_choose(language: str, catalog: Catalog) -> Reply:
    """Say how to choose one of the numbered buttons above."""
    return _hint(language, catalog.text(language, Key.CHAT_CHOOSE), catalog)


def render_chat_bad_number(number: str, language: str, catalog: Catalog) -> Reply:
    """Say that no button has that number; *number* is shown as it was typed."""
    return _hint(language, catalog.text(language, Key.CHAT_BAD_NUMBER, number=number), catalog)


def render_chat_not_utf8(language: str, catalog: Catalog) -> Reply:
    """Say that the input was not UTF-8."""
    return _hint(language, catalog.text(language, Key.CHAT_NOT_UTF8), catalog)


def chat_prompt(language: str, catalog: Catalog) -> str:
    """Return what stands before the place to type."""
    return f"{catalog.text(language, Key.CHAT_PROMPT)}> "


def _hint(language: str, text: str, catalog: Catalog) -> Reply:
    return Reply(catalog.resolve(language), (Paragraph.of(Role.HINT, text),))
