from bot.replies.catalog import Catalog
from bot.replies.model import Unsupported
from bot.replies.render import (
    render_card,
)
from bot.replies.render_notices import (
    render_help_short,
    render_unsupported,
)
from tests.support.updates import (
    edited,
    photo_message,
    text_message,
)
from tests.tg.answerings import (
    AT_WAR,
    AT_WAR_EN,
    PROMISE,
    PROMISE_EN,
    knowing,
)
from tests.tg.conftest import Meet, html
from tests.tg.messages import (
    LOCATION,
    bare,
)


async def test_an_edited_message_is_answered_anew(
    meet: Meet, catalog: Catalog, at_war: list[str]
) -> None:
    question = text_message(PROMISE_EN, message_id=1)
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(question)
        await chat.receive(edited(question, AT_WAR_EN))
    assert chat.said == html(render_card(PROMISE, "en", catalog)) + at_war
    assert chat.answered == [1, 1]
    assert chat.api.violations == []


async def test_an_edit_that_changes_no_word_is_met_with_silence(
    meet: Meet, at_war: list[str]
) -> None:
    question = text_message(AT_WAR_EN)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(question)
        await chat.receive(edited(question))
        await chat.receive(edited(question))
    assert chat.said == at_war


async def test_an_edit_of_a_message_we_never_saw_is_answered(meet: Meet, at_war: list[str]) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(edited(text_message(AT_WAR_EN)))
    assert chat.said == at_war


async def test_a_caption_that_comes_by_an_edit_is_answered(
    meet: Meet, catalog: Catalog, at_war: list[str]
) -> None:
    picture = photo_message()
    captioned = edited(picture)
    captioned["edited_message"]["caption"] = AT_WAR_EN
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(picture)
        await chat.receive(captioned)
    assert chat.said == html(render_unsupported(Unsupported.PHOTO, "en", catalog)) + at_war


async def test_a_location_that_moves_is_answered_once(meet: Meet, catalog: Catalog) -> None:
    location = bare(LOCATION)
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(location)
        for _ in range(3):
            await chat.receive(edited(location))
    assert chat.said == html(render_unsupported(Unsupported.OTHER, "en", catalog))


async def test_an_edited_command_is_no_command(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(edited(text_message("/start")))
    assert chat.said == html(render_help_short("en", catalog))
