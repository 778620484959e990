"""What is written in the week, line by line: messages.jsonl, and a shorter week cut from it.

`kind` is claim (asserts one of `claims`), near-miss or debunk (asserts none; `about` names what it
is near), chatter, request, or album (a further photo of one). `quiet` says why a claim must be met
with silence. `how` and `asks` stand on requests: by command, mention or words in reply, and what
for. `reply_to` is the id of a line, or "bot" for the last message of the bot in that topic.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

MESSAGES = Path(__file__).parent / "messages.jsonl"
HOME, DISCUSSION = "home", "discussion"
TO_BOT = "bot"
_DAY_S = 86_400
_SOME = {"chatter": (3, 90), "near-miss": (1, 4), "debunk": (1, 4), "request": (1, 2)}
"""How many of how many in a row the shorter week has; near-misses all come again in the mirror."""


@dataclass(frozen=True)
class Line:
    """A message of the week."""

    id: str
    day: int
    time: str
    lang: str
    kind: Literal["claim", "near-miss", "debunk", "chatter", "request", "album"]
    text: str
    sender: str
    chat: str = HOME
    topic: str | None = None
    """None for General, and for the time before there were topics."""
    reply_to: str | None = None
    forward_from: str | None = None
    automatic: bool = False
    """A post of the linked channel, forwarded by Telegram itself."""
    album: str | None = None
    edit_of: str | None = None
    media: str | None = None
    late_s: int = 0
    """How long ago it was written when the bot gets it."""
    claims: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    quiet: str | None = None
    how: str | None = None
    asks: str | None = None

    @cached_property
    def at(self) -> int:
        """Seconds since the week began."""
        return moment(self.day, self.time)

    @property
    def is_request(self) -> bool:
        """Whether somebody asks us; thanks are no request."""
        return self.kind == "request" and self.asks != "thanks"

    @property
    def checked(self) -> str | None:
        """The line that a request is about, None for what it says itself."""
        return self.reply_to if self.kind == "request" else None

    @property
    def is_harmless(self) -> bool:
        """Whether nobody may be told anything who did not ask."""
        return self.kind != "claim"


def moment(day: int, time: str) -> int:
    """Return the seconds from the beginning of the week, on a Monday, until 12:00 or 12:00:01."""
    hours, minutes, *seconds = (int(part) for part in time.split(":"))
    return (day - 1) * _DAY_S + hours * 3600 + minutes * 60 + sum(seconds)


def load_week() -> list[Line]:
    """Return all lines, in their order."""
    with MESSAGES.open(encoding="utf-8") as file:
        return [_line(json.loads(text)) for text in file]


def shortened(lines: Sequence[Line]) -> list[Line]:
    """Return the claims, some of all else that matters, and a little chatter."""
    by_id = {line.id: line for line in lines}
    seen: Counter[str] = Counter()
    wanted = set()
    for line in lines:
        some, of = _SOME.get(line.kind, (1, 1))
        if seen[line.kind] % of < some:
            wanted.add(line.id)
        seen[line.kind] += 1
    for line in lines:
        if line.id in wanted:
            wanted |= {one for one in (line.reply_to, line.edit_of) if one in by_id}
    return [line for line in lines if line.id in wanted]


def _line(row: dict[str, Any]) -> Line:
    row["sender"] = row.pop("from")
    for name in ("claims", "about"):
        row[name] = tuple(row.get(name, ()))
    known = {field.name for field in fields(Line)}
    if unknown := row.keys() - known:
        raise ValueError(f"{row['id']}: unknown {sorted(unknown)}")
    return Line(**row)
