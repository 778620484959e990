"""Long replies become short ones: the least needed goes first, the heading stays."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.replies.model import Line, Paragraph, Reply, Role, Span

# Two sources are what a claim needs at least; the line before them is their title.
_KEPT_SOURCE_LINES = 3
# Less of a why than this is no explanation any more; then the end of the reply goes instead.
_LEAST_WHY_UNITS = 80
_SENTENCE_END = re.compile(r"[.!?…][\"'”»“)\]]*(?=\s)")


def visible_length(reply: Reply) -> int:
    """Return the length that Telegram counts: UTF-16 units of the text without its markup."""
    return _units(_text(reply.paragraphs))


def fit(reply: Reply, limit: int) -> Reply:
    """Return *reply* in at most *limit* UTF-16 units.

    Sources go from the end until two are left, then the why is cut after a sentence, and only
    then does the text simply end.
    """
    reply = _with_fewer_sources(reply, limit)
    if visible_length(reply) > limit:
        reply = _with_shorter_why(reply, limit)
    if visible_length(reply) > limit:
        end = _end_within(_text(reply.paragraphs), limit - _units("…"))
        reply = replace(reply, paragraphs=_head(reply.paragraphs, end, "…"))
    return reply


def _with_fewer_sources(reply: Reply, limit: int) -> Reply:
    while visible_length(reply) > limit:
        for index, paragraph in enumerate(reply.paragraphs):
            if paragraph.role is Role.SOURCES and len(paragraph.lines) > _KEPT_SOURCE_LINES:
                fewer = replace(paragraph, lines=paragraph.lines[:-1])
                reply = _with_paragraph(reply, index, fewer)
                break
        else:
            return reply
    return reply


def _with_shorter_why(reply: Reply, limit: int) -> Reply:
    for index, why in enumerate(reply.paragraphs):
        text = _text((why,))
        room = limit - (visible_length(reply) - _units(text))
        if why.role is Role.WHY and room >= _LEAST_WHY_UNITS:
            end = _end_of_sentence(text, _end_within(text, room - _units(" …")))
            (shorter,) = _head((why,), end, " …")
            return _with_paragraph(reply, index, shorter)
    return reply


def _with_paragraph(reply: Reply, index: int, paragraph: Paragraph) -> Reply:
    before, after = reply.paragraphs[:index], reply.paragraphs[index + 1 :]
    return replace(reply, paragraphs=(*before, paragraph, *after))


def _end_of_sentence(text: str, end: int) -> int:
    """Return where the last sentence that stops by *end* stops; without one, the last word."""
    sentences = [found.end() for found in _SENTENCE_END.finditer(text, 0, end + 1)]
    if sentences:
        return sentences[-1]
    word = text.rfind(" ", 0, end + 1)
    return word if word > 0 else end


def _end_within(text: str, units: int) -> int:
    """Return how many characters of *text* fit into *units*, so that none is halved."""
    begin = text.encode("utf-16-le")[: 2 * units]
    return len(begin.decode("utf-16-le", errors="ignore"))


def _head(paragraphs: Sequence[Paragraph], length: int, ending: str) -> tuple[Paragraph, ...]:
    """Return the first *length* characters of the laid-out *paragraphs*, then *ending*."""
    # Never end in the space between lines: the ending would stand on a line of its own.
    length = len(_text(paragraphs)[:length].rstrip())
    kept: list[Paragraph] = []
    for paragraph in paragraphs:
        lines: list[Line] = []
        for line in paragraph.lines:
            own = sum(len(span.text) for span in line)
            if own >= length:
                lines.append(_line_head(line, length, ending))
                return (*kept, replace(paragraph, lines=tuple(lines)))
            lines.append(line)
            length -= own + len("\n")
        kept.append(replace(paragraph, lines=tuple(lines)))
        length -= len("\n")
    return tuple(kept)


def _line_head(line: Line, length: int, ending: str) -> Line:
    kept: list[Span] = []
    for span in line:
        if len(span.text) >= length:
            return (*kept, replace(span, text=span.text[:length] + ending))
        kept.append(span)
        length -= len(span.text)
    return tuple(kept)


def _text(paragraphs: Sequence[Paragraph]) -> str:
    return "\n\n".join(
        "\n".join("".join(span.text for span in line) for line in paragraph.lines)
        for paragraph in paragraphs
    )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
