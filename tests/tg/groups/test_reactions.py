"""Where the answer is but a reaction, whoever adds the same gets the words."""

from typing import Any

import pytest

from bot.groups import Form, GroupSettings, Mode
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.render_group import render_group_answer
from bot.tg.app import ALLOWED_UPDATES
from tests.support.group_updates import reaction
from tests.support.stores import MemoryStores
from tests.support.updates import group, private_chat, text_message, user
from tests.tg.answerings import AT_WAR, AT_WAR_EN, knowing
from tests.tg.conftest import Meet
from tests.tg.groups.test_requests import places
from tests.tg.messages import Json

HERE = group()
HOME = "https://t.me/nato_myths_bot"
REACTING = GroupSettings(Mode.ALL, form=Form.REACTION)
POST = text_message(AT_WAR_EN, chat=HERE)


@pytest.fixture(autouse=True)
def _reacting(kept: MemoryStores) -> None:
    kept.groups.chosen[HERE["id"]] = REACTING


@pytest.fixture
def verdict(catalog: Catalog) -> str:
    return to_html(render_group_answer([AT_WAR], "en", catalog, HOME))


def test_telegram_is_asked_to_tell_of_reactions() -> None:
    assert "message_reaction" in ALLOWED_UPDATES


async def test_the_words_come_once(meet: Meet, verdict: str) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(POST)
        await chat.receive(reaction(POST, "🤔"))
        await chat.receive(reaction(POST, "🤔", person=user(77)))
    assert chat.said == [verdict]
    assert places(chat) == [(POST["message"]["message_id"], None)]
    assert chat.api.violations == []


async def test_they_come_for_who_asks_too(meet: Meet, verdict: str) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(POST)
        await chat.receive(text_message("/check", chat=HERE, reply_to=POST))
        await chat.receive(reaction(POST, "🤔"))
    assert chat.said == [verdict]


@pytest.mark.parametrize(
    "update",
    [
        reaction(POST, "👍"),
        reaction(POST, before=["🤔"]),
        reaction(POST, "🤔", "👍", before=["🤔"]),
        reaction(text_message("Something else", chat=HERE), "🤔"),
        reaction(text_message(AT_WAR_EN, chat=private_chat()), "🤔"),
    ],
    ids=["another", "taken back", "one more", "another message", "private chat"],
)
async def test_other_reactions_are_no_question(meet: Meet, update: Json) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(POST)
        await chat.receive(update)
    assert chat.said == []


@pytest.mark.parametrize(
    "settings", [GroupSettings(Mode.ALL), GroupSettings(Mode.OFF, form=Form.REACTION)]
)
async def test_they_come_only_where_reactions_are_the_form(
    meet: Meet, kept: MemoryStores, settings: Any
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(POST)
        kept.groups.chosen[HERE["id"]] = settings
        await chat.receive(reaction(POST, "🤔"))
    assert chat.said == []


async def test_the_words_are_in_the_language_of_the_group_or_of_who_asks(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    second = text_message(AT_WAR.claim["uk"], chat=HERE)
    kept.groups.chosen[HERE["id"]] = GroupSettings(Mode.ALL, form=Form.REACTION, cooldown_h=0)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(POST)
        await chat.receive(reaction(POST, "🤔", person=user(77, language_code="de")))
        await chat.receive(second)
        kept.groups.chosen[HERE["id"]] = GroupSettings(Mode.ALL, "uk", form=Form.REACTION)
        await chat.receive(reaction(second, "🤔"))
    answers = (render_group_answer([AT_WAR], one, catalog, HOME) for one in ("de", "uk"))
    assert chat.said == [to_html(one) for one in answers]


async def test_a_message_that_is_gone_needs_no_words(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(POST)
        chat.api.delete(HERE["id"], POST["message"]["message_id"])
        await chat.receive(reaction(POST, "🤔"))
    assert chat.said == []
