"""Replies that nobody asked for just now: an answer after all, a correction, the daily digest."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.claims.model import Claim, Rating, Status
from bot.replies.actions import StopDigest
from bot.replies.catalog import Catalog
from bot.replies.claim_lines import reason_in_english, sentence_of, shorten, verdict_lines
from bot.replies.keys import Key
from bot.replies.model import Button, Line, Paragraph, Reply, Role, Span, Style, one_line
from bot.replies.render import render_card
from bot.replies.render_flows import unfollow_button
from bot.replies.verdicts import VERDICTS

_ASKED_LENGTH = 90
"""Characters of a question: enough to know it again."""


def render_answered(
    claim: Claim,
    text_key: str,
    language: str,
    catalog: Catalog,
    *,
    asked: str = "",
    parties: Collection[str] = (),
) -> Reply:
    """Tell somebody that there is an answer to their question, and give it.

    *asked* is what they sent, empty where it is gone; *parties* as in render_card.
    """
    card = render_card(claim, language, catalog, text_key=text_key, parties=parties)
    news = Span(catalog.text(card.language, Key.PUSH_ANSWERED), Style.BOLD)
    end = catalog.text(card.language, Key.PUSH_ANSWERED_FOLLOWED)
    return replace(
        card,
        paragraphs=(
            Paragraph(((news,), *_what_was_asked(asked, card.language, catalog)), Role.HEADING),
            *card.paragraphs,
            Paragraph.of(Role.NOTE, end, Style.ITALIC),
        ),
        buttons=(*card.buttons, unfollow_button(claim.id, card.language, catalog)),
    )


def render_answer_taken_back(
    claim: Claim, language: str, catalog: Catalog, *, asked: str = ""
) -> Reply:
    """Tell somebody that a claim is no answer to their question after all; *asked* as above."""
    language = catalog.resolve(language)
    news = Span(catalog.text(language, Key.PUSH_TAKEN_BACK), Style.BOLD)
    wrong = sentence_of(claim, language)
    was = (Span(catalog.text(language, Key.PUSH_TAKEN_BACK_CLAIM, claim=wrong)),)
    open_again = (Span(catalog.text(language, Key.PUSH_OPEN_AGAIN)),)
    return Reply(
        language,
        (
            Paragraph(((news,), *_what_was_asked(asked, language, catalog)), Role.HEADING),
            Paragraph((was, open_again), Role.BODY),
        ),
    )


def render_out_of_scope(language: str, catalog: Catalog, *, asked: str = "") -> Reply:
    """Tell somebody who waits for an answer that there will be none; *asked* as above."""
    language = catalog.resolve(language)
    news = Span(catalog.text(language, Key.PUSH_OUT_OF_SCOPE))
    end = catalog.text(language, Key.PUSH_ANSWERED_ONLY)
    return Reply(
        language,
        (
            Paragraph(((news,), *_what_was_asked(asked, language, catalog)), Role.BODY),
            Paragraph.of(Role.NOTE, end, Style.ITALIC),
        ),
    )


def render_corrected(
    claim: Claim,
    was: Rating | None,
    language: str,
    catalog: Catalog,
    parties: Collection[str] = (),
) -> Reply:
    """Tell a follower of a claim how its verdict changed, and why.

    *was* is the rating that they know, None where they know that it was withdrawn; *parties* as in
    render_card.
    """
    language = catalog.resolve(language)
    stop = unfollow_button(claim.id, language, catalog)
    because = Paragraph.of(Role.NOTE, catalog.text(language, Key.PUSH_FOLLOWED), Style.ITALIC)
    if claim.status is not Status.PUBLISHED:
        told = _withdrawn(claim, was, language, catalog)
        return Reply(language, (*told, because), (stop,))
    card = render_card(claim, language, catalog, parties=parties)
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


def _what_was_asked(text: str, language: str, catalog: Catalog) -> tuple[Line, ...]:
    text = one_line(text).strip()
    if not text:
        return ()
    asked = catalog.text(language, Key.PUSH_ASKED, text=shorten(text, _ASKED_LENGTH))
    return ((Span(asked),),)


def _changed(
    claim: Claim, was: Rating | None, language: str, catalog: Catalog
) -> tuple[Paragraph, ...]:
    why: Line = (Span(_why(claim, was, language, catalog)),)
    if was is None:
        again = catalog.text(language, Key.PUSH_AGAIN)
        return (Paragraph.of(Role.HEADING, again, Style.BOLD), Paragraph((why,), Role.BODY))
    change = catalog.line(
        language,
        Key.PUSH_CHANGE,
        was=Span(_word(was, language, catalog)),
        now=Span(_word(claim.rating, language, catalog), Style.BOLD),
    )
    return (
        Paragraph.of(Role.HEADING, catalog.text(language, Key.PUSH_CORRECTED), Style.BOLD),
        Paragraph((change, why), Role.BODY),
    )


def _why(claim: Claim, was: Rating | None, language: str, catalog: Catalog) -> str:
    """Return why the verdict is another than *was*; where nobody has said so, where to look."""
    latest = claim.history[-1] if claim.history else None
    if latest and latest.rating is was:
        return reason_in_english(latest.reason, language, catalog)
    return catalog.text(language, Key.PUSH_WHY_BELOW)


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
        end.append((Span(reason_in_english(claim.status_reason, language, catalog)),))
    return (
        Paragraph.of(Role.HEADING, catalog.text(language, Key.PUSH_WITHDRAWN), Style.BOLD),
        Paragraph(((Span(catalog.text(language, Key.PUSH_VERDICT_WAS)),), line), Role.BODY),
        Paragraph(tuple(end), Role.BODY),
    )


def _word(rating: Rating, language: str, catalog: Catalog) -> str:
    verdict = VERDICTS[rating]
    return f"{verdict.sign} {catalog.text(language, verdict.word)}"
