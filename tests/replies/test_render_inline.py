"""What is posted where the bot is no member; read the snapshots aloud after a change."""

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.claims.load import load_strict
from bot.claims.model import Claim, Rating
from bot.claims.sentences import count_sentences
from bot.config import default_knowledge_dir
from bot.replies.catalog import Catalog
from bot.replies.fitting import visible_length
from bot.replies.html import to_html
from bot.replies.keys import Key
from bot.replies.links import claim_link
from bot.replies.model import Reply, Role
from bot.replies.render_inline import (
    render_offer,
    render_posted,
    render_posted_help,
    render_posted_several,
    render_posted_unsure,
)
from tests.replies.builders import ARCHIVED, BOOK, NATO, UNDATED, make_claim, make_promise

HOME = "https://t.me/nato_myths_bot"
KNOWLEDGE = load_strict(default_knowledge_dir())
SHORT = 1200
"""UTF-16 units; about a screen of a phone, in the wordiest language."""
LONG_WHY = (
    "It did not. Nobody saw it, and it would have been heard. There is more to say. Much more."
)

Render = Callable[[str, Catalog], Reply]

REPLIES: dict[str, Render] = {
    "posted": lambda language, catalog: render_posted(make_claim(), language, catalog, HOME),
    "posted-genuine": lambda language, catalog: render_posted(
        make_claim(rating=Rating.TRUE), language, catalog, HOME
    ),
    "posted-in-short": lambda language, catalog: render_posted(
        make_claim(explanation={"en": LONG_WHY}, sources=(NATO, BOOK, ARCHIVED, UNDATED)),
        language,
        catalog,
        HOME,
    ),
    "several": lambda language, catalog: render_posted_several(
        [make_claim(), make_promise()], language, catalog, HOME
    ),
    "unsure": lambda language, catalog: render_posted_unsure(language, catalog, HOME),
    "help": lambda language, catalog: render_posted_help(language, catalog, HOME),
}


@pytest.mark.parametrize("name", REPLIES)
def test_posts_read_as_they_should(
    name: str, catalog: Catalog, snapshot: SnapshotAssertion
) -> None:
    reply = REPLIES[name]("en", catalog)
    assert to_html(reply) == snapshot(name="html")
    assert [(button.label, button.action) for button in reply.buttons] == snapshot(name="buttons")


def test_a_claim_is_offered_by_its_verdict_and_its_sentence(catalog: Catalog) -> None:
    offer = render_offer(make_promise(), "uk", catalog, HOME)
    assert (offer.claim_id, offer.verdict, offer.claim, offer.card) == (
        "promised-not-to-enlarge",
        f"⚠️ {catalog.text('uk', Key.RATING_MISLEADING)}",
        "У 1990 році НАТО пообіцяло Москві ніколи не приймати країн на схід від Німеччини",
        render_posted(make_promise(), "uk", catalog, HOME),
    )


def test_a_language_that_the_interface_lacks_is_offered_in_english(catalog: Catalog) -> None:
    claim = make_claim()
    assert render_offer(claim, "xx", catalog, HOME) == render_offer(claim, "en", catalog, HOME)


@pytest.mark.parametrize("claim", KNOWLEDGE.published.values(), ids=lambda claim: claim.id)
def test_every_claim_is_posted_in_short_and_leads_to_the_whole(
    claim: Claim, catalog: Catalog
) -> None:
    for language in catalog.languages:
        card = render_posted(claim, language, catalog, HOME)
        assert visible_length(card) <= SHORT
        (why,) = (one for one in card.paragraphs if one.role is Role.WHY)
        assert 1 <= count_sentences(why.lines[0][0].text, language) <= 2
        (sources,) = (one for one in card.paragraphs if one.role is Role.SOURCES)
        assert 2 <= len(sources.lines) - 1 <= 3
        assert [button.action for button in card.buttons] == [claim_link(HOME, claim.id)]
