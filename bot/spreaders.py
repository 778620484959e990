"""The links and origins of a query become the documented networks that they belong to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.claims.model import Network
from bot.matching.addresses import find_addresses
from bot.matching.keys import address_key
from bot.matching.model import Query

_MENTION = re.compile(r"(?<![\w.@])@(\w{4,32})")
_TELEGRAM = "t.me"
# Longer ones do not exist, and all their parents together would fill the memory.
_LONGEST_HOST = 253


@dataclass(frozen=True, slots=True)
class Spreader:
    """A domain, or a channel as t.me/name, and the network that it belongs to."""

    place: str
    network: Network


def find_spreaders(query: Query, networks: Iterable[Network]) -> tuple[Spreader, ...]:
    """Return where *query* leads to or comes from, at most one place for each of *networks*.

    A domain stands for its subdomains. A channel is known by a link, a mention or a forward.
    """
    hosts, channels = _places(query)
    if not hosts and not channels:
        return ()
    domains = {parent for host in hosts for parent in _parents(host)}
    return tuple(
        Spreader(place, network)
        for network in networks
        if (place := _place(network, domains, channels)) is not None
    )


def _place(network: Network, domains: set[str], channels: set[str]) -> str | None:
    for domain in network.domains:
        if domain in domains:
            return domain
    for channel in network.channels:
        if channel.lower() in channels:
            return f"{_TELEGRAM}/{channel}"
    return None


def _places(query: Query) -> tuple[set[str], set[str]]:
    """Return the hosts that the query leads to, and the Telegram usernames."""
    hosts: set[str] = set()
    channels = set(query.origins)
    for key in filter(None, map(address_key, find_addresses(query))):
        host, _, path = key.partition("?")[0].partition("/")
        if host == _TELEGRAM:
            channels.add(path.partition("/")[0])
        elif host.endswith(f".{_TELEGRAM}"):
            channels.add(host.removesuffix(f".{_TELEGRAM}"))
        elif len(host) <= _LONGEST_HOST:
            hosts.add(_ascii(host.rstrip(".")))
    for part in query.parts:
        channels.update(name.lower() for name in _MENTION.findall(part.text))
    return hosts, channels


def _parents(host: str) -> Iterator[str]:
    """Yield the host and all domains above it."""
    while host:
        yield host
        host = host.partition(".")[2]


def _ascii(host: str) -> str:
    """Return an international host name as registers have it: xn--..."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:  # a label that is empty or too long leads nowhere
        return host
