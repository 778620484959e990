"""Each entry proves itself: its wordings find it, its near-misses do not, it steals from nobody."""

from collections.abc import Collection, Iterator

from bot.claims.load import Loaded
from bot.claims.model import Claim
from bot.claims.problem import Problem
from bot.claims.wording import quoted
from bot.matching.matcher import Matcher
from bot.matching.model import Match, Query

NOT_FOUND = "KB401"
NEAR_MISS_ANSWERED = "KB402"
STOLEN = "KB403"
CODES = frozenset({NOT_FOUND, NEAR_MISS_ANSWERED, STOLEN})


def self_check(loaded: Loaded, matcher: Matcher, only: Collection[str]) -> list[Problem]:
    """Return what the wordings of the published claims named in *only* do that they should not."""
    published = loaded.knowledge.published
    claims = [claim for id_, claim in published.items() if id_ in only]
    return sorted(
        problem
        for claim in claims
        for problem in (*_phrasings(claim, loaded, matcher), *_near_misses(claim, loaded, matcher))
    )


def _phrasings(claim: Claim, loaded: Loaded, matcher: Matcher) -> Iterator[Problem]:
    read = matcher.index.languages
    wordings: list[tuple[tuple[str | int, ...], str]] = [
        (("claim", language), text) for language, text in claim.claim.items() if language in read
    ]
    wordings += [
        (("phrasings", language, number), text)
        for language, texts in claim.phrasings.items()
        for number, text in enumerate(texts)
        if language in read
    ]
    for trail, text in wordings:
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
        if language not in matcher.index.languages:
            continue
        for number, near_miss in enumerate(near_misses):
            if claim.id in _answers(matcher, near_miss.text):
                yield Problem(
                    *loaded.where(claim.id, "near_misses", language, number),
                    NEAR_MISS_ANSWERED,
                    f"{quoted(near_miss.text)} is answered with this claim",
                    "take a phrasing that says nearly the same out of the claim, or this near-miss "
                    "if it really says what the claim says",
                )


def _answers(matcher: Matcher, text: str) -> set[str]:
    decision = matcher.match(Query.of(text))
    if not isinstance(decision, Match):
        return set()
    return {candidate.claim_id for candidate in decision.answers}
