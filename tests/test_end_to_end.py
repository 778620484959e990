"""The whole bot as a process of its own, polling the fake Bot API over HTTP on loopback.

What it is asked are the wordings of real claims, which always match, whatever the model thinks.
"""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.matching.builders import shipped_knowledge
from tests.support.bot_api import (
    BadGateway,
    BotApi,
    DropAfter,
    DropBefore,
    Fault,
    Garbage,
    ServerError,
    TooManyRequests,
)
from tests.support.few_claims import few_claims
from tests.support.process import PATIENCE_S, Bot, answer_to, answers_to, ask, free_port, start
from tests.support.updates import callback_query, photo_message, user

CLAIM_ID, OTHER_ID = "rutte-expel-us", "promised-not-to-enlarge"
CLAIM = shipped_knowledge().claims[CLAIM_ID].claim["en"]
VERDICT = CLAIM.removesuffix(".")
"""What stands in the answer to CLAIM, in quotation marks."""
OTHER_CLAIM = shipped_knowledge().claims[OTHER_ID].claim["en"]
OTHER_VERDICT = OTHER_CLAIM.removesuffix(".")
SECRET_TOKEN = "123456:a-secret_TOKEN"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bot")


@pytest.fixture(scope="module")
def world() -> Iterator[BotApi]:
    with BotApi(SECRET_TOKEN) as running:
        yield running


@pytest.fixture(scope="module")
def process(world: BotApi, folder: Path) -> Iterator[Bot]:
    """One bot for all tests that leave it running."""
    with start(world, folder, LOG_LEVEL="DEBUG", LOG_FORMAT="json") as bot:
        world.wait_for_poll(PATIENCE_S)
        yield bot


@pytest.fixture
def api(world: BotApi, process: Bot) -> BotApi:
    """The fake, and a bot that polls it."""
    world.wait_for_poll(PATIENCE_S)
    world.calls.clear()
    return world


# A bot that runs.


def test_a_message_is_answered_with_its_verdict(api: BotApi) -> None:
    number = ask(api, CLAIM)
    text = answer_to(api, number)
    assert text.startswith("❌ <b>False</b>: “")
    assert VERDICT in text
    assert "<b>Sources</b>" in text
    # The bot's profile is looked after meanwhile.
    methods = [call.method for call in api.calls if "My" not in call.method]
    assert [method for method in methods if method != "getUpdates"] == [
        "sendChatAction",
        "sendMessage",
    ]
    assert api.violations == []


def test_an_album_is_answered_once(api: BotApi) -> None:
    album = [photo_message(caption, media_group_id="1") for caption in (None, CLAIM, None)]
    numbers = [api.send(picture)["message"]["message_id"] for picture in album]
    assert VERDICT in answer_to(api, numbers[1])
    answer_to(api, ask(api, "/start"))
    assert len([call for call in api.calls if call.method == "sendMessage"]) == 2
    assert api.violations == []


def test_a_button_is_pressed_and_shows_its_card(api: BotApi) -> None:
    number = ask(api, "/start")
    answer_to(api, number)
    message = api.sent()[-1]
    api.send(callback_query("c:en:rutte-expel-us", message))
    (edit,) = api.wait_for("editMessageText", timeout_s=PATIENCE_S)
    api.wait_for("answerCallbackQuery", timeout_s=PATIENCE_S)
    assert VERDICT in edit.parameters["text"]
    assert api.violations == []


def test_more_messages_than_are_handled_at_once_are_answered_once_each(api: BotApi) -> None:
    people = [user(1_000 + number) for number in range(70)]
    numbers = [ask(api, "/help", user=person) for person in people]
    assert len(answers_to(api, numbers)) == 70
    assert api.violations == []


def test_answers_that_meet_faults_arrive_once_each(api: BotApi) -> None:
    faults = [TooManyRequests(1), BadGateway(), ServerError(), DropBefore(), Garbage()]
    for fault in faults:
        api.fail_next("sendChatAction", fault)
        api.fail_next("sendMessage", fault)
    # Each in a chat of its own: a chat is answered in order, so its first would meet all faults.
    chats = [600 + number for number, _ in enumerate(faults)]
    numbers = [ask(api, CLAIM, user=user(chat)) for chat in chats]
    assert all(VERDICT in text for text in answers_to(api, numbers, garbled=1))
    assert ([len(api.sent(chat)) for chat in chats], api.faults_left()) == ([1] * len(faults), [])
    assert api.violations == []


def test_an_answer_whose_receipt_is_lost_arrives_at_most_twice(api: BotApi) -> None:
    api.fail_next("sendMessage", DropAfter())
    number = ask(api, CLAIM, user=user(700))
    assert VERDICT in answer_to(api, number)
    assert len(api.sent(700)) == 2
    assert api.violations == []


@pytest.mark.parametrize(
    "fault",
    [TooManyRequests(1), BadGateway(), DropBefore(), DropAfter(), Garbage()],
    ids=lambda fault: type(fault).__name__,
)
def test_updates_come_in_after_a_fault_each_once(api: BotApi, fault: Fault) -> None:
    # The first is delivered by the poll that waits; the next poll meets the fault.
    api.fail_next("getUpdates", fault)
    person = user(701 + len(api.sent()))
    first = ask(api, CLAIM, user=person)
    second = ask(api, OTHER_CLAIM, user=person)
    assert VERDICT in answer_to(api, first)
    assert OTHER_VERDICT in answer_to(api, second)
    api.wait_for_poll(PATIENCE_S)
    assert len(api.sent(person["id"])) == 2
    assert (api.faults_left(), api.pending_updates()) == ([], [])
    assert api.violations == []


def test_each_poll_leaves_a_sign_of_life(api: BotApi, folder: Path) -> None:
    alive = folder / "data" / "alive"
    os.utime(alive, (0, 0))
    answer_to(api, ask(api, "/start"))
    api.wait_for_poll(PATIENCE_S)
    assert alive.stat().st_mtime > 0
    assert api.violations == []


def test_the_log_is_json_and_holds_neither_token_nor_texts_nor_names(
    api: BotApi, process: Bot
) -> None:
    answer_to(api, ask(api, f"Ramstein? {CLAIM}", user=user(first_name="Wilhelmina")))
    api.fail_next("getUpdates", Garbage())
    answer_to(api, ask(api, "Ramstein!"))
    process.wait_for_log("online as")
    lines = [json.loads(line) for line in process.log]
    assert all({"time", "level", "logger", "event"} <= line.keys() for line in lines)
    log = "\n".join(process.log)
    for secret in (SECRET_TOKEN, "a-secret_TOKEN", "Ramstein", "Rutte", "Wilhelmina", "Traceback"):
        assert secret not in log
    assert api.violations == []


# Starts and ends.


@pytest.fixture
def few(tmp_path: Path) -> dict[str, str]:
    """The setting of a knowledge base of two claims, which is soon read."""
    return {"KNOWLEDGE_DIR": str(few_claims(tmp_path, CLAIM_ID, OTHER_ID))}


def test_what_is_asked_around_a_restart_is_answered_once(
    tmp_path: Path, few: dict[str, str]
) -> None:
    with BotApi(SECRET_TOKEN) as api:
        with start(api, tmp_path, LOG_LEVEL="DEBUG", **few) as first:
            before = ask(api, CLAIM)
            answer_to(api, before)
            # This one is on its way when the signal comes.
            api.fail_next("sendMessage", TooManyRequests(1))
            at_the_end = ask(api, CLAIM)
            api.wait_for(lambda call: call.status == 429, timeout_s=PATIENCE_S)
            code, seconds = first.stop(signal.SIGTERM)
        assert VERDICT in answer_to(api, at_the_end)
        assert code == 0
        assert seconds < 5
        assert api.pending_updates() == []
        meanwhile = [ask(api, OTHER_CLAIM) for _ in range(5)]
        with start(api, tmp_path, LOG_LEVEL="DEBUG", **few) as second:
            assert all(OTHER_VERDICT in text for text in answers_to(api, meanwhile))
            assert second.stop(signal.SIGTERM)[0] == 0
        assert len(api.sent()) == 7
        assert api.pending_updates() == []
        assert api.violations == []
    log = "\n".join([*first.log, *second.log])
    for secret in (SECRET_TOKEN, "Rutte", "Ola", "Traceback"):
        assert secret not in log


def test_a_bot_that_starts_before_its_network_says_so_once_and_comes_up(
    tmp_path: Path, few: dict[str, str]
) -> None:
    port = free_port()
    api = BotApi(port=port)
    settings = {
        **few,
        "TELEGRAM_BOT_TOKEN": api.token,
        "TELEGRAM_API_BASE_URL": f"http://127.0.0.1:{port}/bot",
    }
    with Bot(tmp_path, **settings) as bot:
        bot.wait_for_log("Telegram cannot be reached")
        with api:
            number = ask(api, CLAIM)
            assert VERDICT in answer_to(api, number)
            assert bot.stop(signal.SIGTERM)[0] == 0
    lines = [words_of(line) for line in bot.log if "online" not in line]
    assert [line for line in lines if "the bot's profile" not in line] == [
        "WARNING bot.tg.request: Telegram cannot be reached (ConnectError); trying on",
        "INFO bot.tg.request: Telegram can be reached again",
        "INFO bot.service: stopping",
    ]
    assert api.violations == []


def words_of(line: str) -> str:
    """Return a line of the log without its date and time."""
    return line.split(" ", 2)[2]


def test_a_bot_that_waits_for_its_network_can_be_stopped(
    tmp_path: Path, few: dict[str, str]
) -> None:
    with BotApi() as api:
        api.fail_next(None, DropBefore(), times=100)
        with start(api, tmp_path, **few) as bot:
            bot.wait_for_log("Telegram cannot be reached")
            code, seconds = bot.stop(signal.SIGINT)
    assert code == 0
    assert seconds < 5
    assert not any("Traceback" in line for line in bot.log)


# Starts that fail: one sentence and exit code 2.


def test_a_refused_token_is_named_and_not_shown(tmp_path: Path, few: dict[str, str]) -> None:
    few["TELEGRAM_BOT_TOKEN"] = SECRET_TOKEN
    with BotApi() as api, start(api, tmp_path, **few) as bot:
        assert bot.wait() == 2
        address = api.base_url
        assert api.violations == []
    _, sentence = bot.log
    assert sentence == (
        "bot: Telegram refuses TELEGRAM_BOT_TOKEN; copy it again from @BotFather (/mybots, API "
        f"Token), and check that TELEGRAM_API_BASE_URL ({address}) is the address of a Bot API "
        "server"
    )
    assert not any("a-secret_TOKEN" in line for line in bot.log)


NO_TOKEN = (
    "bot: TELEGRAM_BOT_TOKEN does not look like a token (123456:ABC…); copy the whole line that "
    "@BotFather gave you, without quotes or spaces"
)
NOT_WRITABLE = (
    "bot: DATA_DIR is a-file/data, which cannot be written (Not a directory); give the bot's user "
    "the right to write there or set DATA_DIR to another folder"
)


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("TELEGRAM_BOT_TOKEN", "no-token", NO_TOKEN),
        ("DATA_DIR", "a-file/data", NOT_WRITABLE),
    ],
    ids=["token", "data folder"],
)
def test_a_wrong_setting_is_named_with_its_remedy(
    tmp_path: Path, few: dict[str, str], setting: str, value: str, sentence: str
) -> None:
    (tmp_path / "a-file").touch()
    with Bot(tmp_path, **few, **{"TELEGRAM_BOT_TOKEN": SECRET_TOKEN, setting: value}) as bot:
        assert bot.wait() == 2
    assert bot.log == [sentence]
