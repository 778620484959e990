"""The use case: who hears what, in which language."""

from dataclasses import replace

import pytest

from bot.answering import Answering
from bot.claims.model import Rating
from bot.matching.model import Ambiguous, Part, PartKind, Query, Segment
from bot.replies.actions import NoneOfThese, ShowCard
from bot.replies.model import Reply, Role
from bot.replies.terminal import to_terminal
from tests.support.claims import make_network

EXPEL = "Can NATO throw out the US?"
ENCIRCLES = "NATO is encircling Russia."
HOME = "https://t.me/a_bot"


def ask(answering: Answering, text: str, reader: str | None = None) -> Reply:
    return answering.answer(Query.of(text), reader)


def heading(reply: Reply) -> str:
    return "".join(span.text for span in reply.paragraphs[0].lines[0])


def test_a_known_claim_gets_its_card(answering: Answering) -> None:
    reply = ask(answering, EXPEL)

    assert heading(reply) == "❌ False: “NATO, or its Secretary General, can expel a member state”"
    assert reply.tone is Rating.FALSE
    assert [paragraph.role for paragraph in reply.paragraphs].count(Role.SOURCES) == 1


def test_a_short_message_is_not_quoted_back(answering: Answering) -> None:
    assert ask(answering, EXPEL).quote is None


def test_the_passage_that_matched_is_quoted_from_a_longer_message(answering: Answering) -> None:
    text = f"My cousin sent me this today. {ENCIRCLES} What do you think of it?"

    quote = ask(answering, text).quote

    assert quote == Segment(0, text.index("NATO"), text.index(" What"))


def test_two_claims_get_a_line_and_a_button_each(answering: Answering) -> None:
    reply = ask(answering, f"{ENCIRCLES} NATO, or its Secretary General, can expel a member state.")

    assert {button.action for button in reply.buttons} == {
        ShowCard("nato-encircles-russia"),
        ShowCard("nato-can-expel-members"),
    }


def test_a_guest_says_what_it_is_sure_of_and_leads_to_its_private_chat(
    answering: Answering,
) -> None:
    reply = answering.answer_as_guest(Query.of(ENCIRCLES), HOME)

    assert heading(reply) == "❌ False: “NATO is encircling Russia”"
    assert [button.action for button in reply.buttons] == [f"{HOME}?start=c_nato-encircles-russia"]
    assert reply.claims == ("nato-encircles-russia",)


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("hello", "Reply to a message about NATO with @a_bot"),
        ("NATO is not encircling Russia", "I have no sure answer to this."),
        ("NATO! " * 4_000, "I have no sure answer to this."),
    ],
)
def test_a_guest_that_is_not_sure_says_one_line(
    text: str, begin: str, answering: Answering
) -> None:
    reply = answering.answer_as_guest(Query.of(text), HOME)

    assert heading(reply).startswith(begin)
    assert (len(reply.paragraphs), reply.buttons, reply.claims) == (1, (), ())


def test_a_genuine_statement_is_confirmed(answering: Answering) -> None:
    reply = ask(answering, answering.knowledge.claims["north-korean-troops-in-russia"].claim["en"])

    assert heading(reply).startswith("✅ True")


@pytest.mark.parametrize("text", ["nato", "hello", "how are you doing today?"])
def test_small_talk_gets_help(text: str, answering: Answering) -> None:
    assert heading(ask(answering, text)).startswith("I check claims about NATO.")


def test_what_is_not_known_gets_no_verdict(answering: Answering) -> None:
    reply = ask(answering, "Finland joined NATO in April 2023 and the flag went up in Brussels")

    assert heading(reply) == "Don’t trust it just yet: I have no checked claim like this."
    assert reply.tone is None


def test_a_denial_gets_no_verdict_and_the_claim_to_look_at(answering: Answering) -> None:
    reply = ask(answering, "NATO is not encircling Russia")

    assert heading(reply) == "I have no verdict on this message itself."
    assert reply.buttons[0].action == ShowCard("nato-encircles-russia")


@pytest.mark.parametrize(
    ("text", "reader", "language"),
    [
        ("НАТО окружает Россию", "de", "ru"),
        ("НАТО оточує Росію", "ru", "uk"),
        ("Die NATO kreist Russland ein", None, "de"),
        ("NATO", "uk", "uk"),
        ("NATO", "pt-BR", "en"),
        ("NATO", None, "en"),
        ("NATO", "de-AT", "de"),
    ],
)
def test_the_answer_speaks_the_language_of_the_message_else_of_the_reader(
    text: str, reader: str | None, language: str, answering: Answering
) -> None:
    assert ask(answering, text, reader).language == language


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
def test_every_published_claim_is_explained_in_the_language_of_its_reply(
    language: str, answering: Answering
) -> None:
    notes = [
        paragraph
        for claim_id in answering.knowledge.published
        for paragraph in answering.act(ShowCard(claim_id), language).paragraphs
        if paragraph.role is Role.NOTE and "English" in paragraph.lines[0][0].text
    ]

    assert notes == []


def test_a_button_shows_the_card_in_the_language_of_its_reply(answering: Answering) -> None:
    reply = answering.act(ShowCard("rutte-expel-us"), "de")

    assert heading(reply).startswith("❌ Falsch")


def test_a_button_of_a_claim_that_is_gone_says_so(answering: Answering) -> None:
    reply = answering.act(ShowCard("no-such-claim"), "en")

    assert heading(reply).startswith("This answer is no longer available.")


def test_none_of_these_ends_without_a_verdict(answering: Answering) -> None:
    assert "I would rather not guess" in heading(answering.act(NoneOfThese(), "en"))


def test_parts_are_read_apart(answering: Answering) -> None:
    query = Query((Part("Is this so?", PartKind.TEXT), Part(ENCIRCLES, PartKind.QUOTE)))

    reply = answering.answer(query)

    assert heading(reply).startswith("❌ False: “NATO is encircling")


# Where a message comes from.

NOTE = "Note: moon-mirror.example is listed as part of the network “Moon Mirror” (source: NATO)."
LINK = " https://moon-mirror.example/news/1"


@pytest.fixture(scope="module")
def watching(answering: Answering) -> Answering:
    """Answers from a knowledge base that knows one network."""
    return replace(answering, knowledge=replace(answering.knowledge, networks=(make_network(),)))


def last_line(reply: Reply) -> str:
    return "".join(span.text for span in reply.paragraphs[-1].lines[-1])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (EXPEL, "❌ False"),
        (
            f"{ENCIRCLES} NATO, or its Secretary General, can expel a member state.",
            "This message contains several claims",
        ),
        ("NATO is not encircling Russia", "I have no verdict on this message itself."),
        (
            "Finland joined NATO in April 2023 and the flag went up in Brussels",
            "Don’t trust it just yet",
        ),
        ("", "Don’t trust it just yet"),
        ("hello", "Don’t trust it just yet"),
        ("NATO " * 20_000, "This message is too long for me."),
    ],
    ids=["card", "several", "denial", "unknown", "bare link", "small talk", "too long"],
)
def test_a_link_to_a_network_adds_a_line_and_changes_nothing_else(
    text: str, said: str, answering: Answering, watching: Answering
) -> None:
    told, untold = ask(watching, text + LINK), ask(answering, text + LINK)

    assert heading(told).startswith(said)
    assert last_line(told) == NOTE
    assert (told.tone, told.buttons, told.quote) == (untold.tone, untold.buttons, untold.quote)


def test_a_choice_has_the_line_too(watching: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    matched = watching.matcher.match(Query.of(EXPEL))
    monkeypatch.setattr(
        type(watching.matcher), "match", lambda *_: Ambiguous(matched.candidates[:2], ())
    )

    reply = ask(watching, EXPEL + LINK)

    assert heading(reply) in {"Which of these is it?", "Do you mean this claim?"}
    assert last_line(reply) == NOTE


def test_a_forward_from_a_channel_of_a_network_has_the_line(watching: Answering) -> None:
    query = Query((Part(EXPEL),), origins=("moon_mirror",))

    reply = watching.answer(query)

    assert last_line(reply).startswith("Note: t.me/Moon_Mirror is listed as part of")


def test_the_line_speaks_the_language_of_the_reply(watching: Answering) -> None:
    line = last_line(ask(watching, "НАТО окружает Россию" + LINK, "ru"))

    assert line.startswith("Обратите внимание: moon-mirror.example входит в список")


def test_the_source_of_the_line_can_be_opened_from_the_terminal(watching: Answering) -> None:
    shown = to_terminal(ask(watching, EXPEL + LINK), colour=False, width=200)

    assert f"{NOTE}\nhttps://www.nato.int/record\n" in shown
