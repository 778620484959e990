"""Replies that nobody asked for just now: an answer after all, a correction, the daily digest."""

from collections.abc import Sequence
from dataclasses import replace

from bot.claims.model import Claim, Rating, Status
from bot.replies.actions import StopDigest
from bot.replies.catalog import FALLBACK, Catalog
from bot.replies.claim_lines import sentence_of, verdict_lines
from bot.replies.keys import Key
from bot.replies.model import Button, Line, Paragraph, Reply, Role, Span, Style
from bot.replies.render import render_card
from bot.replies.render_flows import unfollow_button
from bot.replies.verdicts import VERDICTS


def render_answered(claim: Claim, text_key: str, language: str, catalog: Catalog) -> Reply:
    """Tell somebody that there is an answer to their question, and give it."""
    card = render_card(claim, language, catalog, text_key=text_key)
    news = catalog.text(card.language, Key.PUSH_ANSWERED)
    end = catalog.text(card.language, Key.PUSH_ANSWERED_ONLY)
    return replace(
        card,
        paragraphs=(
            Paragraph.of(Role.HEADING, news, Style.BOLD),
            *card.paragraphs,
            Paragraph.of(Role.NOTE, end, Style.ITALIC),
        ),
    )


def render_corrected(claim: Claim, was: Rating | None, language: str, catalog: Catalog) -> Reply:
    """Tell a follower of a claim how its verdict changed.

    *was* is the rating that they know, None where they know that it was withdrawn.
    """
    language = catalog.resolve(language)
    stop = unfollow_button(claim.id, language, catalog)
    because = Paragraph.of(Role.NOTE, catalog.text(language, Key.PUSH_FOLLOWED), Style.ITALIC)
    if claim.status is not Status.PUBLISHED:
        told = _withdrawn(claim, was, language, catalog)
        return Reply(language, (*told, because), (stop,))
    card = render_card(claim, language, catalog)
    return replace(
        card,
        paragraphs=(*_changed(claim, was, language, catalog), *card.paragraphs, because),
        buttons=(*card.buttons, stop),
    )


def render_digest(
    new: Sequence[Claim], asked: Sequence[Claim], language: str, catalog: Catalog
) -> Reply:
    """Tell once a day what was published, and what people ask about."""
    language = catalog.resolve(language)
    paragraphs = [
        Paragraph.of(Role.HEADING, catalog.text(language, Key.DIGEST_TITLE), Style.BOLD),
    ]
    buttons: list[Button] = []
    for key, claims in ((Key.DIGEST_NEW, new), (Key.DIGEST_ASKED, asked)):
        if claims:
            verdicts, own = verdict_lines(claims, language, catalog)
            title: Line = (Span(catalog.text(language, key)),)
            paragraphs.append(replace(verdicts, lines=(title, *verdicts.lines)))
            buttons += own
    stop = Button(catalog.text(language, Key.BUTTON_DIGEST_STOP), StopDigest())
    ids = tuple(claim.id for claim in (*new, *asked))
    return Reply(language, tuple(paragraphs), (*buttons, stop), claims=ids)


def _changed(
    claim: Claim, was: Rating | None, language: str, catalog: Catalog
) -> tuple[Paragraph, ...]:
    if was is None:
        return (Paragraph.of(Role.HEADING, catalog.text(language, Key.PUSH_AGAIN), Style.BOLD),)
    change = catalog.line(
        language,
        Key.PUSH_CHANGE,
        was=Span(_word(was, language, catalog)),
        now=Span(_word(claim.rating, language, catalog), Style.BOLD),
    )
    return (
        Paragraph.of(Role.HEADING, catalog.text(language, Key.PUSH_CORRECTED), Style.BOLD),
        Paragraph((change,), Role.BODY),
    )


def _withdrawn(
    claim: Claim, was: Rating | None, language: str, catalog: Catalog
) -> tuple[Paragraph, ...]:
    verdict = VERDICTS[was or claim.rating]
    line = (
        Span(f"{verdict.sign} "),
        *catalog.line(
            language,
            Key.VERDICT_ON_CLAIM,
            verdict=Span(catalog.text(language, verdict.word)),
            claim=Span(sentence_of(claim, language)),
        ),
    )
    end: list[Line] = [(Span(catalog.text(language, Key.PUSH_NO_VERDICT)),)]
    if claim.status_reason:
        key = Key.PUSH_WHY if language == FALLBACK else Key.PUSH_WHY_IN_ENGLISH
        end.append((Span(catalog.text(language, key, reason=claim.status_reason)),))
    return (
        Paragraph.of(Role.HEADING, catalog.text(language, Key.PUSH_WITHDRAWN), Style.BOLD),
        Paragraph(((Span(catalog.text(language, Key.PUSH_VERDICT_WAS)),), line), Role.BODY),
        Paragraph(tuple(end), Role.BODY),
    )


def _word(rating: Rating, language: str, catalog: Catalog) -> str:
    verdict = VERDICTS[rating]
    return f"{verdict.sign} {catalog.text(language, verdict.word)}"
