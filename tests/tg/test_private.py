from collections.abc import Callable

import pytest
from telegram.constants import ChatType

from bot.replies.actions import ShowCard
from bot.replies.catalog import Catalog
from bot.replies.model import Unsupported
from bot.replies.render import (
    render_card,
    render_several,
)
from bot.replies.render_notices import (
    render_help,
    render_help_short,
    render_start,
    render_unsupported,
)
from bot.tg.callbacks import encode
from tests.support.claims import make_network
from tests.support.updates import (
    callback_query,
    channel,
    document_message,
    edited,
    group,
    origin_channel,
    origin_chat,
    origin_hidden_user,
    origin_user,
    photo_message,
    poll_message,
    sticker_message,
    text_message,
    user,
    video_message,
    voice_message,
)
from tests.tg.answerings import (
    AT_WAR,
    AT_WAR_EN,
    ATTACKED,
    IN_CHANNEL,
    PROMISE,
    knowing,
    shipped,
)
from tests.tg.conftest import Meet, html
from tests.tg.messages import (
    ANIMATION,
    AUDIO,
    CONTACT,
    VIDEO_NOTE,
    Json,
    bare,
)

# Greeting and help.


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
async def test_start_and_help_speak_the_users_language(
    meet: Meet, catalog: Catalog, language: str
) -> None:
    ola = user(language_code=language)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/start", user=ola, message_id=1))
        await chat.receive(text_message("/help", user=ola, message_id=2))
    assert chat.said == html(render_start(language, catalog, {}), render_help(language, catalog))
    assert chat.answered == [1, 2]
    assert chat.api.violations == []


@pytest.mark.parametrize("language", [None, "pt-BR", ""])
async def test_a_language_we_do_not_speak_is_answered_in_the_default_one(
    meet: Meet, catalog: Catalog, language: str | None
) -> None:
    async with meet(knowing(AT_WAR, default_language="uk")) as chat:
        await chat.receive(text_message("/start", user=user(language_code=language)))
    assert chat.said == html(render_start("uk", catalog, {}))


async def test_an_unknown_command_gets_help(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/weather"))
    assert chat.said == html(render_help_short("en", catalog))


# Whatever carries the claim gets the card, as a reply to it.

NEWS = origin_channel(channel(username="daily_news"), message_id=7)
CARRIERS: dict[str, Json] = {
    "text": text_message(AT_WAR_EN),
    "caption of a picture": photo_message(AT_WAR_EN),
    "caption of a video": video_message(AT_WAR_EN),
    "caption of a file": document_message(AT_WAR_EN),
    "question of a poll": poll_message(AT_WAR_EN, ["Yes", "No"]),
    "option of a poll": poll_message("Which one is it?", [AT_WAR_EN, "No"]),
    "quote": text_message(
        "Really?", reply_to=text_message(f"Good morning. {AT_WAR_EN}"), quote=AT_WAR_EN
    ),
    "message replied to": text_message("Really?", reply_to=text_message(AT_WAR_EN)),
    "sticker in reply to it": sticker_message(reply_to=text_message(AT_WAR_EN)),
    "forward from a channel": text_message(AT_WAR_EN, forward_origin=NEWS),
    "forward from a user": text_message(AT_WAR_EN, forward_origin=origin_user()),
    "forward from a hidden user": text_message(AT_WAR_EN, forward_origin=origin_hidden_user()),
    "forward from a chat": text_message(AT_WAR_EN, forward_origin=origin_chat()),
    "forwarded poll": poll_message(AT_WAR_EN, ["Yes", "No"], forward_origin=NEWS),
    "forwarded picture": photo_message(AT_WAR_EN, forward_origin=NEWS),
}


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS)
async def test_a_known_claim_gets_its_card(meet: Meet, at_war: list[str], carrier: Json) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(carrier)
    assert chat.said == at_war
    assert chat.answered == [carrier["message"]["message_id"]]
    assert len(chat.calls("sendChatAction")) == 1
    assert chat.api.violations == []


async def test_the_sentence_that_matched_is_quoted(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        bold = {"type": "bold", "offset": 0, "length": 20}
        await chat.receive(text_message(f"Good morning. {AT_WAR_EN} Bye.", entities=[bold]))
    (message,) = chat.api.sent()
    assert message["quote"]["text"] == AT_WAR_EN
    assert chat.api.violations == []


async def test_the_answer_is_in_the_language_of_the_message(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message(AT_WAR.claim["uk"], user=user(language_code="de")))
    assert chat.said == html(render_card(AT_WAR, "uk", catalog))


@pytest.mark.parametrize("build", [photo_message, voice_message, sticker_message])
async def test_a_known_post_without_words_gets_its_card(
    meet: Meet, catalog: Catalog, build: Callable[..., Json]
) -> None:
    origin = origin_channel(channel(username="Daily_News"), message_id=42)
    async with meet(knowing(AT_WAR, IN_CHANNEL)) as chat:
        await chat.receive(build(forward_origin=origin))
    assert chat.said == html(render_card(IN_CHANNEL, "en", catalog))
    assert chat.api.violations == []


async def test_a_link_to_a_known_post_gets_its_card(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR, IN_CHANNEL)) as chat:
        await chat.receive(text_message("https://t.me/daily_news/42?single"))
    assert chat.said == html(render_card(IN_CHANNEL, "en", catalog))


async def test_several_claims_get_a_line_and_a_button_each(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR, ATTACKED)) as chat:
        await chat.receive(text_message(f"{AT_WAR_EN} {ATTACKED.claim['en']}"))
        buttons = chat.api.sent()[0]["reply_markup"]["inline_keyboard"]
        await chat.receive(callback_query(buttons[1][0]["callback_data"], chat.api.sent()[0]))
    several = render_several([AT_WAR, ATTACKED], "en", catalog)
    assert chat.said == html(several, render_card(ATTACKED, "en", catalog))
    assert chat.api.violations == []


# What cannot be read gets one honest sentence.


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
@pytest.mark.parametrize(
    ("build", "kind"),
    [
        (voice_message, Unsupported.VOICE),
        (lambda **envelope: bare(AUDIO, **envelope), Unsupported.VOICE),
        (video_message, Unsupported.VIDEO),
        (lambda **envelope: bare(ANIMATION, **envelope), Unsupported.VIDEO),
        (lambda **envelope: bare(VIDEO_NOTE, **envelope), Unsupported.VIDEO_NOTE),
        (sticker_message, Unsupported.STICKER),
        (photo_message, Unsupported.PHOTO),
        (document_message, Unsupported.DOCUMENT),
        (lambda **envelope: bare(CONTACT, **envelope), Unsupported.OTHER),
    ],
)
async def test_what_cannot_be_read_gets_a_sentence_in_the_users_language(
    meet: Meet, catalog: Catalog, build: Callable[..., Json], kind: Unsupported, language: str
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(build(user=user(language_code=language), message_id=1))
    assert chat.said == html(render_unsupported(kind, language, catalog))
    assert chat.answered == [1]
    assert chat.api.violations == []


async def test_an_unknown_post_without_words_gets_the_sentence_of_its_kind(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR, IN_CHANNEL)) as chat:
        await chat.receive(photo_message(forward_origin=NEWS))
    assert chat.said == html(render_unsupported(Unsupported.PHOTO, "en", catalog))


@pytest.mark.parametrize("build", [photo_message, lambda **envelope: text_message("?", **envelope)])
async def test_a_forward_from_a_documented_network_says_so(
    meet: Meet, build: Callable[..., Json]
) -> None:
    async with meet(knowing(AT_WAR, networks=[make_network(channels="Daily_News")])) as chat:
        await chat.receive(build(forward_origin=NEWS))
    (said,) = chat.said
    assert "Note: <code>t.me/Daily_News</code> is listed as part of the network" in said
    assert chat.api.violations == []


# Silence.


@pytest.mark.parametrize("kind", [ChatType.GROUP, ChatType.SUPERGROUP, ChatType.CHANNEL])
async def test_other_chats_are_met_with_silence(meet: Meet, kind: str) -> None:
    there = channel() if kind == ChatType.CHANNEL else group(kind=kind)
    async with meet(knowing(AT_WAR)) as chat:
        for text in (AT_WAR_EN, "/start", "/help"):
            message = text_message(text, chat=there)
            await chat.receive(message, edited(message, AT_WAR_EN))
        await chat.receive(photo_message(chat=there))
    assert chat.api.calls == []


@pytest.mark.parametrize(
    "event",
    [
        {"pinned_message": text_message(AT_WAR_EN)["message"]},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}},
        {"write_access_allowed": {}},
        {"connected_website": "news.example"},
        {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🏄"}}},
    ],
    ids=lambda event: next(iter(event)),
)
async def test_what_telegram_reports_is_met_with_silence(meet: Meet, event: Json) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(bare(event))
    assert chat.api.calls == []


# Many at once, and the real knowledge base.


async def test_many_messages_at_once_are_answered_each_once(meet: Meet, at_war: list[str]) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*(text_message(AT_WAR_EN, message_id=n) for n in range(1, 65)))
    assert chat.said == at_war * 64
    assert sorted(chat.answered, key=str) == sorted(range(1, 65), key=str)
    assert chat.api.violations == []


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
async def test_telegram_takes_the_card_of_every_claim_we_know(
    meet: Meet, catalog: Catalog, language: str
) -> None:
    published, parties = shipped().knowledge.published, shipped().knowledge.parties
    async with meet(shipped()) as chat:
        await chat.receive(text_message("/start"))
        for claim_id in published:
            data = encode(ShowCard(claim_id), language)
            await chat.receive(callback_query(data, chat.api.sent()[0]))
    cards = (render_card(claim, language, catalog, parties=parties) for claim in published.values())
    assert chat.said[1:] == html(*cards)
    assert chat.api.violations == []


async def test_a_claim_we_know_is_found_in_its_own_words(meet: Meet, catalog: Catalog) -> None:
    knowledge = shipped().knowledge
    claim = knowledge.claims["promised-not-to-enlarge"]
    async with meet(shipped()) as chat:
        await chat.receive(text_message(claim.claim["uk"]))
    assert chat.said == html(render_card(claim, "uk", catalog, parties=knowledge.parties))
    assert chat.api.violations == []
