import logging

import pytest
from telegram import Update

from bot.replies.catalog import Catalog
from bot.replies.render_notices import render_error
from bot.tg.errors import describe
from tests.support.bot_api import BadGateway, BotApi, DropBefore, Fault, TooManyRequests
from tests.support.updates import callback_query, edited, group, text_message, user
from tests.tg.answerings import AT_WAR, failing, knowing
from tests.tg.conftest import Meet, html

SECRET = "Grandmother says that Ramstein is closed"


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
async def test_who_asked_gets_a_sentence_in_their_language(
    meet: Meet, catalog: Catalog, language: str
) -> None:
    async with meet(failing()) as chat:
        await chat.receive(text_message(SECRET, user=user(language_code=language)))
    assert chat.said == html(render_error(language, catalog))
    assert chat.api.violations == []


async def test_the_log_has_places_and_neither_text_nor_token(
    meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    async with meet(failing()) as chat:
        await chat.receive(text_message(SECRET))
        token = chat.api.token
    (line,) = errors(caplog)
    assert line.startswith("handling an update failed: RuntimeError at ")
    assert "private.py:" in line
    assert line.rpartition(" > ")[2].startswith("answerings.py:")
    for secret in (SECRET, SECRET.lower(), "grandmother", token, "Ola"):
        assert secret not in caplog.text


async def test_each_failed_message_gets_its_sentence(meet: Meet, catalog: Catalog) -> None:
    async with meet(failing()) as chat:
        question = text_message(SECRET)
        await chat.receive(question)
        await chat.receive(edited(question, f"{SECRET} again"))
    assert chat.said == html(render_error("en", catalog)) * 2


@pytest.mark.parametrize("fault", [BadGateway(), DropBefore()], ids=str)
async def test_a_sentence_that_cannot_be_sent_is_given_up(
    meet: Meet, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    async with meet(failing()) as chat:
        chat.api.fail_next("sendMessage", fault, times=100)
        await chat.receive(text_message(SECRET))
    assert len(chat.api.faults_left()) == 95
    assert chat.api.sent() == []
    first, second = errors(caplog)
    assert first.startswith("handling an update failed: RuntimeError at ")
    assert second.startswith("telling the reader failed: NetworkError at ")


async def test_an_answer_that_cannot_be_sent_ends_in_one_apology(
    meet: Meet, catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.fail_next("sendMessage", BadGateway(), times=5)
        await chat.receive(text_message(AT_WAR.claim["en"]))
    assert chat.said == html(render_error("en", catalog))
    (line,) = errors(caplog)
    assert line.startswith("handling an update failed: NetworkError at ")


async def test_telegram_asking_for_quiet_gets_quiet(
    meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.fail_next("sendMessage", TooManyRequests(600), times=100)
        await chat.receive(text_message(AT_WAR.claim["en"]))
    assert len(chat.api.faults_left()) == 98
    assert [line.partition(" at ")[0] for line in errors(caplog)] == [
        "handling an update failed: RetryAfter",
        "telling the reader failed: RetryAfter",
    ]


async def test_who_blocked_the_bot_is_no_error(
    meet: Meet, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        api.block(user()["id"])
        await chat.receive(text_message(AT_WAR.claim["en"]))
    assert (chat.said, errors(caplog), api.violations) == ([], [], [])


async def test_nothing_is_said_where_nobody_asked(
    meet: Meet, caplog: pytest.LogCaptureFixture
) -> None:
    async with meet(failing()) as chat:
        in_group = Update.de_json(chat.api.send(text_message(SECRET, chat=group())), None)
        in_thin_air = Update.de_json(
            chat.api.send(callback_query("n:en", inline_message_id="1")), None
        )
        for update in (in_group, in_thin_air, None):
            await chat.application.process_error(update, RuntimeError(SECRET))
    assert chat.said == []
    assert errors(caplog) == ["handling an update failed: RuntimeError at an unknown place"] * 3


def test_an_error_that_is_not_there_is_unknown() -> None:
    assert describe(None) == "unknown"


def deep(calls: int) -> Exception:
    """Return what is raised so many calls below its handler."""

    def fail(left: int) -> None:
        if left > 1:
            fail(left - 1)
        raise ValueError(SECRET)

    try:
        fail(calls - 1)
    except ValueError as error:
        return error
    raise AssertionError


def test_an_error_deep_down_is_told_by_its_first_and_its_last_places() -> None:
    kind, _, places = describe(deep(900)).partition(" at ")
    first, *others = places.split(" > ")

    assert kind == "ValueError"
    assert [one.partition(":")[0] for one in (first, *others)] == [
        *["test_errors.py"] * 4,
        "888 more",
        *["test_errors.py"] * 8,
    ]
    assert len({first, *others}) == 4  # the handler, the call, what is between, the raise


def test_an_error_of_a_few_places_is_told_by_all_of_them() -> None:
    assert describe(deep(13)).count("test_errors.py") == 13
