"""What is known of where a message comes from: a line below the reply, never a verdict."""

from collections.abc import Sequence
from dataclasses import replace

from bot.replies.catalog import Catalog
from bot.replies.keys import Key
from bot.replies.model import Line, Paragraph, Reply, Role, Span, Style
from bot.spreaders import Spreader

MOST_LINES = 3
"""A message that links to everything gets no longer an answer."""


def add_spreaders(reply: Reply, spreaders: Sequence[Spreader], catalog: Catalog) -> Reply:
    """Return *reply* with a line for each of *spreaders*, and as it is where there are none."""
    if not spreaders:
        return reply
    lines = tuple(_line(one, reply.language, catalog) for one in spreaders[:MOST_LINES])
    return replace(reply, paragraphs=(*reply.paragraphs, Paragraph(lines, Role.NOTE)))


def _line(spreader: Spreader, language: str, catalog: Catalog) -> Line:
    sources = spreader.network.sources
    source = next((one for one in sources if one.url or one.archived_url), sources[0])
    return catalog.line(
        language,
        Key.SPREADER,
        place=Span(spreader.place, Style.CODE),
        network=Span(spreader.network.name),
        source=Span(source.publisher, url=source.url or source.archived_url),
    )
