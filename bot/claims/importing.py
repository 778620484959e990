"""ClaimReviews of others become drafts of ours: nothing is published, nothing overwritten."""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bot.claims.feed import REVIEW
from bot.claims.jsonld import first, has_type, listed, plain
from bot.claims.known import Known
from bot.claims.model import ID_MAX_LENGTH, LANGUAGES, Rating
from bot.claims.write import dump

Json: TypeAlias = dict[str, Any]
DetectLanguage: TypeAlias = Callable[[str], str | None]

_LONGEST_CLAIM = 1_000
IMPORTED = "imported"
"""The folder of the reviews as they were, beside claims/."""
_END = """\
# Filled by the person who has read the texts of a language and found them right.
reviewed_languages: []
revision: 1
"""
"""The last lines of each draft; dump knows no comments."""
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


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that became no draft: its place in the feed, from 1, and why."""

    position: int
    reason: str
    sort: str = ""
    """What all reasons of its sort have in common, where they name claims."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """An entry that became a draft: its id, its claim, and the text of its claim file."""

    id: str
    claim: str
    text: str
    review: Json
    """The entry itself: a claim file has no field for all that a review may say."""


def draft(
    position: int, entry: Any, known: Known, detect: DetectLanguage, today: str
) -> Drafted | Skipped:
    """Return the draft of one entry, or why there is none; *known* are the claims that we have."""
    if not isinstance(entry, dict) or not has_type(entry, REVIEW):
        return Skipped(position, f"no {REVIEW}")
    claim = plain(entry.get("claimReviewed"))
    id_ = slug(claim)
    if not id_:
        return Skipped(position, "no claimReviewed with words in it")
    if len(claim) > _LONGEST_CLAIM:
        return Skipped(position, f"claimReviewed is longer than {_LONGEST_CLAIM} characters")
    if repetition := _repetition(position, id_, claim, entry, known):
        return repetition
    given = plain(entry.get("inLanguage")).split("-")[0].lower()
    language = given or detect(claim)
    if language is None or language not in LANGUAGES:
        clear = f"its language is none of {', '.join(LANGUAGES)}"
        return Skipped(position, clear if language else "its language is not clear; add inLanguage")
    text = dump(_fields(id_, claim, language, entry, today)) + _END
    return Drafted(id=id_, claim=claim, text=text, review=entry)


def _repetition(position: int, id_: str, claim: str, review: Json, known: Known) -> Skipped | None:
    """Return why a review brings nothing new, where it does not."""
    identifier = plain(review.get("identifier"))
    if rejected := known.rejection((id_, identifier), claim):
        reason = f"{rejected.id} stands in rejected.yaml: {' '.join(rejected.reason.split())}"
        return Skipped(position, reason, "it stands in rejected.yaml")
    if known.holds(identifier):
        reason = f"its identifier is that of the claim {identifier}"
        return Skipped(position, reason, "its identifier is that of a claim")
    if owner := known.owner(claim):
        reason = f"its claim is word for word a wording of {owner}"
        return Skipped(position, reason, "its claim is word for word a wording of a claim")
    if known.holds(id_):
        reason = f"there is a claim {id_} already"
        return Skipped(position, reason, "a claim of that id is there already")
    return None


def slug(claim: str) -> str:
    """Return an id made of the words of *claim*, in Latin letters, cut at a word."""
    latin = "".join(_LATIN.get(letter, letter) for letter in claim.casefold())
    ascii_only = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    id_ = "-".join(re.findall(r"[a-z0-9]+", ascii_only))
    return id_ if len(id_) <= ID_MAX_LENGTH else id_[: ID_MAX_LENGTH + 1].rpartition("-")[0]


def write_draft(drafted: Drafted, folder: Path) -> Path:
    """Write claims/<id>.yaml and imported/<id>.json; return the claim file, which was not there."""
    file = folder / "claims" / f"{drafted.id}.yaml"
    with file.open("x", encoding="utf-8") as out:
        out.write(drafted.text)
    beside = folder / IMPORTED / f"{drafted.id}.json"
    beside.parent.mkdir(exist_ok=True)
    text = json.dumps(drafted.review, ensure_ascii=False, indent=2) + "\n"
    # Half a surrogate pair has no UTF-8; JSON reads it as an escape.
    beside.write_bytes(text.encode("utf-8", "backslashreplace"))
    return file


_LATIN = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяıłđ",
        ["a", "b", "v", "g", "g", "d", "e", "ie", "zh", "z", "i", "i", "i", "i", "k", "l", "m",
         "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e",
         "iu", "ia", "i", "l", "d"],
        strict=True,
    )
)  # fmt: skip


def _fields(id_: str, claim: str, language: str, review: Json, today: str) -> Json:
    rating, said = _rating(review.get("reviewRating"))
    author = plain(first(review.get("author"), "name"))
    reasons = [f"Imported from {author or 'a feed'}"]
    if said:
        reasons.append(f"its verdict was {said!r}")
    if rating is None:
        reasons.append("which we could not place on our scale")
    body = plain(review.get("reviewBody"))
    url, published = plain(review.get("url")), _date(review.get("datePublished"), today)
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
    if first_seen := _first_seen(review.get("itemReviewed"), today):
        fields["first_seen"] = first_seen
    return fields | {"reviewed": today}


def _rating(rating: Any) -> tuple[Rating | None, str]:
    """Return our rating and the verdict as it was said; None where it has no place on our scale."""
    said = plain(first(rating, "alternateName"))
    words = " ".join(re.findall(r"\w+", said.casefold()))
    if re.search(_NEGATED, words):
        return None, said
    for ours, names in _NAMES:
        if any(re.search(rf"\b{name}\b", words) for name in names):
            return ours, said
    try:
        value, worst, best = (
            float(first(rating, name)) for name in ("ratingValue", "worstRating", "bestRating")
        )
    except (TypeError, ValueError):
        return None, said
    if not worst <= value <= best or worst == best:
        return None, said
    share = (value - worst) / (best - worst)
    return (Rating.FALSE if share == 0 else Rating.TRUE if share == 1 else None), said


def _appearances(item: Any) -> list[str]:
    found = [
        plain(one.get("url") or one.get("@id")) if isinstance(one, dict) else plain(one)
        for one in _seen_at(item)
    ]
    return list(dict.fromkeys(address for address in found if _is_address(address)))


def _first_seen(item: Any, today: str) -> str | None:
    """Return when the claim was published, else when its first appearance was."""
    first_appearance = next(iter(_seen_at(item)), None)
    return _date(first(item, "datePublished"), today) or _date(
        first(first_appearance, "datePublished"), today
    )


def _seen_at(item: Any) -> list[Any]:
    """Return the appearances of a Claim, or of a list of them, the first one first."""
    return [
        one
        for claim in listed(item)
        if isinstance(claim, dict)
        for name in ("firstAppearance", "appearance")
        for one in listed(claim.get(name))
    ]


def _date(value: Any, today: str) -> str | None:
    """Return the day, the month or the year of a date that is not to come."""
    found = re.match(r"[0-9]{4}(-[0-9]{2}){0,2}(?![0-9])", plain(value))
    if found is None:
        return None
    date = found.group()
    try:
        dt.date.fromisoformat(date + "-01-01"[len(date) - 4 :])
    except ValueError:
        return None
    return date if date <= today[: len(date)] else None


def _is_address(text: str) -> bool:
    return re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(/\S*)?", text) is not None
