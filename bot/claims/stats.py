"""How large the knowledge base is, as tables that people read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.claims.load import Loaded
from bot.claims.model import LANGUAGES, Claim, Language, Publisher, PublisherKind, Rating, Status

_LANGUAGE_COLUMNS = ("claims", "phrasings", "near-misses", "explanations", "reviewed")
_NOT_LISTED = "(not listed)"


def render_stats(loaded: Loaded) -> str:
    """Return counts by status, rating, topic and language, and of sources by publisher kind.

    Only sound files count. The kinds stand there where publishers.yaml does.
    """
    claims = list(loaded.knowledge.claims.values())
    topics = Counter(topic for claim in claims for topic in claim.topics)
    tables = [
        _counted("status", Counter(claim.status for claim in claims), Status),
        _counted("rating", Counter(claim.rating for claim in claims), Rating),
        _counted("topic", topics, loaded.knowledge.topics or sorted(topics)),
        _table(
            ("language", *_LANGUAGE_COLUMNS), [_of_language(code, claims) for code in LANGUAGES]
        ),
    ]
    if publishers := loaded.registers.publishers.items:
        kinds = _kinds(claims, publishers)
        listed = (*PublisherKind, _NOT_LISTED) if kinds[_NOT_LISTED] else PublisherKind
        tables.append(_counted("kind of publisher", kinds, listed, "sources"))
    return "\n".join(tables)


def _of_language(language: Language, claims: Sequence[Claim]) -> tuple[str, ...]:
    counts = (
        sum(language in claim.claim for claim in claims),
        sum(len(claim.phrasings.get(language, ())) for claim in claims),
        sum(len(claim.near_misses.get(language, ())) for claim in claims),
        sum(language in claim.explanation for claim in claims),
        sum(language in claim.claim and language in claim.reviewed_languages for claim in claims),
    )
    return (language, *map(str, counts))


def _kinds(claims: Iterable[Claim], publishers: Iterable[Publisher]) -> Counter[str]:
    kind_of = {publisher.name: publisher.kind.value for publisher in publishers}
    return Counter(
        kind_of.get(source.publisher, _NOT_LISTED) for claim in claims for source in claim.sources
    )


def _counted(
    title: str, counts: Mapping[str, int], names: Iterable[str], unit: str = "claims"
) -> str:
    """Return a table with a row for each of *names*, then for each name that is not among them."""
    rows = [*dict.fromkeys((*names, *sorted(counts)))]
    return _table((title, unit), [(str(name), str(counts.get(name, 0))) for name in rows])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return lines in which the first column is aligned to the left, the others to the right."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    return "".join(f"{line}\n" for line in _lines((head, *rows), widths))


def _lines(rows: Iterable[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    for name, *counts in rows:
        cells = (count.rjust(width) for count, width in zip(counts, widths[1:], strict=True))
        yield "  ".join((name.ljust(widths[0]), *cells))
