"""What is posted into chats where the bot is no member: short cards, and single lines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.claims.model import Claim
from bot.claims.sentences import split_sentences
from bot.replies.catalog import Catalog
from bot.replies.claim_lines import sentence_of, text_in
from bot.replies.keys import Key
from bot.replies.links import claim_link
from bot.replies.model import Button, Paragraph, Reply, Role, Span
from bot.replies.render import render_card, render_several
from bot.replies.verdicts import VERDICTS

_WHY_SENTENCES = 2
_SOURCES = 3
"""Others did not ask for it: enough to believe or to doubt it, and the button leads to the rest."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A claim to choose from a list, and what is posted when it is chosen."""

    claim_id: str
    verdict: str
    claim: str
    card: Reply


def render_offer(
    claim: Claim, language: str, catalog: Catalog, home: str, parties: Collection[str] = ()
) -> Offer:
    """Offer a claim; *home* is the address of our private chat."""
    verdict = VERDICTS[claim.rating]
    return Offer(
        claim.id,
        f"{verdict.sign} {catalog.text(language, verdict.word)}",
        sentence_of(claim, catalog.resolve(language)),
        render_posted(claim, language, catalog, home, parties),
    )


def render_posted(
    claim: Claim, language: str, catalog: Catalog, home: str, parties: Collection[str] = ()
) -> Reply:
    """Return the card in short, with a button that opens the whole in our private chat.

    Presses of other buttons would name no chat that we could answer in. *parties* as in
    render_card. Raises ValueError where the claim is not published.
    """
    card = render_card(claim, language, catalog, parties=parties)
    spoken, explanation = text_in(claim.explanation, card.language)
    why = " ".join(split_sentences(explanation, spoken)[:_WHY_SENTENCES])
    return replace(
        card,
        paragraphs=tuple(_shortened(paragraph, why) for paragraph in card.paragraphs),
        buttons=(_open(claim.id, catalog.text(card.language, Key.BUTTON_OPEN), home),),
    )


def render_posted_several(
    claims: Sequence[Claim], language: str, catalog: Catalog, home: str
) -> Reply:
    """Return a line for each claim, and a button that opens it in our private chat."""
    reply = render_several(claims, language, catalog)
    labelled = zip(claims, reply.buttons, strict=True)
    return replace(
        reply, buttons=tuple(_open(claim.id, button.label, home) for claim, button in labelled)
    )


def render_posted_unsure(language: str, catalog: Catalog, home: str) -> Reply:
    """Say in one line that there is no verdict: others read it, too, and did not ask."""
    language = catalog.resolve(language)
    ask = Span(catalog.text(language, Key.GUEST_ASK), url=home)
    return _one_line(language, catalog, Key.GUEST_UNSURE, link=ask)


def render_posted_help(
    language: str, catalog: Catalog, home: str, command: str | None = None
) -> Reply:
    """Say in one line how to ask, to somebody who said little more than our name.

    *command* is what to write; without one it is our name.
    """
    language = catalog.resolve(language)
    name = Span(command or f"@{home.rpartition('/')[2]}")
    more = Span(catalog.text(language, Key.GUEST_MORE), url=home)
    return _one_line(language, catalog, Key.GUEST_HELP, name=name, link=more)


def _shortened(paragraph: Paragraph, why: str) -> Paragraph:
    match paragraph.role:
        case Role.WHY:
            return Paragraph.of(Role.WHY, why)
        case Role.SOURCES:
            return replace(paragraph, lines=paragraph.lines[: 1 + _SOURCES])
        case _:
            return paragraph


def _open(claim_id: str, label: str, home: str) -> Button:
    return Button(label, claim_link(home, claim_id))


def _one_line(language: str, catalog: Catalog, key: Key, **spans: Span) -> Reply:
    return Reply(language, (Paragraph((catalog.line(language, key, **spans),), Role.BODY),))
