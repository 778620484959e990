"""Replies of the desk about what was published, withdrawn, restored and undone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

from bot.moderation.diffs import difference
from bot.moderation.git import Commit
from bot.moderation.publishing import Published, Refused
from bot.moderation.revisions import Kind, Revision
from bot.replies.desk_actions import ShowHistory, ShowRevision, UndoRevision
from bot.replies.desk_parts import diff_lines, problem_lines
from bot.replies.desk_refusals import why_not
from bot.replies.model import Button, Line, Paragraph, Reply, Role, Span, Style
from bot.replies.render_desk_staff import DESK_LANGUAGE

_DONE: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PUBLISH: "Published",
        Kind.WITHDRAW: "Withdrawn",
        Kind.RESTORE: "Restored",
        Kind.UNDO: "Undone",
    }
)
_NOW: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PUBLISH: "Readers are answered with it from now on.",
        Kind.WITHDRAW: "Nobody is answered with it any more. Readers who follow it will hear of "
        "it, with the reason.",
        Kind.RESTORE: "Readers are answered with it again.",
        Kind.UNDO: "The claim is what it was before. Readers who were told something else will "
        "hear of it.",
    }
)
_USAGE: Mapping[str, str] = MappingProxyType(
    {
        "history": "/history ID shows what was done to a claim: /history nato-encircles-russia",
        "withdraw": "/withdraw ID REASON takes a claim back. Readers see the reason: "
        "/withdraw nato-encircles-russia The map in our source was wrong.",
        "restore": "/restore ID publishes a withdrawn claim again: /restore nato-encircles-russia",
        "undo": "/undo shows your last change, with a button to undo it. "
        "/undo NUMBER shows another one; /history has the numbers.",
    }
)
_WHERE_IDS_ARE = "The id of a claim is the name of its file, and stands at the end of its link."
_STOPS = frozenset({Kind.WITHDRAW, Kind.UNDO})
MOST_SHOWN = 15
"""Changes that one message lists."""


def render_done(published: Published) -> Reply:
    """Say what was done, show it, and offer to undo it.

    Not where it stops a mistake: a second tap in the same place would bring that back.
    """
    revision = published.revision
    undo = Button("Undo this", UndoRevision(revision.number))
    return _reply(
        _heading(f"{_DONE[revision.kind]}: ", revision.claim_id),
        _plain(_NOW[revision.kind]),
        *_reason(revision),
        *diff_lines(published.diff),
        *_git(revision),
        buttons=(
            *((undo,) if revision.kind not in _STOPS else ()),
            Button("History", ShowHistory(revision.claim_id), beside=revision.kind not in _STOPS),
        ),
    )


def render_refused(refused: Refused) -> Reply:
    """Say why nothing was changed, with the problems or what came between."""
    return _reply(
        _plain(why_not(refused), Style.BOLD),
        *problem_lines(refused.problems),
        *diff_lines(refused.diff),
    )


def render_history(
    claim_id: str, revisions: Sequence[Revision], commits: Iterable[Commit]
) -> Reply:
    """List what was done to a claim, the newest first, with a button for each change."""
    ours = {revision.commit for revision in revisions}
    entries: list[tuple[float, Line]] = [(one.at, _revision(one)) for one in revisions]
    entries += [(one.at, _commit(one)) for one in commits if one.id not in ours]
    newest = sorted(entries, key=lambda entry: -entry[0])[:MOST_SHOWN]
    if not newest:
        return _reply(
            _plain(f"I know of no change of a claim {claim_id}."),
            Paragraph.of(Role.HINT, _WHERE_IDS_ARE),
        )
    paragraphs = [
        _heading("History of ", claim_id),
        Paragraph(tuple(line for _, line in newest), Role.BODY),
    ]
    if len(entries) > len(newest):
        more = f"Older ones: python -m bot history {claim_id}"
        paragraphs.append(Paragraph.of(Role.HINT, more))
    buttons = tuple(
        Button(f"№ {one.number}", ShowRevision(one.number), beside=bool(place % 4))
        for place, one in enumerate(revisions[:8])
    )
    return _reply(*paragraphs, buttons=buttons)


def render_revision(revision: Revision) -> Reply:
    """Show one change, and offer to undo it."""
    difference_ = difference(revision.before, revision.after, f"{revision.claim_id}.yaml")
    return _reply(
        _heading(f"№ {revision.number}, {_DONE[revision.kind].casefold()}: ", revision.claim_id),
        _plain(f"{_time(revision.at)}, {revision.name or 'somebody who was forgotten'}"),
        *_reason(revision),
        *diff_lines(difference_),
        *_git(revision),
        buttons=(
            Button("Undo this", UndoRevision(revision.number)),
            Button("History", ShowHistory(revision.claim_id), beside=True),
        ),
    )


def render_no_revision() -> Reply:
    """Say that there is no such change."""
    return _reply(_plain("I know of no such change."), Paragraph.of(Role.HINT, _USAGE["undo"]))


def render_usage(command: str) -> Reply:
    """Say how a command goes."""
    return _reply(_plain(_USAGE[command]), Paragraph.of(Role.HINT, _WHERE_IDS_ARE))


def render_git_trouble(revisions: Sequence[Revision]) -> Reply:
    """Tell the desk that changes are published, and git did not take them."""
    lines = tuple(
        (Span(f"№ {one.number} "), Span(one.claim_id, Style.BOLD), Span(f": {one.note}"))
        for one in revisions[:MOST_SHOWN]
    )
    return _reply(
        _plain("Readers get these changes, but git did not take them:", Style.BOLD),
        Paragraph(lines, Role.BODY),
        _plain("I try again every minute. Whoever runs the bot should look at it."),
    )


def _revision(revision: Revision) -> Line:
    who = revision.name or "somebody who was forgotten"
    line = [
        Span(f"№ {revision.number} "),
        Span(f"{_time(revision.at)} "),
        Span(_DONE[revision.kind].casefold(), Style.BOLD),
        Span(f" by {who}"),
    ]
    if revision.reason:
        line.append(Span(f": {revision.reason}", Style.ITALIC))
    if revision.note:
        line.append(Span(f" (git: {revision.note})"))
    return tuple(line)


def _commit(commit: Commit) -> Line:
    said = Span(f": {commit.subject}", Style.ITALIC)
    return (
        Span(f"{_time(commit.at)} "),
        Span("in git", Style.BOLD),
        Span(f" by {commit.author}"),
        said,
    )


def _reason(revision: Revision) -> tuple[Paragraph, ...]:
    return (_plain(f"Reason: {revision.reason}", Style.ITALIC),) if revision.reason else ()


def _git(revision: Revision) -> tuple[Paragraph, ...]:
    if revision.note:
        return (Paragraph.of(Role.NOTE, f"Git did not take it yet: {revision.note}"),)
    if revision.commit:
        return (Paragraph.of(Role.NOTE, f"Commit {revision.commit[:10]}"),)
    return ()


def _heading(what: str, claim_id: str) -> Paragraph:
    return Paragraph(((Span(what, Style.BOLD), Span(claim_id, Style.CODE)),), Role.HEADING)


def _plain(text: str, style: Style = Style.PLAIN) -> Paragraph:
    return Paragraph.of(Role.BODY, text, style)


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")


def _reply(*paragraphs: Paragraph, buttons: tuple[Button, ...] = ()) -> Reply:
    return Reply(DESK_LANGUAGE, paragraphs, buttons)
