"""Who has been answered is not remembered by the library."""

from collections.abc import Iterator

from bot.tg.polling import TelegramApplication
from tests.support.updates import private_chat, text_message, user
from tests.tg.answerings import AT_WAR, AT_WAR_EN, knowing
from tests.tg.conftest import Meet


def kept_ids(application: TelegramApplication) -> set[int]:
    """Return every number in a collection that the application itself holds."""

    def numbers() -> Iterator[int]:
        for kind in type(application).__mro__:
            for name in getattr(kind, "__slots__", ()):
                own = f"_{kind.__name__}{name}" if name.startswith("__") else name
                held = getattr(application, own, None)
                if isinstance(held, set | dict | list):
                    yield from (one for one in held if isinstance(one, int))

    return set(numbers())


async def test_nobody_is_remembered_after_their_answer(meet: Meet) -> None:
    async with meet(knowing(AT_WAR)) as chat:
        for number in (601, 602):
            chat.api.add_chat(private_chat(user(number)))
            await chat.receive(text_message(AT_WAR_EN, user=user(number)))
        assert len(chat.said) == 2
        assert kept_ids(chat.application) & {601, 602} == set()
