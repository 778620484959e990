"""The whole bot where it is no member: inline and guest mode, over HTTP against the fake."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from bot.popularity import LEAST_PEOPLE
from tests.matching.builders import shipped_knowledge
from tests.support.bot_api import BotApi, Call
from tests.support.process import PATIENCE_S, ROOT, Bot, answer_to, ask, start
from tests.support.updates import MENTION, group, guest_message, inline_query, text_message, user

Json = dict[str, Any]
KNOWLEDGE = shipped_knowledge()
CLAIM_ID = "nato-biolabs"
CLAIM = KNOWLEDGE.claims[CLAIM_ID].claim
TOKEN = "123456:a-secret_TOKEN"
BLOCKED = 900
HOME = "https://t.me/nato_myths_bot"


@pytest.fixture(scope="module")
def world() -> Iterator[BotApi]:
    with BotApi(TOKEN) as running:
        yield running


@pytest.fixture(scope="module")
def process(world: BotApi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """One bot for all tests, which knows of somebody who is blocked."""
    folder = tmp_path_factory.mktemp("bot")
    subprocess.run(
        [sys.executable, "-m", "bot", "block", str(BLOCKED)],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATA_DIR": "data",
            "TELEGRAM_BOT_TOKEN": TOKEN,
        },
        stdout=subprocess.DEVNULL,
        check=True,
    )
    with start(world, folder, LOG_LEVEL="DEBUG") as bot:
        world.wait_for_poll(PATIENCE_S)
        yield bot


@pytest.fixture
def api(world: BotApi, process: Bot) -> Iterator[BotApi]:
    world.wait_for_poll(PATIENCE_S)
    world.calls.clear()
    yield world
    assert world.violations == []


def type_words(api: BotApi, words: str, **more: Any) -> tuple[Json, Json]:
    """Return the update of an inline query, and how it was answered."""
    update = api.send(inline_query(words, **more))
    query_id = update["inline_query"]["id"]

    def answers(call: Call) -> bool:
        return call.parameters.get("inline_query_id") == query_id and call.status == 200

    (call,) = api.wait_for(answers, timeout_s=PATIENCE_S)
    return update, dict(call.parameters)


def mention(api: BotApi, text: str = MENTION, **more: Any) -> Json:
    """Return the result with which a mention was answered."""
    update = api.send(guest_message(text, **more))
    query_id = update["guest_message"]["guest_query_id"]

    def answers(call: Call) -> bool:
        return call.parameters.get("guest_query_id") == query_id and call.status == 200

    (call,) = api.wait_for(answers, timeout_s=PATIENCE_S)
    result: Json = call.parameters["result"]
    return result


def text_of(result: Json) -> str:
    text: str = result["input_message_content"]["message_text"]
    return text


def test_words_are_typed_a_card_is_chosen_and_soon_it_trends(api: BotApi) -> None:
    chat = group(-100_777, title="Family")
    for number in range(LEAST_PEOPLE):
        query, answer = type_words(api, "biolab", asker=user(600 + number, language_code="uk"))
        assert answer["results"][0]["description"] == CLAIM["uk"].removesuffix(".")
        api.choose(query, answer["results"][0]["id"], chat)
    posted = api.posted()[-1]
    assert posted["chat"] == chat
    assert CLAIM["uk"].removesuffix(".") in posted["text"]
    (button,) = posted["reply_markup"]["inline_keyboard"][0]
    assert button["url"] == f"{HOME}?start=c_{CLAIM_ID}"
    api.wait_for_confirmation()
    answer_to(api, ask(api, "/help", user=user(600 + LEAST_PEOPLE - 1)))  # the last is counted

    _, answer = type_words(api, "")
    assert [one["id"] for one in answer["results"]][:1] == [CLAIM_ID]


def test_a_shared_card_leads_back_to_the_whole_one(api: BotApi) -> None:
    answer_to(api, ask(api, CLAIM["en"]))
    keyboard = api.sent()[-1]["reply_markup"]["inline_keyboard"]
    (shared,) = (
        one["switch_inline_query"]
        for row in keyboard
        for one in row
        if "switch_inline_query" in one
    )
    query, answer = type_words(api, shared)
    assert [one["id"] for one in answer["results"]] == [CLAIM_ID]
    api.choose(query, CLAIM_ID)
    (button,) = api.posted()[-1]["reply_markup"]["inline_keyboard"][0]
    card = answer_to(api, ask(api, f"/start {button['url'].partition('=')[2]}"))
    assert CLAIM["en"].removesuffix(".") in card


def test_words_that_find_nothing_lead_to_the_private_chat(api: BotApi) -> None:
    _, answer = type_words(api, "qwertyuiop zzz")
    assert (answer["results"], answer["button"]["start_parameter"]) == ([], "inline")
    assert answer_to(api, ask(api, "/start inline")).startswith("Hello.")


def test_who_is_blocked_finds_nothing(api: BotApi) -> None:
    _, answer = type_words(api, "biolab", asker=user(BLOCKED))
    assert (answer["results"], "button" in answer) == ([], False)


def test_a_mention_is_answered_where_it_stands(api: BotApi) -> None:
    post = text_message(CLAIM["uk"], user=user(77), chat=group(-100_500))
    result = mention(api, reply_to=post)
    assert CLAIM["uk"].removesuffix(".") in text_of(result)
    assert [call.method for call in api.calls if call.method != "getUpdates"] == [
        "answerGuestQuery"
    ]


def test_a_mention_without_a_sure_answer_gets_one_line(api: BotApi) -> None:
    result = mention(api, f"{MENTION} The ministers of NATO speak of railways on Thursday.")
    assert text_of(result).startswith("I have no sure answer to this.")
    assert HOME in text_of(result)


def test_a_mention_that_says_nothing_is_told_how_to_ask(api: BotApi) -> None:
    assert text_of(mention(api)).startswith("Reply to a message about NATO with @nato_myths_bot")


def test_a_mention_by_somebody_who_is_blocked_is_met_with_silence(api: BotApi) -> None:
    text = f"{MENTION} {CLAIM['en']}"
    chat = group(-100_501)
    api.send(guest_message(text, user=user(BLOCKED), chat=chat))
    mention(api, text, user=user(78), chat=chat)  # updates of a group are handled in their order
    assert len([call for call in api.calls if call.method == "answerGuestQuery"]) == 1


def test_what_was_typed_and_asked_does_not_stand_in_the_log(api: BotApi, process: Bot) -> None:
    type_words(api, "Ramstein", asker=user(601, first_name="Wilhelmina"))
    mention(api, f"{MENTION} Ramstein?", user=user(602, first_name="Wilhelmina"))
    log = "\n".join(process.log)
    for secret in (TOKEN, "Ramstein", "Wilhelmina", "Traceback"):
        assert secret not in log
