"""KB301 to KB308, KB310: whether the sources and dates of a claim can be relied upon."""

import re
from collections.abc import Iterator
from ipaddress import ip_address

from bot.claims.document import Trail
from bot.claims.lint_entry import Entry, host_of
from bot.claims.problem import Problem
from bot.claims.wording import quoted

# "ezproxy.library.example" and "preprod-www.example" have led here; both answer only insiders.
_NOT_PUBLIC = re.compile(
    r"preprod|staging|proxy|(^|\.)(localhost|localdomain|local|internal|intranet|test)$"
)


def two_publishers(entry: Entry) -> Iterator[Problem]:
    """One publisher may be wrong."""
    publishers = {source.publisher.casefold() for source in entry.claim.sources}
    if entry.published and len(entry.claim.sources) > 1 and len(publishers) == 1:
        text = f"all sources are from {quoted(entry.claim.sources[0].publisher)}"
        yield entry.problem("KB301", ("sources",), text, "add a source from another publisher")


def every_source_has_an_address(entry: Entry) -> Iterator[Problem]:
    """Readers can check for themselves."""
    for i, source in enumerate(entry.claim.sources):
        if source.url is None:
            name = f"source {i + 1}, {quoted(source.title)} of {quoted(source.publisher)},"
            hint = "add `url:`, or waive it in knowledge/waivers.yaml with the reason"
            yield entry.problem("KB302", ("sources", i), f"{name} has no url", hint)


def facts_name_sources(entry: Entry) -> Iterator[Problem]:
    """Facts count the sources from 1."""
    count = len(entry.claim.sources)
    for i, fact in enumerate(entry.claim.facts):
        for j, number in enumerate(fact.sources):
            if number > count:
                text = f"fact {i + 1} names source {number}, and there are {count or 'none'}"
                hint = "count the sources from 1, from the top"
                yield entry.problem("KB303", ("facts", i, "sources", j), text, hint)


def no_address_twice(entry: Entry) -> Iterator[Problem]:
    """The same page twice is one source."""
    seen: dict[str, int] = {}
    for i, source in enumerate(entry.claim.sources):
        if source.url is None:
            continue
        first = seen.setdefault(_page(source.url), i)
        if first != i:
            text = f"source {i + 1} has the address of source {first + 1}"
            yield entry.problem("KB304", ("sources", i, "url"), text, "keep one of the two")


def addresses_are_public(entry: Entry) -> Iterator[Problem]:
    """An address from inside a newsroom or a library opens for nobody else."""
    for trail, url in entry.addresses():
        host = host_of(url)
        if host is None or _NOT_PUBLIC.search(host) or _is_ip(host):
            text = f"the host {quoted(host or url)} is not a public site"
            hint = "link the page as the public sees it"
            yield entry.problem("KB305", trail, text, hint)


def no_date_to_come(entry: Entry) -> Iterator[Problem]:
    """What has not been published yet cannot have been read."""
    today = entry.today.isoformat()
    for trail, date in _dates(entry):
        if date > today[: len(date)]:
            text = f"{quoted(date)} is in the future"
            yield entry.problem("KB306", trail, text, "correct the date, or leave it out")


def archive_is_a_second_copy(entry: Entry) -> Iterator[Problem]:
    """An archived copy helps only if nobody on the way can change it and it is another page."""
    for i, source in enumerate(entry.claim.sources):
        trail: Trail = ("sources", i, "archived_url")
        if source.archived_url is None:
            continue
        if not source.archived_url.startswith("https://"):
            text = f"the archived address of source {i + 1} does not begin with https://"
            yield entry.problem("KB307", trail, text, "web archives answer to https: write that")
        elif source.url is not None and _page(source.archived_url) == _page(source.url):
            text = f"the archived address of source {i + 1} is the address itself"
            hint = "archive the page, such as at web.archive.org, and link the copy"
            yield entry.problem("KB307", trail, text, hint)


def reviewed_by_today(entry: Entry) -> Iterator[Problem]:
    """A review is work done, not work planned."""
    if entry.claim.reviewed > entry.today.isoformat():
        text = f"the review date {entry.claim.reviewed} is in the future"
        hint = "write the day of the last check against the sources"
        yield entry.problem("KB308", ("reviewed",), text, hint)


def every_source_is_named(entry: Entry) -> Iterator[Problem]:
    """A source that carries nothing makes the answer look better founded than it is."""
    named = {number for fact in entry.claim.facts for number in fact.sources}
    if not entry.published or not named:  # facts are not a must
        return
    for i, source in enumerate(entry.claim.sources):
        if i + 1 not in named:
            name = f"source {i + 1}, {quoted(source.title)} of {quoted(source.publisher)}"
            hint = "let a fact cite it, or take it out"
            yield entry.problem("KB310", ("sources", i), f"no fact names {name}", hint)


RULES = (
    two_publishers,
    every_source_has_an_address,
    facts_name_sources,
    no_address_twice,
    addresses_are_public,
    no_date_to_come,
    archive_is_a_second_copy,
    reviewed_by_today,
    every_source_is_named,
)


def _dates(entry: Entry) -> Iterator[tuple[Trail, str]]:
    for i, source in enumerate(entry.claim.sources):
        if source.published is not None:
            yield ("sources", i, "published"), source.published
    for i, appearance in enumerate(entry.claim.appearances):
        if appearance.date is not None:
            yield ("appearances", i, "date"), appearance.date
    if entry.claim.first_seen is not None:
        yield ("first_seen",), entry.claim.first_seen
    if entry.claim.status_date is not None:
        yield ("status_date",), entry.claim.status_date


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _page(url: str) -> str:
    """Return the address without what does not change the page."""
    address = url.partition("#")[0].partition("://")[2].removeprefix("www.")
    host, slash, rest = address.partition("/")
    return f"{host.casefold()}{slash}{rest}".rstrip("/")
