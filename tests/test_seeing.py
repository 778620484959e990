"""What a reply says of pictures: what was read, why not, or nothing where that is no news."""

import pytest

from bot.matching.model import Ambiguous, Decision, Match, NoMatch, Part, PartKind, Query, Silence
from bot.reading.model import Unreadable
from bot.replies.catalog import Catalog
from bot.replies.model import Paragraph, Reply, Role
from bot.replies.render_reading import note_read, note_unread, render_unread
from bot.seeing import with_pictures

CATALOG = Catalog.load()
WORDS = Part("NATO has bought the moon.")
IN_PICTURE = Part("NATO has bought the moon.", PartKind.PICTURE)
REPLY = Reply("en", (Paragraph.of(Role.BODY, "An answer."),))
MATCH, ASK = Match((), ()), Ambiguous((), ())
UNKNOWN, EMPTY, SHORT, SMALL_TALK = (
    NoMatch(reason)
    for reason in (Silence.UNKNOWN, Silence.EMPTY, Silence.TOO_SHORT, Silence.SMALL_TALK)
)
FAILURES = [why for why in Unreadable if why is not Unreadable.NO_TEXT]


def seen(decision: Decision, *parts: Part, unread: Unreadable | None = None) -> Reply:
    return with_pictures(REPLY, Query(parts), decision, unread, CATALOG)


@pytest.mark.parametrize("decision", [MATCH, ASK, UNKNOWN, EMPTY, SHORT, SMALL_TALK], ids=repr)
def test_without_a_picture_nothing_is_said_of_one(decision: Decision) -> None:
    assert seen(decision, WORDS) is REPLY


@pytest.mark.parametrize("decision", [MATCH, ASK, UNKNOWN, SMALL_TALK], ids=repr)
def test_what_was_read_is_called_so(decision: Decision) -> None:
    assert seen(decision, WORDS, IN_PICTURE) == note_read(REPLY, CATALOG)


@pytest.mark.parametrize("decision", [EMPTY, SHORT], ids=repr)
def test_a_word_or_two_are_no_text(decision: Decision) -> None:
    assert seen(decision, IN_PICTURE) == render_unread(Unreadable.NO_TEXT, "en", CATALOG)


@pytest.mark.parametrize("decision", [EMPTY, UNKNOWN], ids=repr)
@pytest.mark.parametrize("why", Unreadable)
def test_a_picture_alone_is_answered_with_why_it_was_not_read(
    decision: Decision, why: Unreadable
) -> None:
    assert seen(decision, unread=why) == render_unread(why, "en", CATALOG)


def test_but_not_where_the_address_of_its_post_is_known() -> None:
    assert seen(MATCH, unread=Unreadable.NO_TEXT) is REPLY


@pytest.mark.parametrize("why", FAILURES)
def test_words_beside_a_picture_that_was_not_read_have_their_answer_and_a_note(
    why: Unreadable,
) -> None:
    assert seen(UNKNOWN, WORDS, unread=why) == note_unread(REPLY, why, CATALOG)


@pytest.mark.parametrize("why", FAILURES)
@pytest.mark.parametrize("decision", [SHORT, SMALL_TALK], ids=repr)
def test_words_that_say_nothing_give_way_to_why_it_was_not_read(
    decision: Decision, why: Unreadable
) -> None:
    assert seen(decision, WORDS, unread=why) == render_unread(why, "en", CATALOG)


@pytest.mark.parametrize("decision", [ASK, UNKNOWN, SMALL_TALK], ids=repr)
def test_that_a_picture_holds_no_text_is_no_news_beside_words(decision: Decision) -> None:
    assert seen(decision, WORDS, unread=Unreadable.NO_TEXT) is REPLY
