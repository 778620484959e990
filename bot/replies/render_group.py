"""What is said in groups: two lines and what leads to the rest, or a single line.

Others read it, too, and did not ask: nothing in it is about who wrote the message.
"""

from collections.abc import Sequence

from bot.claims.model import Claim
from bot.claims.sentences import split_sentences
from bot.opinions import Opinion
from bot.replies.actions import Rate
from bot.replies.catalog import Catalog
from bot.replies.claim_lines import (
    require_published,
    sentence_of,
    shorten,
    text_in,
    verdict_line,
)
from bot.replies.fitting import visible_length
from bot.replies.group_actions import AdminMenu, DeleteAnswer, MuteClaim, UnmuteClaim
from bot.replies.keys import Key
from bot.replies.links import claim_link
from bot.replies.model import Button, Line, Paragraph, Reply, Role, Span, one_line
from bot.replies.render_inline import render_posted_help

MOST_CLAIMS = 3
"""More would be a wall of text; the private chat tells of all."""
MOST_UNITS = 350
"""UTF-16 units of both lines; the second is cut to fit."""
_LEAST_UNITS = 100
"""Of the second line, however long the first is."""
_BREAKS = ("; ", ": ", " – ", " — ")
"""Where a long sentence is cut best: what stands before says something by itself."""
_CHECK = "/check"
_GEAR = "⚙️"


def render_group_answer(
    claims: Sequence[Claim], language: str, catalog: Catalog, home: str, text_key: str = ""
) -> Reply:
    """Return two lines for each of *claims*: the verdict, and the first sentence of why.

    *home* is the address of our private chat, *text_key* names the text that is answered. A reason
    that is not written in *language* yet is said to be in English. Raises ValueError where a claim
    is not published.
    """
    claims = claims[:MOST_CLAIMS]
    for claim in claims:
        require_published(claim)
    language = catalog.resolve(language)
    paragraphs, buttons = _verdicts(claims, language, catalog, home, text_key)
    return Reply(
        language,
        paragraphs,
        buttons,
        tone=claims[0].rating if len(claims) == 1 else None,
        claims=tuple(claim.id for claim in claims),
    )


def render_group_about(
    claim: Claim, language: str, catalog: Catalog, home: str, text_key: str = ""
) -> Reply:
    """Answer with the claim that a message denies or reports, without a verdict on the message."""
    language = catalog.resolve(language)
    require_published(claim)
    paragraphs, buttons = _verdicts((claim,), language, catalog, home, text_key)
    heading = Paragraph.of(Role.HEADING, catalog.text(language, Key.GROUP_ABOUT))
    return Reply(language, (heading, *paragraphs), buttons, claims=(claim.id,))


def render_group_choice(
    claims: Sequence[Claim], language: str, catalog: Catalog, home: str
) -> Reply:
    """Ask in one line which claim is meant; each button opens one in our private chat."""
    language, claims = catalog.resolve(language), claims[:MOST_CLAIMS]
    for claim in claims:
        require_published(claim)
    question = Key.IS_IT_THIS if len(claims) == 1 else Key.WHICH_OF_THESE
    return Reply(
        language,
        (Paragraph.of(Role.HEADING, catalog.text(language, question)),),
        tuple(
            Button(shorten(sentence_of(claim, language)), claim_link(home, claim.id))
            for claim in claims
        ),
    )


def render_group_unsure(language: str, catalog: Catalog, home: str) -> Reply:
    """Say in one line that there is no verdict; the button leads to our private chat."""
    return _one_line(
        language, catalog, Key.GROUP_UNSURE, Button(catalog.text(language, Key.GUEST_ASK), home)
    )


def render_group_sources(
    claims: Sequence[Claim], language: str, catalog: Catalog, home: str
) -> Reply:
    """Lead whoever asks on to the cards of claims that were told just now, without repeating it."""
    language, claims = catalog.resolve(language), claims[:MOST_CLAIMS]
    for claim in claims:
        require_published(claim)
    labels = [shorten(sentence_of(claim, language)) for claim in claims]
    if len(claims) == 1:
        labels = [catalog.text(language, Key.BUTTON_WHY)]
    links = (claim_link(home, claim.id) for claim in claims)
    buttons = (Button(label, link) for label, link in zip(labels, links, strict=True))
    return _one_line(language, catalog, Key.GROUP_SOURCES, *buttons)


def render_group_too_long(language: str, catalog: Catalog) -> Reply:
    """Say in one line that only a part of a long text can be checked."""
    return _one_line(language, catalog, Key.TOO_LONG)


def render_group_help(language: str, catalog: Catalog, home: str) -> Reply:
    """Say in one line how to ask, where there was nothing to check."""
    return render_posted_help(language, catalog, home, command=_CHECK)


def render_admin_menu(
    claim_id: str, language: str, catalog: Catalog, *, muted: bool = False
) -> Reply:
    """Return the buttons of admins for an answer that speaks of a claim; they say all.

    *muted* tells that the claim is not spoken of unasked.
    """
    language = catalog.resolve(language)
    return Reply(
        language,
        (),
        (
            Button(catalog.text(language, Key.BUTTON_DELETE), DeleteAnswer()),
            Button(catalog.text(language, Key.BUTTON_UNMUTE), UnmuteClaim(claim_id))
            if muted
            else Button(catalog.text(language, Key.BUTTON_MUTE), MuteClaim(claim_id)),
        ),
    )


def render_muted(language: str, catalog: Catalog) -> Reply:
    """Tell an admin that a claim is not spoken of unasked any more, and how to undo it."""
    return _one_line(language, catalog, Key.GROUP_MUTED)


def render_opted_out(language: str, catalog: Catalog) -> Reply:
    """Promise to leave somebody's messages alone."""
    return _one_line(language, catalog, Key.GROUP_OPTED_OUT)


def render_opted_in(language: str, catalog: Catalog) -> Reply:
    """Take that back."""
    return _one_line(language, catalog, Key.GROUP_OPTED_IN)


def render_no_person(language: str, catalog: Catalog) -> Reply:
    """Say to who writes as a group or a channel that only people can opt out."""
    return _one_line(language, catalog, Key.GROUP_NO_PERSON)


def _verdicts(
    claims: Sequence[Claim], language: str, catalog: Catalog, home: str, text_key: str
) -> tuple[tuple[Paragraph, ...], tuple[Button, ...]]:
    why = catalog.text(language, Key.BUTTON_WHY)
    if len(claims) == 1:
        (claim,) = claims
        return (_two_lines(claim, language, catalog),), (
            Button(why, claim_link(home, claim.id)),
            Button("👍", Rate(Opinion.HELPFUL, claim.id, text_key)),
            Button("👎", Rate(Opinion.NOT_HELPFUL, claim.id, text_key), beside=True),
            Button(_GEAR, AdminMenu(claim.id), beside=True),
        )
    numbered = list(enumerate(claims, start=1))
    return (
        tuple(_two_lines(claim, language, catalog, f"{number}. ") for number, claim in numbered),
        (
            *(Button(f"{number}. {why}", claim_link(home, claim.id)) for number, claim in numbered),
            *(
                Button(f"{_GEAR} {number}", AdminMenu(claim.id), beside=number > 1)
                for number, claim in numbered
            ),
        ),
    )


def _two_lines(claim: Claim, language: str, catalog: Catalog, number: str = "") -> Paragraph:
    verdict: Line = verdict_line(claim, language, catalog)
    if number:
        verdict = (Span(number), *verdict)
    room = MOST_UNITS - _units(verdict) - len("\n")
    why = _why(claim, language, catalog, max(_LEAST_UNITS, room))
    return Paragraph((verdict, (Span(why),)), Role.BODY)


def _why(claim: Claim, language: str, catalog: Catalog, length: int) -> str:
    """Return the first sentence of the explanation in about *length* characters."""
    spoken, explanation = text_in(claim.explanation, language)
    sentence = one_line(split_sentences(explanation, spoken)[0])
    if spoken == language:
        return _cut(sentence, length)
    note = catalog.text(language, Key.PUSH_WHY_IN_ENGLISH, reason="")
    return catalog.text(
        language, Key.PUSH_WHY_IN_ENGLISH, reason=_cut(sentence, length - len(note))
    )


def _cut(sentence: str, length: int) -> str:
    """Return *sentence* in at most *length* characters, cut where a part of it ends."""
    if len(sentence) <= length:
        return sentence
    end = max(sentence.rfind(mark, _LEAST_UNITS // 2, length) for mark in _BREAKS)
    return f"{sentence[:end].rstrip()}…" if end > 0 else shorten(sentence, length)


def _units(line: Line) -> int:
    return visible_length(Reply("", (Paragraph((line,), Role.BODY),)))


def _one_line(language: str, catalog: Catalog, key: Key, *buttons: Button) -> Reply:
    language = catalog.resolve(language)
    return Reply(language, (Paragraph.of(Role.BODY, catalog.text(language, key)),), buttons)
