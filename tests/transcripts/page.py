"""A recorded conversation becomes Markdown."""

import html
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Record:
    """What was said, line by line."""

    title: str
    about: str
    lines: list[str] = field(default_factory=list)

    def person(self, name: str, text: str, how: str = "") -> None:
        """Write down what a person sent; *how* says what is not in the text."""
        self.lines += [f"**{name}**{f' ({how})' if how else ''}:", *_quoted(_plain(text)), ""]

    def act(self, text: str) -> None:
        """Write down what was done without words."""
        self.lines += [f"*{text}*", ""]

    def bot(self, message: Json, how: str = "") -> None:
        """Write down a message of the bot, with its buttons."""
        shown = message.get("text") or message.get("caption") or ""
        entities = message.get("entities") or message.get("caption_entities") or []
        lines = ["*(a picture)*"] if message.get("photo") else []
        lines += _formatted(shown, entities).split("\n")
        if rows := _rows(message):
            lines += ["", *rows]
        quote = message.get("quote", {}).get("text")
        about = ", ".join(filter(None, (how, quote and f"quoting “{_short(quote)}”")))
        self.lines += [f"**Bot**{f' ({about})' if about else ''}:", *_quoted("\n".join(lines)), ""]

    def listed(self, lines: Iterable[str]) -> None:
        """Write down what somebody is offered."""
        self.lines += [*(f"- {_plain(line)}" for line in lines), ""]

    def buttons(self, message: Json) -> None:
        """Write down that a message of the bot has other buttons now."""
        lines = _quoted("\n".join(_rows(message)))
        self.lines += ["The buttons are now:", *lines, ""]

    def markdown(self) -> str:
        """Return the conversation as a section."""
        return "\n".join([f"## {self.title}", "", self.about, "", *self.lines]).rstrip() + "\n"


def _rows(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [" ".join(f"`[{button['text']}]`" for button in row) for row in rows]


def _quoted(text: str) -> list[str]:
    lines = text.split("\n")
    # Two blanks at the end keep the line break.
    return [
        "> " + (line.rstrip() + "  " if line.strip() and lines[at + 1 : at + 2] != [""] else line)
        if line.strip()
        else ">"
        for at, line in enumerate(lines)
    ]


def _plain(text: str) -> str:
    return re.sub(r"([*_`\[\]<>#|])", r"\\\1", html.unescape(text))


def _formatted(text: str, entities: list[Json]) -> str:
    """Return *text* with its bold, italics and links; entities count UTF-16 units."""
    units = text.encode("utf-16-le")
    cuts = sorted(
        {0, len(units) // 2}
        | {place for one in entities for place in (one["offset"], one["offset"] + one["length"])}
    )
    pieces = []
    for begin, end in itertools.pairwise(cuts):
        piece = _plain(units[2 * begin : 2 * end].decode("utf-16-le"))
        for one in entities:
            if one["offset"] <= begin and end <= one["offset"] + one["length"] and piece.strip():
                piece = _marked(piece, one)
        pieces.append(piece)
    return "".join(pieces)


def _marked(piece: str, entity: Json) -> str:
    bare = piece.strip()
    before, after = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
    match entity["type"]:
        case "bold":
            bare = f"**{bare}**"
        case "italic":
            bare = f"*{bare}*"
        case "text_link":
            bare = f"[{bare}]({entity['url']})"
        case _:
            pass
    return before + bare + after


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rstrip() + "…"
