"""Decisions become replies: a card, several claims, a choice, or that there is no match."""

from collections.abc import Collection, Iterator, Sequence

from bot.claims.model import Claim, Rating
from bot.matching.model import Segment
from bot.opinions import Opinion
from bot.replies.actions import (
    NoneOfThese,
    Rate,
    SendPicture,
    Share,
    ShowCard,
    ShowDetails,
)
from bot.replies.catalog import FALLBACK, Catalog
from bot.replies.claim_lines import (
    BUTTON_LENGTH,
    checked_lines,
    require_published,
    sentence_of,
    shorten,
    source_lines,
    text_in,
    verdict_line,
    verdict_lines,
)
from bot.replies.keys import Key
from bot.replies.model import (
    Button,
    Paragraph,
    Reply,
    Role,
    Span,
    Style,
)
from bot.replies.render_consent import offer_moderators

_MOST_SOURCES = 4
"""What a phone shows without scrolling past the buttons; the rest stands under Details."""


def render_card(
    claim: Claim,
    language: str,
    catalog: Catalog,
    *,
    quote: Segment | None = None,
    text_key: str = "",
    parties: Collection[str] = (),
) -> Reply:
    """Answer with one claim: verdict, why, sources, and when it was checked.

    *text_key* names the text that it answers, where it answers one (bot/matching/keys.py);
    *parties* are the publishers that are marked as parties to the debate. Raises ValueError where
    the claim is not published.
    """
    require_published(claim)
    language = catalog.resolve(language)
    return Reply(
        language,
        (
            Paragraph((verdict_line(claim, language, catalog),), Role.HEADING),
            *_why(claim, language, catalog),
            source_lines(claim.sources, language, catalog, parties, _MOST_SOURCES),
            checked_lines(claim, language, catalog),
        ),
        card_buttons(claim, language, catalog, text_key),
        tone=claim.rating,
        quote=quote,
        claims=(claim.id,),
    )


def render_several(claims: Sequence[Claim], language: str, catalog: Catalog) -> Reply:
    """Answer in short, for one claim as for several: a line and a button for each."""
    language = catalog.resolve(language)
    heading = Key.ONE_CLAIM if len(claims) == 1 else Key.SEVERAL_CLAIMS
    verdicts, buttons = verdict_lines(claims, language, catalog)
    heading_line = Paragraph.of(Role.HEADING, catalog.text(language, heading))
    return Reply(
        language, (heading_line, verdicts), buttons, claims=tuple(claim.id for claim in claims)
    )


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


def render_no_match(
    about: Sequence[Claim], language: str, catalog: Catalog, kept_days: int | None = None
) -> Reply:
    """Say that there is no verdict, and offer the claims that the message denies or discusses.

    Where there are such claims, nothing warns of the message: it may well be a correct denial.
    Moderators may see it for *kept_days*; None where nobody keeps messages.
    """
    language = catalog.resolve(language)
    consent, send = offer_moderators(language, catalog, kept_days)
    if not about:
        return Reply(
            language,
            (
                Paragraph.of(Role.HEADING, catalog.text(language, Key.NO_MATCH), Style.BOLD),
                Paragraph.of(Role.HINT, catalog.text(language, Key.NO_MATCH_ADVICE)),
                *consent,
            ),
            send,
        )
    verdicts, buttons = verdict_lines(about, language, catalog)
    return Reply(
        language,
        (
            Paragraph.of(Role.HEADING, catalog.text(language, Key.NO_VERDICT), Style.BOLD),
            Paragraph.of(Role.HINT, catalog.text(language, Key.ABOUT_CHECKED_CLAIMS)),
            verdicts,
            *consent,
        ),
        (*buttons, *send),
    )


def render_none_of_these(language: str, catalog: Catalog, kept_days: int | None = None) -> Reply:
    """Answer somebody who found none of the claims offered; *kept_days* as in render_no_match."""
    language = catalog.resolve(language)
    consent, send = offer_moderators(language, catalog, kept_days)
    return Reply(
        language,
        (
            Paragraph.of(Role.HEADING, catalog.text(language, Key.AFTER_NONE_OF_THESE)),
            Paragraph.of(Role.HINT, catalog.text(language, Key.NO_MATCH_ADVICE)),
            *consent,
        ),
        send,
    )


def card_buttons(
    claim: Claim, language: str, catalog: Catalog, text_key: str
) -> tuple[Button, ...]:
    """Return what stands under the card of *claim*, which answers the text named by *text_key*."""
    return (
        Button(catalog.text(language, Key.BUTTON_DETAILS), ShowDetails(claim.id)),
        Button(catalog.text(language, Key.BUTTON_PICTURE), SendPicture(claim.id), beside=True),
        Button(catalog.text(language, Key.BUTTON_SHARE), Share(claim.id), beside=True),
        Button(
            f"👍 {catalog.text(language, Key.BUTTON_HELPFUL)}",
            Rate(Opinion.HELPFUL, claim.id, text_key),
        ),
        Button(
            f"👎 {catalog.text(language, Key.BUTTON_NOT_HELPFUL)}",
            Rate(Opinion.NOT_HELPFUL, claim.id, text_key),
            beside=True,
        ),
    )


def _why(claim: Claim, language: str, catalog: Catalog) -> Iterator[Paragraph]:
    if claim.rating is Rating.TRUE:
        yield Paragraph.of(Role.BODY, catalog.text(language, Key.GENUINE))
    spoken, explanation = text_in(claim.explanation, language)
    if spoken != language:
        note = (
            Key.EXPLANATION_IN_ENGLISH
            if spoken == FALLBACK
            else Key.EXPLANATION_IN_ANOTHER_LANGUAGE
        )
        yield Paragraph.of(Role.NOTE, catalog.text(language, note), Style.ITALIC)
    yield Paragraph.of(Role.WHY, explanation)


def _offer(
    claims: Sequence[Claim], language: str
) -> tuple[tuple[Paragraph, ...], tuple[Button, ...]]:
    """Return a button for each claim, and the whole sentences where a button cuts one."""
    for claim in claims:
        require_published(claim)
    sentences = [sentence_of(claim, language) for claim in claims]
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
