import asyncio

from telegram import Message

from bot.tg.albums import PAUSE_S, Albums
from tests.support.updates import photo_message, private_chat, text_message, user
from tests.tg.conftest import Sleeps
from tests.tg.messages import Json, received

OLA = user(501)
PETRA = user(502, first_name="Petra")


def part(
    caption: str | None = None, *, album: str = "holiday", of: Json = OLA, number: int = 1
) -> Message:
    return received(
        photo_message(
            caption, media_group_id=album, user=of, chat=private_chat(of), message_id=number
        )
    )


async def handed_out(albums: Albums, message: Message) -> list[int]:
    """Return what *message* is handed out with, by number."""
    async with albums.gather(message) as album:
        return [one.message_id for one in album]


async def gather(albums: Albums, *messages: Message) -> list[list[int]]:
    """Return what each message is handed out with when they come side by side."""
    return await asyncio.gather(*(handed_out(albums, message) for message in messages))


async def test_a_message_of_no_album_comes_back_at_once(sleeps: Sleeps) -> None:
    message = received(text_message("Hello", message_id=1))
    assert await gather(Albums(sleep=sleeps), message) == [[1]]
    assert sleeps.seconds == []


async def test_an_album_is_handed_out_once_in_its_order(sleeps: Sleeps) -> None:
    albums = Albums(sleep=sleeps)
    assert await gather(albums, part(number=2), part(number=1), part(number=3)) == [
        [1, 2, 3],
        [],
        [],
    ]


async def test_a_picture_alone_with_an_album_id_waits_only_once(sleeps: Sleeps) -> None:
    assert await gather(Albums(sleep=sleeps), part(number=1)) == [[1]]
    assert sleeps.seconds == [PAUSE_S]


async def test_each_further_picture_starts_the_pause_anew() -> None:
    seconds: list[float] = []
    late = [part(number=2), part(number=3)]
    others: list[asyncio.Task[list[int]]] = []

    async def sleep(pause_s: float) -> None:
        seconds.append(pause_s)
        if late:
            others.append(asyncio.create_task(handed_out(albums, late.pop(0))))
            await asyncio.sleep(0)

    albums = Albums(pause_s=0.2, sleep=sleep)
    assert await handed_out(albums, part(number=1)) == [1, 2, 3]
    assert await asyncio.gather(*others) == [[], []]
    assert seconds == [0.2, 0.2, 0.2]


async def test_the_others_of_an_album_wait_until_it_is_dealt_with(sleeps: Sleeps) -> None:
    albums = Albums(sleep=sleeps)
    async with albums.gather(part(number=1)) as album:
        assert len(album) == 1
        late = asyncio.create_task(handed_out(albums, part(number=2)))
        await asyncio.sleep(0)
        assert not late.done()
    assert await late == []


async def test_an_album_that_failed_fails_as_a_whole_and_is_gathered_anew(sleeps: Sleeps) -> None:
    albums = Albums(sleep=sleeps)

    async def answer(message: Message) -> None:
        async with albums.gather(message) as album:
            if album:
                raise ConnectionError

    parts = [part("The caption", number=1), part(number=2)]
    errors = await asyncio.gather(*map(answer, parts), return_exceptions=True)
    assert [type(error) for error in errors] == [ConnectionError, ConnectionError]
    assert await gather(albums, *parts) == [[1, 2], []]


async def test_albums_are_kept_apart_by_name_and_by_chat(sleeps: Sleeps) -> None:
    albums = Albums(sleep=sleeps)
    messages = [
        part(number=1),
        part(number=2, album="work"),
        part(number=3, of=PETRA),
        part(number=4),
    ]
    assert await gather(albums, *messages) == [[1, 4], [2], [3], []]


async def test_a_picture_that_comes_after_its_album_is_not_handed_out(sleeps: Sleeps) -> None:
    albums = Albums(sleep=sleeps)
    await gather(albums, part("The caption", number=1), part(number=2))
    assert await gather(albums, part(number=3)) == [[]]


async def test_a_caption_that_comes_after_its_album_is_not_lost(sleeps: Sleeps) -> None:
    albums = Albums(sleep=sleeps)
    await gather(albums, part(number=1), part(number=2))
    assert await gather(albums, part("The caption", number=3)) == [[3]]


async def test_only_so_many_albums_are_remembered(sleeps: Sleeps) -> None:
    albums = Albums(sleep=sleeps)
    for number in range(1_100):
        await handed_out(albums, part(album=str(number), number=number + 1))
    assert len(albums._albums) == 1_000
