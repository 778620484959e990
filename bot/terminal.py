"""The bot in a terminal: lines become messages, replies become text."""

import codecs
import os
import select
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TextIO

from bot.answering import Answering
from bot.config import RETENTION_DAYS
from bot.matching.model import Audience, Query
from bot.replies.model import Button, Reply
from bot.replies.render_chat import (
    chat_prompt,
    render_chat_bad_number,
    render_chat_banner,
    render_chat_choose,
    render_chat_not_utf8,
)
from bot.replies.render_notices import render_help, render_start
from bot.replies.render_privacy import render_privacy
from bot.replies.terminal import to_terminal

_PASTE_PAUSE_S = 0.05
_READ_BYTES = 65_536
_LONGEST_NUMBER = 4  # digits


@dataclass(frozen=True, slots=True)
class Screen:
    """Where replies are shown; *width* in columns."""

    output: TextIO
    colour: bool
    width: int

    def show(self, reply: Reply) -> None:
        """Print *reply* and an empty line."""
        text = to_terminal(reply, colour=self.colour, width=self.width)
        print(text, end="\n\n", file=self.output, flush=True)


def chat(answering: Answering, source: BinaryIO, screen: Screen) -> None:
    """Answer each message of *source* until it ends.

    At a terminal Enter ends a message, and what is pasted at once is one message; otherwise an
    empty line ends it.
    """
    language = answering.default_language
    catalog = answering.catalog
    at_terminal = source.isatty()
    if at_terminal:
        screen.show(render_chat_banner(language, catalog))
        messages = _typed(source.fileno(), screen.output, chat_prompt(language, catalog))
    else:
        messages = _piped(source)
    buttons: Sequence[Button] = ()
    for raw in messages:
        try:
            text = codecs.decode(raw, "utf-8-sig").strip()
        except UnicodeDecodeError:
            screen.show(render_chat_not_utf8(language, catalog))
            continue
        if at_terminal and not text:
            continue
        if buttons and text.isdecimal() and len(text) <= _LONGEST_NUMBER:
            number = int(text)
            if not 1 <= number <= len(buttons):
                screen.show(render_chat_bad_number(text, language, catalog))
                continue
            action = buttons[number - 1].action
            if not isinstance(action, str):
                screen.show(answering.act(action, language))
            continue
        reply = _answer(answering, text)
        if reply is None:
            continue
        screen.show(reply)
        language, buttons = reply.language, reply.buttons
        if buttons and at_terminal:
            screen.show(render_chat_choose(language, catalog))


def _answer(answering: Answering, text: str) -> Reply | None:
    match text:
        case "/start":
            return render_start(answering.default_language, answering.catalog)
        case "/help":
            return render_help(answering.default_language, answering.catalog)
        case "/privacy":
            return render_privacy(answering.default_language, answering.catalog, RETENTION_DAYS)
        case _:
            return answering.answer(Query.of(text), Audience.PRIVATE)


def _piped(source: BinaryIO) -> Iterator[bytes]:
    lines: list[bytes] = []
    said = False
    for line in source:
        if line.strip():
            lines.append(line)
        elif lines:
            yield b"".join(lines)
            lines, said = [], True
    # Input of nothing but empty lines is an empty message.
    if lines or not said:
        yield b"".join(lines)


def _typed(terminal: int, output: TextIO, prompt: str) -> Iterator[bytes]:
    while True:
        print(prompt, end="", file=output, flush=True)
        read = os.read(terminal, _READ_BYTES)
        if not read:
            print(file=output)
            return
        while select.select([terminal], [], [], _PASTE_PAUSE_S)[0]:
            more = os.read(terminal, _READ_BYTES)
            if not more:
                break
            read += more
        yield read
