"""What readers see of the pictures they send; read the snapshots aloud after a change."""

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.reading.model import Unreadable
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.model import Reply
from bot.replies.render import render_card, render_choice, render_no_match
from bot.replies.render_notices import render_help
from bot.replies.render_reading import (
    note_known,
    note_not_all,
    note_read,
    note_unread,
    render_unread,
)
from tests.replies.builders import make_claim, make_promise

Render = Callable[[str, Catalog], Reply]


def unread(why: Unreadable) -> Render:
    return lambda language, catalog: render_unread(why, language, catalog)


REPLIES: dict[str, Render] = {
    "card": lambda language, catalog: note_read(
        render_card(make_claim(), language, catalog), catalog
    ),
    "choice": lambda language, catalog: note_read(
        render_choice([make_claim(), make_promise()], language, catalog), catalog
    ),
    "no-match": lambda language, catalog: note_read(
        render_no_match([], language, catalog, 30), catalog
    ),
    "no-match-of-an-album": lambda language, catalog: note_not_all(
        note_read(render_no_match([], language, catalog), catalog), catalog
    ),
    "no-match-beside-a-broken-picture": lambda language, catalog: note_unread(
        render_no_match([], language, catalog), Unreadable.NOT_A_PICTURE, catalog
    ),
    "known": lambda language, catalog: note_known(
        render_card(make_claim(), language, catalog), catalog
    ),
    "known-by-its-looks-alone": lambda language, catalog: note_known(
        render_choice([make_claim()], language, catalog), catalog
    ),
    **{f"unread-{why}": unread(why) for why in Unreadable},
    "help": lambda language, catalog: render_help(language, catalog, reads_pictures=True),
}


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
@pytest.mark.parametrize("name", REPLIES)
def test_replies_read_as_they_should(
    name: str, language: str, catalog: Catalog, snapshot: SnapshotAssertion
) -> None:
    assert to_html(REPLIES[name](language, catalog)) == snapshot
