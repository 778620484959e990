"""Does a message lead to somebody who checked it? Then there is nothing left to say unasked."""

import re
from collections.abc import Iterable, Iterator

from bot.claims.model import KnowledgeBase, PublisherKind, Source
from bot.matching.addresses import find_addresses
from bot.matching.keys import address_key
from bot.matching.model import Query

_PLATFORMS = frozenset(
    {
        "archive.is",
        "archive.org",
        "archive.ph",
        "blogspot.com",
        "facebook.com",
        "fb.com",
        "fb.watch",
        "google.com",
        "instagram.com",
        "linkedin.com",
        "livejournal.com",
        "medium.com",
        "odysee.com",
        "ok.ru",
        "reddit.com",
        "rumble.com",
        "rutube.ru",
        "substack.com",
        "t.me",
        "telegra.ph",
        "telegram.org",
        "tiktok.com",
        "vk.com",
        "whatsapp.com",
        "wordpress.com",
        "x.com",
        "yandex.ru",
        "youtube.com",
    }
)
"""Anybody writes there: the site says nothing about who wrote."""
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "mil", "net", "org"})
"""Below these in a country people register their names: fakty.com.ua."""
_COUNTRY_LETTERS = 2
_BY_NAME = re.compile(r"fact-?_?check|fakten-?(?:check|finder)|factuel|euvsdisinfo|debunk")
"""Newsrooms that check claims say so in the addresses of their checks."""


def cites_a_check(query: Query, knowledge: KnowledgeBase) -> bool:
    """Tell whether *query* leads to a source of any claim, or to the site of a fact-checker."""
    keys = set(filter(None, map(address_key, find_addresses(query))))
    if not keys:
        return False
    if any(_BY_NAME.search(key.lower()) for key in keys):
        return True
    sources = [source for claim in knowledge.claims.values() for source in claim.sources]
    if not keys.isdisjoint(_keys(sources)):
        return True
    checkers = [source for source in sources if _is_of_a_fact_checker(source, knowledge)]
    sites = {_site(key) for key in _keys(checkers)} - _PLATFORMS
    return not sites.isdisjoint(map(_site, keys))


def _is_of_a_fact_checker(source: Source, knowledge: KnowledgeBase) -> bool:
    publisher = knowledge.publishers.get(source.publisher)
    return publisher is not None and publisher.kind is PublisherKind.FACT_CHECKER


def _keys(sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        yield from filter(
            None, (address_key(url) for url in (source.url, source.archived_url) if url)
        )


def _site(key: str) -> str:
    """Return the name that somebody registered, of the host of an address: en.stopfake.org.

    Good enough without the list of all registries: one that is taken too wide means silence.
    """
    host = key.partition("/")[0].partition("?")[0].lower().rstrip(".")
    labels = host.split(".")
    names_country = len(labels[-1]) == _COUNTRY_LETTERS
    size = 3 if names_country and len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2  # noqa: PLR2004
    return ".".join(labels[-size:])
