"""What Telegram shows of the bot before anybody writes: its commands, and what it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.replies.catalog import Catalog
from bot.replies.keys import Key

# In the order of the menu.
_PRIVATE: Mapping[str, Key] = MappingProxyType(
    {
        "start": Key.COMMAND_START,
        "help": Key.COMMAND_HELP,
        "search": Key.COMMAND_SEARCH,
        "topics": Key.COMMAND_TOPICS,
        "trending": Key.COMMAND_TRENDING,
        "random": Key.COMMAND_RANDOM,
        "digest": Key.COMMAND_DIGEST,
        "language": Key.COMMAND_LANGUAGE,
        "about": Key.COMMAND_ABOUT,
        "privacy": Key.COMMAND_PRIVACY,
        "mydata": Key.COMMAND_MYDATA,
        "deletemydata": Key.COMMAND_DELETEMYDATA,
        "groups": Key.COMMAND_GROUPS,
    }
)
_GROUPS: Mapping[str, Key] = MappingProxyType(
    {
        "check": Key.COMMAND_CHECK,
        "dontcheckme": Key.COMMAND_DONTCHECKME,
        "checkme": Key.COMMAND_CHECKME,
    }
)
_ADMINS: Mapping[str, Key] = MappingProxyType(
    {**_GROUPS, "settings": Key.COMMAND_SETTINGS, "leave": Key.COMMAND_LEAVE}
)


@dataclass(frozen=True, slots=True)
class Command:
    """A line in the menu of commands."""

    name: str
    """Without the slash."""
    description: str


def private_commands(language: str, catalog: Catalog) -> tuple[Command, ...]:
    """Return the menu of the private chat, in order."""
    return _commands(_PRIVATE, language, catalog)


def group_commands(language: str, catalog: Catalog) -> tuple[Command, ...]:
    """Return the menu of groups."""
    return _commands(_GROUPS, language, catalog)


def admin_commands(language: str, catalog: Catalog) -> tuple[Command, ...]:
    """Return the menu that admins see in their groups, in the place of the one for all."""
    return _commands(_ADMINS, language, catalog)


def describe_bot(language: str, catalog: Catalog) -> str:
    """Return what an empty chat with the bot shows; Telegram allows 512 characters."""
    return catalog.text(language, Key.PROFILE_DESCRIPTION)


def describe_bot_briefly(language: str, catalog: Catalog) -> str:
    """Return what the bot's page and links to it show; Telegram allows 120 characters."""
    return catalog.text(language, Key.PROFILE_SHORT)


def _commands(menu: Mapping[str, Key], language: str, catalog: Catalog) -> tuple[Command, ...]:
    return tuple(Command(name, catalog.text(language, key)) for name, key in menu.items())
