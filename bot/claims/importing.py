"""ClaimReviews of others become drafts of ours: nothing is published, nothing overwritten.

Feeds are read as a stream, so that a large one needs no more memory than a small one.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import ijson

from bot.claims.model import ID_MAX_LENGTH, LANGUAGES, Rating
from bot.claims.write import dump

Json: TypeAlias = dict[str, Any]
DetectLanguage: TypeAlias = Callable[[str], str | None]

_CONTAINERS = ("dataFeedElement", "itemListElement", "@graph", "item")
_LONGEST_CLAIM = 1_000
_USED = frozenset(
    {"@context", "@type", "url", "claimReviewed", "itemReviewed", "reviewRating", "author",
     "datePublished", "inLanguage", "reviewBody"}
)  # fmt: skip
# "Not false" says neither that it is true nor that it is not.
_NEGATED = r"\b(not|no|nicht|kein|не|nie|pas|non|nu|no es|değil)\b(?! evidence)"
# Longest first: "mostly false" holds "false", "missing context" is no "context".
_NAMES = (
    (Rating.SATIRE, ("satire", "satira", "сатира", "parody")),
    (Rating.MISSING_CONTEXT, ("missing context", "lacks context", "out of context")),
    (Rating.MISLEADING, ("misleading", "misleads", "distorted", "distorts", "half true",
                         "half truth", "mixture", "partly false", "partially false", "partly true",
                         "mostly false", "mostly true", "irreführend", "маніпуляція",
                         "манипуляция")),
    (Rating.UNPROVEN, ("unproven", "unsupported", "no evidence", "unverified", "unbelegt")),
    (Rating.FALSE, ("false", "fake", "fals", "falsch", "falso", "faux", "pants on fire", "hoax",
                    "incorrect", "inaccurate", "untrue", "unwahr", "неправда", "фейк", "ложь",
                    "fałsz", "yanlış")),
    (Rating.TRUE, ("true", "correct", "accurate", "wahr", "vrai", "правда", "prawda")),
)  # fmt: skip


class FeedError(Exception):
    """A feed cannot be read at all; the message says where it broke and what to do."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that became no draft: its place in the feed, from 1, and why."""

    position: int
    reason: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """An entry that became a draft: its id, and the text of its claim file."""

    id: str
    text: str
    aside: Json
    """What the review says that a claim file has no field for."""


def read_feed(feed: BinaryIO) -> Iterator[Any]:
    """Yield each entry of a DataFeed, an ItemList, a @graph, a list or a single object."""
    try:
        for value in _entries(feed):
            yield from _unwrap(value)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        words = str(error).splitlines()[0]
        raise FeedError(f"the feed is no JSON ({words}); what stood before is imported") from error


def draft(
    position: int, entry: Any, taken: Collection[str], detect: DetectLanguage, today: str
) -> Drafted | Skipped:
    """Return the draft of one entry, or why there is none; *taken* are the ids in use."""
    if not isinstance(entry, dict) or "ClaimReview" not in _list(entry.get("@type")):
        return Skipped(position, "no ClaimReview")
    claim = _text(entry.get("claimReviewed"))
    language, id_ = _language(entry, claim, detect), slug(claim)
    if not claim or not id_:
        return Skipped(position, "no claimReviewed with words in it")
    if len(claim) > _LONGEST_CLAIM:
        return Skipped(position, f"claimReviewed is longer than {_LONGEST_CLAIM} characters")
    if language is None:
        return Skipped(position, f"its language is none of {', '.join(LANGUAGES)}")
    if id_ in taken:
        return Skipped(position, f"there is a claim {id_} already")
    return Drafted(
        id=id_,
        text=dump(_fields(id_, claim, language, entry, today)),
        aside={name: value for name, value in entry.items() if name not in _USED},
    )


def slug(claim: str) -> str:
    """Return an id made of the words of *claim*, in Latin letters, cut at a word."""
    latin = "".join(_LATIN.get(letter, letter) for letter in claim.casefold())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    id_ = "-".join(re.findall(r"[a-z0-9]+", plain))
    return id_ if len(id_) <= ID_MAX_LENGTH else id_[: ID_MAX_LENGTH + 1].rpartition("-")[0]


def write_draft(drafted: Drafted, folder: Path) -> None:
    """Write claims/<id>.yaml, and imported/<id>.json beside it; never over a file that is there."""
    with (folder / "claims" / f"{drafted.id}.yaml").open("x", encoding="utf-8") as file:
        file.write(drafted.text)
    if drafted.aside:
        aside = folder / "imported" / f"{drafted.id}.json"
        aside.parent.mkdir(exist_ok=True)
        aside.write_text(json.dumps(drafted.aside, ensure_ascii=False, indent=2) + "\n", "utf-8")


_LATIN = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяıłđ",
        ["a", "b", "v", "g", "g", "d", "e", "ie", "zh", "z", "i", "i", "i", "i", "k", "l", "m",
         "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e",
         "iu", "ia", "i", "l", "d"],
        strict=True,
    )
)  # fmt: skip


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
    if isinstance(value, dict) and "ClaimReview" not in _list(value.get("@type")):
        inner = next((value[name] for name in _CONTAINERS if name in value), None)
        if isinstance(inner, (dict, list)):
            yield from _unwrap(inner)
            return
    yield value


def _fields(id_: str, claim: str, language: str, review: Json, today: str) -> Json:
    rating, said = _rating(review.get("reviewRating"))
    author = _text(_first(review.get("author"), "name"))
    reasons = [f"Imported from {author or 'a feed'}"]
    if said:
        reasons.append(f"its verdict was {said!r}")
    if rating is None:
        reasons.append("which we could not place on our scale")
    body = _text(review.get("reviewBody"))
    url, published = _text(review.get("url")), _date(review.get("datePublished"))
    source = {"publisher": author or "unknown", "title": claim, "language": language}
    if _is_address(url):
        source["url"] = url
    if published:
        source["published"] = published
    fields: Json = {
        "id": id_,
        "status": "draft",
        "status_reason": ", ".join(reasons) + "; read it before you publish.",
        "rating": (rating or Rating.UNPROVEN).value,
        "claim": {language: claim},
        "phrasings": {},
        "explanation": {language: body} if body else {},
        "sources": [source],
    }
    appearances = [
        {"url": address, "platform": address.split("/")[2]}
        for address in _appearances(review.get("itemReviewed"))
    ]
    if appearances:
        fields["appearances"] = appearances
    return fields | {"reviewed": today, "revision": "1"}


def _language(review: Json, claim: str, detect: DetectLanguage) -> str | None:
    given = _text(review.get("inLanguage")).split("-")[0].lower()
    found = given or detect(claim) or ""
    return found if found in LANGUAGES else None


def _rating(rating: Any) -> tuple[Rating | None, str]:
    """Return our rating and the verdict as it was said; None where it has no place on our scale."""
    said = _text(_first(rating, "alternateName"))
    words = " ".join(re.findall(r"\w+", said.casefold()))
    if re.search(_NEGATED, words):
        return None, said
    for ours, names in _NAMES:
        if any(re.search(rf"\b{name}\b", words) for name in names):
            return ours, said
    try:
        value, worst, best = (
            float(_first(rating, name)) for name in ("ratingValue", "worstRating", "bestRating")
        )
    except (TypeError, ValueError):
        return None, said
    if not worst <= value <= best or worst == best:
        return None, said
    share = (value - worst) / (best - worst)
    return (Rating.FALSE if share == 0 else Rating.TRUE if share == 1 else None), said


def _appearances(item: Any) -> list[str]:
    found = [
        _text(one.get("url") or one.get("@id")) if isinstance(one, dict) else _text(one)
        for claim in _list(item)
        if isinstance(claim, dict)
        for name in ("appearance", "firstAppearance")
        for one in _list(claim.get(name))
    ]
    return list(dict.fromkeys(address for address in found if _is_address(address)))


def _first(value: Any, name: str) -> Any:
    """Return a property of an object, or of the first object of a list."""
    found = next((one for one in _list(value) if isinstance(one, Mapping)), {})
    return found.get(name)


def _list(value: Any) -> list[Any]:
    """Return a value of JSON-LD, where one stands for a list of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    """Return a text on one line; whatever is no text is none."""
    value = value.get("@value") if isinstance(value, dict) else value
    if not isinstance(value, str):
        return ""
    shown = "".join(c if unicodedata.category(c) not in {"Cc", "Cs", "Cn"} else " " for c in value)
    return " ".join(shown.split())


def _date(value: Any) -> str | None:
    found = re.match(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])(?!\d)", _text(value))
    return found.group() if found else None


def _is_address(text: str) -> bool:
    return re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(/\S*)?", text) is not None
