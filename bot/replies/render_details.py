"""Behind a verdict: what the sources say, where the claim was seen, what it was rated before."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.claims.model import Appearance, Claim, Topic
from bot.replies.actions import ShowCard
from bot.replies.catalog import FALLBACK, Catalog
from bot.replies.claim_lines import source_lines, text_in, verdict_line, verdict_lines
from bot.replies.dates import render_date
from bot.replies.keys import Key
from bot.replies.model import Button, Line, Paragraph, Reply, Role, Span, Style
from bot.replies.render_flows import follow_button
from bot.replies.verdicts import VERDICTS


def render_details(
    claim: Claim,
    topics: Sequence[Topic],
    related: Sequence[Claim],
    language: str,
    catalog: Catalog,
    *,
    parties: Collection[str] = (),
) -> Reply:
    """Show what stands behind the verdict on *claim*, to take the place of its card.

    *parties* as in render_card. Raises ValueError where a claim is not published.
    """
    language = catalog.resolve(language)
    nearby, related_buttons = verdict_lines(related, language, catalog)
    paragraphs = [Paragraph((verdict_line(claim, language, catalog),), Role.HEADING)]
    if claim.facts:
        paragraphs.append(_facts(claim, language, catalog))
    paragraphs.append(source_lines(claim.sources, language, catalog, parties))
    if any(source.title.startswith("[") for source in claim.sources):
        brackets = catalog.text(language, Key.DETAILS_BRACKETS)
        paragraphs.append(Paragraph.of(Role.NOTE, brackets, Style.ITALIC))
    if claim.appearances or claim.first_seen:
        paragraphs.append(_seen(claim, language, catalog))
    if topics:
        names = ", ".join(text_in(topic.name, language)[1] for topic in topics)
        text = catalog.text(language, Key.DETAILS_TOPICS, topics=names)
        paragraphs.append(Paragraph.of(Role.BODY, text))
    paragraphs.append(Paragraph(tuple(_history(claim, language, catalog)), Role.NOTE))
    if nearby.lines:
        hint = catalog.text(language, Key.DETAILS_RELATED)
        paragraphs.append(Paragraph.of(Role.HINT, hint))
    back = Button(catalog.text(language, Key.BUTTON_VERDICT), ShowCard(claim.id))
    return Reply(
        language,
        tuple(paragraphs),
        (*related_buttons, back, replace(follow_button(claim.id, language, catalog), beside=True)),
        tone=claim.rating,
        claims=(claim.id,),
    )


def _facts(claim: Claim, language: str, catalog: Catalog) -> Paragraph:
    lines: list[Line] = [(Span(catalog.text(language, Key.DETAILS_FACTS), Style.BOLD),)]
    if language != FALLBACK:
        lines.append((Span(catalog.text(language, Key.DETAILS_IN_ENGLISH), Style.ITALIC),))
    for fact in claim.facts:
        numbers = ", ".join(map(str, fact.sources))
        lines.append((Span(f"• {fact.text} [{numbers}]"),))
    return Paragraph(tuple(lines), Role.BODY)


def _seen(claim: Claim, language: str, catalog: Catalog) -> Paragraph:
    lines: list[Line] = [(Span(catalog.text(language, Key.DETAILS_SEEN), Style.BOLD),)]
    lines += [_appearance(one, language, catalog) for one in claim.appearances]
    if claim.first_seen:
        date = render_date(claim.first_seen, language, catalog)
        lines.append((Span(catalog.text(language, Key.DETAILS_FIRST_SEEN, date=date)),))
    return Paragraph(tuple(lines), Role.BODY)


def _appearance(appearance: Appearance, language: str, catalog: Catalog) -> Line:
    line: Line = (Span("• "), Span(appearance.platform, url=appearance.url))
    if appearance.date is None:
        return line
    return (*line, Span(f" ({render_date(appearance.date, language, catalog)})"))


def _history(claim: Claim, language: str, catalog: Catalog) -> Iterator[Line]:
    """Yield what is known of the rating over time, the newest first, and of this entry."""

    def note(key: Key, **values: str) -> Line:
        return (Span(catalog.text(language, key, **values), Style.ITALIC),)

    if claim.history:
        date = render_date(claim.history[-1].until, language, catalog)
        yield note(Key.DETAILS_SINCE, date=date)
    for former in reversed(claim.history):
        yield note(
            Key.DETAILS_BEFORE,
            date=render_date(former.until, language, catalog),
            verdict=catalog.text(language, VERDICTS[former.rating].word),
            reason=former.reason,
        )
    date = render_date(claim.reviewed, language, catalog)
    yield note(Key.DETAILS_VERSION, number=str(claim.revision), date=date)
