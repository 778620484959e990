"""A claim file goes to a moderator and comes back: a line of it says what it was made from."""

import re
from dataclasses import dataclass

from bot.claims.edit import values_of

_LINE = re.compile(
    r"^# exported (?P<base>[0-9a-f]{32}|new)(?: draft (?P<number>\d{1,9})\.(?P<revision>\d{1,9}))?"
    r"(?:[^\n]*)\n?",
    re.MULTILINE,
)
_NEW = "new"
_PLEASE = "Please leave this line as it is."


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file was made from."""

    base: str
    """`base_of` the claim's file, empty where there was none."""
    number: int = 0
    """Of the draft, 0 where it was no draft."""
    revision: int = 0


def sent_out(text: str, origin: Origin) -> str:
    """Return *text* with a line that names its origin."""
    draft = f" draft {origin.number}.{origin.revision}" if origin.number else ""
    # At the end: in front of all others, it would put each of them on another line.
    return f"{text.rstrip()}\n# exported {origin.base or _NEW}{draft} - {_PLEASE}\n"


def come_back(text: str) -> tuple[str, Origin | None]:
    """Return *text* without that line, and what it says; None where somebody took it out."""
    found = _LINE.search(text)
    if found is None:
        return text, None
    base = "" if found["base"] == _NEW else found["base"]
    origin = Origin(base, int(found["number"] or 0), int(found["revision"] or 0))
    return text[: found.start()] + text[found.end() :], origin


def is_older(text: str, now: str) -> bool:
    """Tell whether a file was made from another revision; one more may be its writer's count."""
    try:
        mine, current = (values_of(one).get("revision") for one in (text, now))
    except ValueError:
        return False
    if not (isinstance(mine, str) and isinstance(current, str) and current.isdecimal()):
        return False
    return mine not in {current, str(int(current) + 1)}
