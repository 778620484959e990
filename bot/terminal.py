"""The bot in a terminal: lines become messages, replies become text."""

import codecs
import os
import select
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import BinaryIO, TextIO

from bot.answering import Answering
from bot.config import RETENTION_DAYS
from bot.matching.model import Query
from bot.replies.actions import (
    ListFound,
    ListTopic,
    ListTopics,
    NoneOfThese,
    ShowCard,
    ShowDetails,
    ShowExample,
)
from bot.replies.model import Button, Reply
from bot.replies.render_about import Imprint, render_about
from bot.replies.render_browse import TO_LIST
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
_PURE = (ShowCard, ShowExample, ShowDetails, NoneOfThese, ListTopics, ListTopic, ListFound)
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
                pressed = _for_terminal(answering.act(action, language))
                screen.show(pressed)
                # Numbers belong to the buttons that were shown last.
                buttons = pressed.buttons or buttons
            continue
        reply = _for_terminal(_answer(answering, text))
        screen.show(reply)
        language, buttons = reply.language, reply.buttons
        if buttons and at_terminal:
            screen.show(render_chat_choose(language, catalog))


def _for_terminal(reply: Reply) -> Reply:
    """Return *reply* with those buttons that need neither Telegram nor a database.

    Nothing here takes the place of a list, so that there is nothing to lead back to.
    """
    pure = (one for one in reply.buttons if isinstance(one.action, (str, *_PURE)))
    buttons = tuple(one for one in pure if one.label != TO_LIST)
    return replace(reply, buttons=buttons)


def _answer(answering: Answering, text: str) -> Reply:
    command, _, words = text.partition(" ")
    page = _PAGES.get(command)
    if page:
        return page(answering, words)
    return answering.answer(Query.of(text))


def _start(answering: Answering, _: str) -> Reply:
    published = answering.knowledge.published
    return render_start(answering.default_language, answering.catalog, published)


def _help(answering: Answering, _: str) -> Reply:
    return render_help(answering.default_language, answering.catalog)


def _privacy(answering: Answering, _: str) -> Reply:
    return render_privacy(answering.default_language, answering.catalog, RETENTION_DAYS)


def _about(answering: Answering, _: str) -> Reply:
    language, catalog = answering.default_language, answering.catalog
    return render_about(answering.knowledge, Imprint(), language, catalog)


def _topics(answering: Answering, _: str) -> Reply:
    return answering.act(ListTopics(), answering.default_language)


def _search(answering: Answering, words: str) -> Reply:
    return answering.library.search(words, answering.default_language)


_PAGES: Mapping[str, Callable[[Answering, str], Reply]] = MappingProxyType(
    {
        "/start": _start,
        "/help": _help,
        "/topics": _topics,
        "/search": _search,
        "/about": _about,
        "/privacy": _privacy,
    }
)
"""What commands show of those that need neither Telegram nor a database."""


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
