import pytest
from telegram import User

from bot.matching.model import Part, PartKind, Query
from bot.replies.model import Unsupported
from bot.tg.extract import (
    Picture,
    find_pictures,
    mentioned_query,
    own_text,
    to_query,
    unsupported_kind,
)
from tests.support.updates import (
    BOT,
    MENTION,
    channel,
    document_message,
    group,
    guest_message,
    origin_channel,
    origin_chat,
    origin_hidden_user,
    origin_user,
    photo_message,
    poll_message,
    sticker_message,
    text_message,
    video_message,
    voice_message,
)
from tests.tg.messages import (
    ANIMATION,
    AUDIO,
    CONTACT,
    DICE,
    LIVE_PHOTO,
    LOCATION,
    VIDEO_NOTE,
    Json,
    bare,
    received,
)

NEWS = channel(username="daily_news")
NEWS_POST = "https://t.me/daily_news/42"
LINK_UNDER_HERE = {"type": "text_link", "offset": 0, "length": 4, "url": "https://news.example/1"}


def query_of(update: Json) -> Query:
    return to_query([received(update)])


def replying_elsewhere(origin: Json, quote: str | None = None) -> Json:
    """Return the update of a reply to a message of another chat."""
    update = text_message("Is it true?")
    update["message"]["external_reply"] = {"origin": origin}
    if quote is not None:
        update["message"]["quote"] = {"text": quote, "position": 0, "is_manual": True}
    return update


def asked(*others: Part) -> Query:
    return Query((Part("Is it true?"), *others))


def quoted(text: str) -> Part:
    return Part(text, PartKind.QUOTE)


def polled(*texts: str) -> tuple[Part, ...]:
    return tuple(Part(text, PartKind.POLL) for text in texts)


# What somebody wrote.


def test_a_text_is_one_part() -> None:
    assert query_of(text_message("NATO attacked.")) == Query((Part("NATO attacked."),))


def test_a_caption_is_one_part() -> None:
    caption = Part("NATO attacked.", PartKind.CAPTION)
    for build in (photo_message, video_message, document_message):
        assert query_of(build("NATO attacked.")) == Query((caption,))


def test_a_poll_is_its_question_its_options_and_its_explanation() -> None:
    poll = poll_message("Is NATO at war?", ["Yes", "No"], is_quiz=True, explanation="It is not.")
    assert query_of(poll) == Query(polled("Is NATO at war?", "Yes", "No", "It is not."))


def test_a_poll_is_its_description_too() -> None:
    poll = poll_message("Well?", ["Yes", "No"])
    poll["message"]["poll"]["description"] = "NATO attacked."
    assert query_of(poll) == Query(polled("Well?", "NATO attacked.", "Yes", "No"))


def test_an_album_is_one_query_in_the_order_given() -> None:
    album = [received(photo_message(caption)) for caption in ("One.", None, "Two.")]
    parts = (Part("One.", PartKind.CAPTION), Part("Two.", PartKind.CAPTION))
    assert to_query(album) == Query(parts)


def test_a_picture_alone_is_a_query_of_nothing() -> None:
    assert query_of(photo_message()) == Query(())


# What they reply to.


def test_the_passage_somebody_quotes_is_a_part() -> None:
    post = text_message("NATO attacked. The weather is fine.")
    question = text_message("Is it true?", reply_to=post, quote="NATO attacked.")
    assert query_of(question) == asked(quoted("NATO attacked."))


def test_a_reply_without_a_quote_asks_about_the_whole_message() -> None:
    for post in (text_message("NATO attacked."), photo_message("NATO attacked.")):
        assert query_of(text_message("Is it true?", reply_to=post)) == asked(
            quoted("NATO attacked.")
        )


def test_a_reply_to_a_poll_asks_about_the_poll() -> None:
    poll = poll_message("Is NATO at war?", ["Yes", "No"])
    assert query_of(text_message("Is it true?", reply_to=poll)) == asked(
        *polled("Is NATO at war?", "Yes", "No")
    )


def test_a_reply_to_a_picture_alone_asks_about_nothing_more() -> None:
    assert query_of(text_message("Is it true?", reply_to=photo_message())) == asked()


@pytest.mark.parametrize("quote", [None, "NATO attacked."])
def test_what_the_bot_said_is_not_checked(quote: str | None) -> None:
    card = text_message("NATO attacked.", user=BOT)
    question = text_message("Is it true?", reply_to=card)
    if quote:
        question = text_message("Is it true?", reply_to=card, quote=quote)
    assert query_of(question) == asked()


def test_what_somebody_posted_through_us_is_not_checked_either() -> None:
    posted = text_message("False: “It rains”", via_bot=BOT)
    assert query_of(text_message("Is it true?", reply_to=posted)) == asked()


def test_a_mention_has_the_address_of_the_post_it_replies_to() -> None:
    post = photo_message(forward_origin=origin_channel(NEWS))
    message = received(guest_message(f"Is it true, {MENTION}?", reply_to=post))
    bot = User.de_json(BOT, None)
    expected = Query((Part("Is it true, ?"),), (NEWS_POST,), ("daily_news",))
    assert mentioned_query(message, bot) == expected


def test_a_passage_quoted_from_another_chat_is_a_part() -> None:
    question = replying_elsewhere(origin_user(), quote="NATO attacked.")
    assert query_of(question) == asked(quoted("NATO attacked."))


def test_what_the_bot_said_in_another_chat_is_not_checked() -> None:
    question = replying_elsewhere(origin_user(BOT), quote="NATO attacked.")
    assert query_of(question) == asked()


def test_a_reply_to_a_post_of_another_chat_has_the_address_of_the_post() -> None:
    question = replying_elsewhere(origin_channel(NEWS))
    assert query_of(question) == Query(asked().parts, (NEWS_POST,), ("daily_news",))


def test_a_reply_to_a_forward_has_the_address_of_the_post() -> None:
    forward = text_message("NATO attacked.", forward_origin=origin_channel(NEWS))
    question = text_message("Is it true?", reply_to=forward)
    parts = asked(quoted("NATO attacked.")).parts
    assert query_of(question) == Query(parts, (NEWS_POST,), ("daily_news",))


# Addresses that came with it.


@pytest.mark.parametrize(
    ("origin", "links", "origins"),
    [
        (origin_channel(NEWS), (NEWS_POST,), ("daily_news",)),
        (origin_channel(channel()), (), ()),
        (
            origin_chat(group() | {"username": "Neighbours"}),
            ("https://t.me/Neighbours",),
            ("neighbours",),
        ),
        (origin_chat(), (), ()),
        (origin_user(), (), ()),
        (origin_hidden_user(), (), ()),
    ],
    ids=["channel", "private channel", "chat", "private chat", "user", "hidden user"],
)
def test_a_forward_has_the_address_and_the_name_of_where_it_comes_from(
    origin: Json, links: tuple[str, ...], origins: tuple[str, ...]
) -> None:
    forward = text_message("NATO attacked.", forward_origin=origin)
    assert query_of(forward) == Query((Part("NATO attacked."),), links, origins)


def test_a_forwarded_picture_alone_has_its_address() -> None:
    forward = photo_message(forward_origin=origin_channel(NEWS))
    assert query_of(forward) == Query((), (NEWS_POST,), ("daily_news",))


def test_an_album_of_one_chat_has_one_origin() -> None:
    post = photo_message("NATO attacked.", forward_origin=origin_channel(NEWS))
    assert to_query([received(post), received(post)]).origins == ("daily_news",)


def test_addresses_behind_words_are_links() -> None:
    links = (LINK_UNDER_HERE["url"],)
    text = text_message("Here it is.", entities=[LINK_UNDER_HERE])
    caption = photo_message("Here it is.", caption_entities=[LINK_UNDER_HERE])
    assert (query_of(text).links, query_of(caption).links) == (links, links)


def test_addresses_behind_buttons_are_links() -> None:
    rows = [
        [{"text": "Read", "url": "https://news.example/1"}, {"text": "Vote", "callback_data": "1"}],
        [{"text": "Join", "url": "https://t.me/daily_news"}],
    ]
    update = text_message("NATO attacked.", reply_markup={"inline_keyboard": rows})
    assert query_of(update).links == ("https://news.example/1", "https://t.me/daily_news")


def test_an_address_that_comes_twice_is_one_link() -> None:
    rows = [[{"text": "Read", "url": "https://news.example/1"}]]
    update = text_message(
        "Here.", entities=[LINK_UNDER_HERE], reply_markup={"inline_keyboard": rows}
    )
    assert query_of(update).links == ("https://news.example/1",)


def test_addresses_in_the_text_itself_stay_there() -> None:
    url = {"type": "url", "offset": 0, "length": 22}
    update = text_message("https://news.example/1", entities=[url])
    assert query_of(update) == Query((Part("https://news.example/1"),))


# What cannot be read.


@pytest.mark.parametrize(
    ("update", "kind"),
    [
        (voice_message(), Unsupported.VOICE),
        (bare(AUDIO), Unsupported.VOICE),
        (bare(VIDEO_NOTE), Unsupported.VIDEO_NOTE),
        (video_message(), Unsupported.VIDEO),
        (bare(ANIMATION), Unsupported.VIDEO),
        (sticker_message(), Unsupported.STICKER),
        (photo_message(), Unsupported.PHOTO),
        (bare(LIVE_PHOTO), Unsupported.PHOTO),
        (document_message(), Unsupported.DOCUMENT),
        (bare(LOCATION), Unsupported.OTHER),
        (bare(CONTACT), Unsupported.OTHER),
        (bare(DICE), Unsupported.OTHER),
        (bare({}), Unsupported.OTHER),
    ],
    ids=lambda value: value.name if isinstance(value, Unsupported) else "",
)
def test_what_cannot_be_read_has_a_kind(update: Json, kind: Unsupported) -> None:
    assert unsupported_kind(received(update)) is kind


def test_own_text_is_what_a_reply_could_quote() -> None:
    updates = [text_message("Text."), photo_message("Caption."), poll_message("Well?", ["Yes"])]
    assert [own_text(received(update)) for update in updates] == ["Text.", "Caption.", ""]


# Pictures.

SIZES = [
    {"file_id": name, "file_unique_id": name, "width": width, "height": width, "file_size": size}
    for name, width, size in (
        ("small", 90, 1_000),
        ("medium", 320, 20_000),
        ("large", 1280, 90_000),
    )
]
PHOTO = {"photo": SIZES}
SCREENSHOT = {
    "document": {
        "file_id": "shot",
        "file_unique_id": "shot",
        "mime_type": "image/png",
        "file_size": 7,
    }
}
LARGE = Picture("large", 90_000)


def pictures_of(update: Json, most_bytes: int = 100_000) -> list[Picture]:
    return find_pictures([received(update)], most_bytes)


def replying_to(content: Json, **envelope: Json) -> Json:
    return text_message("Is it true?", reply_to=bare(content, **envelope))


@pytest.mark.parametrize(
    ("most_bytes", "found"),
    [
        (100_000, LARGE),
        (90_000, LARGE),
        (89_999, Picture("medium", 20_000)),
        (10, Picture("small", 1_000)),
    ],
)
def test_of_a_photo_the_largest_size_that_is_small_enough_is_taken(
    most_bytes: int, found: Picture
) -> None:
    assert pictures_of(bare(PHOTO), most_bytes) == [found]


def elsewhere() -> Json:
    update = replying_elsewhere({"type": "hidden_user", "date": 1, "sender_user_name": "Petra"})
    update["message"]["external_reply"] |= PHOTO
    return update


@pytest.mark.parametrize(
    ("update", "found"),
    [
        (bare(PHOTO), [LARGE]),
        (bare(SCREENSHOT), [Picture("shot", 7)]),
        (bare({"live_photo": LIVE_PHOTO["live_photo"] | PHOTO}), [LARGE]),
        (replying_to(PHOTO), [LARGE]),
        (replying_to(SCREENSHOT), [Picture("shot", 7)]),
        (elsewhere(), [LARGE]),
        (replying_to(PHOTO, user=BOT), []),
        (replying_to(PHOTO, via_bot=BOT), []),
        (text_message("Is it true?"), []),
        (document_message(), []),
        (bare(LIVE_PHOTO), []),
        (bare(ANIMATION), []),
        (video_message(), []),
        (sticker_message(), []),
    ],
    ids=[
        *("photo", "file", "live photo", "reply to a photo", "reply to a file", "reply elsewhere"),
        *("reply to a bot", "reply to what was posted for a bot", "text", "PDF"),
        *("live photo without a still", "animation", "video", "sticker"),
    ],
)
def test_a_picture_is_found_wherever_its_sender_sees_it(update: Json, found: list[Picture]) -> None:
    assert pictures_of(update) == found
