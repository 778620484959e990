"""/digest and its buttons, from "off" to the first one and back."""

import re
import time
from collections.abc import Callable

import pytest
from telegram import Bot, User

from bot.digests import Digest
from bot.replies.actions import Action, AskDigestClock, AskDigestHour, StartDigest, StopDigest
from bot.replies.catalog import Catalog
from bot.replies.keys import Key
from bot.replies.model import Reply
from bot.replies.render_digest import (
    render_digest_clocks,
    render_digest_hours,
    render_digest_started,
    render_digest_stopped,
)
from bot.replies.render_notices import render_gone
from bot.tg.buttons import Done, Press
from bot.tg.digest import DigestChoice
from bot.tg.languages import Languages
from bot.tg.send import Sender
from tests.support.chats import MemoryChats
from tests.support.digests import NOW, MemoryDigests
from tests.support.people import MemoryPeople
from tests.support.stores import MemoryStores
from tests.support.updates import callback_query, text_message
from tests.tg.answerings import AT_WAR, knowing
from tests.tg.conftest import Meet, html

OLA = User(501, "Ola", is_bot=False)
EIGHT = Digest(180, 8, 1_760_072_400.0)


@pytest.fixture
def digests() -> MemoryDigests:
    return MemoryDigests()


@pytest.fixture
def choice(digests: MemoryDigests) -> DigestChoice:
    answering = knowing(AT_WAR)
    languages = Languages(answering, MemoryPeople())
    return DigestChoice(answering, Sender(MemoryChats()), digests, languages, lambda: NOW)


@pytest.fixture
def press(choice: DigestChoice) -> Callable[[Action], Press]:
    def pressed(action: Action) -> Press:
        return Press(action, "uk", OLA, Bot("123:abc"), OLA.id, None)

    return pressed


async def done(choice: DigestChoice, press: Press) -> Done:
    return await choice.doers[type(press.action)](press)


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        (AskDigestClock(1), lambda catalog: render_digest_clocks(1, NOW, "uk", catalog)),
        (AskDigestHour(180), lambda catalog: render_digest_hours(180, NOW, "uk", catalog)),
        (StartDigest(180, 8), lambda catalog: render_digest_started(EIGHT, NOW, "uk", catalog)),
        (AskDigestHour(10**9), lambda catalog: render_gone("uk", catalog)),
        (AskDigestHour(7), lambda catalog: render_gone("uk", catalog)),
        (StartDigest(10**9, 8), lambda catalog: render_gone("uk", catalog)),
        (StartDigest(0, 25), lambda catalog: render_gone("uk", catalog)),
    ],
)
async def test_each_button_leads_to_the_next_question(
    choice: DigestChoice,
    press: Callable[[Action], Press],
    catalog: Catalog,
    action: Action,
    shown: Callable[[Catalog], Reply],
) -> None:
    assert await done(choice, press(action)) == Done(shown(catalog))


async def test_a_digest_starts_in_the_language_of_its_button(
    choice: DigestChoice, press: Callable[[Action], Press], digests: MemoryDigests
) -> None:
    for _ in range(2):
        await done(choice, press(StartDigest(180, 8)))

    assert (digests.kept, digests.languages) == ({OLA.id: EIGHT}, {OLA.id: "uk"})


async def test_stopping_leaves_the_digest_to_be_read_and_a_second_tap_says_little(
    choice: DigestChoice,
    press: Callable[[Action], Press],
    digests: MemoryDigests,
    catalog: Catalog,
) -> None:
    await digests.start(OLA.id, 180, 8, "uk")
    said = [await done(choice, press(StopDigest())) for _ in range(2)]

    assert said == [
        Done(beside=render_digest_stopped("uk", catalog)),
        Done(notice=catalog.text("uk", Key.DIGEST_NONE)),
    ]
    assert digests.kept == {}


async def test_from_off_to_on_and_off_again_by_taps_alone(
    meet: Meet, kept: MemoryStores, catalog: Catalog
) -> None:
    kept.digests.clock = time.time
    async with meet(knowing(AT_WAR)) as chat:

        async def tap(pattern: str) -> None:
            message = list(chat.api.messages.values())[-1]
            rows = message["reply_markup"]["inline_keyboard"]
            data = (button["callback_data"] for row in rows for button in row)
            await chat.receive(
                callback_query(next(one for one in data if re.fullmatch(pattern, one)), message)
            )

        await chat.receive(text_message("/digest"))
        for pattern in ("K:en:1", "H:en:345", "D:en:345:7", "E:en"):
            await tap(pattern)
            if pattern.startswith("D"):
                assert kept.digests.kept.keys() == {501}
        await chat.receive(text_message("/digest"))

    assert kept.digests.kept == {}
    assert chat.said[-2:-1] == html(render_digest_stopped("en", catalog))
    assert chat.said[-1] == chat.said[0]
    assert chat.api.violations == []


async def test_who_gets_it_is_told_so(meet: Meet, kept: MemoryStores, catalog: Catalog) -> None:
    await kept.digests.start(501, 180, 8, "en")
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(text_message("/digest"))

    (said,) = chat.said
    assert said.startswith("<b>You get the daily summary every day at 08:00.</b>")
    assert chat.api.violations == []
