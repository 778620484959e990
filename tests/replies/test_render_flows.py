"""What a reader sees after an answer, whole; read the snapshots aloud after a change."""

from collections.abc import Callable
from datetime import date

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.people import Kept, Thing
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.keys import Key
from bot.replies.model import Reply
from bot.replies.render import render_no_match, render_none_of_these
from bot.replies.render_flows import (
    follow_button,
    render_asked_again,
    render_enough_questions,
    render_misfit,
    render_not_waiting,
    render_reasons,
    render_sent,
    render_unseen,
    render_waiting,
    unfollow_button,
    with_undo,
)
from bot.replies.render_privacy import render_deleted, render_kept
from bot.replies.terminal import to_terminal
from bot.tg.callbacks import encode
from tests.replies.builders import make_claim, make_promise

DAYS = 30
THINGS = dict.fromkeys(Thing, 1) | {Thing.QUESTIONS: 2, Thing.FOLLOWING: 12}
KEPT = Kept(date(2026, 11, 22), "uk", things=THINGS)
LONGEST_ID = "x" * 48

REPLIES: dict[str, Callable[[str, Catalog], Reply]] = {
    "no-match": lambda language, catalog: render_no_match([], language, catalog, DAYS),
    "no-match-about": lambda language, catalog: render_no_match(
        [make_promise()], language, catalog, DAYS
    ),
    "none-of-these": lambda language, catalog: render_none_of_these(language, catalog, DAYS),
    "sent": lambda language, catalog: render_sent(7, language, catalog),
    "waiting": lambda language, catalog: render_waiting(7, DAYS, language, catalog),
    "not-waiting": lambda language, catalog: render_not_waiting(7, language, catalog),
    "unseen": render_unseen,
    "enough": render_enough_questions,
    "reasons": lambda language, catalog: render_reasons(
        "moon", "Ab-_0123", language, catalog, answers_text=True
    ),
    "reasons-of-a-card-that-was-opened": lambda language, catalog: render_reasons(
        "moon", "", language, catalog, answers_text=False
    ),
    "misfit": lambda language, catalog: render_misfit("moon", [], DAYS, language, catalog),
    "misfit-or-another": lambda language, catalog: render_misfit(
        "moon", [make_claim()], DAYS, language, catalog
    ),
    "misfit-or-others": lambda language, catalog: render_misfit(
        "moon", [make_claim(), make_promise()], DAYS, language, catalog
    ),
    "misfit-without-moderators": lambda language, catalog: render_misfit(
        "moon", [], None, language, catalog
    ),
    "misfit-with-undo": lambda language, catalog: with_undo(
        render_misfit("moon", [], DAYS, language, catalog), "moon", "Ab-_0123", catalog
    ),
    "asked-again": lambda language, catalog: render_asked_again(7, language, catalog),
    "kept": lambda language, catalog: render_kept(KEPT, language, catalog),
    "deleted": lambda language, catalog: render_deleted(KEPT, language, catalog),
}


@pytest.mark.parametrize("name", REPLIES)
def test_replies_read_as_they_should(
    name: str, catalog: Catalog, snapshot: SnapshotAssertion
) -> None:
    reply = REPLIES[name]("en", catalog)
    assert to_html(reply) == snapshot(name="html")
    assert to_terminal(reply, colour=False, width=72) == snapshot(name="terminal")


@pytest.mark.parametrize("name", REPLIES)
def test_each_has_all_its_sentences_in_every_language(name: str, catalog: Catalog) -> None:
    english = REPLIES[name]("en", catalog)
    for language in catalog.languages:
        reply = REPLIES[name](language, catalog)
        assert reply.language == language
        assert len(reply.paragraphs) == len(english.paragraphs)
        assert [one.action for one in reply.buttons] == [one.action for one in english.buttons]


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
def test_every_button_fits_with_the_longest_id(language: str, catalog: Catalog) -> None:
    replies = (
        render_reasons(LONGEST_ID, "Ab-_0123", language, catalog, answers_text=True),
        with_undo(
            render_misfit(LONGEST_ID, [], DAYS, language, catalog), LONGEST_ID, "Ab-_0123", catalog
        ),
    )
    follow = follow_button(LONGEST_ID, language, catalog), unfollow_button("a", language, catalog)
    for button in (*(one for reply in replies for one in reply.buttons), *follow):
        assert not isinstance(button.action, str)
        assert encode(button.action, language)
        assert len(button.label) <= 60


def test_what_shows_for_a_moment_is_no_longer_than_telegram_lets_it_be(catalog: Catalog) -> None:
    shown = (
        *(Key.THANKS, Key.THANKS_REASON, Key.WHAT_IS_WRONG),
        *(Key.FOLLOWING, Key.NOT_FOLLOWING, Key.NOT_WAITING, Key.MISFIT_UNDONE),
    )
    for language in catalog.languages:
        for key in shown:
            assert len(catalog.text(language, key)) <= 200
