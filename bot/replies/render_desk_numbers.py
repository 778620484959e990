"""Replies of the desk with numbers: how the bot does, and which claims readers complain about."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from babel import Locale

from bot.moderation.numbers import COMPLAINT_DAYS, MOST_DAYS, USUAL_DAYS, Judged
from bot.moderation.reporting import Change, Report
from bot.opinions import Opinion
from bot.replies.desk_actions import SendStatsTable, ShowHistory, ShowStats
from bot.replies.links import claim_link
from bot.replies.model import Button, Line, Paragraph, Reply, Role, Span, Style
from bot.replies.render_desk_staff import DESK_LANGUAGE
from bot.tally import DAY_S, UNKNOWN, Outcome, Place

_SPANS = (7, 30, 90)
"""Days that buttons offer."""
MOST_LANGUAGES = 4
OTHERS = "other"
OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.MATCH: "answered",
        Outcome.AMBIGUOUS: "not sure",
        Outcome.NONE: "no claim",
    }
)
_PLACES: Mapping[Place, str] = MappingProxyType(
    {
        Place.PRIVATE: "in private",
        Place.GROUP: "in groups",
        Place.GUEST: "by @mention elsewhere",
    }
)
_WITHIN: Mapping[int, str] = MappingProxyType(
    {1: "an hour", 6: "6 hours", 24: "a day", 72: "3 days", 168: "a week"}
)
_COMPLAINTS: Mapping[Opinion, str] = MappingProxyType(
    {
        Opinion.WRONG_CLAIM: "not my claim",
        Opinion.OUTDATED: "outdated",
        Opinion.SOURCE_BROKEN: "a source does not open",
        Opinion.UNCLEAR: "unclear",
        Opinion.NOT_HELPFUL: "thumbs down, without a reason",
    }
)
_NOTHING = "Nothing was counted yet. Numbers come as soon as somebody asks the bot something."
_HINT = "Messages are counted, not people."


def render_report(
    report: Report, now: float, home: str | None = None, *, buttons: bool = True
) -> Reply:
    """Say how the bot did; *home* is where cards of claims open, *now* in seconds since 1970.

    It is a caption as well: what the picture shows anyway comes last.
    """
    offered = _offers(len(report.days)) if buttons else ()
    if report.is_empty:
        return _reply(_title(days_of(report)), _body(_NOTHING), buttons=offered)
    facts = [*_asked(report), *_desk(report, now)]
    found = [
        _title(f"{asked_of(report)}, {days_of(report)}"),
        Paragraph(tuple((Span(fact),) for fact in facts), Role.BODY),
    ]
    if report.top:
        found.append(_claims("Most asked", report.top, home))
    if report.rising:
        found.append(_claims("Rising", report.rising, home, with_before=True))
    return _reply(*found, _hint(_HINT), buttons=offered)


def render_week(report: Report, now: float, home: str | None = None) -> Reply:
    """Say how the last week was, where nobody asked."""
    reply = render_report(report, now, home)
    return _reply(_title("The week in numbers"), *reply.paragraphs, buttons=reply.buttons)


def render_complaints(judged: Judged, home: str | None = None) -> Reply:
    """Say that readers find something wrong with the answers about a claim, and what."""
    kinds = [
        (Span(f"• {words}: {judged.opinions[opinion]}"),)
        for opinion, words in _COMPLAINTS.items()
        if judged.opinions.get(opinion)
    ]
    people = "person finds" if judged.complaints == 1 else "people find"
    said = f"In {COMPLAINT_DAYS} days {judged.complaints} {people} something wrong with the answer"
    advice = "Please look at its text and sources."
    if judged.misfit:
        advice = (
            "“Not my claim” says that it was matched with other texts: are its phrasings too wide? "
            f"{advice}"
        )
    helped = f", {judged.helped} found it helpful." if judged.helped else "."
    return _reply(
        Paragraph(
            ((Span("Please check: ", Style.BOLD), _claim(judged.claim_id, home)),), Role.BODY
        ),
        Paragraph(((Span(f"{said}{helped}"),), *kinds), Role.BODY),
        _hint(f"{advice} I say this at most once a week for a claim."),
        buttons=(Button("History", ShowHistory(judged.claim_id)),),
    )


def render_stats_usage() -> Reply:
    """Say how to ask for numbers."""
    return _reply(
        _body(
            f"/stats shows the last {USUAL_DAYS} days, /stats 7 the last 7: "
            f"a number from 1 to {MOST_DAYS}."
        )
    )


def asked_of(report: Report) -> str:
    """Return how many messages were asked about."""
    return "1 message" if report.asked == 1 else f"{report.asked:,} messages"


def days_of(report: Report) -> str:
    """Return from when to when, as people write it: 16–22 November 2026."""
    first, last = report.first, report.last
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    begin = f"{first.day} {first:%B}"
    return f"{begin} – {end}" if first.year == last.year else f"{begin} {first.year} – {end}"


def before_of(report: Report) -> str:
    """Return how that compares with the time before; empty where nobody knows."""
    days = len(report.days)
    if report.asked_before is None:
        return ""
    time = "the day before" if days == 1 else f"the {days} days before"
    return f"{time}: {report.asked_before:,}"


def languages_of(report: Report) -> list[tuple[str, int]]:
    """Return the languages by name with their numbers; the rare ones and unknown ones are one."""
    known = [(code, number) for code, number in report.languages if code != UNKNOWN]
    shown = [(language_name(code), number) for code, number in known[:MOST_LANGUAGES]]
    rest = sum(number for _, number in report.languages) - sum(number for _, number in shown)
    return [*shown, (OTHERS, rest)] if rest else shown


def language_name(code: str) -> str:
    """Return what a language is called in English."""
    return str(Locale(DESK_LANGUAGE).languages.get(code, code))


def helped_of(report: Report) -> str:
    """Return what readers thought; empty where nobody said anything."""
    if not report.judged:
        return ""
    opinions = "1 opinion" if report.judged == 1 else f"{report.judged:,} opinions"
    shorter = report.judged_days < len(report.days)
    when = f" in the last {report.judged_days} days" if shorter else ""
    return f"Helpful: {percent(report.helped, report.judged)} of {opinions}{when}"


def backlog_of(report: Report, now: float) -> str:
    """Return what waits for the moderators."""
    backlog = report.backlog
    if not backlog.people:
        return "Queue: nobody waits"
    people = "1 person waits" if backlog.people == 1 else f"{backlog.people:,} people wait"
    days = int((now - (backlog.oldest_at or now)) // DAY_S)
    longest = {0: "less than a day", 1: "1 day"}.get(days, f"{days} days")
    return f"Queue: {people}, the longest for {longest}"


def answered_of(report: Report) -> str:
    """Return how fast the queue is; empty where nothing was answered."""
    if not report.answered:
        return ""
    questions = "1 question" if report.answered == 1 else f"{report.answered:,} questions"
    within = _WITHIN.get(report.half_within_h or 0)
    speed = f"within {within}" if within else "after more than a week"
    whom = "" if report.answered == 1 else "half "
    return f"The desk answered {questions}, {whom}{speed}"


def percent(part: int, whole: int) -> str:
    """Return a share, rounded; what is more than nothing is never 0 %."""
    share = round(100 * part / whole) if whole else 0
    return "<1 %" if part and not share else f"{share} %"


def _offers(days: int) -> tuple[Button, ...]:
    others = [one for one in _SPANS if one != days]
    spans = [
        Button(f"{one} days", ShowStats(one), beside=bool(place))
        for place, one in enumerate(others)
    ]
    return (*spans, Button("Table (CSV)", SendStatsTable(days)))


def _asked(report: Report) -> Iterator[str]:
    if before := before_of(report):
        yield f"{before[:1].upper()}{before[1:]}"
    if report.asked:
        yield _list(
            f"{words} {report.outcomes[outcome]:,} "
            f"({percent(report.outcomes[outcome], report.asked)})"
            for outcome, words in OUTCOMES.items()
        )
        yield _list(
            f"{words} {number:,}"
            for place, words in _PLACES.items()
            if (number := report.places.get(place, 0))
        )
        languages = languages_of(report)
        yield f"Languages: {', '.join(f'{name} {number:,}' for name, number in languages)}"
    more = (
        (report.unasked, "said in groups unasked"),
        (report.inline, "posted into other chats"),
        (report.nothing, "with nothing to check"),
    )
    if any(number for number, _ in more):
        yield f"Besides: {', '.join(f'{number:,} {words}' for number, words in more if number)}"


def _desk(report: Report, now: float) -> Iterator[str]:
    yield from filter(None, (helped_of(report), answered_of(report), backlog_of(report, now)))


def _list(parts: Iterator[str]) -> str:
    joined = ", ".join(parts)
    return f"{joined[:1].upper()}{joined[1:]}"


def _claims(
    title: str, claims: Sequence[Change], home: str | None, *, with_before: bool = False
) -> Paragraph:
    lines: list[Line] = [(Span(title, Style.BOLD),)]
    for one in claims:
        before = f" (before: {one.before:,})" if with_before else ""
        lines.append((Span("• "), _claim(one.claim_id, home), Span(f": {one.now:,}{before}")))
    return Paragraph(tuple(lines), Role.BODY)


def _claim(claim_id: str, home: str | None) -> Span:
    return Span(claim_id, url=claim_link(home, claim_id) if home else None)


def _title(text: str) -> Paragraph:
    return Paragraph.of(Role.HEADING, text, Style.BOLD)


def _body(text: str) -> Paragraph:
    return Paragraph.of(Role.BODY, text)


def _hint(text: str) -> Paragraph:
    return Paragraph.of(Role.HINT, text)


def _reply(*paragraphs: Paragraph, buttons: tuple[Button, ...] = ()) -> Reply:
    return Reply(DESK_LANGUAGE, paragraphs, buttons)


def short_day(day: date) -> str:
    """Return a day as it stands below a column: 22 Nov."""
    return f"{day.day} {day:%b}"
