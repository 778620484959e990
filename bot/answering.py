"""The use case: a query and who hears the answer become a reply, or silence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot import metrics
from bot.claims.model import LANGUAGES, Claim, KnowledgeBase, Rating
from bot.matching.language import detect_language
from bot.matching.live import LiveMatcher
from bot.matching.model import (
    Ambiguous,
    Audience,
    Candidate,
    Decision,
    Match,
    NoMatch,
    Query,
    Segment,
    Silence,
)
from bot.replies.catalog import Catalog
from bot.replies.model import Action, Reply, ShowCard
from bot.replies.render import (
    render_card,
    render_choice,
    render_no_match,
    render_none_of_these,
    render_several,
)
from bot.replies.render_notices import (
    render_empty,
    render_gone,
    render_help_short,
    render_too_long,
)
from bot.replies.render_spreaders import add_spreaders
from bot.spreaders import find_spreaders

WARNING_RATINGS = frozenset(
    {Rating.FALSE, Rating.MISLEADING, Rating.MISSING_CONTEXT, Rating.UNPROVEN, Rating.SATIRE}
)
"""Ratings for which a group is told without having asked."""

_NOTICES = {
    Silence.TOO_LONG: render_too_long,
    Silence.EMPTY: render_empty,
    Silence.TOO_SHORT: render_help_short,
    Silence.SMALL_TALK: render_help_short,
}
"""What is said where there is nothing to look up."""


_NAMES = {Match: "match", Ambiguous: "ambiguous", NoMatch: "none"}


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers queries from one knowledge base; immutable."""

    knowledge: KnowledgeBase
    matcher: LiveMatcher
    catalog: Catalog
    default_language: str

    def answer(
        self, query: Query, audience: Audience, reader_language: str | None = None
    ) -> Reply | None:
        """Return the reply to *query*, or None where silence is the answer (groups only).

        The reply is in the language of the message if the interface has it, else in that of the
        reader (an IETF tag, as Telegram gives it), else in the default language.
        """
        with metrics.STATION_S.labels("match").time():
            decision = self.matcher.match(query, audience)
        metrics.DECISIONS.labels(audience.value, _NAMES[type(decision)]).inc()
        language = self.language_of(query.text, reader_language)
        if audience is Audience.GROUP:
            reply = self._to_group(decision, language)
        else:
            reply = self._to_reader(query, decision, language)
        return reply and self.with_spreaders(reply, query)

    def with_spreaders(self, reply: Reply, query: Query) -> Reply:
        """Return *reply* with a line where *query* leads to, or comes from, a known network."""
        return add_spreaders(reply, find_spreaders(query, self.knowledge.networks), self.catalog)

    def act(self, action: Action, language: str) -> Reply:
        """Return the reply to a pressed button, however old the button is."""
        if not isinstance(action, ShowCard):
            return render_none_of_these(language, self.catalog)
        claim = self.knowledge.published.get(action.claim_id)
        if claim is None:
            return render_gone(language, self.catalog)
        return render_card(claim, language, self.catalog)

    def language_of(self, text: str, reader_language: str | None) -> str:
        """Return the interface language to answer *text* in."""
        detected = detect_language(text, LANGUAGES)
        if detected in self.catalog.languages:
            return detected
        return self.interface_language(reader_language)

    def interface_language(self, reader_language: str | None) -> str:
        """Return the interface language of a reader, from an IETF tag such as uk or pt-BR."""
        primary = (reader_language or "").split("-")[0].lower()
        return primary if primary in self.catalog.languages else self.default_language

    def _to_reader(self, query: Query, decision: Decision, language: str) -> Reply:
        match decision:
            case Match(answers=(only,)):
                card = render_card(self._claim(only), language, self.catalog)
                return replace(card, quote=_quote(query, only.segment))
            case Match(answers=answers):
                return render_several(self._claims(answers), language, self.catalog)
            case Ambiguous(choices=choices):
                return render_choice(self._claims(choices), language, self.catalog)
            case NoMatch(reason=reason) if reason in _NOTICES and not self._is_known(query, reason):
                return _NOTICES[reason](language, self.catalog)
            case NoMatch(about=about):
                return render_no_match(self._claims(about), language, self.catalog)

    def _is_known(self, query: Query, reason: Silence) -> bool:
        """Tell whether a message that says little leads to a network: then it is no small talk."""
        short = reason is not Silence.TOO_LONG
        return short and bool(find_spreaders(query, self.knowledge.networks))

    def _to_group(self, decision: Decision, language: str) -> Reply | None:
        if not isinstance(decision, Match) or decision.about:
            return None
        warned = [one for one in decision.answers if one.rating in WARNING_RATINGS]
        return render_several(self._claims(warned), language, self.catalog) if warned else None

    def _claims(self, candidates: Sequence[Candidate]) -> list[Claim]:
        return [self._claim(candidate) for candidate in candidates]

    def _claim(self, candidate: Candidate) -> Claim:
        return self.knowledge.claims[candidate.claim_id]


class LiveAnswering:
    """Answers from the newest knowledge base; any number of threads may share it.

    Each call is answered from one base, whatever happens meanwhile.
    """

    def __init__(self, answering: Answering) -> None:
        self._current = answering

    def replace(self, answering: Answering) -> None:
        """Let *answering* answer from now on."""
        self._current = answering

    @property
    def knowledge(self) -> KnowledgeBase:
        """The knowledge base in use."""
        return self._current.knowledge

    @property
    def matcher(self) -> LiveMatcher:
        """The matcher in use."""
        return self._current.matcher

    @property
    def catalog(self) -> Catalog:
        """The texts of the interface."""
        return self._current.catalog

    def answer(
        self, query: Query, audience: Audience, reader_language: str | None = None
    ) -> Reply | None:
        """As `Answering.answer`."""
        return self._current.answer(query, audience, reader_language)

    def with_spreaders(self, reply: Reply, query: Query) -> Reply:
        """As `Answering.with_spreaders`."""
        return self._current.with_spreaders(reply, query)

    def act(self, action: Action, language: str) -> Reply:
        """As `Answering.act`."""
        return self._current.act(action, language)

    def language_of(self, text: str, reader_language: str | None) -> str:
        """As `Answering.language_of`."""
        return self._current.language_of(text, reader_language)

    def interface_language(self, reader_language: str | None) -> str:
        """As `Answering.interface_language`."""
        return self._current.interface_language(reader_language)


Answers: TypeAlias = Answering | LiveAnswering
"""What handlers answer with: from one knowledge base, or from the newest."""


def _quote(query: Query, segment: Segment | None) -> Segment | None:
    """Return *segment* where it is a passage of a longer part, so that quoting it helps."""
    if segment is None:
        return None
    whole = query.parts[segment.part].text.strip()
    return segment if segment.end - segment.start < len(whole) else None
