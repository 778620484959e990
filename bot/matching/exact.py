"""Exact keys: where no likeness is needed, since the very text or address was seen before."""

from bot.matching.index import Index
from bot.matching.keys import address_key, text_key
from bot.matching.model import Query
from bot.matching.normalize import find_links
from bot.matching.passages import Passage


def find_by_address(index: Index, query: Query) -> list[str]:
    """Return the claims that were seen at an address which the query holds, each once."""
    keys = [key for link in _links(query) if (key := address_key(link))]
    return list(dict.fromkeys(index.by_address[key] for key in keys if key in index.by_address))


def holds_links(query: Query) -> bool:
    """Tell whether the query holds an address."""
    return bool(_links(query))


def find_by_text(index: Index, passage: Passage) -> int | None:
    """Return the document that the passage repeats word for word, else None."""
    return index.by_text.get(text_key(passage.normalized))


def is_near_miss(index: Index, passage: Passage, claim_id: str) -> bool:
    """Tell whether the passage repeats a near-miss of the claim word for word."""
    return claim_id in index.near_misses_by_text.get(text_key(passage.normalized), ())


def _links(query: Query) -> list[str]:
    shown = (link for part in query.parts for link in find_links(part.text))
    return [*query.links, *shown]
