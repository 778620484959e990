"""The use case: a query and who hears the answer become a reply; groups have their own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bot import metrics
from bot.browsing import find_claims
from bot.claims.model import LANGUAGES, Claim, KnowledgeBase
from bot.library import Library
from bot.matching.keys import short_key
from bot.matching.language import detect_language
from bot.matching.live import LiveMatcher
from bot.matching.model import (
    Ambiguous,
    Audience,
    Candidate,
    Decision,
    Match,
    NoMatch,
    PartKind,
    Query,
    Segment,
    Silence,
)
from bot.matching.normalize import normalize
from bot.reading.model import Unreadable
from bot.replies.actions import Action
from bot.replies.catalog import Catalog
from bot.replies.desk_commands import is_desk_command
from bot.replies.model import Reply
from bot.replies.render import (
    render_card,
    render_choice,
    render_no_match,
    render_several,
)
from bot.replies.render_flows import render_misfit, render_unseen
from bot.replies.render_inline import (
    render_posted,
    render_posted_help,
    render_posted_several,
    render_posted_unsure,
)
from bot.replies.render_notices import (
    render_empty,
    render_help_short,
    render_too_long,
)
from bot.replies.render_reading import note_known
from bot.replies.render_spreaders import add_spreaders
from bot.seeing import with_pictures
from bot.spreaders import find_spreaders
from bot.tally import Outcome, Place, Tally

_NOTICES = {
    Silence.TOO_LONG: render_too_long,
    Silence.EMPTY: render_empty,
    Silence.TOO_SHORT: render_help_short,
    Silence.SMALL_TALK: render_help_short,
}
"""What is said where there is nothing to look up."""
SAYS_NOTHING = frozenset({Silence.EMPTY, Silence.TOO_SHORT, Silence.SMALL_TALK})
_FEW_WORDS = 4
"""Of small talk; more may be a message, as far as a button that was offered under it goes."""

_OUTCOMES = {Match: Outcome.MATCH, Ambiguous: Outcome.AMBIGUOUS, NoMatch: Outcome.NONE}


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers queries from one knowledge base; immutable."""

    knowledge: KnowledgeBase
    matcher: LiveMatcher
    catalog: Catalog
    default_language: str
    kept_days: int | None = None
    """How long moderators may see a message that a reader sends them; None: there are none."""
    tally: Tally = field(default_factory=Tally, compare=False, repr=False)
    """Counts what is asked; the next knowledge base goes on with it."""

    def answer(
        self,
        query: Query,
        reader_language: str | None = None,
        misfits: Collection[str] = (),
        unread: Unreadable | None = None,
    ) -> Reply:
        """Return the reply to *query*.

        The reply is in the language of the message if the interface has it, else in that of the
        reader (an IETF tag, as Telegram gives it), else in the default language. Claims of which
        readers said that they do not fit, the *misfits*, are not answered with. *unread* is why
        there is nothing in *query* of the pictures that came with it.
        """
        decision = self.decide(query, Audience.PRIVATE, misfits)
        language = self.language_of(query.text, reader_language)
        return self.with_spreaders(self._to_reader(query, decision, language, unread), query)

    def answer_if_sure(
        self, query: Query, reader_language: str | None = None, misfits: Collection[str] = ()
    ) -> Reply | None:
        """Return the reply where there is a verdict, None where it takes more to say one.

        The rest is as for `answer`, which counts what this does not answer.
        """
        decision = without(misfits, self.matcher.match(query, Audience.PRIVATE))
        if not isinstance(decision, Match):
            return None
        self.count(query, decision, Place.PRIVATE)
        language = self.language_of(query.text, reader_language)
        return self.with_spreaders(self._to_reader(query, decision, language), query)

    def answer_known_picture(
        self,
        claim_id: str,
        query: Query,
        text_key: str,
        reader_language: str | None = None,
        *,
        is_sure: bool,
    ) -> Reply | None:
        """Return the card of a claim that a picture goes around with; None where it is withdrawn.

        Where that is not sure, ask. *query* is what came with the picture; *text_key* names the
        picture on buttons.
        """
        claim = self.knowledge.published.get(claim_id)
        if claim is None:
            return None
        self.count_picture(claim_id, query, Place.PRIVATE, is_sure=is_sure)
        language = self.language_of(query.text, reader_language)
        if is_sure:
            reply = self.library.show(claim_id, language, text_key)
        else:
            reply = render_choice([claim], language, self.catalog)
        return self.with_spreaders(note_known(reply, self.catalog), query)

    def answer_as_guest(
        self,
        query: Query,
        home: str,
        reader_language: str | None = None,
        misfits: Collection[str] = (),
    ) -> Reply:
        """Return what to post where somebody asked us without our being a member there.

        Others hear it, too: a verdict we are sure of, else one line that leads to *home*, our
        private chat. There is nobody to ask which claim is meant. The rest is as for `answer`.
        """
        decision = self.decide(query, Audience.PRIVATE, misfits, Place.GUEST)
        language = self.language_of(query.text, reader_language)
        match decision:
            case Match(answers=(only,)):
                claim, parties = self._claim(only), self.knowledge.parties
                reply = render_posted(claim, language, self.catalog, home, parties)
            case Match(answers=answers):
                claims = self.claims(answers)
                reply = render_posted_several(claims, language, self.catalog, home)
            case NoMatch(reason=reason) if reason in SAYS_NOTHING:
                return render_posted_help(language, self.catalog, home)
            case _:
                return render_posted_unsure(language, self.catalog, home)
        return self.with_spreaders(reply, query)

    def look_again(
        self, query: Query, language: str, misfits: Collection[str] = ()
    ) -> Reply | None:
        """Return what there is to say before moderators get *query*, None where that is nothing.

        The button may be old, and there is an answer by now. Or Telegram shows less than there was:
        an "is it true?" above another message says nothing without it. What says more is sent,
        though it may be small talk: in a crowd the answer with the button came from words alone,
        and now the encoders decide, or the other way round.
        """
        decision = without(misfits, self.matcher.match(query, Audience.PRIVATE))
        match decision:
            case Match():
                return self._to_reader(query, decision, language)
            case NoMatch(reason=reason) if reason in _NOTICES and not self.is_known(query, reason):
                says_more = len(query.text.split()) > _FEW_WORDS
                is_small_talk = reason is Silence.SMALL_TALK
                return (
                    None if says_more and is_small_talk else render_unseen(language, self.catalog)
                )
            case _:
                return None

    def apologize(
        self, query: Query, not_claim: str, language: str, misfits: Collection[str] = ()
    ) -> Reply:
        """Return what to say to a reader whose *query* was wrongly answered with *not_claim*.

        What else it may be about is offered, and nothing is said for sure a second time.
        """
        misfits = {*misfits, not_claim}
        match without(misfits, self.matcher.match(query, Audience.PRIVATE)):
            case Match(answers=others) | Ambiguous(choices=others):
                claims = self.claims(others)
            case _:
                claims = []
        return render_misfit(not_claim, claims, self.kept_days, language, self.catalog)

    def with_spreaders(self, reply: Reply, query: Query) -> Reply:
        """Return *reply* with a line where *query* leads to, or comes from, a known network."""
        return add_spreaders(reply, find_spreaders(query, self.knowledge.networks), self.catalog)

    def act(self, action: Action, language: str) -> Reply:
        """Return the reply to a pressed button, however old the button is."""
        return self.library.act(action, language)

    @property
    def library(self) -> Library:
        """The same knowledge base, to leaf through."""
        return Library(self.knowledge, self.matcher.current.index, self.catalog)

    def find(self, words: str) -> list[Claim]:
        """Return the claims that *words* look for, the best first: a search, not an answer."""
        return find_claims(self.knowledge, self.matcher.current.index, words)

    def language_of(self, text: str, reader_language: str | None) -> str:
        """Return the interface language to answer *text* in."""
        detected = _spoken(text)
        if detected in self.catalog.languages:
            return detected
        return self.interface_language(reader_language)

    def interface_language(self, reader_language: str | None) -> str:
        """Return the interface language of a reader, from an IETF tag such as uk or pt-BR."""
        return self.spoken_language(reader_language) or self.default_language

    def spoken_language(self, reader_language: str | None) -> str | None:
        """Return that of an IETF tag where the interface speaks it, else None."""
        primary = (reader_language or "").split("-")[0].lower()
        return primary if primary in self.catalog.languages else None

    def decide(
        self,
        query: Query,
        audience: Audience,
        misfits: Collection[str],
        place: Place | None = None,
    ) -> Decision:
        """Return what to do about *query*, and count that; *place* is that of the audience."""
        with metrics.STATION_S.labels("match").time():
            decision = without(misfits, self.matcher.match(query, audience))
        place = place or Place(audience.value)
        if audience is Audience.PRIVATE:
            self.count(query, decision, place)
        else:
            _measure(place, _OUTCOMES[type(decision)])
        return decision

    def count(self, query: Query, decision: Decision, place: Place) -> None:
        """Count what somebody asked, and what was decided."""
        outcome = _OUTCOMES[type(decision)]
        _measure(place, outcome)
        claim_ids: list[str] = []
        match decision:
            case Match(answers=answers):
                claim_ids = [one.claim_id for one in answers]
            case NoMatch(reason=reason) if reason in SAYS_NOTHING:
                if not self.is_known(query, reason):
                    outcome = Outcome.NOTHING
        self.tally.asked(place, outcome, _spoken(query.text), claim_ids)

    def count_picture(self, claim_id: str, query: Query, place: Place, *, is_sure: bool) -> None:
        """Count a picture that is known to go around with a claim."""
        outcome = Outcome.MATCH if is_sure else Outcome.AMBIGUOUS
        _measure(place, outcome)
        language = detect_language(query.text, LANGUAGES)
        self.tally.asked(place, outcome, language, [claim_id] if is_sure else [])

    def _to_reader(
        self,
        query: Query,
        decision: Decision,
        language: str,
        unread: Unreadable | None = None,
    ) -> Reply:
        reply = self._to_words(query, decision, language)
        return with_pictures(reply, query, decision, unread, self.catalog)

    def _to_words(self, query: Query, decision: Decision, language: str) -> Reply:
        match decision:
            case Match(answers=(only,)):
                return render_card(
                    self._claim(only),
                    language,
                    self.catalog,
                    quote=passage_of(query, only.segment),
                    text_key=query_key(query),
                    parties=self.knowledge.parties,
                )
            case Match(answers=answers):
                return render_several(self.claims(answers), language, self.catalog)
            case Ambiguous(choices=choices):
                return render_choice(self.claims(choices), language, self.catalog)
            case NoMatch(reason=reason) if reason in _NOTICES and not self.is_known(query, reason):
                return _NOTICES[reason](language, self.catalog)
            case NoMatch(about=about):
                return render_no_match(self.claims(about), language, self.catalog, self.kept_days)

    def is_known(self, query: Query, reason: Silence) -> bool:
        """Tell whether a message that says little leads to a network: then it is no small talk."""
        short = reason is not Silence.TOO_LONG
        return short and bool(find_spreaders(query, self.knowledge.networks))

    def claims(self, candidates: Sequence[Candidate]) -> list[Claim]:
        """Return the claims of *candidates*, in their order."""
        return [self._claim(candidate) for candidate in candidates]

    def _claim(self, candidate: Candidate) -> Claim:
        return self.knowledge.claims[candidate.claim_id]


def _measure(place: Place, outcome: Outcome) -> None:
    """Count what was decided, for operators."""
    metrics.DECISIONS.labels(place.value, outcome.value).inc()


def query_key(query: Query) -> str:
    """Return what names the text of *query* on buttons; the same for the same wording.

    A picture alone goes by the address of its post: others have no text, either.
    """
    return short_key(normalize(query.text) or "\n".join(query.links))


def _spoken(text: str) -> str | None:
    """Return the language that a message is written in, None where nothing tells."""
    return None if is_desk_command(text) else detect_language(text, LANGUAGES)


def without(misfits: Collection[str], decision: Decision) -> Decision:
    """Return *decision* as if the claims of these ids were not known."""
    if not misfits:
        return decision

    def rest(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        return tuple(one for one in candidates if one.claim_id not in misfits)

    candidates, about = rest(decision.candidates), rest(decision.about)
    match decision:
        case Match(answers=answers) if kept := rest(answers):
            return Match(kept, candidates, about)
        case Ambiguous(choices=choices) if kept := rest(choices):
            return Ambiguous(kept, candidates, about)
        case NoMatch(reason=reason):
            return NoMatch(reason, candidates, about)
        case _:
            return NoMatch(Silence.UNKNOWN, candidates, about)


def passage_of(query: Query, segment: Segment | None) -> Segment | None:
    """Return *segment* where it is a passage of a longer part, so that quoting it helps.

    What was read in a picture is nowhere to be quoted from.
    """
    if segment is None or query.parts[segment.part].kind is PartKind.PICTURE:
        return None
    whole = query.parts[segment.part].text.strip()
    return segment if segment.end - segment.start < len(whole) else None
