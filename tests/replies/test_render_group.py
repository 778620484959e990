"""What is said in groups; read the snapshots aloud after a change."""

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.claims.load import load_strict
from bot.claims.model import Claim, Rating, Status
from bot.claims.sentences import split_sentences
from bot.config import default_knowledge_dir
from bot.opinions import Opinion
from bot.replies import render_group
from bot.replies.actions import Rate
from bot.replies.catalog import Catalog
from bot.replies.fitting import visible_length
from bot.replies.group_actions import AdminMenu
from bot.replies.html import to_html
from bot.replies.links import claim_link
from bot.replies.model import Reply
from tests.replies.builders import make_claim, make_promise

HOME = "https://t.me/nato_myths_bot"
KNOWLEDGE = load_strict(default_knowledge_dir())
MOST_UNITS = 350
MOST_OF_A_NOTICE = 200
"""Telegram shows no more in what pops up after a press."""
SHIPPED = KNOWLEDGE.published["nato-encircles-russia"]

Render = Callable[[str, Catalog], Reply]

REPLIES: dict[str, Render] = {
    "answer": lambda language, catalog: render_group.render_group_answer(
        [SHIPPED], language, catalog, HOME
    ),
    "several": lambda language, catalog: render_group.render_group_answer(
        [make_claim(), make_promise()], language, catalog, HOME
    ),
    "about": lambda language, catalog: render_group.render_group_about(
        SHIPPED, language, catalog, HOME
    ),
    "choice": lambda language, catalog: render_group.render_group_choice(
        [make_claim(), make_promise()], language, catalog, HOME
    ),
    "choice-of-one": lambda language, catalog: render_group.render_group_choice(
        [make_claim()], language, catalog, HOME
    ),
    "unsure": lambda language, catalog: render_group.render_group_unsure(language, catalog, HOME),
    "sources": lambda language, catalog: render_group.render_group_sources(
        [SHIPPED], language, catalog, HOME
    ),
    "sources-of-several": lambda language, catalog: render_group.render_group_sources(
        [make_claim(), make_promise()], language, catalog, HOME
    ),
    "too-long": render_group.render_group_too_long,
    "help": lambda language, catalog: render_group.render_group_help(language, catalog, HOME),
    "admin-menu": lambda language, catalog: render_group.render_admin_menu(
        SHIPPED.id, language, catalog
    ),
    "muted": render_group.render_muted,
    "opted-out": render_group.render_opted_out,
    "opted-in": render_group.render_opted_in,
    "no-person": render_group.render_no_person,
}
LANGUAGES = Catalog.load().languages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPLIES)
def test_groups_read_what_they_should(
    name: str, language: str, catalog: Catalog, snapshot: SnapshotAssertion
) -> None:
    reply = REPLIES[name](language, catalog)
    labels = [("/" if one.beside else "") + one.label for one in reply.buttons]
    assert (to_html(reply), labels) == snapshot


def test_an_answer_is_two_lines_and_two_rows_of_buttons(catalog: Catalog) -> None:
    reply = render_group.render_group_answer([make_claim()], "en", catalog, HOME, "key45678")

    assert to_html(reply).splitlines() == [
        "❌ <b>False</b>: “NATO is at war with Russia”",
        "NATO is not a party to the fighting.",
    ]
    assert [(one.action, one.beside) for one in reply.buttons] == [
        (claim_link(HOME, "nato-at-war"), False),
        (Rate(Opinion.HELPFUL, "nato-at-war", "key45678"), False),
        (Rate(Opinion.NOT_HELPFUL, "nato-at-war", "key45678"), True),
        (AdminMenu("nato-at-war"), True),
    ]
    assert (reply.claims, reply.tone) == (("nato-at-war",), Rating.FALSE)


def test_several_claims_are_numbered_with_their_buttons(catalog: Catalog) -> None:
    claims = [make_claim("a"), make_claim("b")]

    reply = render_group.render_group_answer(claims, "en", catalog, HOME)

    assert [text[:4] for text in to_html(reply).split("\n\n")] == ["1. ❌", "2. ❌"]
    assert [(one.label[:3].strip(), one.action, one.beside) for one in reply.buttons] == [
        ("1.", claim_link(HOME, "a"), False),
        ("2.", claim_link(HOME, "b"), False),
        ("⚙️", AdminMenu("a"), False),
        ("⚙️", AdminMenu("b"), True),
    ]


def test_no_more_than_three_claims_are_told(catalog: Catalog) -> None:
    claims = [make_claim(id_) for id_ in "abcd"]

    assert render_group.render_group_answer(claims, "en", catalog, HOME).claims == ("a", "b", "c")
    assert len(render_group.render_group_choice(claims, "en", catalog, HOME).buttons) == 3


def test_a_reason_that_is_not_translated_is_said_to_be_in_english(catalog: Catalog) -> None:
    reply = render_group.render_group_answer([make_promise()], "de", catalog, HOME)

    assert to_html(reply).splitlines()[1] == (
        "Warum (auf Englisch): Assurances were given in talks."
    )


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Short.", "Short."),
        (f"{'No, it is not so' * 6}; {'and much more ' * 20}.", f"{'No, it is not so' * 6}…"),
        (f"No: {'word ' * 80}.", f"{'No: ' + 'word ' * 61}".rstrip() + "…"),
    ],
)
def test_a_long_reason_ends_where_a_part_of_it_does(
    sentence: str, shown: str, catalog: Catalog
) -> None:
    claim = make_claim(explanation={"en": f"{sentence} More."})

    why = to_html(render_group.render_group_answer([claim], "en", catalog, HOME)).splitlines()[1]

    assert why == shown


def test_only_published_claims_are_told(catalog: Catalog) -> None:
    withdrawn = make_claim(status=Status.WITHDRAWN)

    for render in (render_group.render_group_answer, render_group.render_group_choice):
        with pytest.raises(ValueError, match="only published claims are shown"):
            render([withdrawn], "en", catalog, HOME)
    with pytest.raises(ValueError, match="only published claims are shown"):
        render_group.render_group_about(withdrawn, "en", catalog, HOME)


@pytest.mark.parametrize("claim", KNOWLEDGE.published.values(), ids=lambda claim: claim.id)
def test_every_claim_is_told_in_two_short_lines(claim: Claim, catalog: Catalog) -> None:
    for language in catalog.languages:
        reply = render_group.render_group_answer([claim], language, catalog, HOME)
        first, second = to_html(reply).splitlines()
        assert visible_length(reply) <= MOST_UNITS
        assert "<b>" in first
        spoken = language if language in claim.explanation else "en"
        beginning = split_sentences(claim.explanation[spoken], spoken)[0]
        assert second.rpartition("): ")[2].rstrip("….")[:60] in beginning.replace("&", "&amp;")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_pops_up_after_a_press_is_shown_whole(language: str, catalog: Catalog) -> None:
    assert visible_length(render_group.render_muted(language, catalog)) <= MOST_OF_A_NOTICE
