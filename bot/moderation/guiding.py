"""Pure: the guided way to a new claim, one question after the other; answers become YAML."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from urllib.parse import urlsplit

from bot.claims.document import Plain
from bot.claims.edit import edited, values_of
from bot.claims.model import ID_MAX_LENGTH, LANGUAGES, Claim, Rating, Source
from bot.claims.write import dump
from bot.moderation.drafts import Draft
from bot.moderation.publishing import is_id

MOST_OFFERED = 4
_MOST_LETTERS = 2_000
_SLUG_WORDS = 6
_FILLERS = frozenset({"a", "an", "and", "are", "in", "is", "of", "on", "that", "the", "to", "was"})
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")
_LANGUAGE = re.compile(r"([a-z]{2,3}):\s+(\S.*)", re.DOTALL)
# What no YAML file can hold; it comes along when something is pasted.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SOURCE_KEYS = tuple(Source.model_fields)


class Step(StrEnum):
    """What is asked for, in this order; behind the last one nothing is."""

    SENTENCE = auto()
    ID = auto()
    RATING = auto()
    EXPLANATION = auto()
    ADDRESS = auto()
    """Of a source; publisher, title and date follow, and then the next source."""
    PUBLISHER = auto()
    TITLE = auto()
    DATE = auto()
    TOPICS = auto()
    PHRASINGS = auto()


END = ""
_SKIPPED: Mapping[str, str] = {
    Step.ADDRESS: Step.TOPICS,
    Step.DATE: Step.ADDRESS,
    Step.TOPICS: Step.PHRASINGS,
    Step.PHRASINGS: END,
}
"""The steps that can be left out, and where that leads."""


class Flaw(StrEnum):
    """Why an answer cannot be taken."""

    EMPTY = auto()
    LONG = auto()
    NO_ID = auto()
    TAKEN = auto()
    """There is a claim with this id."""
    NO_RATING = auto()
    NO_ADDRESS = auto()
    NO_DATE = auto()
    NOTHING_ASKED = auto()
    UNFIT = auto()
    """Somebody has edited the file so that there is no place for it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A draft's file with an answer in it, and what comes next."""

    text: str
    claim_id: str
    step: str


def beginning(phrasings: Mapping[str, Sequence[str]], today: str) -> str:
    """Return the file of a claim of which nothing is known but *phrasings*."""
    values: dict[str, object] = {
        "status": "draft",
        "status_reason": f"Begun on {today}, and not filled in yet.",
        "phrasings": {language: list(texts) for language, texts in phrasings.items()},
        "reviewed": today,
        "reviewed_languages": [],
        "revision": "1",
    }
    if not phrasings:
        del values["phrasings"]
    return dump(values)


def answer(draft: Draft, words: str) -> Answered | Flaw:
    """Return a draft's file with *words* in the place that its step asks for."""
    words = clean(words)
    if draft.step not in set(Step):
        return Flaw.NOTHING_ASKED
    if not 0 < len(words) <= _MOST_LETTERS:
        return Flaw.LONG if words else Flaw.EMPTY
    try:
        return _answer(draft, Step(draft.step), words)
    except ValueError:
        return Flaw.UNFIT


def clean(words: str) -> str:
    """Return *words* without what a file cannot hold."""
    return _UNWRITABLE.sub("", words).strip()


def can_be_skipped(step: str) -> bool:
    """Tell whether a step can be left out."""
    return step in _SKIPPED


def after_skipping(step: str) -> str:
    """Return the step that follows where nobody answers; one that needs an answer stays."""
    return _SKIPPED.get(step, step)


def proposed_id(draft: Draft) -> str:
    """Return an id made of the claim's sentence, empty where nothing comes of it."""
    sentence = str(_mapping(values_of(draft.text), "claim").get("en", ""))
    plain = unicodedata.normalize("NFKD", sentence).encode("ascii", "ignore").decode()
    words = [word for word in re.findall("[a-z0-9]+", plain.lower()) if word not in _FILLERS]
    slug = "-".join(words[:_SLUG_WORDS])
    while len(slug) > ID_MAX_LENGTH:
        slug = slug.rpartition("-")[0]
    return slug


def proposed_publishers(draft: Draft, claims: Iterable[Claim]) -> tuple[str, ...]:
    """Return who published other sources of the site that the last source stands on."""
    sources = _sources(values_of(draft.text))
    host = _host(str(sources[-1].get("url", ""))) if sources else ""
    if not host:
        return ()
    found = {
        source.publisher
        for claim in claims
        for source in claim.sources
        if source.url and _host(source.url) == host
    }
    return tuple(sorted(found))[:MOST_OFFERED]


def chosen_topics(draft: Draft) -> tuple[str, ...]:
    """Return the ids of the topics that were chosen so far."""
    topics = values_of(draft.text).get("topics", [])
    return tuple(str(one) for one in topics) if isinstance(topics, list) else ()


def _with(draft: Draft, changes: Mapping[str, Plain | None], step: str) -> Answered:
    return Answered(edited(draft.text, changes), draft.claim_id, step)


def _answer(draft: Draft, step: Step, words: str) -> Answered | Flaw:
    values = values_of(draft.text)
    line = " ".join(words.split())
    match step:
        case Step.ADDRESS | Step.PUBLISHER | Step.TITLE | Step.DATE:
            return _with_source(draft, step, values, line)
        case Step.ID:
            return _with_id(draft, line.casefold())
        case Step.RATING:
            return _with_rating(draft, line.casefold().replace(" ", "-"))
        case _:
            return _with(draft, *_texts(draft, step, values, words))


def _texts(
    draft: Draft, step: Step, values: Mapping[str, Plain], words: str
) -> tuple[Mapping[str, Plain | None], str]:
    """Return what an answer changes, where any text will do, and the step that follows."""
    line = " ".join(words.split())
    match step:
        case Step.SENTENCE:
            return {"claim": {**_mapping(values, "claim"), "en": line}}, Step.ID
        case Step.EXPLANATION:
            return {"explanation": {**_mapping(values, "explanation"), "en": line}}, Step.ADDRESS
        case Step.TOPICS:
            return _topics(draft, values, line), Step.TOPICS
        case _:
            return {"phrasings": _phrasings(values, words)}, END


def _with_rating(draft: Draft, rating: str) -> Answered | Flaw:
    if rating not in set(Rating):
        return Flaw.NO_RATING
    return _with(draft, {"rating": rating}, Step.EXPLANATION)


def _with_id(draft: Draft, id_: str) -> Answered | Flaw:
    if not is_id(id_):
        return Flaw.NO_ID
    return Answered(edited(draft.text, {"id": id_}), id_, Step.RATING)


def _with_source(
    draft: Draft, step: Step, values: Mapping[str, Plain], line: str
) -> Answered | Flaw:
    sources = _sources(values)
    if step is Step.ADDRESS:
        if not _ADDRESS.fullmatch(line):
            return Flaw.NO_ADDRESS
        return _with_sources(draft, [*sources, {"url": line, "language": "en"}], Step.PUBLISHER)
    if not sources:  # somebody took it out by hand
        return _with(draft, {}, Step.ADDRESS)
    if step is Step.DATE and not _DATE.fullmatch(line):
        return Flaw.NO_DATE
    last = dict(sources[-1])
    if step is Step.PUBLISHER:
        last["publisher"], following = line, Step.TITLE
    elif step is Step.TITLE:
        spoken = _LANGUAGE.fullmatch(line)
        last["title"], following = spoken[2] if spoken else line, Step.DATE
        last["language"] = spoken[1] if spoken else "en"
    else:
        last["published"], following = line, Step.ADDRESS
    return _with_sources(draft, [*sources[:-1], last], following)


def _with_sources(draft: Draft, sources: list[dict[str, Plain]], step: Step) -> Answered:
    ordered: list[Plain] = [
        {key: source[key] for key in (*_SOURCE_KEYS, *source) if key in source}
        for source in sources
    ]
    return _with(draft, {"sources": ordered}, step)


def _topics(draft: Draft, values: Mapping[str, Plain], topic: str) -> Mapping[str, Plain | None]:
    """Choose a topic, or take back the choice; there may be more."""
    there = chosen_topics(draft)
    left: list[Plain] = [one for one in there if one != topic]
    topics = left if topic in there else [*left, topic]
    return {"topics": topics or None} if topics or "topics" in values else {}


def _phrasings(values: Mapping[str, Plain], words: str) -> dict[str, Plain]:
    """Return the phrasings with one more for each line; `uk: ...` tells the language."""
    found: dict[str, list[Plain]] = {
        language: list(texts) if isinstance(texts, list) else [texts]
        for language, texts in _mapping(values, "phrasings").items()
    }
    for line in words.splitlines():
        text = " ".join(line.removeprefix("-").split())
        spoken = _LANGUAGE.fullmatch(text)
        language = spoken[1] if spoken and spoken[1] in LANGUAGES else "en"
        said = spoken[2] if spoken and spoken[1] in LANGUAGES else text
        if said and said not in found.setdefault(language, []):
            found[language].append(said)
    return {language: texts for language, texts in found.items() if texts}


def _mapping(values: Mapping[str, Plain], key: str) -> dict[str, Plain]:
    there = values.get(key, {})
    return dict(there) if isinstance(there, dict) else {}


def _sources(values: Mapping[str, Plain]) -> list[dict[str, Plain]]:
    there = values.get("sources", [])
    if not isinstance(there, list):
        return []
    return [one for one in there if isinstance(one, dict)]


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
