"""What is said where a group takes us in or sends us away, and to whom may not."""

from bot.groups import KEPT_DAYS
from bot.replies.catalog import Catalog
from bot.replies.dates import render_days
from bot.replies.keys import Key
from bot.replies.model import Button, Paragraph, Reply, Role, Span
from bot.replies.panel_actions import OpenPanel


def render_greeting(group_id: int, language: str, catalog: Catalog) -> Reply:
    """Say in three lines who we are, how to ask us, and who may tell us to be quieter."""
    language = catalog.resolve(language)
    lines = (Key.GROUP_HELLO, Key.GROUP_HELLO_ASK, Key.GROUP_HELLO_ADMINS)
    return Reply(
        language,
        (Paragraph(tuple((Span(catalog.text(language, line)),) for line in lines), Role.BODY),),
        (Button(catalog.text(language, Key.BUTTON_GROUP_SETTINGS), OpenPanel(group_id)),),
    )


def render_goodbye(language: str, catalog: Catalog) -> Reply:
    """Take leave of the group; what it chose waits for a return."""
    language = catalog.resolve(language)
    days = render_days(KEPT_DAYS, language, catalog)
    goodbye = catalog.text(language, Key.GROUP_GOODBYE, days=days)
    return Reply(language, (Paragraph.of(Role.BODY, goodbye),))


def render_only_admins(language: str, catalog: Catalog) -> Reply:
    """Say that this is for the admins of the group."""
    return _only(Key.GROUP_ADMINS_ONLY, language, catalog)


def render_admins_unknown(language: str, catalog: Catalog) -> Reply:
    """Say that nobody can tell right now who is an admin."""
    return _only(Key.GROUP_ADMINS_UNKNOWN, language, catalog)


def _only(key: Key, language: str, catalog: Catalog) -> Reply:
    language = catalog.resolve(language)
    return Reply(language, (Paragraph.of(Role.BODY, catalog.text(language, key)),))
