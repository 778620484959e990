"""Replies of the desk about decisions: a wording for a claim, and what is set aside."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.claims.model import Claim
from bot.moderation.closest import Closest, in_english
from bot.moderation.decisions import Added, Missed, Prospect
from bot.moderation.masking import Masker
from bot.moderation.queue import Cluster, State, people
from bot.moderation.senders import BLOCKED_DAYS
from bot.replies.claim_lines import shorten
from bot.replies.desk_actions import (
    AddOwnWording,
    AddWording,
    BlockSenders,
    ItIsClaim,
    ReopenCluster,
    ShowCluster,
    ShowHistory,
    UndoWording,
)
from bot.replies.desk_parts import problem_lines
from bot.replies.desk_refusals import why_not
from bot.replies.model import Button, Line, Paragraph, Reply, Role, Span, Style
from bot.replies.render_desk_staff import DESK_LANGUAGE

MOST_FOUND = 8
"""Claims that one message offers."""
_MOST_OTHERS = 5
_LABEL = 40
_LISTED = 140
_QUOTES = ("“", "”")

_WHY: Mapping[Missed, str] = MappingProxyType(
    {
        Missed.GONE: "Nothing is left of this: /queue shows what waits.",
        Missed.DECIDED: "This is closed already: it has an answer, or somebody has decided.",
        Missed.CHANGED: "By now most people send another wording. Please look at it again.",
        Missed.UNREADABLE: "I cannot read your wording in this message any more. Please send the "
        "command with it again.",
        Missed.NO_CLAIM: "Readers are not answered with a claim of this name at the moment.",
        Missed.PRIVATE: "This text may point to a private person, and wordings are public. "
        "Please write your own:",
        Missed.LONG: "This text is too long for a wording. Please write a short one of your own:",
        Missed.TOO_LATE: "This can be taken back for one day, and that is over.",
        Missed.NOT_A_WORDING: "This change is more than a new wording. A reviewer can /undo it.",
        Missed.NOT_DECIDED: "This was taken back already.",
    }
)
_OUTCOMES: Mapping[State, str] = MappingProxyType(
    {
        State.OUT_OF_SCOPE: "is out of scope. The same text does not come back to the queue.",
        State.SPAM: "is spam. The same text does not come back to the queue.",
    }
)

_TOLD: Mapping[State, str] = MappingProxyType(
    {
        State.OUT_OF_SCOPE: "Those who wait for an answer are told kindly in ten minutes. Until "
        "then nobody hears of it.",
        State.SPAM: "Nobody is told.",
    }
)


def why_missed(missed: Missed) -> str:
    """Return why nothing was decided, in a sentence."""
    return _WHY[missed]


def render_missed(missed: Missed, cluster: int = 0, claim_id: str = "") -> Reply:
    """Say why nothing was decided, and what to do instead."""
    if missed in {Missed.PRIVATE, Missed.LONG}:
        return _reply(_plain(_WHY[missed]), _example(cluster, claim_id))
    return _reply(_plain(_WHY[missed]))


def render_prospect(
    prospect: Prospect, claim: Claim, masker: Masker, *, is_own: bool = False
) -> Reply:
    """Show what a wording would do, and offer to add it; *is_own* where a moderator wrote it.

    The button of such a one reads it in this message (`own_words`).
    """
    wording = prospect.wording
    begin = (_title(f"№ {wording.cluster} is: {in_english(claim)}"), _quoted(wording.text))
    if prospect.refused:
        return _reply(
            *begin,
            _plain("This wording cannot be added as it stands.", Style.BOLD),
            *_trouble(prospect),
            _example(wording.cluster, wording.claim_id),
        )
    kind = AddOwnWording if is_own else AddWording
    action = kind(wording.cluster, wording.mark, wording.claim_id)
    return _reply(
        *begin,
        _verdict(claim),
        _plain("It finds this claim, and takes no message from another one."),
        _plain(f"Of the texts of № {wording.cluster} that are open, {_of(prospect)}."),
        *_others(prospect.others, masker),
        buttons=(
            Button(f"Add this wording ({wording.language})", action),
            Button("Back", ShowCluster(wording.cluster)),
        ),
    )


def _verdict(claim: Claim) -> Paragraph:
    """Return what readers get, and what to look at before they do."""
    told = (
        ". Those who wait are told within seconds. Does the message make this claim? One that "
        "denies it, or says less or more, is another one."
    )
    verdict = Span(claim.rating, Style.BOLD)
    return Paragraph(((Span("Readers get the verdict "), verdict, Span(told)),), Role.BODY)


def own_words(shown: str) -> str:
    """Return the wording in the text of a message that showed what it would do, empty where none.

    Callback data has no room for it.
    """
    begin, end = _QUOTES
    for line in shown.split("\n"):
        if len(line) > len(_QUOTES) and line.startswith(begin) and line.endswith(end):
            return line.removeprefix(begin).removesuffix(end)
    return ""


def render_added(added: Added) -> Reply:
    """Say that a wording was added, and offer to take it back."""
    wording, revision = added.wording, added.published.revision
    return _reply(
        _title(f"№ {wording.cluster}: a new wording"),
        _quoted(wording.text),
        Paragraph(
            ((Span("It is one of "), Span(wording.claim_id, Style.CODE), Span(" now.")),), Role.BODY
        ),
        _plain("Whoever sends it gets the verdict. Those who wait for it are told soon."),
        _plain(
            "You can take it back for one day. Who was told meanwhile then hears that it was the "
            "wrong answer, and waits again."
        ),
        buttons=(
            Button("Take it back", UndoWording(revision.number)),
            Button("History", ShowHistory(wording.claim_id), beside=True),
        ),
    )


def render_taken_back(claim_id: str) -> Reply:
    """Say that a wording is out of a claim again."""
    return _reply(
        Paragraph(
            ((Span("The wording is no longer one of "), Span(claim_id, Style.CODE), Span(".")),),
            Role.BODY,
        ),
        _plain("Who was told so hears that it was the wrong answer, and waits again."),
    )


def render_found(
    cluster: int, found: Sequence[Claim], closest: Sequence[Closest], words: str
) -> Reply:
    """Offer claims that a cluster may assert: those that *words* found, or the closest ones."""
    named = [(claim.id, in_english(claim)) for claim in found]
    named = (named or [(one.claim_id, one.sentence) for one in closest])[:MOST_FOUND]
    title = f"Which claim is № {cluster}?"
    if words and not found:
        title = f"No claim has these words. Which claim is № {cluster}?"
    lines: list[Line] = [
        (Span(f"{place}. {shorten(sentence, _LISTED)} ("), Span(id_, Style.CODE), Span(")"))
        for place, (id_, sentence) in enumerate(named, start=1)
    ]
    return _reply(
        _title(title),
        *((Paragraph(tuple(lines), Role.BODY),) if lines else ()),
        Paragraph.of(Role.HINT, f"To look for others: /same {cluster} nuclear weapons"),
        buttons=tuple(
            Button(f"{place}. {shorten(sentence, _LABEL)}", ItIsClaim(cluster, id_))
            for place, (id_, sentence) in enumerate(named, start=1)
        ),
    )


def render_set_aside(cluster: Cluster, state: State, now: float) -> Reply:
    """Say what was decided, and offer to take it back; senders of spam can be blocked."""
    at, senders = int(now), people(cluster.count)
    block = BlockSenders(cluster.number, at)
    return _reply(
        _plain(f"№ {cluster.number} ({people(cluster.count)}) {_OUTCOMES[state]}"),
        _plain(_TOLD[state]),
        _plain("You can take this back for one day."),
        buttons=(
            *(
                (Button(f"Block {senders} for {BLOCKED_DAYS} days", block),)
                if state is State.SPAM
                else ()
            ),
            Button("Undo", ReopenCluster(cluster.number, at)),
        ),
    )


def render_blocked_senders(cluster: int, at: int, blocked: int) -> Reply:
    """Say how many senders of spam are blocked, and offer to take all of it back."""
    return _reply(
        _plain(f"№ {cluster} is spam. Newly blocked for {BLOCKED_DAYS} days: {people(blocked)}."),
        _plain("They are told when they write the next time. Nobody of the staff is blocked."),
        _plain("Undo ends these blocks, and puts the message back into the queue."),
        buttons=(Button("Undo", ReopenCluster(cluster, at)),),
    )


def render_reopened(cluster: Cluster) -> Reply:
    """Say that a cluster is open again."""
    return _reply(
        _plain(f"№ {cluster.number} is in the queue again."),
        buttons=(Button("Show it", ShowCluster(cluster.number)),),
    )


def render_same_usage() -> Reply:
    """Say how /same goes."""
    return _reply(
        _plain("/same says that a message in the queue is a claim that we have:"),
        Paragraph(
            (
                (Span("/same 12 nuclear weapons", Style.CODE), Span(" looks for claims")),
                (Span("/same 12 nato-encircles-russia", Style.CODE), Span(" shows what happens")),
                (
                    Span("/same 12 nato-encircles-russia NATO has us surrounded", Style.CODE),
                    Span(" shows it for your own wording"),
                ),
            ),
            Role.BODY,
        ),
    )


def _trouble(prospect: Prospect) -> tuple[Paragraph, ...]:
    if prospect.refused is None:
        return ()
    if prospect.refused.problems:
        return problem_lines(prospect.refused.problems)
    return (_plain(why_not(prospect.refused)),)


def _of(prospect: Prospect) -> str:
    if prospect.tried == 1:
        return "the only one gets the verdict" if prospect.own else "none gets the verdict"
    return f"{prospect.own} of {prospect.tried} get the verdict"


def _others(others: Sequence[Cluster], masker: Masker) -> tuple[Paragraph, ...]:
    if not others:
        return (_plain("No other message in the queue would be answered with it."),)
    lines: list[Line] = [
        (Span("These would be answered as well. Is that right for all of them?", Style.BOLD),)
    ]
    lines += [
        (
            Span(f"№ {one.number} · {people(one.count)}: "),
            Span(shorten(" ".join(masker.mask(one.sample).split()), _LISTED), Style.ITALIC),
        )
        for one in others[:_MOST_OTHERS]
    ]
    if len(others) > _MOST_OTHERS:
        lines.append((Span(f"And {len(others) - _MOST_OTHERS} more."),))
    return (Paragraph(tuple(lines), Role.BODY),)


def _example(cluster: int, claim_id: str) -> Paragraph:
    return Paragraph(((Span(f"/same {cluster} {claim_id} YOUR WORDING", Style.CODE),),), Role.HINT)


def _quoted(text: str) -> Paragraph:
    begin, end = _QUOTES
    return Paragraph.of(Role.BODY, f"{begin}{text}{end}", Style.ITALIC)


def _title(text: str) -> Paragraph:
    return Paragraph.of(Role.HEADING, text, Style.BOLD)


def _plain(text: str, style: Style = Style.PLAIN) -> Paragraph:
    return Paragraph.of(Role.BODY, text, style)


def _reply(*paragraphs: Paragraph, buttons: tuple[Button, ...] = ()) -> Reply:
    return Reply(DESK_LANGUAGE, paragraphs, buttons)
