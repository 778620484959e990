"""The stations in their order: a query becomes a decision."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.claims.model import KnowledgeBase
from bot.matching.cues import load_cues
from bot.matching.decide import Evidence, Policy, Thresholds, decide
from bot.matching.index import ALLIANCE, Index, build_index
from bot.matching.model import Audience, Candidate, Decision, NoMatch, Query, Silence
from bot.matching.regression import Model, load_model
from bot.matching.rerank import (
    Scored,
    has_a_stranger,
    is_about_others,
    is_denial,
    rerank,
    to_candidate,
)
from bot.matching.retrieve import (
    Hit,
    LexicalRetriever,
    Passage,
    Retriever,
    find_by_address,
    find_by_text,
    holds_links,
    is_near_miss,
    read_passages,
)

MOST_CHARACTERS = 16_384
"""Longer queries are refused: four of Telegram's longest messages."""
_HITS = 30
"""Wordings looked at for each passage of a message."""
_FEW_PASSAGES = 8
_HITS_OF_MANY = 12
"""Wordings looked at for each passage of a long post."""
_PASSAGES = 20
"""Passages looked at for each query: those whose best wording scores highest."""

_SMALL_TALK_WORDS = 12
"""Longer messages want an answer, whatever they speak of."""


@cache
def load_thresholds() -> Thresholds:
    """Return the thresholds that ship with the bot."""
    stored = json.loads(files("bot.matching").joinpath("model.json").read_text(encoding="utf-8"))
    bands = stored["thresholds"]
    return Thresholds(
        private=Policy(**bands["private"]),
        group=Policy(**bands["group"]),
        about=bands["about"],
        denial=bands["denial"],
        denial_words=bands["denial_words"],
        altered_words=bands["altered_words"],
        content_words=bands["content_words"],
    )


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds the claims that a query asserts; immutable, so any number of threads may share it."""

    index: Index
    retrievers: tuple[Retriever, ...]
    model: Model
    thresholds: Thresholds

    @classmethod
    def of(cls, knowledge: KnowledgeBase, languages: Collection[str] = ()) -> "Matcher":
        """Return the matcher over the published claims of *knowledge*, as worded in *languages*.

        Without *languages* it reads those that the model was fitted on: what it makes of others
        nobody has measured.
        """
        index = build_index(knowledge, languages or load_model().languages)
        return cls(
            index=index,
            retrievers=(LexicalRetriever(index),),
            model=load_model(),
            thresholds=load_thresholds(),
        )

    def match(self, query: Query, audience: Audience = Audience.PRIVATE) -> Decision:
        """Return what to do about *query*: answer, ask, or be silent."""
        if sum(len(part.text) for part in query.parts) > MOST_CHARACTERS:
            return NoMatch(Silence.TOO_LONG)
        passages = read_passages(self.index, query.parts)
        seen = find_by_address(self.index, query)
        if not passages and not seen:
            return NoMatch(Silence.UNKNOWN if holds_links(query) else Silence.EMPTY)
        refutes = any(passage.message.debunks for passage in passages)
        exact = {id_: self._by_address(id_, refutes=refutes) for id_ in seen}
        exact |= self._by_text(passages)
        if not exact and self._says_too_little(passages):
            return NoMatch(Silence.TOO_SHORT)
        scored = self.score(passages)
        if not exact and _is_small_talk(passages, scored):
            return NoMatch(Silence.SMALL_TALK)
        weighed = [self._weigh(one) for one in scored]
        evidence = [*exact.values(), *(e for e in weighed if e.candidate.claim_id not in exact)]
        return decide(evidence, self.thresholds.policy(audience), self.thresholds)

    def score(self, passages: list[Passage], without: frozenset[int] = frozenset()) -> list[Scored]:
        """Return the claims that *passages* may assert, the most probable first.

        The documents in *without* are treated as if the claims did not have them.
        """
        limit = _HITS if len(passages) <= _FEW_PASSAGES else _HITS_OF_MANY
        found = [self._retrieve(passage, limit, without) for passage in passages]
        found.sort(key=lambda hits: -hits[0].score if hits else 0.0)
        hits = [hit for some in found[:_PASSAGES] for hit in some]
        return rerank(self.index, hits, self.model, without)

    def _retrieve(self, passage: Passage, limit: int, without: frozenset[int]) -> list[Hit]:
        return [
            hit
            for retriever in self.retrievers
            for hit in retriever.retrieve(passage, limit, without)
        ]

    def _weigh(self, scored: Scored) -> Evidence:
        features, thresholds = scored.features, self.thresholds
        return Evidence(
            candidate=to_candidate(self.index, scored),
            exact=False,
            denied=is_denial(self.index, scored, thresholds.denial, thresholds.denial_words)
            or is_about_others(scored, thresholds.denial_words)
            or is_near_miss(self.index, scored.pair.passage, scored.pair.document.claim_id),
            altered=has_a_stranger(self.index, scored, thresholds.altered_words),
            doubted=bool(
                features["debunks"]
                or features["negation_differs"]
                or features["lead_over_near_misses"] < 0
            ),
            likeness=scored.pair.likeness,
        )

    def _by_address(self, claim_id: str, *, refutes: bool) -> Evidence:
        candidate = Candidate(
            claim_id=claim_id,
            rating=self.index.ratings[claim_id],
            score=1.0,
            segment=None,
            phrasing="",
            phrasing_language="",
            features={"same_address": 1.0},
        )
        if refutes:
            return Evidence(
                candidate, exact=False, denied=True, altered=False, doubted=True, likeness=1.0
            )
        return _exact(candidate)

    def _by_text(self, passages: list[Passage]) -> dict[str, Evidence]:
        found = {}
        for passage in passages:
            number = find_by_text(self.index, passage)
            if number is None:
                continue
            document = self.index.documents[number]
            # Who refutes a claim often repeats it word for word first.
            if passage.message.debunks and not load_cues().debunks(document.words):
                continue
            candidate = Candidate(
                claim_id=document.claim_id,
                rating=self.index.ratings[document.claim_id],
                score=1.0,
                segment=passage.segment,
                phrasing=document.text,
                phrasing_language=document.language,
                features={"same_text": 1.0},
            )
            found[document.claim_id] = _exact(candidate)
        return found

    def _says_too_little(self, passages: list[Passage]) -> bool:
        spoken = {word for passage in passages for word in load_cues().content(passage.words)}
        return len(spoken) < self.thresholds.content_words


def _is_small_talk(passages: list[Passage], scored: list[Scored]) -> bool:
    """Tell whether a short message speaks of something else altogether."""
    return (
        max(len(passage.words) for passage in passages) <= _SMALL_TALK_WORDS
        and not any(ALLIANCE in passage.words for passage in passages)
        and all(one.pair.shared_words <= 1 for one in scored)
    )


def _exact(candidate: Candidate) -> Evidence:
    return Evidence(candidate, exact=True, denied=False, altered=False, doubted=False, likeness=1.0)
