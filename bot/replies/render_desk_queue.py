"""Replies of the desk about the queue: cards of clusters, and the list of what waits."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.moderation.closest import Closest
from bot.moderation.masking import Masker
from bot.moderation.queue import Cluster, Shelf, Snooze, State, people
from bot.replies.actions import Action
from bot.replies.claim_lines import shorten
from bot.replies.desk_actions import (
    AssignToMe,
    ItIsClaim,
    ListQueue,
    MarkSpam,
    NewClaimFor,
    OutOfScope,
    SearchForCluster,
    ShowCluster,
    SnoozeCluster,
    Unassign,
    WakeCluster,
)
from bot.replies.model import Button, Line, Paragraph, Reply, Role, Span, Style
from bot.replies.render_desk_staff import DESK_LANGUAGE

PAGE = 6
"""Clusters on a page of the list."""
_SAMPLE = 700
_LISTED = 140
_LABEL = 40
_MOST_NAMED = 5
_TOPIC = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """What a card is made of."""

    cluster: Cluster
    closest: Sequence[Closest] = ()
    now: float = 0.0
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class QueueWords:
    """Makes replies of clusters; readers' texts are masked, whoever looks."""

    masker: Masker
    offered: Collection[type[Action]]
    """What buttons may ask for: others are not shown."""

    def card(self, shown: Shown) -> Reply:
        """Show a cluster, and offer what can be done about it."""
        cluster = shown.cluster
        if not cluster.last_at:
            return _reply(
                _title(f"№ {cluster.number}"),
                _body("Nothing is left here: those who sent this have deleted it, or it was old."),
            )
        quoted = Paragraph.of(
            Role.BODY, f"“{shorten(self._masked(cluster), _SAMPLE)}”", Style.ITALIC
        )
        paragraphs = [
            _title(_heading(cluster)),
            quoted,
            Paragraph(tuple(_facts(cluster)), Role.BODY),
        ]
        if not cluster.is_open:
            ended = _body(_ended(cluster), Style.BOLD)
            return Reply(DESK_LANGUAGE, (paragraphs[0], ended, *paragraphs[1:]))
        if shown.closest:
            paragraphs.append(Paragraph(tuple(_closest(shown.closest)), Role.BODY))
        paragraphs += [_body(text) for text in _standing(shown)]
        return Reply(DESK_LANGUAGE, tuple(paragraphs), tuple(self._buttons(shown)))

    def topic(self, cluster: Cluster) -> str:
        """Return the name of a forum topic about a cluster."""
        return shorten(f"№ {cluster.number} {' '.join(self._masked(cluster).split())}", _TOPIC)

    def list(self, shelf: Shelf, page: int) -> Reply:
        """List a page of what waits."""
        if not shelf.total:
            nothing = "Nothing waits for the moderators."
            return _reply(_body(nothing), *_asleep(shelf))
        pages = (shelf.total + PAGE - 1) // PAGE
        of = f", page {page + 1} of {pages}" if pages > 1 else ""
        return Reply(
            DESK_LANGUAGE,
            (
                _title(f"The queue: {shelf.total}{of}"),
                *(self._listed(one) for one in shelf.clusters),
                *_asleep(shelf),
            ),
            (
                *(
                    Button(f"№ {one.number}", ShowCluster(one.number), beside=place % 3 > 0)
                    for place, one in enumerate(shelf.clusters)
                ),
                *_leaf(page, pages),
            ),
        )

    def _listed(self, cluster: Cluster) -> Paragraph:
        who = f" · 👤 {cluster.assigned_name or 'somebody'}" if cluster.assigned_to else ""
        head = Span(f"{_heading(cluster)}{who}", Style.BOLD)
        return Paragraph(((head,), (Span(shorten(self._masked(cluster), _LISTED)),)), Role.BODY)

    def _masked(self, cluster: Cluster) -> str:
        return self.masker.mask(cluster.sample)

    def _buttons(self, shown: Shown) -> Iterator[Button]:
        number = shown.cluster.number
        wanted: list[Button] = [
            Button(f"It is: {shorten(one.sentence, _LABEL)}", ItIsClaim(number, one.claim_id))
            for one in shown.closest
        ]
        wanted += [
            Button("Search", SearchForCluster(number)),
            Button("New claim", NewClaimFor(number), beside=True),
            Button("Out of scope", OutOfScope(number)),
            Button("Spam", MarkSpam(number), beside=True),
        ]
        if shown.cluster.assigned_to is None:
            wanted.append(Button("Assign to me", AssignToMe(number)))
        else:
            wanted.append(Button("Unassign", Unassign(number)))
        if shown.cluster.is_snoozed(shown.now):
            wanted.append(Button("Wake up", WakeCluster(number), beside=True))
        else:
            wanted += [
                Button("💤 1 day", SnoozeCluster(number, Snooze.DAY)),
                Button("💤 1 week", SnoozeCluster(number, Snooze.WEEK), beside=True),
                Button("💤 until it grows", SnoozeCluster(number, Snooze.GROWTH), beside=True),
            ]
        begins_row = True
        for button in wanted:
            begins_row = begins_row or not button.beside
            if type(button.action) in self.offered:
                yield Button(button.label, button.action, beside=button.beside and not begins_row)
                begins_row = False


def render_no_cluster() -> Reply:
    """Say that a cluster is not there any more."""
    return _reply(_body("This is no longer in the queue. /queue shows what is."))


def taken_by(name: str) -> str:
    """Say, in a notice, that somebody else looks after a cluster."""
    return f"{name or 'Somebody else'} looks after this already. Press Unassign first."


def _heading(cluster: Cluster) -> str:
    count = people(cluster.count or cluster.answered)
    return f"№ {cluster.number} · {count}{_growth(cluster)}"


def _growth(cluster: Cluster) -> str:
    """Return an arrow for more, or fewer, people in the last day than in the one before."""
    if cluster.last_day == cluster.day_before:
        return ""
    return " ↗" if cluster.last_day > cluster.day_before else " ↘"


def _facts(cluster: Cluster) -> Iterator[Line]:
    yield (
        Span(f"Last 24 hours: {cluster.last_day}, the day before: {cluster.day_before}. "),
        Span(f"First {_day(cluster.first_at)}, last {_day(cluster.last_at)}."),
    )
    yield (Span(f"Languages: {_counts(cluster.languages)}"),)
    if cluster.origins:
        named = tuple((f"t.me/{name}", count) for name, count in cluster.origins)
        yield (Span("From: "), Span(_counts(named), Style.CODE))
    if cluster.not_claims:
        yield (Span(f"Wrongly answered with: {', '.join(cluster.not_claims[:_MOST_NAMED])}"),)
    if cluster.is_open and cluster.answered:
        yield (Span(f"Answered for {people(cluster.answered)}: {_answers(cluster)}"),)


def _closest(closest: Sequence[Closest]) -> Iterator[Line]:
    yield (Span("Closest claims:", Style.BOLD),)
    for one in closest:
        yield (
            Span(f"{one.score:.0%} ", Style.BOLD),
            Span(f"{shorten(one.sentence, _LISTED)} ("),
            Span(one.claim_id, Style.CODE),
            Span(f"): {one.why}"),
        )


def _standing(shown: Shown) -> Iterator[str]:
    cluster = shown.cluster
    if cluster.assigned_to is not None:
        yield f"👤 {cluster.assigned_name or 'Somebody'} looks after this."
    if not cluster.is_snoozed(shown.now):
        return
    if cluster.snoozed_until is None:
        yield "💤 Out of the list until somebody else asks."
    else:
        yield f"💤 Out of the list until {_day(cluster.snoozed_until)}."


def _ended(cluster: Cluster) -> str:
    match cluster.state:
        case State.OUT_OF_SCOPE:
            return "✖ Out of scope."
        case State.SPAM:
            return "✖ Spam."
        case State.OPEN:
            return f"✔ Closed. Answered for {people(cluster.answered)} by: {_answers(cluster)}."


def _answers(cluster: Cluster) -> str:
    return ", ".join(cluster.answered_by[:_MOST_NAMED]) or "a claim"


def _counts(counts: Sequence[tuple[str, int]]) -> str:
    named = [f"{name} {count}" for name, count in counts[:_MOST_NAMED]]
    more = len(counts) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _asleep(shelf: Shelf) -> tuple[Paragraph, ...]:
    if not shelf.snoozed:
        return ()
    return (Paragraph.of(Role.HINT, f"💤 {shelf.snoozed} more, out of the list for a while."),)


def _leaf(page: int, pages: int) -> Iterator[Button]:
    if page > 0:
        yield Button("◀", ListQueue(page - 1))
    if page + 1 < pages:
        yield Button("▶", ListQueue(page + 1), beside=page > 0)


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _title(text: str) -> Paragraph:
    return Paragraph.of(Role.HEADING, text, Style.BOLD)


def _body(text: str, style: Style = Style.PLAIN) -> Paragraph:
    return Paragraph.of(Role.BODY, text, style)


def _reply(*paragraphs: Paragraph) -> Reply:
    return Reply(DESK_LANGUAGE, paragraphs)
