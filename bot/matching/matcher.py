"""The stations in their order: a query becomes a decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.claims.model import KnowledgeBase
from bot.matching.cues import load_cues
from bot.matching.decide import Evidence, Thresholds, decide
from bot.matching.encoders import Encoder
from bot.matching.exact import find_by_address, find_by_text, holds_links, is_near_miss
from bot.matching.index import Document, Index, build_index
from bot.matching.model import Audience, Candidate, Decision, NoMatch, Query, Segment, Silence
from bot.matching.passages import Message, Passage
from bot.matching.probability import Model, load_model
from bot.matching.readings import read
from bot.matching.rerank import Scored, rerank, to_candidate
from bot.matching.vectors import Progress, VectorStore
from bot.matching.views import Sense, build_senses, view

MOST_CHARACTERS = 16_384
"""Longer queries are refused: four of Telegram's longest messages."""
_SMALL_TALK_WORDS = 12
"""Longer messages want an answer, whatever they speak of."""
_REPEATED = 0.7
"""Share of a wording's weight from which a passage repeats it."""
_PLAIN_WORDS = 12
"""Longer passages hold a negation by chance."""
_SHORT = 40
"""Words of a message in which a sign of refutation stands for the whole."""
_PLAIN_CLASH = 0.6
"""Share of the common words' weight that only one of the two texts turns round."""
_OFF_TOPIC = 0.22
"""Topicality below which a short message speaks of something else altogether.

Of the fitted short ones that do not name the alliance, 99 of 100 pieces of small talk are below
0.15, and 19 of 20 that assert a claim above 0.20.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """Finds the claims that a query asserts; immutable, so any number of threads may share it."""

    index: Index
    senses: tuple[Sense, ...]
    """The encoders; without any it matches by words alone."""
    model: Model
    thresholds: Thresholds

    @classmethod
    def of(
        cls,
        knowledge: KnowledgeBase,
        encoders: Sequence[Encoder] = (),
        store: VectorStore | None = None,
        progress: Progress | None = None,
    ) -> "Matcher":
        """Return the matcher over the published claims of *knowledge*.

        With *encoders* the vectors of all wordings are taken from *store*, or worked out, which
        takes minutes for those that it does not hold.
        """
        return cls.over(build_index(knowledge), encoders, store, progress)

    @classmethod
    def over(
        cls,
        index: Index,
        encoders: Sequence[Encoder] = (),
        store: VectorStore | None = None,
        progress: Progress | None = None,
    ) -> "Matcher":
        """Return the matcher over an *index* that stands already."""
        model = load_model(tuple(encoder.name for encoder in encoders))
        senses = build_senses(index, encoders, store or VectorStore(None, None), progress)
        return cls(index, senses, model, model.thresholds)

    def match(self, query: Query, audience: Audience = Audience.PRIVATE) -> Decision:
        """Return what to do about *query*: answer, ask, or be silent."""
        if sum(len(part.text) for part in query.parts) > MOST_CHARACTERS:
            return NoMatch(Silence.TOO_LONG)
        message, passages = read(self.index.grams, query.parts)
        seen = find_by_address(self.index, query)
        if not passages and not seen:
            return NoMatch(Silence.UNKNOWN if holds_links(query) else Silence.EMPTY)
        exact = {id_: self._by_address(id_, refutes=message.debunks) for id_ in seen}
        exact |= self._by_text(passages, message)
        if not exact and self._says_too_little(message):
            return NoMatch(Silence.TOO_SHORT)
        repeats_all = any(
            one.exact and one.candidate.segment and _covers(one.candidate.segment, query)
            for one in exact.values()
        )
        scored = [] if repeats_all else self.score(message, passages)
        if not exact and _is_small_talk(message, scored):
            return NoMatch(Silence.SMALL_TALK)
        weighed = [self._weigh(message, one) for one in scored if one.claim_id not in exact]
        return decide(
            [*exact.values(), *weighed], self.thresholds.policy(audience), self.thresholds
        )

    def score(self, message: Message, passages: Sequence[Passage]) -> list[Scored]:
        """Return the claims that *passages* may assert, the most probable first."""
        if not passages or not self.index.documents:
            return []
        views = view(self.index, self.senses, passages)
        return rerank(self.index, self.senses, self.model, message, views)

    def _weigh(self, message: Message, scored: Scored) -> Evidence:
        denied = is_near_miss(self.index, scored.passage, scored.claim_id) or _denies(
            message, scored
        )
        # Who turns a claim round speaks of it, whatever the model makes of the rest.
        spoken_of = scored.features["wording_coverage"] if denied else 0.0
        return Evidence(
            candidate=to_candidate(self.index, scored),
            exact=False,
            denied=denied,
            doubted=_doubts(message, scored),
            topicality=max(scored.topicality, spoken_of),
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
        return Evidence(
            candidate, exact=not refutes, denied=refutes, doubted=refutes, topicality=1.0
        )

    def _by_text(self, passages: Sequence[Passage], message: Message) -> dict[str, Evidence]:
        found = {}
        for passage in passages:
            number = find_by_text(self.index, passage)
            if number is None:
                continue
            document = self.index.documents[number]
            # Who refutes a claim often repeats it word for word first.
            if message.refutations > load_cues().refutations(document.words):
                continue
            candidate = self._repeating(document, passage.segment)
            found[document.claim_id] = Evidence(
                candidate, exact=True, denied=False, doubted=False, topicality=1.0
            )
        return found

    def _repeating(self, document: Document, segment: Segment) -> Candidate:
        return Candidate(
            claim_id=document.claim_id,
            rating=self.index.ratings[document.claim_id],
            score=1.0,
            segment=segment,
            phrasing=document.text,
            phrasing_language=document.language,
            features={"same_text": 1.0},
        )

    def _says_too_little(self, message: Message) -> bool:
        spoken = set(load_cues().content(message.words))
        return len(spoken) < self.thresholds.content_words


def _denies(message: Message, scored: Scored) -> bool:
    """Tell whether the message repeats a wording to refute it, or turned round in a few words.

    The probability has seen these signs, too; where they are this plain no verdict may be given.
    """
    return scored.features["wording_coverage"] >= _REPEATED and _doubts(message, scored)


def _doubts(message: Message, scored: Scored) -> bool:
    """Tell whether a short message shows signs of refuting the claim, or of turning it round."""
    features, length = scored.features, len(scored.passage.words)
    if message.refutations > load_cues().refutations(scored.document.words):
        return len(message.words) <= _SHORT
    turned = features["turned_once_more"] and not features["asks"]
    plain = turned or features["exchanged"] or features["claim_polarity_clash"] >= _PLAIN_CLASH
    return bool(plain and length <= _PLAIN_WORDS)


def _covers(segment: Segment, query: Query) -> bool:
    """Tell whether the query is nothing but *segment*."""
    filled = [number for number, part in enumerate(query.parts) if part.text.strip()]
    text = query.parts[segment.part].text
    return filled == [segment.part] and not (
        text[: segment.start].strip() or text[segment.end :].strip()
    )


def _is_small_talk(message: Message, scored: Sequence[Scored]) -> bool:
    """Tell whether a short message speaks of something else altogether."""
    return (
        len(message.words) <= _SMALL_TALK_WORDS
        and not message.names_subject
        and all(one.topicality < _OFF_TOPIC for one in scored)
    )
