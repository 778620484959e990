import pytest

from bot.replies.catalog import Catalog
from bot.replies.model import Unsupported
from bot.replies.render import (
    render_card,
    render_several,
)
from bot.replies.render_notices import (
    render_unsupported,
)
from bot.tg.albums import PAUSE_S
from tests.support.updates import (
    edited,
    photo_message,
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
    Json,
)


def album(*captions: str | None) -> list[Json]:
    return [
        photo_message(caption, media_group_id="holiday", message_id=number)
        for number, caption in enumerate(captions, start=1)
    ]


@pytest.mark.parametrize(
    ("captions", "first"),
    [((AT_WAR_EN, None, None), 1), ((None, None, AT_WAR_EN), 3)],
    ids=["first", "last"],
)
async def test_an_album_is_answered_once_at_its_caption(
    meet: Meet, at_war: list[str], captions: tuple[str | None, ...], first: int
) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*album(*captions))
    assert chat.said == at_war
    assert chat.answered == [first]
    assert chat.sleeps.seconds[0] == PAUSE_S
    assert chat.api.violations == []


async def test_all_captions_of_an_album_are_read(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(*album(AT_WAR_EN, None, PROMISE_EN))
    assert chat.said == html(render_several([AT_WAR, PROMISE], "en", catalog))
    assert chat.answered == [1]


async def test_an_album_without_captions_gets_one_sentence(meet: Meet, catalog: Catalog) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        await chat.receive(*album(None, None, None))
    assert chat.said == html(render_unsupported(Unsupported.PHOTO, "en", catalog))
    assert chat.answered == [1]


async def test_an_edited_caption_of_an_album_is_answered_and_its_pictures_are_not(
    meet: Meet, catalog: Catalog, at_war: list[str]
) -> None:
    pictures = album(PROMISE_EN, None)
    async with meet(knowing(AT_WAR, PROMISE)) as chat:
        await chat.receive(*pictures)
        await chat.receive(edited(pictures[0]), edited(pictures[1]))
        await chat.receive(edited(pictures[0], AT_WAR_EN))
    assert chat.said == html(render_card(PROMISE, "en", catalog)) + at_war
