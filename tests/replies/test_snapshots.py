"""What a reader sees, whole; read the snapshots aloud after a change."""

from collections.abc import Callable
from datetime import date

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.claims.model import Rating
from bot.people import Block, Kept
from bot.replies import render, render_chat, render_notices, render_privacy
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.model import Reply, Unsupported
from bot.replies.render_spreaders import add_spreaders
from bot.replies.terminal import to_terminal
from bot.spreaders import Spreader
from tests.replies.builders import ARCHIVED, BOOK, NATO, UNDATED, make_claim, make_promise
from tests.support.claims import make_network

Render = Callable[[str, Catalog], Reply]


def card(rating: Rating) -> Render:
    return lambda language, catalog: render.render_card(
        make_claim(rating=rating), language, catalog
    )


def from_a_spreader(language: str, catalog: Catalog) -> Reply:
    spreader = Spreader("moon-mirror.example", make_network())
    return add_spreaders(render.render_no_match([], language, catalog), [spreader], catalog)


BLOCK = Block(1_800_000_000.0, "Insults & <b>spam</b>.")
KEPT = Kept(date(2026, 11, 22), "uk", messages=2, notes=1, block=BLOCK)


def kept(some: Kept) -> Render:
    return lambda language, catalog: render_privacy.render_kept(some, language, catalog)


def deleted(some: Kept) -> Render:
    return lambda language, catalog: render_privacy.render_deleted(some, language, catalog)


def unsupported(kind: Unsupported) -> Render:
    return lambda language, catalog: render_notices.render_unsupported(kind, language, catalog)


REPLIES: dict[str, Render] = {
    **{f"card-{rating}": card(rating) for rating in Rating},
    "card-explained-in-english": lambda language, catalog: render.render_card(
        make_promise(), language, catalog
    ),
    "card-reviewed": lambda language, catalog: render.render_card(
        make_claim(reviewed_languages=("en", "uk", "ru", "de")), language, catalog
    ),
    "card-with-many-sources": lambda language, catalog: render.render_card(
        make_claim(sources=(UNDATED, NATO, ARCHIVED, BOOK, BOOK, BOOK)),
        language,
        catalog,
        parties={NATO.publisher, BOOK.publisher},
    ),
    "several": lambda language, catalog: render.render_several(
        [make_claim(), make_promise()], language, catalog
    ),
    "several-of-one": lambda language, catalog: render.render_several(
        [make_claim()], language, catalog
    ),
    "choice": lambda language, catalog: render.render_choice(
        [make_claim(), make_promise()], language, catalog
    ),
    "choice-of-short-ones": lambda language, catalog: render.render_choice(
        [make_claim(), make_claim("again")], language, catalog
    ),
    "no-match": lambda language, catalog: render.render_no_match([], language, catalog),
    "no-match-about": lambda language, catalog: render.render_no_match(
        [make_promise()], language, catalog
    ),
    "no-match-from-a-spreader": from_a_spreader,
    "none-of-these": render.render_none_of_these,
    "help-short": render_notices.render_help_short,
    "start": lambda language, catalog: render_notices.render_start(language, catalog, {}),
    "start-with-questions": lambda language, catalog: render_notices.render_start(
        language, catalog, {"nato-at-war-with-russia": make_claim("nato-at-war-with-russia")}
    ),
    "help": render_notices.render_help,
    **{f"unsupported-{kind}": unsupported(kind) for kind in Unsupported},
    "empty": render_notices.render_empty,
    "too-long": render_notices.render_too_long,
    "error": render_notices.render_error,
    "gone": render_notices.render_gone,
    "limited": lambda language, catalog: render_notices.render_limited(30, language, catalog),
    "blocked": lambda language, catalog: render_privacy.render_blocked(BLOCK, language, catalog),
    "blocked-without-a-reason": lambda language, catalog: render_privacy.render_blocked(
        Block(1_800_000_000.0, ""), language, catalog
    ),
    "privacy-in-short": lambda language, catalog: render_privacy.render_privacy_briefly(
        language, catalog, 30
    ),
    "privacy": lambda language, catalog: render_privacy.render_privacy(language, catalog, 30),
    "kept": kept(KEPT),
    "kept-nothing": kept(Kept()),
    "deleted": deleted(Kept(date(2026, 11, 22), "uk", messages=2, notes=1)),
    "deleted-but-the-block": deleted(Kept(date(2026, 11, 22), block=BLOCK)),
    "deleted-nothing": deleted(Kept()),
    "chat-banner": render_chat.render_chat_banner,
    "chat-choose": render_chat.render_chat_choose,
    "chat-bad-number": lambda language, catalog: render_chat.render_chat_bad_number(
        "7", language, catalog
    ),
    "chat-not-utf8": render_chat.render_chat_not_utf8,
}


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
@pytest.mark.parametrize("name", REPLIES)
def test_replies_read_as_they_should(
    name: str, language: str, catalog: Catalog, snapshot: SnapshotAssertion
) -> None:
    reply = REPLIES[name](language, catalog)
    assert to_html(reply) == snapshot(name="html")
    assert to_terminal(reply, colour=False, width=72) == snapshot(name="terminal")
