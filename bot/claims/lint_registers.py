"""KB208 to KB212, KB309 and KB311: whether the registers are sound, and claims keep to them."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from bot.claims.document import Document, Trail
from bot.claims.lint_entry import Entry, in_order
from bot.claims.listing import Listing
from bot.claims.model import LANGUAGES, Network, Publisher, RejectedClaim, Source, Topic
from bot.claims.problem import Problem
from bot.claims.registers import Registers
from bot.claims.wording import did_you_mean, listed, quoted

_HOST = re.compile(r"(?!www\.)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


def register_lint(
    entries: Sequence[Entry], registers: Registers, claim_ids: Collection[str]
) -> Iterator[Problem]:
    """Compare claims and registers; *claim_ids* holds also the ids of files that are not sound."""
    yield from _topics(entries, registers.topics)
    yield from _publishers(entries, registers)
    yield from _networks(registers.networks)
    yield from _rejected(registers.rejected, claim_ids)


def _topics(entries: Sequence[Entry], topics: Listing[Topic]) -> Iterator[Problem]:
    yield from _repetitions(topics.document, "id", [topic.id for topic in topics.items])
    for i, topic in enumerate(topics.items):
        if missing := in_order(set(LANGUAGES) - topic.name.keys()):
            text = f"the topic {quoted(topic.id)} has no name in {listed(missing)}"
            yield topics.document.problem("KB210", (i, "name"), text, "add one for each")
    if not topics.whole:
        return
    known = [topic.id for topic in topics.items]
    for entry in entries:
        for i, topic_id in enumerate(entry.claim.topics):
            if topic_id not in known:
                text = f"the topic {quoted(topic_id)} does not stand in topics.yaml"
                hint = _meant(topic_id, known, "choose another, or add it there")
                yield entry.problem("KB208", ("topics", i), text, hint)


def _publishers(entries: Sequence[Entry], registers: Registers) -> Iterator[Problem]:
    publishers, networks = registers.publishers, registers.networks
    yield from _repetitions(publishers.document, "name", [one.name for one in publishers.items])
    if not publishers.whole:
        return
    for entry in entries:
        yield from _unlisted(entry.document, (), entry.claim.sources, publishers)
        yield from _party_first(entry, publishers)
    for i, network in enumerate(networks.items):
        yield from _unlisted(networks.document, (i,), network.sources, publishers)


def _unlisted(
    document: Document, above: Trail, sources: Sequence[Source], publishers: Listing[Publisher]
) -> Iterator[Problem]:
    known = {publisher.name for publisher in publishers.items}
    for i, source in enumerate(sources):
        if source.publisher not in known:
            text = f"the publisher {quoted(source.publisher)} does not stand in publishers.yaml"
            hint = _meant(source.publisher, known, "add it there")
            yield document.problem("KB309", (*above, "sources", i, "publisher"), text, hint)


def _party_first(entry: Entry, publishers: Listing[Publisher]) -> Iterator[Problem]:
    """Many read no further than the first source: let it be nobody's own word, where it can be."""
    parties = {publisher.name for publisher in publishers.items if publisher.is_party}
    named = [source.publisher for source in entry.claim.sources]
    other = next((i for i, name in enumerate(named) if name not in parties), 0)
    if entry.published and other:
        text = f"the first source, {quoted(named[0])}, is a party to the debate"
        hint = f"put source {other + 1} or another first, and count anew under `facts`"
        yield entry.problem("KB311", ("sources", 0), text, hint)


def _networks(networks: Listing[Network]) -> Iterator[Problem]:
    yield from _repetitions(networks.document, "id", [one.id for one in networks.items])
    owners: dict[str, tuple[str, Trail]] = {}
    for i, network in enumerate(networks.items):
        if not network.domains and not network.channels:
            text = f"the network {quoted(network.id)} has neither domains nor channels"
            hint = "add some, or take the network away"
            yield networks.document.problem("KB211", (i,), text, hint)
        for trail, name, flaw, hint in _misnamed(network):
            text = f"{quoted(name)} {flaw}"
            yield networks.document.problem("KB211", (i, *trail), text, hint)
        for trail, name in _members(network):
            owner, first = owners.setdefault(name.casefold(), (network.id, (i, *trail)))
            if first != (i, *trail):
                text = f"{quoted(name)} belongs to the network {quoted(owner)} already"
                hint = "keep it once, where the source has it"
                yield networks.document.problem("KB211", (i, *trail), text, hint)
        if not any(source.url or source.archived_url for source in network.sources):
            text = f"no source of the network {quoted(network.id)} has an address"
            hint = "add `url:` to one; readers are sent there"
            yield networks.document.problem("KB211", (i, "sources"), text, hint)


def _misnamed(network: Network) -> Iterator[tuple[Trail, str, str, str]]:
    for j, domain in enumerate(network.domains):
        if not _HOST.fullmatch(domain):
            hint = "write it bare and small, as example.org; an international one as xn--..."
            yield ("domains", j), domain, "is not a bare host name", hint
    for j, channel in enumerate(network.channels):
        if not _USERNAME.fullmatch(channel):
            hint = "write what follows t.me/ or @: letters, digits and underscores"
            yield ("channels", j), channel, "is not a Telegram username", hint


def _members(network: Network) -> Iterator[tuple[Trail, str]]:
    for j, domain in enumerate(network.domains):
        yield ("domains", j), domain
    for j, channel in enumerate(network.channels):
        yield ("channels", j), channel


def _rejected(rejected: Listing[RejectedClaim], claim_ids: Collection[str]) -> Iterator[Problem]:
    yield from _repetitions(rejected.document, "id", [one.id for one in rejected.items])
    for i, claim in enumerate(rejected.items):
        if claim.id in claim_ids:
            text = f"{quoted(claim.id)} is rejected here, and claims/{claim.id}.yaml holds it"
            hint = "take one of the two away"
            yield rejected.document.problem("KB212", (i, "id"), text, hint)


def _repetitions(document: Document, key: str, names: Iterable[str]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for i, name in enumerate(names):
        first = seen.setdefault(name.casefold(), i)
        if first != i:
            line = document.where(first, key).line
            text = f"{quoted(name)} stands in line {line} already"
            yield document.problem("KB209", (i, key), text, "keep one of the two")


def _meant(name: str, known: Collection[str], otherwise: str) -> str:
    folded = {word.casefold(): word for word in known}
    meant = did_you_mean(name, folded.keys())
    return f"did you mean `{folded[meant]}`?" if meant else otherwise
