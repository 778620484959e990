import re
from collections.abc import Callable

import pytest

from bot.replies.catalog import Catalog
from bot.replies.commands import (
    Command,
    admin_commands,
    describe_bot,
    describe_bot_briefly,
    group_commands,
    private_commands,
)

Menu = Callable[[str, Catalog], tuple[Command, ...]]

MENUS = (private_commands, group_commands, admin_commands)
_SHOWN = 60
"""Characters of a description that a phone shows; Telegram takes 256."""


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("menu", MENUS)
def test_commands_are_ones_that_telegram_takes(menu: Menu, catalog: Catalog) -> None:
    names = [command.name for command in menu("en", catalog)]

    assert [name for name in names if not re.fullmatch(r"[a-z0-9_]{1,32}", name)] == []
    assert len(set(names)) == len(names) <= 100


@pytest.mark.parametrize("menu", MENUS)
def test_the_menu_is_the_same_in_every_language(menu: Menu, catalog: Catalog) -> None:
    menus = {
        tuple(command.name for command in menu(language, catalog)) for language in catalog.languages
    }
    assert len(menus) == 1


def test_admins_see_what_all_see_and_more(catalog: Catalog) -> None:
    menu = group_commands("en", catalog)
    assert admin_commands("en", catalog)[: len(menu)] == menu


@pytest.mark.parametrize("menu", MENUS)
def test_descriptions_of_commands_fit_a_phone(menu: Menu, catalog: Catalog) -> None:
    long = [
        (language, command)
        for language in catalog.languages
        for command in menu(language, catalog)
        if not 1 <= utf16_length(command.description) <= _SHOWN
    ]
    assert long == []


@pytest.mark.parametrize(("describe", "limit"), [(describe_bot, 512), (describe_bot_briefly, 120)])
def test_descriptions_of_the_bot_are_as_long_as_telegram_allows(
    describe: Callable[[str, Catalog], str], limit: int, catalog: Catalog
) -> None:
    lengths = {
        language: utf16_length(describe(language, catalog)) for language in catalog.languages
    }
    assert {language: length for language, length in lengths.items() if length > limit} == {}
