"""All addresses of a query: those that its text shows, and those behind it."""

import re
from collections.abc import Iterator

from bot.matching.model import Query
from bot.matching.normalize import find_links

# Telegram makes a link of a site's bare name, too; what follows an @ is a mailbox.
_BARE_HOST = re.compile(r"(?<![@\w.-])(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}(?![\w@])")


def find_addresses(query: Query) -> Iterator[str]:
    """Yield the addresses of *query*, names of sites without a path among them."""
    yield from query.links
    for part in query.parts:
        yield from find_links(part.text)
        yield from _BARE_HOST.findall(part.text)
