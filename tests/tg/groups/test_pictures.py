"""Pictures in a group are read for who asks, and for nobody else."""

from typing import Any

import pytest

from bot.answering import query_key
from bot.groups import GroupSettings, Mode
from bot.matching.model import Query
from bot.opinions import Opinion
from bot.reading.model import Unreadable
from bot.replies.catalog import Catalog
from bot.replies.html import to_html
from bot.replies.model import Reply
from bot.replies.render_group import render_group_answer, render_group_choice, render_group_unsure
from bot.replies.render_reading import note_known, note_read
from tests.support.group_updates import album
from tests.support.reading import MemoryReader, file_id_of, photo, saying
from tests.support.stores import MemoryStores
from tests.support.updates import MENTION, group, text_message, user
from tests.tg.answerings import AT_WAR, AT_WAR_EN, PROMISE, PROMISE_EN, knowing
from tests.tg.conftest import Meet
from tests.tg.groups.test_requests import number, places
from tests.tg.messages import Json
from tests.tg.test_photos_known import PAINTED, PAINTING

HERE = group()
HOME = "https://t.me/nato_myths_bot"
PETRA = user(77, first_name="Petra")


@pytest.fixture
def reader() -> MemoryReader:
    return MemoryReader()


def ask(text: str = "/check", **envelope: Any) -> Json:
    return text_message(text, chat=HERE, **envelope)


def verdict(catalog: Catalog) -> Reply:
    return render_group_answer([AT_WAR], "en", catalog, HOME)


async def test_the_text_of_the_picture_that_is_asked_about_is_answered(
    meet: Meet, catalog: Catalog
) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        post = photo(chat.api, saying(AT_WAR_EN), chat=HERE, user=PETRA)
        await chat.receive(post, ask(reply_to=post))
    assert chat.said == [to_html(note_read(verdict(catalog), catalog))]
    assert places(chat) == [(number(post), None)]
    assert chat.api.calls[0].method == "sendChatAction"
    assert chat.api.violations == []


async def test_a_picture_that_asks_is_read_itself(meet: Meet, catalog: Catalog) -> None:
    entity = {"type": "mention", "offset": 0, "length": len(MENTION)}
    async with meet(knowing(AT_WAR)) as chat:
        post = photo(chat.api, saying(AT_WAR_EN), MENTION, chat=HERE, caption_entities=[entity])
        await chat.receive(post)
    assert chat.said == [to_html(note_read(verdict(catalog), catalog))]
    assert places(chat) == [(number(post), None)]


async def test_of_an_album_that_asks_all_pictures_are_read(meet: Meet, catalog: Catalog) -> None:
    entity = {"type": "mention", "offset": 0, "length": len(MENTION)}
    first, second = album([None, None], chat=HERE)
    first["message"] |= {"caption": MENTION, "caption_entities": [entity]}
    async with meet(knowing(AT_WAR)) as chat:
        chat.api.add_file(file_id_of(first), b"a cat")
        chat.api.add_file(file_id_of(second), saying(AT_WAR_EN))
        await chat.receive(first, second)
    assert chat.said == [to_html(note_read(verdict(catalog), catalog))]


async def test_words_that_are_enough_spare_the_picture(
    meet: Meet, catalog: Catalog, reader: MemoryReader
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        post = photo(chat.api, saying(PROMISE_EN), AT_WAR_EN, chat=HERE, user=PETRA)
        await chat.receive(post, ask(reply_to=post))
    assert chat.said == [to_html(verdict(catalog))]
    assert reader.seen == []


async def test_a_picture_that_nobody_asks_about_is_not_looked_at(
    meet: Meet, kept: MemoryStores, reader: MemoryReader
) -> None:
    kept.groups.chosen[HERE["id"]] = GroupSettings(Mode.ALL)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(photo(chat.api, saying(AT_WAR_EN), chat=HERE))
        await chat.receive(photo(chat.api, saying(AT_WAR_EN), "Look at this", chat=HERE))
    assert (chat.api.calls, reader.seen) == ([], [])


async def test_a_known_picture_without_words_is_answered(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(PAINTED)) as chat:
        post = photo(chat.api, PAINTING, chat=HERE, user=PETRA)
        await chat.receive(post, ask(reply_to=post))
    known = render_group_answer([PAINTED], "en", catalog, HOME)
    assert chat.said == [to_html(note_known(known, catalog))]


async def test_a_known_picture_with_other_words_is_no_verdict(
    meet: Meet, catalog: Catalog, reader: MemoryReader
) -> None:
    reader.answers[PAINTING] = Unreadable.TOO_SLOW
    async with meet(knowing(PAINTED)) as chat:
        post = photo(chat.api, PAINTING, chat=HERE, user=PETRA)
        await chat.receive(post, ask(reply_to=post))
    choice = render_group_choice([PAINTED], "en", catalog, HOME)
    assert chat.said == [to_html(note_known(choice, catalog))]


async def test_words_in_a_picture_that_did_not_fit_are_not_answered_the_same_way_again(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    key = query_key(Query.of(AT_WAR_EN))
    await kept.opinions.rate(501, "nato-at-war", key, Opinion.WRONG_CLAIM, "en")
    async with meet(knowing(AT_WAR)) as chat:
        post = photo(chat.api, saying(AT_WAR_EN), chat=HERE, user=PETRA)
        await chat.receive(post, ask(reply_to=post))
    unsure = render_group_unsure("en", catalog, HOME)
    assert chat.said == [to_html(note_read(unsure, catalog))]
