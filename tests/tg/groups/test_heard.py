"""What a message of a group asks of us."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, User

from bot.matching.model import Part, PartKind, Query
from bot.replies.group_actions import AdminMenu
from bot.speaking import Heard
from bot.tg.callbacks import encode
from bot.tg.groups.heard import find_request, is_command, person_of, to_heard
from tests.support.group_updates import (
    album,
    another_bot,
    as_anonymous_admin,
    as_channel,
    automatic_forward,
    in_topic,
    topic_created,
    under,
)
from tests.support.updates import (
    BOT,
    DATE,
    MENTION,
    channel,
    group,
    origin_channel,
    origin_hidden_user,
    origin_user,
    photo_message,
    poll_message,
    sticker_message,
    text_message,
    user,
)
from tests.tg.messages import Json, received

US = User.de_json(BOT)
HERE = group()
CLAIM = "NATO is at war."
KINDS = ("mention", "bot_command", "text_mention", "url", "a-new-kind")
POST = text_message(CLAIM, chat=HERE, user=user(77))
OURS = text_message("False: NATO is at war.", chat=HERE, user=BOT)
CARD = text_message("A card.", chat=HERE, user=user(77), via_bot=BOT)


def say(text: str, **envelope: Any) -> Json:
    return text_message(text, **{"chat": HERE} | envelope)


def messages(*updates: Json) -> list[Message]:
    return [received(update) for update in updates]


def named(text: str, name: str, entity: Json) -> Json:
    """Return a text in which *name* is an entity."""
    update = say(text)
    place = {"offset": text.index(name), "length": len(name)}
    update["message"]["entities"] = [place | entity]
    return update


def checked(*updates: Json) -> list[tuple[int, list[str]]]:
    """Return the messages that are to be checked, and what they say."""
    request = find_request(messages(*updates), US)
    assert request
    return [
        (check.message.message_id, [part.text for part in check.query.parts])
        for check in request.checks
    ]


@pytest.mark.parametrize(
    "update",
    [
        say("/check"),
        say(f"/check {CLAIM}"),
        say(f"/check{MENTION} {CLAIM}"),
        say("/CHECK"),
        say("/check", reply_to=POST),
        say(MENTION, reply_to=POST),
        say(f"{CLAIM} Is that so, {MENTION}?"),
        say(f"{MENTION}{MENTION}"),
        named(f"Well, {MENTION.upper()}?", MENTION.upper(), {"type": "mention"}),
        named("You there, tell us", "You there", {"type": "text_mention", "user": BOT}),
        say("But they bombed Libya", reply_to=OURS),
        say("Says who?", reply_to=OURS),
        photo_message("Then look at this", chat=HERE, reply_to=OURS),
        say("/check", **as_anonymous_admin(HERE)),
        say("/check", **as_channel(channel(), HERE)),
    ],
)
def test_a_request(update: Json) -> None:
    assert find_request(messages(update), US) is not None


def test_a_caption_asks_like_a_text() -> None:
    entity = {"type": "mention", "offset": 6, "length": len(MENTION)}
    mention = photo_message(f"True, {MENTION}?", chat=HERE, caption_entities=[entity])
    command = {"type": "bot_command", "offset": 0, "length": 6}
    check = photo_message(f"/check {CLAIM}", chat=HERE, caption_entities=[command])
    assert checked(mention) == [(mention["message"]["message_id"], ["True, ?"])]
    assert checked(check) == [(check["message"]["message_id"], [CLAIM])]


@pytest.mark.parametrize(
    "update",
    [
        say(CLAIM),
        say(CLAIM, reply_to=POST),
        say("/check@another_bot", reply_to=POST),
        say(f"/ban@another_bot {MENTION}"),
        say("/checkup"),
        say("/settings"),
        say("@nato_myths_bot without an entity", entities=[]),
        named("@nato_myths_bot2?", "@nato_myths_bot2", {"type": "mention"}),
        named("Petra?", "Petra", {"type": "text_mention", "user": user(77)}),
        say(f"{MENTION} {CLAIM}", forward_origin=origin_user()),
        say(f"/check {CLAIM}", forward_origin=origin_hidden_user()),
        say(f"{MENTION} {CLAIM}", via_bot=another_bot()),
        say(f"{MENTION} {CLAIM}", user=another_bot()),
        say(f"/check {CLAIM}", user=BOT),
        text_message(f"{MENTION} {CLAIM}", **automatic_forward(HERE)),
        say("Thanks!", reply_to=OURS),
        say(f"Thanks, {MENTION}!"),
        say(f"{MENTION} Danke, super", reply_to=OURS),
        say("ok 👍", reply_to=OURS),
        say("They all lie", reply_to=OURS),
        say("😂😂", reply_to=OURS),
        say("Said what?", reply_to=CARD),
        sticker_message(chat=HERE, reply_to=OURS),
        photo_message(chat=HERE, reply_to=OURS),
        poll_message("True?", ["Yes", "No"], chat=HERE, reply_to=OURS),
    ],
)
def test_no_request(update: Json) -> None:
    assert find_request(messages(update), US) is None


def test_a_reply_to_our_answer_knows_of_what_we_told_and_whether_it_asks() -> None:
    gear = InlineKeyboardButton("⚙️", callback_data=encode(AdminMenu("nato-at-war"), "en"))
    link = InlineKeyboardButton("Why and sources", url="https://t.me/nato_myths_bot")
    answer = OURS["message"] | {"reply_markup": InlineKeyboardMarkup([[link], [gear]]).to_dict()}
    found = [
        find_request(messages(say(text, reply_to=reply_to)), US)
        for text, reply_to in (
            ("Says who?", answer),
            ("But they bombed Libya", answer),
            (f"{MENTION} Says who?", answer),
            ("/check", answer),
            ("Says who?", OURS),
            ("/check", POST),
        )
    ]
    told = ("nato-at-war",)
    assert [(one.told, one.is_remark, one.asks) for one in found if one] == [
        (told, True, True),
        (told, True, False),
        (told, False, True),
        (told, False, False),
        ((), True, True),
        ((), False, False),
    ]


def test_what_is_replied_to_is_checked_and_then_what_is_said_oneself() -> None:
    number = POST["message"]["message_id"]
    assert checked(say("/check", reply_to=POST)) == [(number, [CLAIM])]
    ask = say(f"{MENTION} Can NATO expel a member?", reply_to=POST)
    own = (ask["message"]["message_id"], ["Can NATO expel a member?"])
    assert checked(ask) == [(number, [CLAIM]), own]


def test_a_chosen_passage_is_all_that_is_checked() -> None:
    post = text_message(f"Good morning. {CLAIM} Bye.", chat=HERE, user=user(77))
    ((_, said),) = checked(say("/check", reply_to=post, quote=CLAIM))
    assert said == [CLAIM]


def test_what_another_bot_posts_is_checked_for_who_asks() -> None:
    news = text_message(CLAIM, chat=HERE, user=another_bot())
    assert checked(say("/check", reply_to=news)) == [(news["message"]["message_id"], [CLAIM])]


@pytest.mark.parametrize("ours", [OURS, CARD])
def test_what_we_said_ourselves_is_nothing_to_check(ours: Json) -> None:
    ask = say(f"{MENTION} {CLAIM}", reply_to=ours)
    assert checked(ask) == [(ask["message"]["message_id"], [CLAIM])]
    ask = say("/check", reply_to=ours)
    assert checked(ask) == [(ask["message"]["message_id"], [])]


def test_in_a_topic_what_answers_nothing_is_checked_itself() -> None:
    topic = topic_created(HERE)
    ask = text_message(f"/check {CLAIM}", **in_topic(topic))
    assert checked(ask) == [(ask["message"]["message_id"], [CLAIM])]


def test_a_comment_that_asks_means_the_post() -> None:
    post = text_message(CLAIM, **automatic_forward(HERE))
    ((number, said),) = checked(text_message("/check", **under(post)))
    assert (number, said) == (post["message"]["message_id"], [CLAIM])


def test_a_topic_that_we_made_is_no_message_of_ours() -> None:
    topic = topic_created(HERE, user=BOT)
    update = text_message(CLAIM, **in_topic(topic))
    assert find_request(messages(update), US) is None


def test_words_around_our_name_are_read_where_emoji_stand_before() -> None:
    ask = say(f"🇺🇦🇵🇱 {MENTION} {CLAIM}")
    assert checked(ask) == [(ask["message"]["message_id"], [f"🇺🇦🇵🇱  {CLAIM}"])]


def test_a_quote_from_another_chat_is_checked_with_its_address() -> None:
    ask = say("/check")
    ask["message"] |= {
        "external_reply": {"origin": origin_channel(channel(username="daily_news"))},
        "quote": {"text": CLAIM, "position": 0},
    }
    request = find_request(messages(ask), US)
    assert request
    (check,) = request.checks
    parts = (Part(CLAIM, PartKind.QUOTE),)
    assert check.query == Query(parts, ("https://t.me/daily_news/42",), ("daily_news",))


def test_an_album_is_asked_about_by_any_of_its_parts() -> None:
    first, second = album([None, CLAIM], chat=HERE)
    first["message"] |= {
        "caption": MENTION,
        "caption_entities": [{"type": "mention", "offset": 0, "length": len(MENTION)}],
    }
    assert checked(first, second) == [(first["message"]["message_id"], [CLAIM])]


@given(st.text(), st.integers(-5, 40), st.integers(-5, 40), st.sampled_from(KINDS))
def test_no_entity_is_too_strange_to_be_read(
    text: str, offset: int, length: int, kind: str
) -> None:
    entity = {"type": kind, "offset": offset, "length": length, "user": BOT}
    update = say("-", entities=[entity], reply_to=OURS)
    update["message"]["text"] = text
    request = find_request(messages(update), US)
    for check in request.checks if request else ():
        check.query.text.encode()


# What else is known of a message.

LATER = DATE + 10.0


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (say(CLAIM), Heard(10.0)),
        (say(CLAIM, date=DATE + 30), Heard(0.0)),
        (say(CLAIM, forward_origin=origin_channel()), Heard(10.0, is_forward=True)),
        (text_message(CLAIM, **automatic_forward(HERE)), Heard(10.0, is_forward=True)),
        (say(CLAIM, user=another_bot()), Heard(10.0, by_bot=True)),
        (say(CLAIM, user=BOT), Heard(10.0, by_bot=True)),
        (say(CLAIM, via_bot=BOT), Heard(10.0, by_bot=True)),
        (text_message(CLAIM, **as_anonymous_admin(HERE)), Heard(10.0)),
        (text_message(CLAIM, **as_channel(channel(), HERE)), Heard(10.0)),
        (
            say(CLAIM, forward_origin=origin_user(BOT)),
            Heard(10.0, is_forward=True, by_bot=True),
        ),
    ],
)
def test_what_is_known_of_a_message(update: Json, expected: Heard) -> None:
    assert to_heard(messages(update), US, LATER) == expected


def test_an_album_is_as_old_as_its_first_part_and_a_forward_if_one_is() -> None:
    first, second = album(["One", "Two"], chat=HERE, date=DATE)
    second["message"] |= {"date": DATE + 5, "forward_origin": origin_channel()}
    assert to_heard(messages(second, first), US, LATER) == Heard(10.0, is_forward=True)


def test_people_have_a_name_that_chats_and_bots_lack() -> None:
    (ola, anonymous, post, bot) = messages(
        say(CLAIM),
        text_message(CLAIM, **as_anonymous_admin(HERE)),
        text_message(CLAIM, **automatic_forward(HERE)),
        say(CLAIM, user=another_bot()),
    )
    assert person_of(ola) == ola.from_user
    assert [person_of(one) for one in (anonymous, post, bot)] == [None, None, None]


def test_commands_to_anybody_are_known() -> None:
    updates = [say("/ban Petra"), say("/x@another_bot"), say("No, /check"), say(CLAIM)]
    assert [is_command(one) for one in messages(*updates)] == [True, True, False, False]
