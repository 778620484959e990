"""Each entry proves itself: its wordings find it and assert it, near-misses do not, nobody steals.

The messages of a corpus of harmless ones get no verdict at all. All of it is asked of matching by
words alone: it takes seconds where the encoders would take minutes.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from bot.claims.load import Loaded
from bot.claims.model import Claim
from bot.claims.problem import Problem
from bot.claims.wording import quoted
from bot.evaluation.dataset import LabelledMessage
from bot.evaluation.denials import Wording, alike, find_denials
from bot.evaluation.parallel import spread
from bot.matching.index import Document, Index
from bot.matching.keys import text_key
from bot.matching.matcher import Matcher
from bot.matching.model import Match, Part, Query
from bot.matching.segments import find_segments
from bot.matching.terms import stems

NOT_FOUND = "KB401"
NEAR_MISS_ANSWERED = "KB402"
STOLEN = "KB403"
HARMLESS_ANSWERED = "KB404"
DENIED = "KB405"
CODES = frozenset({NOT_FOUND, NEAR_MISS_ANSWERED, STOLEN, HARMLESS_ANSWERED, DENIED})

_NEARLY = 0.85
"""Share of the words of both from which two wordings say the same."""
_FEWEST_STEMS = 4


def self_check(loaded: Loaded, matcher: Matcher, only: Collection[str]) -> list[Problem]:
    """Return what the wordings of the published claims named in *only* do that they should not."""
    published = loaded.knowledge.published
    claims = [claim for id_, claim in published.items() if id_ in only]
    wordings = [
        (document, frozenset(stems(document.words)))
        for document in matcher.index.documents
        if not document.near_miss
    ]
    return sorted(
        [
            *(
                problem
                for claim in claims
                for problem in (
                    *_phrasings(claim, loaded, matcher),
                    *_near_misses(claim, loaded, matcher),
                )
            ),
            *_copies(loaded, wordings, only),
            *_denials(loaded, matcher.index, wordings, only),
        ]
    )


def check_harmless(
    matcher: Matcher, messages: Sequence[LabelledMessage], file: Path
) -> Iterator[Problem]:
    """Yield a problem for each of *messages*, the lines of *file*, that gets a verdict."""
    answered = spread(lambda message: sorted(_answers(matcher, message.text)), messages)
    for line, (message, claim_ids) in enumerate(zip(messages, answered, strict=True), start=1):
        for claim_id in claim_ids:
            yield Problem(
                file,
                line,
                1,
                HARMLESS_ANSWERED,
                f"the harmless message {message.id} is answered with {claim_id}",
                f"make it a near-miss of {claim_id}, or narrow the phrasing that is like it",
            )


def _phrasings(claim: Claim, loaded: Loaded, matcher: Matcher) -> Iterator[Problem]:
    wordings: list[tuple[tuple[str | int, ...], str]] = [
        (("claim", language), text) for language, text in claim.claim.items()
    ]
    wordings += [
        (("phrasings", language, number), text)
        for language, texts in claim.phrasings.items()
        for number, text in enumerate(texts)
    ]
    for trail, text in wordings:
        if _is_alone(text) and _owner(matcher.index, text) == claim.id:
            continue
        answers = _answers(matcher, text)
        where = loaded.where(claim.id, *trail)
        if claim.id not in answers:
            yield Problem(
                *where,
                NOT_FOUND,
                f"{quoted(text)} does not find its own claim",
                "word it so that it says this claim by itself, or move it to the near-misses",
            )
        for other in answers - {claim.id}:
            yield Problem(
                *where,
                STOLEN,
                f"{quoted(text)} also finds {other}",
                "keep to one claim in a wording, or make it a near-miss of the other claim",
            )


def _near_misses(claim: Claim, loaded: Loaded, matcher: Matcher) -> Iterator[Problem]:
    for language, near_misses in claim.near_misses.items():
        for number, near_miss in enumerate(near_misses):
            if _is_alone(near_miss.text) and _owner(matcher.index, near_miss.text) != claim.id:
                continue
            if claim.id in _answers(matcher, near_miss.text):
                yield Problem(
                    *loaded.where(claim.id, "near_misses", language, number),
                    NEAR_MISS_ANSWERED,
                    f"{quoted(near_miss.text)} is answered with this claim",
                    "take a phrasing that says nearly the same out of the claim, or this near-miss "
                    "if it really says what the claim says",
                )


def _copies(
    loaded: Loaded, all_wordings: Sequence[Wording], only: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem for each wording that nearly stands in another claim, too.

    Two sets that share that much share one of the rarest of each (prefix filtering, Xiao et al.
    2008), so only those are looked at.
    """
    wordings = [(document, said) for document, said in all_wordings if len(said) >= _FEWEST_STEMS]
    holders = Counter(stem for _, said in wordings for stem in said)
    rarest = [
        sorted(said, key=lambda stem: (holders[stem], stem))[: _prefix(len(said))]
        for _, said in wordings
    ]
    by_rare: defaultdict[str, list[int]] = defaultdict(list)
    for number, rare in enumerate(rarest):
        for stem in rare:
            by_rare[stem].append(number)
    for number, (document, said) in enumerate(wordings):
        if document.claim_id not in only:
            continue
        candidates = sorted({other for stem in rarest[number] for other in by_rare[stem]})
        for other, other_said in (wordings[at] for at in candidates):
            if other.claim_id != document.claim_id and alike(said, other_said) >= _NEARLY:
                yield Problem(
                    *loaded.where(document.claim_id, *_trail(loaded, document)),
                    STOLEN,
                    f"{quoted(document.text)} is nearly a wording of {other.claim_id}",
                    f"keep it where it fits best; there it says {quoted(other.text)}",
                )
                break


def _prefix(size: int) -> int:
    """Return how many of the rarest of *size* stems one of a near-copy must share."""
    return size - math.ceil(_NEARLY * size) + 1


def _denials(
    loaded: Loaded, index: Index, wordings: Sequence[Wording], only: Collection[str]
) -> Iterator[Problem]:
    for document, denied in find_denials(index, wordings, only):
        yield Problem(
            *loaded.where(document.claim_id, *_trail(loaded, document)),
            DENIED,
            f"{quoted(document.text)} denies this claim, which also says {quoted(denied.text)}",
            "make it a near-miss of the claim, or word it so that it asserts the claim",
        )


def _trail(loaded: Loaded, document: Document) -> tuple[str | int, ...]:
    claim = loaded.knowledge.claims[document.claim_id]
    for language, texts in claim.phrasings.items():
        if language == document.language and document.text in texts:
            return ("phrasings", language, texts.index(document.text))
    return ("claim", document.language)


def _is_alone(text: str) -> bool:
    """Tell whether *text* is one sentence: then its exact key alone decides."""
    return len(find_segments((Part(text),))) == 1


def _owner(index: Index, text: str) -> str | None:
    """Return the claim of which *text* is a wording, word for word."""
    number = index.by_text.get(text_key(_normalized(index)[text]))
    return None if number is None else index.documents[number].claim_id


@lru_cache(maxsize=1)
def _normalized(index: Index) -> Mapping[str, str]:
    """Return the wordings and near-misses of *index* as it spells them, so that it is done once."""
    return {document.text: document.normalized for document in index.documents}


def _answers(matcher: Matcher, text: str) -> set[str]:
    decision = matcher.match(Query.of(text))
    if not isinstance(decision, Match):
        return set()
    return {candidate.claim_id for candidate in decision.answers}
