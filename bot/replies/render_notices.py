"""Replies that carry no claim: greeting, help, and what we could not read or do."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from types import MappingProxyType

from bot.claims.model import Claim
from bot.replies.actions import ShowExample
from bot.replies.catalog import Catalog
from bot.replies.claim_lines import question_about
from bot.replies.keys import Counted, Key
from bot.replies.model import Button, Line, Paragraph, Reply, Role, Span, Style, Unsupported
from bot.replies.verdicts import VERDICTS, Verdict

_UNSUPPORTED: Mapping[Unsupported, Key] = MappingProxyType(
    {
        Unsupported.VOICE: Key.UNSUPPORTED_VOICE,
        Unsupported.VIDEO: Key.UNSUPPORTED_VIDEO,
        Unsupported.VIDEO_NOTE: Key.UNSUPPORTED_VIDEO_NOTE,
        Unsupported.STICKER: Key.UNSUPPORTED_STICKER,
        Unsupported.PHOTO: Key.UNSUPPORTED_PHOTO,
        Unsupported.DOCUMENT: Key.UNSUPPORTED_DOCUMENT,
        Unsupported.OTHER: Key.UNSUPPORTED_OTHER,
    }
)


_EXAMPLES: Mapping[str, Key] = MappingProxyType(
    {
        "nato-at-war-with-russia": Key.EXAMPLE_WAR,
        "promised-not-to-enlarge": Key.EXAMPLE_PROMISE,
        "nato-encircles-russia": Key.EXAMPLE_ENCIRCLED,
    }
)
"""What many ask, in words of ours that take no side; by the claim that answers it."""
_MOST_EXAMPLES = 3


def render_help_short(language: str, catalog: Catalog) -> Reply:
    """Answer small talk and messages too short to check: what to send, with two examples."""
    language = catalog.resolve(language)
    examples = tuple(
        (Span(catalog.text(language, Key.EXAMPLE, question=catalog.text(language, key))),)
        for key in (Key.EXAMPLE_WAR, Key.EXAMPLE_PROMISE)
    )
    return Reply(
        language,
        (
            Paragraph.of(Role.BODY, catalog.text(language, Key.SMALL_TALK)),
            Paragraph(examples, Role.HINT),
        ),
    )


def render_start(language: str, catalog: Catalog, published: Mapping[str, Claim]) -> Reply:
    """Greet: what the bot does, how to ask, and where its knowledge ends.

    Some questions are a tap away, about claims of the *published* ones, by id.
    """
    greeting = _reply(
        language,
        catalog,
        (Role.HEADING, Key.START_HELLO),
        (Role.BODY, Key.START_HOW),
        (Role.BODY, Key.START_LIMITS),
        (Role.HINT, Key.START_MORE),
    )
    questions = islice(_questions(published, greeting.language, catalog), _MOST_EXAMPLES)
    buttons = tuple(Button(text, ShowExample(claim_id)) for text, claim_id in questions)
    if not buttons:
        return greeting
    offer = Paragraph.of(Role.HINT, catalog.text(greeting.language, Key.START_EXAMPLES))
    return replace(greeting, paragraphs=(*greeting.paragraphs, offer), buttons=buttons)


def render_help(language: str, catalog: Catalog, *, reads_pictures: bool = False) -> Reply:
    """Say what the bot reads, what the verdicts mean, and what it does not do."""
    language = catalog.resolve(language)
    reads = Key.HELP_READS_PICTURES if reads_pictures else Key.HELP_READS
    cannot = Key.HELP_CANNOT_BUT_PICTURES if reads_pictures else Key.HELP_CANNOT

    def text(key: Key) -> Line:
        return (Span(catalog.text(language, key)),)

    def title(key: Key) -> Line:
        return (Span(catalog.text(language, key), Style.BOLD),)

    verdicts = (_meaning(verdict, language, catalog) for verdict in VERDICTS.values())
    return Reply(
        language,
        (
            Paragraph((title(Key.HELP_TITLE), text(Key.START_HOW)), Role.BODY),
            Paragraph((text(reads), text(cannot)), Role.BODY),
            Paragraph((title(Key.HELP_VERDICTS), *verdicts), Role.BODY),
            Paragraph(
                (text(Key.HELP_BROWSE), text(Key.HELP_LIMITS), text(Key.HELP_PRIVACY)), Role.BODY
            ),
        ),
    )


def render_unsupported(kind: Unsupported, language: str, catalog: Catalog) -> Reply:
    """Say that we cannot read this kind of message, and what to send instead."""
    return _reply(language, catalog, (Role.BODY, _UNSUPPORTED[kind]))


def render_empty(language: str, catalog: Catalog) -> Reply:
    """Say that there was nothing to read."""
    return _reply(language, catalog, (Role.BODY, Key.EMPTY))


def render_error(language: str, catalog: Catalog) -> Reply:
    """Say that we failed, and that it is worth trying again."""
    return _reply(language, catalog, (Role.BODY, Key.ERROR))


def render_limited(pause_s: float, language: str, catalog: Catalog) -> Reply:
    """Say that this was too much at once, and when there will be answers again."""
    language = catalog.resolve(language)
    text = catalog.counted(language, Counted.LIMITED, math.ceil(pause_s))
    return Reply(language, (Paragraph.of(Role.BODY, text),))


def render_gone(language: str, catalog: Catalog) -> Reply:
    """Answer an old button whose claim is withdrawn or no longer there."""
    return _reply(language, catalog, (Role.BODY, Key.GONE))


def render_too_long(language: str, catalog: Catalog) -> Reply:
    """Say that the message is longer than we read, and to send the part that matters."""
    return _reply(language, catalog, (Role.BODY, Key.TOO_LONG))


def _questions(
    published: Mapping[str, Claim], language: str, catalog: Catalog
) -> Iterator[tuple[str, str]]:
    """Yield questions and the claims that they are about, those that we would ask first."""
    for claim_id, key in _EXAMPLES.items():
        if claim_id in published:
            yield catalog.text(language, key), claim_id
    for claim in published.values():  # a base that lacks them has its own
        if claim.id not in _EXAMPLES and (question := question_about(claim, language)):
            yield question, claim.id


def _meaning(verdict: Verdict, language: str, catalog: Catalog) -> Line:
    return (
        Span(f"{verdict.sign} "),
        *catalog.line(
            language,
            Key.VERDICT_AND_MEANING,
            verdict=Span(catalog.text(language, verdict.word), Style.BOLD),
            meaning=Span(catalog.text(language, verdict.meaning)),
        ),
    )


def _reply(language: str, catalog: Catalog, *sentences: tuple[Role, Key]) -> Reply:
    language = catalog.resolve(language)
    return Reply(
        language,
        tuple(Paragraph.of(role, catalog.text(language, key)) for role, key in sentences),
    )
