"""What a bot in privacy mode sees of a group, and what others see."""

from typing import Any

import pytest

from tests.support.bot_api import BotApi
from tests.support.bot_api_client import GROUP, Json, incoming, result
from tests.support.group_updates import (
    album,
    another_bot,
    as_anonymous_admin,
    as_channel,
    automatic_forward,
    bot_added,
    bot_demoted,
    bot_promoted,
    bot_removed,
    forum,
    in_topic,
    member_changed,
    members_joined,
    reaction,
    topic_created,
)
from tests.support.updates import (
    BOT,
    MENTION,
    callback_query,
    channel,
    edited,
    group,
    my_chat_member,
    photo_message,
    poll_message,
    private_chat,
    service_message,
    text_message,
    user,
)

HERE = group()
OTHER_BOTS = text_message("I am a bot.", chat=HERE, user=another_bot())
CHATTER = text_message("It rains.", chat=HERE)
OPEN_TO_MEMBERS = {
    "a text": CHATTER,
    "an edit": edited(CHATTER, "It snows."),
    "a forwarded post": text_message("x", **automatic_forward(HERE)),
    "an anonymous administrator": text_message("x", **as_anonymous_admin(HERE)),
    "a channel": text_message("x", **as_channel(channel(), HERE)),
    "a poll": poll_message("Who?", ["A", "B"], chat=HERE),
    "a picture of an album": album(["x", None], chat=HERE)[1],
    "a text in a topic": text_message("x", **in_topic(topic_created(forum()))),
    "a reply to another bot": text_message(f"/check{MENTION}", chat=HERE, reply_to=OTHER_BOTS),
    "a message via another bot": text_message("x", chat=HERE, via_bot=another_bot()),
    "a command to another bot": text_message("/check@another_bot", chat=HERE),
    "a command to nobody": text_message("/check", chat=HERE),
    "a mention of another bot": text_message("@another_bot", chat=HERE, entities=[]),
    "a name that is no mention": text_message(f"mail{MENTION}", chat=HERE),
}
MEANT = {
    "a command by name": text_message(f"/check{MENTION} It rains.", chat=HERE),
    "a command in the middle": text_message(
        f"Look /check{MENTION}",
        chat=HERE,
        entities=[{"type": "bot_command", "offset": 5, "length": 6 + len(MENTION)}],
    ),
    "a mention": text_message(f"🙂 {MENTION} is it true?", chat=HERE),
    "a mention in a caption": photo_message(
        MENTION.upper(),
        chat=HERE,
        caption_entities=[{"type": "mention", "offset": 0, "length": len(MENTION)}],
    ),
    "a mention of one without a name": text_message(
        "You there",
        chat=HERE,
        entities=[{"type": "text_mention", "offset": 0, "length": 3, "user": BOT}],
    ),
    "a message via the bot": text_message("x", chat=HERE, via_bot=BOT),
    "an edit into a mention": edited(text_message(MENTION, chat=HERE)),
    "people who come in": members_joined(HERE, user(8)),
    "another service message": service_message(new_chat_title="Us"),
    "a press": callback_query("x", CHATTER["message"]),
    "what happens to the bot": my_chat_member("kicked", old_status="member"),
    "a private message": text_message("x"),
    "a post in a channel": text_message("x", chat=channel()),
}


def is_told(api: BotApi, update: Json) -> bool:
    told = api.groups.happen(update)
    assert told is None or told in api.pending_updates()
    return told is not None


@pytest.fixture
def member(api: BotApi) -> BotApi:
    """Let the bot be in the groups of these tests, with privacy mode on."""
    for chat in (HERE, forum(), channel(), private_chat()):
        api.add_chat(chat)
    return api


@pytest.mark.parametrize("update", MEANT.values(), ids=MEANT)
def test_what_is_meant_for_the_bot_is_seen(member: BotApi, update: Json) -> None:
    assert is_told(member, update)


@pytest.mark.parametrize("update", OPEN_TO_MEMBERS.values(), ids=OPEN_TO_MEMBERS)
def test_the_rest_is_seen_by_administrators_and_without_privacy_mode(
    api: BotApi, update: Json
) -> None:
    chat = update[next(kind for kind in update if kind != "update_id")]["chat"]
    api.add_chat(chat)
    assert not is_told(api, update)
    api.send(bot_promoted(chat))
    assert is_told(api, update)
    api.send(bot_demoted(chat))
    assert not is_told(api, update)
    api.send(bot_removed(chat))
    api.groups.set_privacy(on=False)
    for joined in bot_added(chat):
        api.send(joined)
    assert is_told(api, update)


def test_privacy_mode_is_that_of_the_day_the_bot_came(member: BotApi) -> None:
    member.groups.set_privacy(on=False)
    assert not is_told(member, CHATTER)
    member.send(bot_removed())
    member.send(bot_added()[0])
    assert is_told(member, CHATTER)
    member.groups.set_privacy(on=True)
    assert is_told(member, CHATTER)


def test_a_migration_changes_nothing_in_what_is_seen(api: BotApi) -> None:
    api.groups.set_privacy(on=False)
    api.add_chat(group(-5, kind="group"))
    api.groups.set_privacy(on=True)
    api.groups.migrate(-5, HERE)
    assert is_told(api, CHATTER)


def test_a_reply_to_the_bot_is_seen_whatever_it_says(member: BotApi) -> None:
    sent = result(member, "sendMessage", chat_id=GROUP, text="x")
    assert is_told(member, text_message("/check@another_bot", chat=HERE, reply_to=sent))
    assert not is_told(member, text_message("x", chat=HERE, reply_to=text_message("y", chat=HERE)))


def test_a_general_command_is_for_the_last_bot_that_wrote(member: BotApi) -> None:
    command = text_message("/check", chat=HERE)
    result(member, "sendMessage", chat_id=GROUP, text="x")
    assert is_told(member, command)
    member.groups.happen(OTHER_BOTS)
    assert not is_told(member, command)
    result(member, "sendMessage", chat_id=GROUP, text="x")
    assert is_told(member, command)


def test_other_bots_are_never_seen(member: BotApi) -> None:
    for update in (
        OTHER_BOTS,
        text_message(f"/check{MENTION}", chat=HERE, user=another_bot()),
        edited(OTHER_BOTS),
    ):
        assert not is_told(member, update)
        member.send(bot_promoted())
        assert not is_told(member, update)


@pytest.mark.parametrize("status", ["left", "kicked"])
def test_who_is_out_sees_nothing(member: BotApi, status: str) -> None:
    member.groups.set_bot(GROUP, status)
    assert not is_told(member, MEANT["a mention"])
    assert not is_told(member, MEANT["people who come in"])


def test_reactions_and_members_are_for_administrators_who_ask(member: BotApi) -> None:
    message = incoming(member, chat=HERE)
    reacted = reaction(message, "🤔", person=user(8))
    assert not is_told(member, reacted)
    assert not is_told(member, member_changed(HERE, user(8), "left"))
    member.send(bot_promoted())
    assert is_told(member, reacted)
    assert not is_told(member, reaction(message, "🤔", person=another_bot()))
    assert is_told(member, member_changed(HERE, user(8), "left"))
    updates = result(member, "getUpdates", allowed_updates=["message_reaction"])
    assert [one["message_reaction"]["new_reaction"] for one in updates] == [
        [{"type": "emoji", "emoji": "🤔"}]
    ]


def test_a_group_the_bot_was_never_in_is_the_tests_mistake(api: BotApi) -> None:
    with pytest.raises(ValueError, match="the fake knows no chat"):
        api.groups.happen(CHATTER)
    assert is_told(api, my_chat_member())
    assert not is_told(api, CHATTER)


def test_what_is_not_seen_is_there_all_the_same(member: BotApi) -> None:
    hidden: Any = text_message("It rains.", chat=HERE)
    assert not is_told(member, hidden)
    asked = text_message(MENTION, chat=HERE, reply_to=hidden)
    assert is_told(member, asked)
    reply = {"message_id": hidden["message"]["message_id"]}
    sent = result(member, "sendMessage", chat_id=GROUP, text="x", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "It rains."
