"""Replies become results, which Telegram posts where the bot is no member."""

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.replies.html import to_html
from bot.replies.model import Reply
from bot.tg.keyboards import to_keyboard


def to_article(
    name: str, title: str, reply: Reply, description: str | None = None
) -> InlineQueryResultArticle:
    """Return the result of that *name*, 64 bytes at most, that becomes *reply* when it is posted.

    Title and description are what the list of results shows.
    """
    return InlineQueryResultArticle(
        name,
        title,
        InputTextMessageContent(
            to_html(reply),
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=to_keyboard(reply),
        description=description,
    )
