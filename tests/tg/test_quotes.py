from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Message, ReplyParameters

from bot.matching.model import Segment
from bot.replies.model import Reply
from bot.tg.quotes import quote_parameters
from tests.support.bot_api_text import FormattedText, formatted_text, quote_position
from tests.support.updates import photo_message, poll_message, text_message
from tests.tg.messages import Json, received

LOOKS = ["bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "url", "code"]


def answer_to(start: int, end: int, part: int = 0) -> Reply:
    return Reply("en", (), quote=Segment(part, start, end))


def quote(message: Message, start: int, end: int) -> Json:
    """Return quote, position and entities as they are sent."""
    sent: dict[str, Any] = ReplyParameters(
        1, **quote_parameters(message, answer_to(start, end))
    ).to_dict()
    return {name: value for name, value in sent.items() if name != "message_id"}


def looks(kind: str, offset: int, length: int, **more: Any) -> Json:
    return {"type": kind, "offset": offset, "length": length, **more}


def test_the_passage_that_the_reply_answers_is_quoted() -> None:
    message = received(text_message("Good morning. NATO attacked. Good night."))
    assert quote(message, 14, 28) == {"quote": "NATO attacked.", "quote_position": 14}


def test_a_passage_of_a_caption_is_quoted() -> None:
    message = received(photo_message("Look! NATO attacked."))
    assert quote(message, 6, 20) == {"quote": "NATO attacked.", "quote_position": 6}


def test_the_place_is_counted_as_telegram_counts() -> None:
    message = received(text_message("🙂🙂 NATO attacked 🙂 today"))
    assert quote(message, 3, 18) == {"quote": "NATO attacked 🙂", "quote_position": 5}


def test_blanks_around_the_passage_are_left_out() -> None:
    message = received(text_message("Look!\n NATO attacked. \nBye"))
    assert quote(message, 5, 23) == {"quote": "NATO attacked.", "quote_position": 7}


def test_the_passage_keeps_its_looks() -> None:
    emoji = looks("custom_emoji", 11, 2, custom_emoji_id="7")
    message = received(
        text_message("Look! NATO 🙂 attacked.", entities=[looks("bold", 0, 10), emoji])
    )
    assert quote(message, 6, 22) == {
        "quote": "NATO 🙂 attacked.",
        "quote_position": 6,
        "quote_entities": [looks("bold", 0, 4), emoji | {"offset": 5}],
    }


def test_looks_that_telegram_does_not_compare_are_left_out() -> None:
    link = looks("text_link", 0, 4, url="https://news.example/1")
    message = received(text_message("NATO attacked. Bye", entities=[link]))
    assert quote(message, 0, 14) == {"quote": "NATO attacked.", "quote_position": 0}


@pytest.mark.parametrize(
    ("update", "reply"),
    [
        (text_message("NATO attacked."), Reply("en", ())),
        (text_message("NATO attacked."), answer_to(0, 14, part=1)),
        (text_message("NATO " + "x" * 1_020), answer_to(0, 1_025)),
        (text_message("🙂" * 513), answer_to(0, 513)),
        (text_message("NATO attacked."), answer_to(4, 5)),
        (poll_message("NATO attacked?", ["Yes"]), answer_to(0, 14)),
        (photo_message(), answer_to(0, 14)),
    ],
    ids=[
        *("no passage", "another part", "too long", "too long in UTF-16", "blank", "poll"),
        "no caption",
    ],
)
def test_where_nothing_can_be_quoted_there_is_no_quote(update: Json, reply: Reply) -> None:
    assert quote_parameters(received(update), reply) == {}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@st.composite
def passages(draw: st.DrawFn, text: str) -> tuple[int, int]:
    """Return where a passage of *text* starts and ends, in characters."""
    end = draw(st.integers(1, len(text)))
    return draw(st.integers(0, end - 1)), end


@st.composite
def formatted_messages(draw: st.DrawFn) -> tuple[Json, int, int]:
    """Return the update of a message with looks, and a passage of it."""
    text = draw(st.text("aб🙂 \n.", min_size=1, max_size=40))
    entities = []
    for kind in draw(st.lists(st.sampled_from(LOOKS), max_size=3, unique=True)):
        start, end = draw(passages(text))
        entities.append(looks(kind, units(text[:start]), units(text[start:end])))
    return text_message(text, entities=entities), *draw(passages(text))


@settings(deadline=None)
@given(formatted_messages())
def test_telegram_finds_every_quote_where_we_say_it_is(case: tuple[Json, int, int]) -> None:
    update, start, end = case
    message = received(update)
    sent = quote(message, start, end)
    if not sent:
        assert not message.text or not message.text[start:end].strip()
        return
    wanted = formatted_text(sent["quote"], entities=sent.get("quote_entities"))
    stored = FormattedText(update["message"]["text"], tuple(update["message"]["entities"]))
    assert quote_position(wanted, stored, near=sent["quote_position"]) == sent["quote_position"]
