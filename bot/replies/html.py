"""A reply becomes the HTML that Telegram reads; this module knows nothing about claims."""

from html import escape

from bot.replies.fitting import fit
from bot.replies.model import Reply, Span, Style

MESSAGE_LIMIT = 4096
"""UTF-16 units that one Telegram message may hold, markup not counted."""
CAPTION_LIMIT = 1024
"""The same below a picture."""

_TAGS = {Style.BOLD: "b", Style.ITALIC: "i", Style.CODE: "code"}


def to_html(reply: Reply, limit: int = MESSAGE_LIMIT) -> str:
    """Return *reply* for parse_mode HTML, shortened to *limit* UTF-16 units of visible text."""
    return "\n\n".join(
        "\n".join("".join(map(_span, line)) for line in paragraph.lines)
        for paragraph in fit(reply, limit).paragraphs
    )


def _span(span: Span) -> str:
    if not span.text:
        return ""
    html = escape(span.text, quote=False)
    if tag := _TAGS.get(span.style):
        html = f"<{tag}>{html}</{tag}>"
    if span.url:
        html = f'<a href="{escape(span.url)}">{html}</a>'
    return html
