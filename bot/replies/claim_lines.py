"""One claim as lines of a reply: its sentence, the verdict, the sources, when it was checked."""

from collections.abc import Collection, Mapping, Sequence

from bot.claims.model import LANGUAGES, Claim, Language, Source, Status
from bot.replies.actions import ShowCard
from bot.replies.catalog import FALLBACK, Catalog
from bot.replies.dates import render_date
from bot.replies.keys import Counted, Key
from bot.replies.model import Button, Line, Paragraph, Role, Span, Style, one_line
from bot.replies.verdicts import VERDICTS

# A row of a phone shows about this many characters; Telegram cuts the rest without a sign.
BUTTON_LENGTH = 60


def require_published(claim: Claim) -> None:
    """Raise ValueError where readers must not see the claim."""
    if claim.status is not Status.PUBLISHED:
        raise ValueError(f"{claim.id} is {claim.status}; only published claims are shown")


def sentence_of(claim: Claim, language: str) -> str:
    """Return the claim sentence as it stands in quotes and on buttons: without its full stop."""
    _, sentence = text_in(claim.claim, language)
    sentence = one_line(sentence).strip()
    if sentence.rsplit(" ", 1)[-1].count(".") == 1:
        sentence = sentence.removesuffix(".").strip()
    # The id stands in for a sentence that has nothing to show: a button must not be empty.
    return sentence or claim.id


def question_about(claim: Claim, language: str) -> str | None:
    """Return how somebody asks about the claim in *language*; None where no button shows it all."""
    # `.get` of a plain str: any language may be asked for, and only ours are keys.
    phrasings = {str(key): texts for key, texts in claim.phrasings.items()}.get(language, ())
    questions = [text for text in map(one_line, phrasings) if text.endswith("?")]
    return min((text for text in questions if len(text) <= BUTTON_LENGTH), key=len, default=None)


def text_in(texts: Mapping[Language, str], language: str) -> tuple[str, str]:
    """Return the text in *language*, else in English, else in any, after its language."""
    order = (language, FALLBACK, *LANGUAGES)
    return min(texts.items(), key=lambda item: order.index(item[0]))


def verdict_line(claim: Claim, language: str, catalog: Catalog) -> Line:
    """Return sign and word of the verdict, and the claim in quotes."""
    verdict = VERDICTS[claim.rating]
    return (
        Span(f"{verdict.sign} "),
        *catalog.line(
            language,
            Key.VERDICT_ON_CLAIM,
            verdict=Span(catalog.text(language, verdict.word), Style.BOLD),
            claim=Span(sentence_of(claim, language)),
        ),
    )


def verdict_lines(
    claims: Sequence[Claim], language: str, catalog: Catalog
) -> tuple[Paragraph, tuple[Button, ...]]:
    """Return a line with the verdict on each claim, and a button to its card."""
    for claim in claims:
        require_published(claim)
    lines = tuple(verdict_line(claim, language, catalog) for claim in claims)
    buttons = tuple(
        Button(
            shorten(f"{VERDICTS[claim.rating].sign} {sentence_of(claim, language)}"),
            ShowCard(claim.id),
        )
        for claim in claims
    )
    return Paragraph(lines, Role.CHOICES), buttons


def shorten(text: str, length: int = BUTTON_LENGTH) -> str:
    """Return *text* in at most *length* characters, cut between words where it can be."""
    if len(text) <= length:
        return text
    head = text[:length]
    # A cut that leaves less than half, as in a text without spaces, is worse than a cut word.
    end = head.rfind(" ") if head.rfind(" ") > length // 2 else length - 1
    return head[:end].rstrip(" ,;:.–—-") + "…"


def source_lines(
    sources: Sequence[Source],
    language: str,
    catalog: Catalog,
    parties: Collection[str] = (),
    most: int | None = None,
) -> Paragraph:
    """Return the sources, numbered from 1 as the facts of a claim name them.

    Those of *parties*, publishers that are a party to the debate, are marked. Of more than *most*,
    the last line says how many there are besides, and where.
    """
    lines: list[Line] = [(Span(catalog.text(language, Key.SOURCES), Style.BOLD),)]
    for number, source in enumerate(sources[:most], start=1):
        is_party = source.publisher in parties
        lines.append(_source(number, source, language, catalog, is_party=is_party))
    if left := len(sources[most:]) if most is not None else 0:
        details = catalog.text(language, Key.BUTTON_DETAILS)
        more = catalog.counted(language, Counted.SOURCES_MORE, left, button=details)
        lines.append((Span(more),))
    return Paragraph(tuple(lines), Role.SOURCES)


def _source(
    number: int, source: Source, language: str, catalog: Catalog, *, is_party: bool
) -> Line:
    url = source.url or source.archived_url
    title = catalog.text(language, Key.SOURCE_TITLE, publisher=source.publisher, title=source.title)
    details = []
    if is_party:
        details.append(catalog.text(language, Key.INTERESTED_PARTY))
    if source.published:
        details.append(render_date(source.published, language, catalog))
    if not url:
        details.append(catalog.text(language, Key.SOURCE_WITHOUT_LINK))
    line: Line = (Span(f"{number}. "), Span(title, url=url))
    return (*line, Span(f" ({', '.join(details)})")) if details else line


def reason_in_english(reason: str, language: str, catalog: Catalog) -> str:
    """Return why a verdict was changed or withdrawn, as moderators have written it: in English."""
    key = Key.PUSH_WHY if language == FALLBACK else Key.PUSH_WHY_IN_ENGLISH
    return catalog.text(language, key, reason=reason)


def checked_lines(claim: Claim, language: str, catalog: Catalog) -> Paragraph:
    """Say when the claim was checked, and whether nobody has read the translation shown.

    Only of the explanation: under an English one that note is not true, whatever language the claim
    above it is in.
    """
    date = render_date(claim.reviewed, language, catalog)
    notes = [catalog.text(language, Key.CHECKED_ON, date=date)]
    spoken, _ = text_in(claim.explanation, language)
    # English is what the others are translated from.
    if spoken not in {FALLBACK, *claim.reviewed_languages}:
        notes.append(catalog.text(language, Key.NOT_REVIEWED))
    return Paragraph(tuple((Span(note, Style.ITALIC),) for note in notes), Role.NOTE)
