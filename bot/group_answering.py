"""The use case in groups: what is said to who asks there, and when to speak unasked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot import metrics
from bot.answering import SAYS_NOTHING, Answering, passage_of, query_key, without
from bot.answers import Answers, LiveAnswering
from bot.citing import cites_a_check
from bot.groups import GroupSettings
from bot.matching.distance import keeps_distance
from bot.matching.model import (
    Ambiguous,
    Audience,
    Candidate,
    Decision,
    Match,
    NoMatch,
    Query,
    Silence,
)
from bot.reading.model import Unreadable
from bot.replies.model import Reply
from bot.replies.render_group import (
    render_group_about,
    render_group_answer,
    render_group_choice,
    render_group_help,
    render_group_sources,
    render_group_too_long,
    render_group_unsure,
)
from bot.replies.render_reading import note_known
from bot.seeing import with_pictures
from bot.speaking import Heard, History, Quiet, React, Reason, Speak, may_listen, speak_or_not
from bot.tally import MARKED, POSTED, Place

_ASKED = "asked"
"""What is counted beside POSTED, MARKED and the reasons for silence."""


@dataclass(frozen=True, slots=True)
class Post:
    """Answer the message with this reply."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class Mark:
    """Leave a reaction on the message; it speaks of these claims, best first."""

    claims: tuple[str, ...]


Speech: TypeAlias = Post | Mark | Quiet


class GroupAnswering:
    """Answers in groups from the newest knowledge base; any number of threads may share it.

    *home* is always the address of our private chat, *language* the one that the group chose: where
    it chose none, that of the message is spoken, else the default. Claims of which readers said
    that they do not fit the text, the *misfits*, are not answered with.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def on_request(
        self,
        query: Query,
        home: str,
        language: str | None = None,
        misfits: Collection[str] = (),
        unread: Unreadable | None = None,
    ) -> Reply:
        """Return the reply to somebody who asks about *query*: there is always one.

        They want to know, so we are as sure as in a private chat, and no surer. *unread* is why
        there is nothing in *query* of the pictures that came with it.
        """
        answering = self._current()
        decision = answering.decide(query, Audience.PRIVATE, misfits, Place.GROUP)
        metrics.GROUP_SPEECH.labels(_ASKED).inc()
        spoken = language or answering.language_of(query.text, None)
        reply = _to_who_asks(answering, query, decision, spoken, home)
        reply = with_pictures(reply, query, decision, unread, answering.catalog)
        return answering.with_spreaders(reply, query)

    def on_request_if_sure(
        self,
        query: Query,
        home: str,
        language: str | None = None,
        misfits: Collection[str] = (),
    ) -> Reply | None:
        """Return the reply where there is a verdict, None where it takes more to say one.

        The rest is as for `on_request`, which counts what this does not answer.
        """
        answering = self._current()
        decision = without(misfits, answering.matcher.match(query, Audience.PRIVATE))
        if not isinstance(decision, Match):
            return None
        answering.count(query, decision, Place.GROUP)
        metrics.GROUP_SPEECH.labels(_ASKED).inc()
        spoken = language or answering.language_of(query.text, None)
        return answering.with_spreaders(
            _to_who_asks(answering, query, decision, spoken, home), query
        )

    def known_picture(
        self,
        claim_id: str,
        query: Query,
        text_key: str,
        home: str,
        language: str | None = None,
        *,
        is_sure: bool,
    ) -> Reply | None:
        """Return the reply to a picture that goes around with a claim; None where it is withdrawn.

        Where that is not sure, ask. *query* is what came with the picture; *text_key* names the
        picture on buttons.
        """
        answering = self._current()
        claim = answering.knowledge.published.get(claim_id)
        if claim is None:
            return None
        answering.count_picture(claim_id, query, Place.GROUP, is_sure=is_sure)
        metrics.GROUP_SPEECH.labels(_ASKED).inc()
        spoken = language or answering.language_of(query.text, None)
        if is_sure:
            reply = render_group_answer([claim], spoken, answering.catalog, home, text_key)
        else:
            reply = render_group_choice([claim], spoken, answering.catalog, home)
        return answering.with_spreaders(note_known(reply, answering.catalog), query)

    def listens(self, heard: Heard, settings: GroupSettings, now: float) -> bool:
        """Tell whether to look at all what a message says that nobody asked about; count if not.

        *now* is in seconds since 1970.
        """
        reason = may_listen(heard, settings, now)
        if reason:
            _count_silence(reason)
        return reason is None

    def unasked(
        self,
        query: Query,
        heard: Heard,
        settings: GroupSettings,
        history: History,
        *,
        now: float,
        home: str,
        misfits: Collection[str] = (),
    ) -> Speech:
        """Return what to do about a message that nobody asked about.

        *now* is in seconds since 1970. Whether the message leads to somebody who checked it, and
        whether it only tells what others say, is found here: *heard* need not know.
        """
        if reason := may_listen(heard, settings, now):
            _count_silence(reason)
            return Quiet(reason)
        answering = self._current()
        decision = answering.decide(query, Audience.GROUP, misfits)
        if isinstance(decision, Match):
            heard = replace(
                heard,
                links_source=heard.links_source or cites_a_check(query, answering.knowledge),
                distant=[one.claim_id for one in decision.answers if keeps_distance(query, one)],
            )
        match speak_or_not(heard, decision, settings, history, now):
            case Speak(answers=answers):
                metrics.GROUP_SPEECH.labels(POSTED).inc()
                answering.tally.spoke(POSTED, [one.claim_id for one in answers])
                spoken = settings.language or answering.language_of(query.text, None)
                reply = _verdict(answering, query, answers, spoken, home)
                return Post(answering.with_spreaders(reply, query))
            case React(answers=answers):
                metrics.GROUP_SPEECH.labels(MARKED).inc()
                marked = tuple(one.claim_id for one in answers)
                answering.tally.spoke(MARKED, marked)
                return Mark(marked)
            case Quiet(reason=reason) as quiet:
                _count_silence(reason)
                return quiet

    def whole(
        self, claim_ids: Sequence[str], home: str, language: str | None = None
    ) -> Reply | None:
        """Return the reply about claims by their ids; None where none of them is held any more."""
        answering = self._current()
        published = answering.knowledge.published
        claims = [published[one] for one in claim_ids if one in published]
        if not claims:
            return None
        return render_group_answer(
            claims, language or answering.default_language, answering.catalog, home
        )

    def sources(
        self, claim_ids: Sequence[str], home: str, language: str | None = None
    ) -> Reply | None:
        """Return what leads to the cards of claims that were told before; None as for `whole`."""
        answering = self._current()
        published = answering.knowledge.published
        claims = [published[one] for one in claim_ids if one in published]
        if not claims:
            return None
        spoken = language or answering.default_language
        return render_group_sources(claims, spoken, answering.catalog, home)

    def only_helps(self, reply: Reply, home: str) -> bool:
        """Tell whether *reply* says no more than how to ask: there was nothing to check."""
        return reply == render_group_help(reply.language, self._current().catalog, home)

    def is_unsure(self, reply: Reply, home: str) -> bool:
        """Tell whether *reply* says no more than that there is no verdict."""
        return reply == render_group_unsure(reply.language, self._current().catalog, home)

    def _current(self) -> Answering:
        """Return what answers now; a whole reply comes from one knowledge base."""
        answers = self._answers
        return answers.current if isinstance(answers, LiveAnswering) else answers


def _to_who_asks(
    answering: Answering, query: Query, decision: Decision, language: str, home: str
) -> Reply:
    catalog = answering.catalog
    match decision:
        case Match(answers=answers):
            return _verdict(answering, query, answers, language, home)
        case Ambiguous(choices=choices):
            return render_group_choice(answering.claims(choices), language, catalog, home)
        case NoMatch(about=(only,)):
            (claim,) = answering.claims([only])
            return render_group_about(claim, language, catalog, home, query_key(query))
        case NoMatch(about=several) if several:
            return render_group_choice(answering.claims(several), language, catalog, home)
        case NoMatch(reason=reason):
            return _without_claims(answering, query, reason, language, home)


def _without_claims(
    answering: Answering, query: Query, reason: Silence, language: str, home: str
) -> Reply:
    if reason is Silence.TOO_LONG:
        return render_group_too_long(language, answering.catalog)
    if reason in SAYS_NOTHING and not answering.is_known(query, reason):
        return render_group_help(language, answering.catalog, home)
    return render_group_unsure(language, answering.catalog, home)


def _verdict(
    answering: Answering, query: Query, answers: Sequence[Candidate], language: str, home: str
) -> Reply:
    reply = render_group_answer(
        answering.claims(answers), language, answering.catalog, home, query_key(query)
    )
    quote = passage_of(query, answers[0].segment) if len(answers) == 1 else None
    return replace(reply, quote=quote)


def _count_silence(reason: Reason) -> None:
    metrics.GROUP_SPEECH.labels(reason.value).inc()
