"""Whoever may not do something at the desk tries everything there: nothing changes, nothing leaks.

Commands and buttons are those of the real application: new ones are tried by themselves.
"""

import copy
import inspect
import random
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.matching.model import Query
from bot.moderation.roles import Act, Role, may
from bot.replies import desk_actions
from bot.replies.actions import Action
from bot.replies.desk_commands import DESK_COMMANDS, is_desk_command
from bot.replies.html import to_html
from bot.replies.render_desk_staff import not_allowed, render_not_allowed
from bot.tg import callbacks
from bot.tg.desk.rights import GuardedCommand, GuardedDoer
from tests.support.stores import MemoryStores
from tests.support.updates import callback_query, group, text_message, user
from tests.tg.answerings import AT_WAR, PROMISE, knowing
from tests.tg.conftest import Chat, Clock, Meet
from tests.tg.desk.conftest import DESK, EDITOR, OWNER, REVIEWER, STRANGER
from tests.tg.messages import Json

NO_BUTTON = "zz:en:nothing"
ELSEWHERE = group(-1_001_000_000_088, title="Elsewhere")
everywhere = pytest.mark.parametrize(
    "where",
    [{}, {"chat": DESK}, {"chat": ELSEWHERE}],
    ids=["in private", "at the desk", "in another group"],
)
WORDS = (
    *("", "editor 9003", f"reviewer {EDITOR['id']}", str(OWNER["id"]), AT_WAR.id, "7", "all"),
    *(
        f"{AT_WAR.id} because",
        "-1",
        "@nobody",
        "\u0000",
        "a" * 500,
        "9" * 30,
        "'; DROP TABLE staff",
    ),
)
SOME, EACH = 2, 3
"""Words behind each command, and presses of each button, with fields as the dice fall."""


class Running(Clock):
    """A minute passes whenever somebody looks: Telegram lets a group have twenty messages in it."""

    def __call__(self) -> float:
        self.now += 60.0
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Running()


@pytest.fixture
def dice() -> random.Random:
    return random.Random(8)  # noqa: S311 - only the same each time


def commands(chat: Chat) -> dict[str, Act]:
    """Return the commands of the desk, and the right that each takes."""
    return {
        name: handler.callback.act
        for handlers in chat.application.handlers.values()
        for handler in handlers
        if isinstance(handler, CommandHandler) and isinstance(handler.callback, GuardedCommand)
        for name in handler.commands
    }


def buttons(chat: Chat) -> Mapping[type[Action], Any]:
    """Return what each button leads to."""
    (handler,) = (
        handler
        for handler in chat.application.handlers[0]
        if isinstance(handler, CallbackQueryHandler)
    )
    found: Mapping[type[Action], Any] = handler.callback.__self__._doers  # type: ignore[attr-defined]
    return found


def desk_buttons() -> list[type[Any]]:
    """Return the actions of the desk, as callback data knows them."""
    return [one for one in callbacks._CODES.values() if one.__module__ == desk_actions.__name__]


def some_value(type_: Any, name: str, dice: random.Random) -> Any:
    if type_ is int:
        people = [EDITOR["id"], OWNER["id"], STRANGER["id"]]
        return dice.choice([0, 1, 2, 7, -1, 2**52, *people, dice.randrange(10**6)])
    if inspect.isclass(type_) and issubclass(type_, StrEnum):
        return dice.choice(list(type_))
    if name == "text_key":
        return "Ab-_0123"
    return dice.choice([AT_WAR.id, PROMISE.id, "no-such-claim", "en", ""])


def presses(kind: type[Any], dice: random.Random) -> Iterator[str]:
    """Yield callback data of a button, with values that somebody could make up."""
    types = get_type_hints(kind)
    for _ in range(EACH):
        action = kind(**{name: some_value(types[name], name, dice) for name in types})
        if callbacks.fits(action, "en"):
            yield callbacks.encode(action, "en")


def all_stored(kept: MemoryStores, folder: Path) -> tuple[Any, ...]:
    """Return what may not change: all but the day on which somebody wrote, and who is reached."""
    noted = {"people", "chats"}
    others = {name: value for name, value in vars(kept).items() if name not in noted}
    files = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    return copy.deepcopy(others), files


async def said_to(chat: Chat, update: Json) -> list[tuple[str, str]]:
    """Return methods and texts of all that the bot does about an update."""
    chat.api.calls.clear()
    await chat.receive(update)
    methods = [call for call in chat.api.calls if not call.method.startswith("get")]
    return [(call.method, call.parameters.get("text", "")) for call in methods]


async def a_message(chat: Chat, person: Json, where: Mapping[str, Any]) -> Json:
    """Return a message of the bot that buttons could stand under."""
    chat_id = where["chat"]["id"] if where else person["id"]
    sent = await chat.application.bot.send_message(chat_id, "Here")
    found: Json = chat.api.shown({"chat": {"id": chat_id}, "message_id": sent.message_id})
    return found


@pytest.fixture(params=["stranger", "revoked"])
async def outsider(request: pytest.FixtureRequest, kept: MemoryStores) -> Json:
    """Return somebody without a role, or somebody who has lost it."""
    if request.param == "revoked":
        del kept.staff.kept[EDITOR["id"]]
        return EDITOR
    return STRANGER


@everywhere
async def test_commands_of_the_desk_are_unknown_words_to_outsiders(
    *,
    meet: Meet,
    kept: MemoryStores,
    tmp_path: Path,
    dice: random.Random,
    outsider: Json,
    where: Any,
) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        chat.api.add_chat(ELSEWHERE)
        before = all_stored(kept, tmp_path)
        for name in commands(chat):
            for words in dice.sample(WORDS, SOME):
                text = f"/{name} {words}"
                # Without its entity it is no command, but a text like any other.
                plain = text_message(text, entities=[], user=outsider, **where)
                expected = await said_to(chat, plain)
                assert bool(expected) is (where == {})
                tried = text_message(text, user=outsider, **where)
                assert (text, await said_to(chat, tried)) == (text, expected)
        assert all_stored(kept, tmp_path) == before


@pytest.mark.parametrize("typed", ["/queue", "/queue 1", "/drafts", "/export x"])
@pytest.mark.parametrize("language", ["de", "uk", "en"])
async def test_a_command_of_the_desk_is_answered_in_the_language_of_who_types_it(
    meet: Meet, typed: str, language: str
) -> None:
    person = user(STRANGER["id"], first_name="Strahinja", language_code=language)
    answering = knowing(AT_WAR, PROMISE)
    async with meet(answering) as chat:
        said = await said_to(chat, text_message(typed, user=person))
    words = [text for method, text in said if method == "sendMessage"]
    assert words == [to_html(answering.answer(Query.of("1"), language))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/queue", True),
        ("/QUEUE@nato_bot 1", True),
        ("/same\n12", True),
        ("/queues", False),
        ("/check NATO is at war", False),
        ("Look at /queue", False),
        ("queue", False),
    ],
)
def test_what_is_typed_as_a_command_of_the_desk(*, text: str, expected: bool) -> None:
    assert is_desk_command(text) is expected


@everywhere
async def test_buttons_of_the_desk_are_none_to_outsiders(
    *,
    meet: Meet,
    kept: MemoryStores,
    tmp_path: Path,
    dice: random.Random,
    outsider: Json,
    where: Any,
) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        chat.api.add_chat(ELSEWHERE)
        before = all_stored(kept, tmp_path)
        made_up = [data for kind in desk_buttons() for data in presses(kind, dice)]
        outcomes = []
        for data in (NO_BUTTON, *made_up):
            message = await a_message(chat, outsider, where)
            pressed = callback_query(data, message, presser=outsider)
            outcomes.append((data, sorted(await said_to(chat, pressed))))
        as_for_none = outcomes[0][1]
        assert [data for data, said in outcomes if said != as_for_none] == []
        assert all_stored(kept, tmp_path) == before
    assert chat.api.violations == []


@pytest.mark.parametrize(
    ("person", "role"),
    [(EDITOR, Role.EDITOR), (REVIEWER, Role.REVIEWER)],
    ids=["editor", "reviewer"],
)
@pytest.mark.parametrize("where", [{}, {"chat": DESK}], ids=["in private", "at the desk"])
async def test_what_is_above_a_role_is_refused_in_one_sentence(
    *,
    meet: Meet,
    kept: MemoryStores,
    tmp_path: Path,
    dice: random.Random,
    person: Json,
    role: Role,
    where: Any,
) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        before = all_stored(kept, tmp_path)
        above = {name: act for name, act in commands(chat).items() if not may(role, act)}
        for name, act in above.items():
            for words in dice.sample(WORDS, SOME):
                tried = text_message(f"/{name} {words}", user=person, **where)
                refusal = ("sendMessage", to_html(render_not_allowed(act)))
                assert await said_to(chat, tried) == [refusal]
        for kind in desk_buttons():
            doer = buttons(chat).get(kind)
            if doer is None or may(role, doer.act):
                continue
            for data in presses(kind, dice):
                message = await a_message(chat, person, where)
                tried = callback_query(data, message, presser=person)
                refusal = ("answerCallbackQuery", not_allowed(doer.act))
                assert await said_to(chat, tried) == [refusal]
        assert all_stored(kept, tmp_path) == before
    assert above


async def test_every_button_of_the_desk_asks_for_a_right_and_every_command_is_in_its_menu(
    meet: Meet,
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        doers = buttons(chat)
        assert [one for one in desk_buttons() if not isinstance(doers.get(one), GuardedDoer)] == []
        assert sorted(commands(chat)) == sorted(one.name for one in DESK_COMMANDS)


@pytest.mark.parametrize("act", Act)
def test_a_refusal_fits_a_notice(act: Act) -> None:
    assert len(not_allowed(act)) <= 200
