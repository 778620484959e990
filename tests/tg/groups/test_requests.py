"""Somebody in a group asks: who gets which answer, and where it stands."""

from typing import Any

import pytest

from bot.answering import query_key
from bot.groups import GroupSettings, Mode, Said
from bot.matching.model import Query
from bot.opinions import Opinion
from bot.people import Block, Kept
from bot.replies.catalog import Catalog
from bot.replies.group_actions import AdminMenu
from bot.replies.html import to_html
from bot.replies.render_group import (
    render_group_answer,
    render_group_choice,
    render_group_help,
    render_group_sources,
    render_group_unsure,
)
from bot.tg.callbacks import encode
from bot.tg.limits import Limits
from tests.support.group_updates import (
    album,
    another_bot,
    as_anonymous_admin,
    as_channel,
    automatic_forward,
    forum,
    in_topic,
    topic_created,
    under,
)
from tests.support.groups import NOW
from tests.support.stores import MemoryStores
from tests.support.updates import (
    BOT,
    MENTION,
    channel,
    edited,
    group,
    origin_user,
    photo_message,
    poll_message,
    service_message,
    sticker_message,
    text_message,
    user,
)
from tests.tg.answerings import AT_WAR, AT_WAR_EN, PROMISE, PROMISE_EN, asking, failing, knowing
from tests.tg.conftest import Chat, Meet
from tests.tg.messages import Json

HERE = group()
HOME = "https://t.me/nato_myths_bot"
PETRA = user(77, first_name="Petra", language_code="de")


def say(text: str, **envelope: Any) -> Json:
    return text_message(text, **{"chat": HERE} | envelope)


def number(update: Json) -> int:
    message_id: int = update["message"]["message_id"]
    return message_id


@pytest.fixture
def verdict(catalog: Catalog) -> str:
    return to_html(render_group_answer([AT_WAR], "en", catalog, HOME))


@pytest.fixture
def help_(catalog: Catalog) -> str:
    return to_html(render_group_help("en", catalog, HOME))


@pytest.fixture
def unsure(catalog: Catalog) -> str:
    return to_html(render_group_unsure("en", catalog, HOME))


def places(chat: Chat) -> list[tuple[int | None, int | None]]:
    """Return what each answer replies to, and the topic that it was sent to."""
    return [
        (
            call.parameters.get("reply_parameters", {}).get("message_id"),
            call.parameters.get("message_thread_id"),
        )
        for call in chat.calls("sendMessage")
    ]


@pytest.mark.parametrize("text", ["/check", f"/check{MENTION}", MENTION, f"True, {MENTION}?"])
async def test_the_message_that_somebody_asks_about_is_answered(
    meet: Meet, verdict: str, text: str
) -> None:
    post = say(AT_WAR_EN, user=PETRA)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(post, say(text, reply_to=post))
    assert chat.said == [verdict]
    assert places(chat) == [(number(post), None)]
    assert chat.api.violations == []


@pytest.mark.parametrize("text", [f"/check {AT_WAR_EN}", f"{AT_WAR_EN} {MENTION}"])
async def test_a_request_that_holds_the_text_is_answered_itself(
    meet: Meet, verdict: str, text: str
) -> None:
    ask = say(text)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(ask)
    assert chat.said == [verdict]
    assert places(chat) == [(number(ask), None)]


async def test_a_reply_to_us_is_checked_and_thanks_are_not(meet: Meet, verdict: str) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(say(f"/check {PROMISE_EN}"))
        ours = chat.api.sent()[-1]
        ask = say(AT_WAR_EN, reply_to=ours)
        await chat.receive(ask)
        await chat.receive(say("Thanks a lot!", reply_to=ours))
    assert chat.said[1:] == [verdict]
    assert places(chat)[1:] == [(number(ask), None)]
    assert chat.api.violations == []


@pytest.mark.parametrize(
    ("text", "is_about_it"),
    [
        ("And who says so, if I may ask?", True),
        ("/check", True),
        (f"{MENTION} and the sources", True),
        (f"Really? {AT_WAR_EN}", True),
        ("You are paid for this by somebody, shut up", False),
        (f"No, no, no. {AT_WAR_EN}", False),
        ("NATO soldiers in Brussels wear purple hats on Sundays.", False),
    ],
)
async def test_a_word_on_our_answer_gets_the_sources_if_it_asks_and_else_nothing(
    meet: Meet, catalog: Catalog, text: str, *, is_about_it: bool
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say(f"/check {AT_WAR_EN}"))
        word = say(text, reply_to=chat.api.sent()[-1], user=PETRA)
        await chat.receive(word)
    sources = [
        to_html(render_group_sources([AT_WAR], language, catalog, HOME))
        for language in ("de", "en")
    ]
    assert [one in sources for one in chat.said[1:]] == [True] * is_about_it
    assert places(chat)[1:] == [(number(word), None)] * is_about_it
    assert chat.api.violations == []


@pytest.mark.parametrize(("mark", "answers"), [("?", 1), (".", 0)])
async def test_what_was_just_told_is_not_offered_to_choose(
    meet: Meet, catalog: Catalog, mark: str, answers: int
) -> None:
    unclear = "So NATO is already at war with all of Russia, they say"
    async with meet(asking(AT_WAR)) as chat:
        await chat.receive(say("/check " + unclear))
        ours = chat.api.sent()[-1]
        gear = {"text": "⚙️", "callback_data": encode(AdminMenu(AT_WAR.id), "en")}
        ours["reply_markup"] = {"inline_keyboard": [[gear]]}  # as under a verdict
        await chat.receive(say(unclear + mark, reply_to=ours))
    sources = to_html(render_group_sources([AT_WAR], "en", catalog, HOME))
    assert chat.said[1:] == [sources] * answers


async def test_the_sources_of_what_was_told_are_not_told_as_an_answer_again(
    meet: Meet, kept: MemoryStores
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say(f"/check {AT_WAR_EN}"))
        await chat.receive(say("And who says so, if I may ask?", reply_to=chat.api.sent()[-1]))
    assert len(await kept.groups.said(HERE["id"], 0)) == 1
    assert chat.api.sent()[-1]["reply_markup"]["inline_keyboard"] == [
        [{"text": "Why and sources", "url": f"{HOME}?start=c_nato-at-war"}]
    ]


async def test_a_remark_on_what_is_no_answer_may_still_be_meant_for_us(
    meet: Meet, help_: str, unsure: str
) -> None:
    hats = "NATO soldiers in Brussels wear purple hats on Sundays."
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say("/check"))
        ours = chat.api.sent()[-1]
        for words in (hats, "Well, then I shall not bother", "So how does one do it?"):
            await chat.receive(say(words, reply_to=ours))
    assert chat.said == [help_, unsure, help_]


async def test_how_to_ask_is_said_to_who_asks_and_to_nobody_else(meet: Meet, help_: str) -> None:
    post = say("I like trains", user=PETRA)
    ask = say("/check", reply_to=post)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(post, ask)
    assert chat.said == [help_]
    assert places(chat) == [(number(ask), None)]


async def test_the_answer_leads_to_the_card_and_takes_opinions(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say(f"/check {AT_WAR_EN}"))
    key = query_key(Query.of(AT_WAR_EN))
    rows = chat.api.sent()[-1]["reply_markup"]["inline_keyboard"]
    assert rows == [
        [{"text": "Why and sources", "url": f"{HOME}?start=c_nato-at-war"}],
        [
            {"text": "👍", "callback_data": f"r:en:h:nato-at-war:{key}"},
            {"text": "👎", "callback_data": f"r:en:n:nato-at-war:{key}"},
            {"text": "⚙️", "callback_data": "a:en:nato-at-war"},
        ],
    ]


async def test_in_a_long_post_the_answer_quotes_the_passage(meet: Meet) -> None:
    post = say(f"Good morning everybody! {AT_WAR_EN} Have a nice day.", user=PETRA)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(post, say("/check", reply_to=post))
    (call,) = chat.calls("sendMessage")
    assert call.parameters["reply_parameters"]["quote"] == AT_WAR_EN
    assert chat.api.violations == []


async def test_a_quote_that_was_edited_away_is_left_out(meet: Meet, verdict: str) -> None:
    post = say(f"Good morning everybody! {AT_WAR_EN} Have a nice day.", user=PETRA)
    async with meet(knowing(AT_WAR)) as chat:
        ask = chat.api.send(say("/check", reply_to=chat.api.send(post)))
        chat.api.send(edited(post, "Good night."))
        await chat.handle(ask)
    assert chat.said == [verdict]
    assert places(chat) == [(number(post), None)]


async def test_only_the_chosen_passage_is_checked(meet: Meet, verdict: str) -> None:
    post = say(f"{PROMISE_EN} {AT_WAR_EN}", user=PETRA)
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(post, say("/check", reply_to=post, quote=AT_WAR_EN))
    assert chat.said == [verdict]


async def test_where_the_post_holds_nothing_the_question_is_answered(
    meet: Meet, verdict: str
) -> None:
    post = say("What do you all think?", user=PETRA)
    ask = say(f"{MENTION} {AT_WAR_EN}", reply_to=post)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(post, ask)
    assert chat.said == [verdict]
    assert places(chat) == [(number(ask), None)]


async def test_a_sticker_is_nothing_to_check_but_the_words_are(meet: Meet, verdict: str) -> None:
    sticker = sticker_message(chat=HERE, user=PETRA)
    ask = say(f"{MENTION} {AT_WAR_EN}", reply_to=sticker)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(sticker, ask)
    assert chat.said == [verdict]
    assert places(chat) == [(number(ask), None)]


@pytest.mark.parametrize("text", ["/check", MENTION, "/check hello"])
async def test_who_asks_about_nothing_is_told_how(meet: Meet, help_: str, text: str) -> None:
    ask = say(text)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(ask)
    assert chat.said == [help_]
    assert places(chat) == [(number(ask), None)]


async def test_what_nobody_has_checked_gets_no_verdict(meet: Meet, unsure: str) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say("/check NATO soldiers in Brussels wear purple hats on Sundays."))
    assert chat.said == [unsure]
    assert chat.api.sent()[-1]["reply_markup"]["inline_keyboard"][0][0]["url"] == HOME


async def test_where_it_may_be_one_of_several_they_stand_to_choose(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(asking(AT_WAR, PROMISE)) as chat:
        await chat.receive(say("/check So NATO is already at war with all of Russia, they say"))
    assert chat.said == [to_html(render_group_choice([AT_WAR, PROMISE], "en", catalog, HOME))]
    assert chat.api.violations == []


@pytest.mark.parametrize(
    "post",
    [
        photo_message(AT_WAR_EN, chat=HERE, user=PETRA),
        poll_message(AT_WAR_EN, ["Yes", "No"], chat=HERE, user=PETRA),
        text_message(AT_WAR_EN, chat=HERE, user=another_bot()),
        text_message(AT_WAR_EN, chat=HERE, user=PETRA, forward_origin=origin_user()),
        text_message(AT_WAR_EN, **as_anonymous_admin(HERE)),
    ],
    ids=["caption", "poll", "another bot", "forward", "anonymous admin"],
)
async def test_any_message_can_be_asked_about(meet: Meet, verdict: str, post: Json) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(post, say("/check", reply_to=post))
    assert chat.said == [verdict]
    assert places(chat) == [(number(post), None)]


@pytest.mark.parametrize("envelope", [as_anonymous_admin(HERE), as_channel(channel(), HERE)])
async def test_groups_and_channels_are_answered_like_people(
    meet: Meet, verdict: str, envelope: Any
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(f"/check {AT_WAR_EN}", **envelope))
    assert chat.said == [verdict]


async def test_a_comment_gets_its_answer_below_the_post(meet: Meet, verdict: str) -> None:
    post = text_message(AT_WAR_EN, **automatic_forward(HERE))
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(post, text_message("/check", **under(post)))
    assert chat.said == [verdict]
    assert places(chat) == [(number(post), None)]
    assert chat.api.violations == []


async def test_an_answer_stays_in_its_topic(meet: Meet, verdict: str) -> None:
    topic = topic_created(forum())
    post = text_message(AT_WAR_EN, **in_topic(topic))
    ask = text_message("/check", **in_topic(topic) | {"reply_to": post})
    alone = text_message(f"/check {AT_WAR_EN}", **in_topic(topic))
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(topic)
        await chat.receive(post)
        await chat.receive(ask)
        await chat.receive(alone)
    thread_id = topic["message"]["message_thread_id"]
    assert chat.said == [verdict, verdict]
    assert places(chat) == [(number(post), thread_id), (number(alone), thread_id)]
    assert [one["message_thread_id"] for one in chat.api.sent()] == [thread_id] * 2
    assert chat.api.violations == []


async def test_of_an_album_the_part_that_asks_is_answered_once(meet: Meet, verdict: str) -> None:
    first, second = album([None, AT_WAR_EN], chat=HERE)
    first["message"] |= {
        "caption": MENTION,
        "caption_entities": [{"type": "mention", "offset": 0, "length": len(MENTION)}],
    }
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(first, second)
    assert chat.said == [verdict]
    assert places(chat) == [(number(first), None)]


async def test_the_group_is_answered_in_its_language_or_in_that_of_the_message(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say(f"/check {AT_WAR.claim['uk']}"))
        kept.groups.chosen[HERE["id"]] = GroupSettings(language="uk")
        await chat.receive(say(f"/check {AT_WAR_EN}"))
    in_ukrainian = to_html(render_group_answer([AT_WAR], "uk", catalog, HOME))
    assert chat.said == [in_ukrainian, in_ukrainian]


async def test_where_the_message_has_no_language_it_is_that_of_who_asks(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say("/check", user=PETRA))
        await chat.receive(text_message("/check", **as_anonymous_admin(HERE)))
    helps = (render_group_help(language, catalog, HOME) for language in ("de", "en"))
    assert chat.said == [to_html(one) for one in helps]


async def test_an_answer_is_noted_with_its_message(meet: Meet, kept: MemoryStores) -> None:
    post = say(AT_WAR_EN, user=PETRA)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(post, say("/check", reply_to=post))
    assert await kept.groups.said(HERE["id"], 0) == [Said("nato-at-war", NOW, asked=True)]
    assert await kept.groups.answered_with(HERE["id"], number(post)) == ("nato-at-war",)
    assert await kept.popularity.most_asked(7, 1, 5)


async def test_an_answer_that_did_not_fit_is_not_given_again(
    meet: Meet, kept: MemoryStores, verdict: str
) -> None:
    asker = user()
    key = query_key(Query.of(AT_WAR_EN))
    await kept.opinions.rate(asker["id"], "nato-at-war", key, Opinion.WRONG_CLAIM, "en")
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say(f"/check {AT_WAR_EN}", user=asker))
        await chat.receive(say(f"/check {AT_WAR_EN}", user=PETRA))
    assert chat.said[1:] == [verdict]
    assert chat.said[0] != verdict


# Who gets no answer.


async def test_a_group_that_wants_none_gets_none(meet: Meet, kept: MemoryStores) -> None:
    kept.groups.chosen[HERE["id"]] = GroupSettings(Mode.OFF)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say(f"/check {AT_WAR_EN}"))
    assert chat.api.calls == []


@pytest.mark.parametrize(
    "update",
    [
        say(AT_WAR_EN),
        say(f"/check@another_bot {AT_WAR_EN}"),
        say(f"{MENTION} {AT_WAR_EN}", user=another_bot()),
        say(f"{MENTION} {AT_WAR_EN}", forward_origin=origin_user()),
        say(f"{MENTION} {AT_WAR_EN}", via_bot=another_bot()),
        edited(say(f"/check {AT_WAR_EN}")),
        service_message(chat=HERE, new_chat_title=f"/check {AT_WAR_EN}"),
        say("/start"),
        say("/help"),
        say("/topics"),
        text_message(f"/check {AT_WAR_EN}", chat=channel()),
    ],
)
async def test_whoever_does_not_ask_us_gets_no_answer(meet: Meet, update: Json) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(update)
    assert chat.api.calls == []


async def test_the_blocked_are_met_with_silence(meet: Meet, kept: MemoryStores) -> None:
    kept.people.kept[PETRA["id"]] = Kept(block=Block(2e9, "Spam"))
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say(f"/check {AT_WAR_EN}", user=PETRA))
    assert chat.api.calls == []


async def test_a_private_chat_is_no_group(meet: Meet, at_war: list[str]) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR_EN))
    assert chat.said == at_war


# Limits, and what goes wrong.


class TestOfMany:
    """A person has limits; a group has none of its own."""

    @pytest.fixture
    def limits(self) -> Limits:
        return Limits(lambda: 0.0, burst=2)

    async def test_one_person_gets_so_many_answers_and_silence_for_the_rest(
        self, meet: Meet, verdict: str
    ) -> None:
        async with meet(knowing(AT_WAR)) as chat:
            for _ in range(5):
                await chat.receive(say(f"/check {AT_WAR_EN}"))
            await chat.receive(say(f"/check {AT_WAR_EN}", user=PETRA))
        assert chat.said == [verdict] * 3

    async def test_nobody_is_silenced_by_the_others_of_a_group(
        self, meet: Meet, verdict: str
    ) -> None:
        async with meet(knowing(AT_WAR)) as chat:
            for person in range(10):
                await chat.receive(say(f"/check {AT_WAR_EN}", user=user(600 + person)))
        assert chat.said == [verdict] * 10

    async def test_who_writes_in_the_name_of_a_chat_shares_its_limits_alone(
        self, meet: Meet, verdict: str
    ) -> None:
        async with meet(knowing(AT_WAR)) as chat:
            for chat_id in range(-1_009, -1_000):
                here = group(chat_id)
                await chat.receive(text_message(f"/check {AT_WAR_EN}", **as_anonymous_admin(here)))
        assert chat.said == [verdict] * 9


async def test_an_error_is_no_message_in_a_group(meet: Meet) -> None:
    async with meet(failing()) as chat:
        await chat.receive(say(f"/check {AT_WAR_EN}"))
    assert chat.said == []


async def test_our_own_name_in_our_own_message_asks_for_nothing(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(say(f"{MENTION} {AT_WAR_EN}", user=BOT))
    assert chat.api.calls == []
