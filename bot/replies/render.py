"""Decisions become replies: a card, several claims, a choice, or that there is no match."""

from collections.abc import Iterator, Mapping, Sequence

from bot.claims.model import LANGUAGES, Claim, Language, Rating, Source, Status
from bot.matching.model import Segment
from bot.replies.catalog import FALLBACK, Catalog
from bot.replies.dates import render_date
from bot.replies.keys import Key
from bot.replies.model import (
    Button,
    Line,
    NoneOfThese,
    Paragraph,
    Reply,
    Role,
    ShowCard,
    Span,
    Style,
    one_line,
)
from bot.replies.verdicts import VERDICTS

# A row of a phone shows about this many characters; Telegram cuts the rest without a sign.
BUTTON_LENGTH = 60


def render_card(
    claim: Claim, language: str, catalog: Catalog, *, quote: Segment | None = None
) -> Reply:
    """Answer with one claim: verdict, why, sources, and when it was checked.

    Raises ValueError where the claim is not published.
    """
    _require_published(claim)
    language = catalog.resolve(language)
    return Reply(
        language,
        (
            Paragraph((_verdict(claim, language, catalog),), Role.HEADING),
            *_why(claim, language, catalog),
            _sources(claim.sources, language, catalog),
            _foot(claim, language, catalog),
        ),
        tone=claim.rating,
        quote=quote,
    )


def render_several(claims: Sequence[Claim], language: str, catalog: Catalog) -> Reply:
    """Answer in short, for one claim as for several: a line and a button for each."""
    language = catalog.resolve(language)
    heading = Key.ONE_CLAIM if len(claims) == 1 else Key.SEVERAL_CLAIMS
    verdicts, buttons = _verdicts(claims, language, catalog)
    heading_line = Paragraph.of(Role.HEADING, catalog.text(language, heading))
    return Reply(language, (heading_line, verdicts), buttons)


def render_choice(claims: Sequence[Claim], language: str, catalog: Catalog) -> Reply:
    """Ask which claim is meant; verdicts stay out, so that they do not steer the choice."""
    language = catalog.resolve(language)
    sentences, buttons = _offer(claims, language)
    question, refusal = (
        (Key.IS_IT_THIS, Key.NOT_THIS)
        if len(claims) == 1
        else (Key.WHICH_OF_THESE, Key.NONE_OF_THESE)
    )
    return Reply(
        language,
        (
            Paragraph.of(Role.HEADING, catalog.text(language, question), Style.BOLD),
            *sentences,
        ),
        (*buttons, Button(catalog.text(language, refusal), NoneOfThese())),
    )


def render_no_match(about: Sequence[Claim], language: str, catalog: Catalog) -> Reply:
    """Say that there is no verdict, and offer the claims that the message denies or discusses.

    Where there are such claims, nothing warns of the message: it may well be a correct denial.
    """
    language = catalog.resolve(language)
    if not about:
        return Reply(
            language,
            (
                Paragraph.of(Role.HEADING, catalog.text(language, Key.NO_MATCH), Style.BOLD),
                Paragraph.of(Role.HINT, catalog.text(language, Key.NO_MATCH_ADVICE)),
            ),
        )
    verdicts, buttons = _verdicts(about, language, catalog)
    return Reply(
        language,
        (
            Paragraph.of(Role.HEADING, catalog.text(language, Key.NO_VERDICT), Style.BOLD),
            Paragraph.of(Role.HINT, catalog.text(language, Key.ABOUT_CHECKED_CLAIMS)),
            verdicts,
        ),
        buttons,
    )


def render_none_of_these(language: str, catalog: Catalog) -> Reply:
    """Answer somebody who found none of the claims offered."""
    language = catalog.resolve(language)
    return Reply(
        language,
        (
            Paragraph.of(Role.HEADING, catalog.text(language, Key.AFTER_NONE_OF_THESE)),
            Paragraph.of(Role.HINT, catalog.text(language, Key.NO_MATCH_ADVICE)),
        ),
    )


def shorten(text: str, length: int = BUTTON_LENGTH) -> str:
    """Return *text* in at most *length* characters, cut between words where it can be."""
    if len(text) <= length:
        return text
    head = text[:length]
    # A cut that leaves less than half, as in a text without spaces, is worse than a cut word.
    end = head.rfind(" ") if head.rfind(" ") > length // 2 else length - 1
    return head[:end].rstrip(" ,;:.–—-") + "…"


def _require_published(claim: Claim) -> None:
    if claim.status is not Status.PUBLISHED:
        raise ValueError(f"{claim.id} is {claim.status}; only published claims are shown")


def _spoken(texts: Mapping[Language, str], language: str) -> tuple[str, str]:
    """Return the text in *language*, else in English, else in any, after its language."""
    order = (language, FALLBACK, *LANGUAGES)
    return min(texts.items(), key=lambda item: order.index(item[0]))


def _verdicts(
    claims: Sequence[Claim], language: str, catalog: Catalog
) -> tuple[Paragraph, tuple[Button, ...]]:
    """Return a line with the verdict on each claim, and a button to its card."""
    for claim in claims:
        _require_published(claim)
    lines = tuple(_verdict(claim, language, catalog) for claim in claims)
    buttons = tuple(
        Button(
            shorten(f"{VERDICTS[claim.rating].sign} {_sentence(claim, language)}"),
            ShowCard(claim.id),
        )
        for claim in claims
    )
    return Paragraph(lines, Role.CHOICES), buttons


def _sentence(claim: Claim, language: str) -> str:
    """Return the claim sentence as it stands in quotes and on buttons: without its full stop."""
    _, sentence = _spoken(claim.claim, language)
    sentence = one_line(sentence).strip()
    if sentence.rsplit(" ", 1)[-1].count(".") == 1:
        sentence = sentence.removesuffix(".").strip()
    # The id stands in for a sentence that has nothing to show: a button must not be empty.
    return sentence or claim.id


def _verdict(claim: Claim, language: str, catalog: Catalog) -> Line:
    verdict = VERDICTS[claim.rating]
    return (
        Span(f"{verdict.sign} "),
        *catalog.line(
            language,
            Key.VERDICT_ON_CLAIM,
            verdict=Span(catalog.text(language, verdict.word), Style.BOLD),
            claim=Span(_sentence(claim, language)),
        ),
    )


def _why(claim: Claim, language: str, catalog: Catalog) -> Iterator[Paragraph]:
    if claim.rating is Rating.TRUE:
        yield Paragraph.of(Role.BODY, catalog.text(language, Key.GENUINE))
    spoken, explanation = _spoken(claim.explanation, language)
    if spoken != language:
        note = (
            Key.EXPLANATION_IN_ENGLISH
            if spoken == FALLBACK
            else Key.EXPLANATION_IN_ANOTHER_LANGUAGE
        )
        yield Paragraph.of(Role.NOTE, catalog.text(language, note), Style.ITALIC)
    yield Paragraph.of(Role.WHY, explanation)


def _sources(sources: Sequence[Source], language: str, catalog: Catalog) -> Paragraph:
    title = (Span(catalog.text(language, Key.SOURCES), Style.BOLD),)
    lines = (
        _source(number, source, language, catalog) for number, source in enumerate(sources, start=1)
    )
    return Paragraph((title, *lines), Role.SOURCES)


def _source(number: int, source: Source, language: str, catalog: Catalog) -> Line:
    url = source.url or source.archived_url
    title = catalog.text(language, Key.SOURCE_TITLE, publisher=source.publisher, title=source.title)
    details = []
    if source.published:
        details.append(render_date(source.published, language, catalog))
    if not url:
        details.append(catalog.text(language, Key.SOURCE_WITHOUT_LINK))
    line: Line = (Span(f"{number}. "), Span(title, url=url))
    return (*line, Span(f" ({', '.join(details)})")) if details else line


def _foot(claim: Claim, language: str, catalog: Catalog) -> Paragraph:
    """Say when the claim was checked, and whether nobody has read the translation shown."""
    date = render_date(claim.reviewed, language, catalog)
    notes = [catalog.text(language, Key.CHECKED_ON, date=date)]
    shown = {_spoken(texts, language)[0] for texts in (claim.claim, claim.explanation)}
    # English is what the others are translated from.
    if shown - {FALLBACK, *claim.reviewed_languages}:
        notes.append(catalog.text(language, Key.NOT_REVIEWED))
    return Paragraph(tuple((Span(note, Style.ITALIC),) for note in notes), Role.NOTE)


def _offer(
    claims: Sequence[Claim], language: str
) -> tuple[tuple[Paragraph, ...], tuple[Button, ...]]:
    """Return a button for each claim, and the whole sentences where a button cuts one."""
    for claim in claims:
        _require_published(claim)
    sentences = [_sentence(claim, language) for claim in claims]
    if all(len(sentence) <= BUTTON_LENGTH for sentence in sentences):
        return (), tuple(
            Button(sentence, ShowCard(claim.id))
            for claim, sentence in zip(claims, sentences, strict=True)
        )
    if len(sentences) > 1:
        sentences = [f"{number}. {text}" for number, text in enumerate(sentences, start=1)]
    return (
        (Paragraph(tuple((Span(text),) for text in sentences), Role.CHOICES),),
        tuple(
            Button(shorten(text), ShowCard(claim.id))
            for claim, text in zip(claims, sentences, strict=True)
        ),
    )
