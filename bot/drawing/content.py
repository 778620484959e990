"""A claim becomes the words on its picture."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.claims.model import Claim, Rating
from bot.claims.sentences import split_sentences
from bot.replies.catalog import FALLBACK, Catalog
from bot.replies.claim_lines import require_published, sentence_of, text_in
from bot.replies.dates import render_date
from bot.replies.keys import Counted, Key
from bot.replies.model import one_line
from bot.replies.verdicts import VERDICTS

_LEAST_WHY_WORDS = 3
"""A shorter first sentence, such as "No.", says nothing without the next."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that stands on the picture of one claim in one language, and nothing else."""

    rating: Rating
    verdict: str
    label: str
    claim: str
    """In the quotation marks of the language."""
    why: tuple[str, ...]
    """What may stand as the reason, best first."""
    sources: tuple[str, ...]
    """The line of publishers, from the one that names all to the one that names one."""
    checked: str
    note: str
    """That nobody has read the translation; empty where somebody has."""
    bot_name: str
    link: str


def content_of(
    claim: Claim, language: str, catalog: Catalog, *, bot_name: str, link: str
) -> Content:
    """Return the words for *language*, or for English where the interface does not speak it.

    Raises ValueError where the claim is not published.
    """
    require_published(claim)
    language = catalog.resolve(language)
    spoken, _ = text_in(claim.claim, language)
    why = _first_sentence(claim, language)
    date = render_date(claim.reviewed, language, catalog)
    shown = {spoken, language} if why else {spoken}
    # English is what the others are translated from.
    unread = shown - {FALLBACK, *claim.reviewed_languages}
    return Content(
        rating=claim.rating,
        verdict=catalog.text(language, VERDICTS[claim.rating].word),
        label=catalog.text(language, Key.PICTURE_CLAIM),
        claim=catalog.text(language, Key.PICTURE_QUOTE, claim=sentence_of(claim, language)),
        why=tuple(text for text in (why, _meaning(claim.rating, language, catalog)) if text),
        sources=tuple(_sources(claim, language, catalog)),
        checked=catalog.text(language, Key.CHECKED_ON, date=date),
        note=catalog.text(language, Key.NOT_REVIEWED) if unread else "",
        bot_name=f"@{bot_name}",
        link=link,
    )


def _first_sentence(claim: Claim, language: str) -> str:
    """Return the beginning of the explanation that makes sense alone; empty without one.

    An explanation in another language stays away. A message says beside it which language it is
    in and gives all of it; a picture goes from hand to hand, and half of it would be foreign.
    """
    spoken, explanation = text_in(claim.explanation, language)
    if spoken != language:
        return ""
    why = ""
    for sentence in split_sentences(one_line(explanation), language):
        why = f"{why} {sentence}".strip()
        if len(why.split()) >= _LEAST_WHY_WORDS:
            break
    return why


def _meaning(rating: Rating, language: str, catalog: Catalog) -> str:
    """Return what the verdict says about any claim, for where there is no room for the why."""
    if rating is Rating.TRUE:
        return catalog.text(language, Key.GENUINE)
    verdict = VERDICTS[rating]
    return catalog.text(
        language,
        Key.VERDICT_AND_MEANING,
        verdict=catalog.text(language, verdict.word),
        meaning=catalog.text(language, verdict.meaning),
    )


def _sources(claim: Claim, language: str, catalog: Catalog) -> Iterator[str]:
    publishers = dict.fromkeys(one_line(source.publisher) for source in claim.sources)
    # A name stays together at the end of a line.
    names = tuple(name.replace(" ", "\N{NO-BREAK SPACE}") for name in publishers)
    yield catalog.text(language, Key.PICTURE_SOURCES, publishers=", ".join(names))
    for named in range(len(names) - 1, 0, -1):
        yield catalog.counted(
            language,
            Counted.PICTURE_SOURCES_MORE,
            len(names) - named,
            publishers=", ".join(names[:named]),
        )
