"""Pictures with the whole bot as a process: those it reads, and those it draws, over HTTP."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.reading.opening import MOST_BYTES
from tests.matching.builders import shipped_knowledge
from tests.reading.posts import Look, Post
from tests.reading.screenshots import screenshot
from tests.support.bot_api import DOWNLOAD, BotApi, Call
from tests.support.bot_api_request import Upload
from tests.support.few_claims import few_claims
from tests.support.process import PATIENCE_S, Bot, BotByWords, answer_to, ask, start
from tests.support.reading import photo
from tests.support.updates import document_message, user
from tests.tg.presses import press

Json = dict[str, Any]

KNOWLEDGE = shipped_knowledge()
CLAIM_ID = "rutte-expel-us"
CLAIM = KNOWLEDGE.claims[CLAIM_ID].claim
TOKEN = "123456:a-secret_TOKEN"
LOOKS = {"en": Look.NEWS, "uk": Look.TELEGRAM_LIGHT, "ru": Look.TELEGRAM_DARK, "de": Look.X}
ON_THE_WAY = {"sendChatAction", "getFile", DOWNLOAD, "sendMessage"}
PICTURE = "Picture"

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="tesseract is not installed; see CONTRIBUTING.md"
)


@pytest.fixture(scope="module")
def world() -> Iterator[BotApi]:
    with BotApi(TOKEN) as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bot")


@pytest.fixture(scope="module")
def process(world: BotApi, folder: Path) -> Iterator[Bot]:
    """One bot for all tests that leave it running."""
    files = {"TELEGRAM_API_FILE_URL": world.file_url}
    with start(world, folder, LOG_LEVEL="DEBUG", **files) as bot:
        world.wait_for_poll(PATIENCE_S)
        yield bot


@pytest.fixture
def api(world: BotApi, process: Bot) -> Iterator[BotApi]:
    world.wait_for_poll(PATIENCE_S)
    world.calls.clear()
    yield world
    assert world.violations == []


_BUSY = ("I could not read this picture in time", "Many people are sending me pictures")


def show(api: BotApi, content: bytes, caption: str | None = None, **envelope: Any) -> str:
    """Return the answer to a photo; where the machine was too busy to read it, to another try."""
    for _ in range(5):
        update = api.send(photo(api, content, caption, **envelope))
        answer = answer_to(api, update["message"]["message_id"])
        if not answer.startswith(_BUSY):
            break
    return answer


def post(language: str, text: str) -> bytes:
    """Return a screenshot of a post that says *text*."""
    return screenshot(Post(7, LOOKS[language], language, None, text))


# Pictures that it reads.


@needs_tesseract
@pytest.mark.parametrize("language", LOOKS)
def test_a_screenshot_is_answered_in_its_language(api: BotApi, language: str) -> None:
    said = show(api, post(language, CLAIM[language]))  # type: ignore[index]
    assert said.splitlines()[0].startswith("❌")
    assert CLAIM[language].removesuffix(".") in said  # type: ignore[index]
    made = [call.method for call in api.calls if call.method in ON_THE_WAY]
    assert sorted(made[:3]) == [DOWNLOAD, "getFile", "sendChatAction"]
    assert made[3:] == ["sendMessage"]


@needs_tesseract
def test_the_answer_says_how_it_was_read_and_quotes_nothing(api: BotApi) -> None:
    said = show(api, post("en", f"Good morning. {CLAIM['en']} Pass it on."), "Is it true?")
    assert said.endswith("please type it and send it to me.</i>")
    assert "quote" not in api.sent()[-1]


@needs_tesseract
@pytest.mark.parametrize(
    ("content", "word"),
    [
        (screenshot(Post(8, Look.BLANK, "en", None, "")), "I see no text in this picture"),
        (b"\xff\xd8\xff\xe0 no picture", "I can’t open this picture"),
        (b"", "I can’t open this picture"),
    ],
    ids=["blank", "broken", "empty"],
)
def test_what_cannot_be_read_is_called_so(api: BotApi, content: bytes, word: str) -> None:
    assert show(api, content).startswith(word)


@needs_tesseract
def test_a_huge_file_is_not_fetched(api: BotApi) -> None:
    update = document_message(file_name="screenshot.png")
    document = update["message"]["document"]
    document |= {"mime_type": "image/png", "file_size": MOST_BYTES + 1}
    assert answer_to(api, api.send(update)["message"]["message_id"]).startswith(
        "This picture is too large for me"
    )
    assert [call for call in api.calls if call.method == "getFile"] == []


@needs_tesseract
def test_nothing_of_a_picture_is_left(api: BotApi, process: Bot, folder: Path) -> None:
    before = files(folder)
    show(api, post("en", "Ramstein is full of red bicycles, and nobody knows whose they are."))
    api.wait_for_confirmation(PATIENCE_S)
    answer_to(api, ask(api, "/start"))
    assert files(folder) == before
    log = "\n".join(process.log)
    for secret in (TOKEN, "Ramstein", "bicycles", "Traceback"):
        assert secret not in log
    assert not any(b"bicycles" in path.read_bytes() for path in before if path.is_file())


def files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def test_without_tesseract_it_asks_for_the_text(tmp_path: Path) -> None:
    with BotApi() as api, start(api, tmp_path, BotByWords, PATH=os.devnull) as bot:
        bot.wait_for_log("no tesseract with a language of ours")
        assert show(api, post("en", CLAIM["en"])).startswith("I can’t read text in pictures.")
        assert "I don’t listen to recordings, watch videos, read text in pictures" in answer_to(
            api, ask(api, "/help")
        )
        assert api.violations == []


# Pictures that it draws.


def sent_pictures(api: BotApi) -> list[Call]:
    return [call for call in api.calls if call.method == "sendPhoto"]


def tap(api: BotApi, person: Json) -> Call:
    """Return how the picture of the claim came to somebody who asked for it."""
    answer_to(api, ask(api, CLAIM["en"], user=person))
    before = len(sent_pictures(api))
    api.send(press(api, PICTURE, person))
    return api.wait_for("sendPhoto", before + 1, PATIENCE_S)[before]


def test_a_picture_is_drawn_once_and_again_only_when_telegram_has_lost_it(tmp_path: Path) -> None:
    people = iter(user(700 + number) for number in range(9))
    known = {"KNOWLEDGE_DIR": str(few_claims(tmp_path, CLAIM_ID))}
    with BotApi(TOKEN) as api:
        with start(api, tmp_path, BotByWords, LOG_LEVEL="DEBUG", **known) as bot:
            first = tap(api, next(people))
            assert isinstance(first.parameters["photo"], Upload)
            name = api.sent()[-1]["photo"][-1]["file_id"]
            link = f"https://t.me/nato_myths_bot?start=c_{CLAIM_ID}"
            assert link in first.parameters["caption"]
            assert tap(api, next(people)).parameters["photo"] == name
            assert bot.stop(signal.SIGTERM)[0] == 0
        with start(api, tmp_path, BotByWords, LOG_LEVEL="DEBUG", **known) as bot:
            assert tap(api, next(people)).parameters["photo"] == name
            api.lose_file(name)
            refused = tap(api, next(people))
            assert (refused.status, refused.parameters["photo"]) == (400, name)
            drawn = api.wait_for("sendPhoto", 5, PATIENCE_S)[-1]
            assert isinstance(drawn.parameters["photo"], Upload)
            assert bot.stop(signal.SIGTERM)[0] == 0
        assert api.violations == []
