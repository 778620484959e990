"""Claim files that moderators send become text, or a sentence that says why not."""

import logging
from collections.abc import Awaitable, Callable

from telegram import Document, Message
from telegram.error import BadRequest, Forbidden, InvalidToken
from telegram.ext import filters

from bot.moderation.drafting import MOST_BYTES
from bot.replies.desk_actions import LeaveQuestion
from bot.tg.callbacks import decode
from bot.tg.retrying import retry

log = logging.getLogger(__name__)

ENDINGS = (".yaml", ".yml", ".yaml.txt", ".yml.txt")
"""Some phones put .txt behind what they do not know."""
_TOO_LARGE = (
    f"This file is too large: I take {MOST_BYTES // 1000} kB, and a claim file has a few thousand "
    "bytes."
)
_NOT_UTF8 = "This file is not UTF-8. Please save it again, with the encoding UTF-8."
_EMPTY = "This file is empty."
_GONE = "Telegram does not give me this file. Please send it again."


class ClaimFiles(filters.MessageFilter):
    """Documents that are claim files by their names."""

    def filter(self, message: Message) -> bool:
        """Tell whether *message* brings one."""
        name = (message.document.file_name or "") if message.document else ""
        return name.casefold().endswith(ENDINGS)


class QuestionReplies(filters.MessageFilter):
    """Texts that reply to a question of the desk."""

    def filter(self, message: Message) -> bool:
        """Tell whether *message* is one."""
        return bool(message.text) and question_of(message) is not None


def question_of(message: Message) -> LeaveQuestion | None:
    """Return what the message asks that *message* replies to; its button to leave it says that."""
    asked = message.reply_to_message
    if asked is None or asked.reply_markup is None or asked.from_user is None:
        return None
    if asked.from_user.id != message.get_bot().id:  # buttons of other bots are theirs
        return None
    for row in asked.reply_markup.inline_keyboard:
        for button in row:
            data = button.callback_data
            decoded = decode(data) if isinstance(data, str) else None
            if decoded and isinstance(decoded[0], LeaveQuestion):
                return decoded[0]
    return None


class ClaimDownloads:
    """Fetches claim files; *sleep* takes seconds."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._sleep = sleep

    async def text_of(self, document: Document) -> tuple[str, str]:
        """Return the text of a file, or an empty one and why there is none.

        Raise NetworkError where Telegram is away: it is worth trying later.
        """
        if (document.file_size or 0) > MOST_BYTES:
            return "", _TOO_LARGE
        try:
            file = await retry(document.get_file, self._sleep)
            if (file.file_size or 0) > MOST_BYTES:
                return "", _TOO_LARGE
            content = bytes(await retry(file.download_as_bytearray, self._sleep))
        except (BadRequest, Forbidden, InvalidToken, OSError) as error:
            # The library takes every 404 for a refused token.
            log.warning("a file is not where Telegram says (%s)", type(error).__name__)
            return "", _GONE
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return "", _NOT_UTF8
        return (text, "") if text.strip() else ("", _EMPTY)


def stem_of(document: Document) -> str:
    """Return the name of a file without its ending, as `claims/` has it."""
    name = (document.file_name or "").casefold()
    for ending in sorted(ENDINGS, key=len, reverse=True):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name
