"""What we say of pictures that readers send: what was read there, or why nothing was."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.reading.model import Unreadable
from bot.replies.catalog import Catalog
from bot.replies.keys import Key
from bot.replies.model import Paragraph, Reply, Role, Style

_WHY: Mapping[Unreadable, Key] = MappingProxyType(
    {
        Unreadable.TOO_LARGE: Key.PICTURE_TOO_LARGE,
        Unreadable.NOT_A_PICTURE: Key.PICTURE_UNREADABLE,
        Unreadable.NO_TEXT: Key.PICTURE_NO_TEXT,
        Unreadable.TOO_PLAIN: Key.PICTURE_NO_TEXT,
        Unreadable.TOO_SLOW: Key.PICTURE_TOO_SLOW,
        Unreadable.BUSY: Key.PICTURE_BUSY,
    }
)


def render_unread(why: Unreadable, language: str, catalog: Catalog) -> Reply:
    """Say why a picture was not read, and what to send instead."""
    language = catalog.resolve(language)
    return Reply(language, (Paragraph.of(Role.BODY, catalog.text(language, _WHY[why])),))


def note_known(reply: Reply, catalog: Catalog) -> Reply:
    """Return *reply* to a picture that goes around with the claim that it names."""
    return _with_note(reply, Key.PICTURE_KNOWN, catalog)


def note_read(reply: Reply, catalog: Catalog) -> Reply:
    """Return *reply* to what was read in a picture: nobody shall take a misread for the truth."""
    return _with_note(reply, Key.PICTURE_READ, catalog)


def note_unread(reply: Reply, why: Unreadable, catalog: Catalog) -> Reply:
    """Return *reply* to the words of a message whose picture was not read."""
    return _with_note(reply, _WHY[why], catalog)


def note_not_all(reply: Reply, catalog: Catalog) -> Reply:
    """Return *reply* to an album that has more pictures than are looked at."""
    return _with_note(reply, Key.PICTURE_NOT_ALL, catalog)


def _with_note(reply: Reply, key: Key, catalog: Catalog) -> Reply:
    note = Paragraph.of(Role.NOTE, catalog.text(reply.language, key), Style.ITALIC)
    return replace(reply, paragraphs=(*reply.paragraphs, note))
