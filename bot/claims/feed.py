"""A feed of others becomes its entries, whatever list they stand in.

It is read as a stream, so that a large feed needs no more memory than a small one.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson

from bot.claims.jsonld import has_type

REVIEW = "ClaimReview"
_CONTAINERS = ("dataFeedElement", "itemListElement", "@graph", "item")


class FeedError(Exception):
    """A feed cannot be read at all; the message says where it broke and what to do."""


def read_feed(feed: BinaryIO) -> Iterator[Any]:
    """Yield each entry of a DataFeed, an ItemList, a @graph, a list or a single object."""
    try:
        for value in _entries(feed):
            yield from _unwrap(value)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        words = str(error).splitlines()[0]
        raise FeedError(f"the feed is no JSON ({words}); what stood before is imported") from error


def _entries(feed: BinaryIO) -> Iterator[Any]:
    """Yield the values of the list that holds the reviews, or the one object."""
    prefix = _container(feed)
    feed.seek(0)
    yield from ijson.items(feed, prefix, use_float=True)


def _container(feed: BinaryIO) -> str:
    """Return ijson's prefix of the entries."""
    for prefix, event, _ in ijson.parse(feed):
        if event == "start_array" and prefix == "":
            return "item"
        if event == "start_array" and prefix in _CONTAINERS:
            return f"{prefix}.item"
    return ""


def _unwrap(value: Any) -> Iterator[Any]:
    """Yield what a DataFeedItem or ListItem holds, and the members of lists and graphs."""
    if isinstance(value, list):
        for one in value:
            yield from _unwrap(one)
        return
    if isinstance(value, dict) and not has_type(value, REVIEW):
        inner = next((value[name] for name in _CONTAINERS if name in value), None)
        if isinstance(inner, (dict, list)):
            yield from _unwrap(inner)
            return
    yield value
