"""Replies of the desk about drafts: how they stand, what readers would get, what comes next."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

from bot.claims.model import LANGUAGES, Claim
from bot.moderation.drafts import Draft, State
from bot.moderation.looking import Look
from bot.moderation.roles import Moderator
from bot.replies.catalog import Catalog
from bot.replies.desk_actions import (
    ApproveDraft,
    AskReason,
    AskStep,
    AskWhatToMend,
    DropDraft,
    LeaveQuestion,
    ListDrafts,
    PreviewDraft,
    Question,
    SendDraftFile,
    ShowDraft,
    SubmitDraft,
    TurnPreview,
)
from bot.replies.desk_parts import diff_lines, problem_lines
from bot.replies.desk_refusals import why_not
from bot.replies.model import Button, Line, Paragraph, Reply, Role, Span, Style
from bot.replies.render import render_card
from bot.replies.render_desk_staff import DESK_LANGUAGE

MOST_LISTED = 20
_IN_A_ROW = 6
_STATES: Mapping[State, str] = MappingProxyType(
    {
        State.WRITING: "being written",
        State.SUBMITTED: "waits for a reviewer",
        State.SENT_BACK: "sent back",
        State.APPROVED: "being published",
        State.PUBLISHED: "published",
        State.DROPPED: "dropped",
    }
)
_USAGE: Mapping[str, str] = MappingProxyType(
    {
        "draft": "/draft begins a new claim, step by step. /draft ID begins an edit and sends you "
        "the file. /draft NUMBER shows a draft; /drafts has the numbers.",
        "export": "/export ID sends the file of a claim: /export nato-encircles-russia. "
        "/export NUMBER sends that of a draft.",
    }
)
_NOBODY = "somebody who was forgotten"


def render_draft(look: Look, *, news: str = "", reader: Moderator | None = None) -> Reply:
    """Show how a draft stands, below the *news* if there are any, and what can be done with it.

    Where others see it as well, *reader* is None: what one may not do, another may.
    """
    draft = look.draft
    told = [Paragraph.of(Role.BODY, news, Style.BOLD)] if news else []
    return _reply(
        *told,
        _heading(draft),
        _facts(look),
        *_faults(look),
        *_changes(look),
        buttons=_buttons(look, reader),
    )


def render_begun_before(look: Look, *, by_reader: bool, reader: Moderator | None) -> Reply:
    """Show the draft that a cluster has already, and whose it is."""
    draft = look.draft
    who = "You have" if by_reader else f"{draft.author.name or _NOBODY.capitalize()} has"
    go_on = "Go on with it here." if by_reader else "You can go on with it, or leave it to them."
    news = f"{who} begun this draft for № {draft.cluster} already. {go_on}"
    return render_draft(look, news=news, reader=reader)


def render_drafts(drafts: Sequence[Draft]) -> Reply:
    """List the drafts that are open, with a button for each."""
    if not drafts:
        return _reply(_plain("Nothing is being written."), _hint(_USAGE["draft"]))
    shown = drafts[:MOST_LISTED]
    paragraphs = [
        _title("Drafts"),
        Paragraph(tuple(map(_entry, shown)), Role.BODY),
    ]
    if more := len(drafts) - len(shown):
        paragraphs.append(_hint(f"And {more} older ones: python -m bot draft list"))
    buttons = tuple(
        Button(f"№ {draft.number}", ShowDraft(draft.number), beside=bool(place % 4))
        for place, draft in enumerate(shown)
    )
    return _reply(*paragraphs, buttons=buttons)


def render_preview(
    draft: Draft, claim: Claim, language: str, catalog: Catalog, parties: Collection[str]
) -> Reply:
    """Show the card as readers would get it, below a line that says so."""
    card = render_card(claim, language, catalog, parties=parties)
    line = f"Preview of draft № {draft.number} in {language}. Nobody else sees it."
    turns = tuple(
        Button(
            f"· {one} ·" if one == language else one,
            TurnPreview(draft.number, one),
            beside=bool(place % _IN_A_ROW),
        )
        for place, one in enumerate(LANGUAGES)
    )
    return Reply(
        DESK_LANGUAGE,
        (Paragraph.of(Role.NOTE, line, Style.ITALIC), *card.paragraphs),
        (*turns, Button("Back to the draft", ShowDraft(draft.number))),
        tone=card.tone,
    )


def render_no_preview(draft: Draft) -> Reply:
    """Say that there is too little for a card."""
    return _reply(
        _plain(
            "Too much is missing for a card: it takes a claim, a rating, an explanation and "
            "sources."
        ),
        buttons=(Button("Back to the draft", ShowDraft(draft.number)),),
    )


def render_slipped(why: str, draft: int | None = None) -> Reply:
    """Say why nothing became of a wish, and lead to the draft as it is now."""
    buttons = (Button("Show the draft", ShowDraft(draft)),) if draft else ()
    return _reply(_plain(why, Style.BOLD), buttons=buttons)


def render_question(draft: Draft, question: Question) -> Reply:
    """Ask for what a reviewer or a writer has to say."""
    if question is Question.COMMENT:
        asked = "What should be mended? Reply to this message; the writer reads it."
    else:
        asked = (
            "Why does the rating change? Reply to this message with one sentence in English; "
            "readers see it."
        )
    leave = LeaveQuestion(draft.number, draft.revision, question)
    return _reply(
        _heading(draft),
        _plain(asked),
        buttons=(Button("Not now", leave),),
    )


def render_sent_back(draft: Draft, by: str) -> Reply:
    """Tell the writer what is to be mended."""
    return _reply(
        _heading(draft),
        _plain(f"{by} has sent it back: {draft.comment}"),
        buttons=(
            Button("Show the draft", ShowDraft(draft.number)),
            Button("File", SendDraftFile(draft.number), beside=True),
        ),
    )


def render_approved(draft: Draft, by: str) -> Reply:
    """Tell the writer that readers get it."""
    return _reply(
        _heading(draft),
        _plain(f"{by} has approved it. Readers are answered with it from now on. Thank you."),
    )


def render_draft_usage(command: str) -> Reply:
    """Say how a command goes."""
    return _reply(_plain(_USAGE[command]))


def render_no_such(what: str) -> Reply:
    """Say that there is neither a claim nor a draft of that name."""
    return _reply(_plain(f"I know of no claim or draft {what}."), _hint(_USAGE["export"]))


def _facts(look: Look) -> Paragraph:
    draft = look.draft
    author, writer = draft.author.name or _NOBODY, draft.writer.name or _NOBODY
    who = f"Written by {author}" if author == writer else f"Begun by {author}, now {writer}'s"
    lines: list[Line] = [(Span(f"{_STATES[draft.state]}".capitalize(), Style.BOLD),), (Span(who),)]
    if draft.comment:
        lines.append((Span(f"To be mended: {draft.comment}", Style.ITALIC),))
    if not draft.state.is_open:
        return Paragraph(tuple(lines), Role.BODY)
    second = " A second person has to approve it." if look.wants_second else ""
    if look.is_first:
        lines.append((Span(f"It is new to readers.{second}"),))
    elif look.comes_back:
        rating = " with another rating" if look.changes_rating else ""
        lines.append((Span(f"It is withdrawn: publishing brings it back{rating}.{second}"),))
    elif look.changes_rating:
        lines.append((Span(f"The rating changes.{second}"),))
    if draft.reason and look.changes_rating:
        lines.append((Span(f"Readers will read why: {draft.reason}", Style.ITALIC),))
    elif look.needs_reason:
        lines.append((Span("Still missing: why the rating changes."),))
    return Paragraph(tuple(lines), Role.BODY)


def _faults(look: Look) -> tuple[Paragraph, ...]:
    if not look.draft.state.is_open:
        return ()
    if not look.draft.claim_id:
        return (_plain("It has no id yet."),)
    if look.problems:
        return problem_lines(look.problems)
    if look.refused:
        between = diff_lines(look.refused.diff)
        since = (_plain("What others have changed since:"),) if between else ()
        return (_plain(why_not(look.refused), Style.BOLD), *since, *between)
    if look.draft.state in {State.WRITING, State.SENT_BACK}:
        return (_plain("No problems so far. When you submit it, I ask the matching as well."),)
    return ()


def _changes(look: Look) -> tuple[Paragraph, ...]:
    lines = diff_lines(look.diff)
    if not lines or look.draft.state is State.PUBLISHED:
        return ()
    return (_plain("What it changes:"), *lines)


def _buttons(look: Look, reader: Moderator | None) -> tuple[Button, ...]:
    draft = look.draft
    if not draft.state.is_open:
        return (Button("All drafts", ListDrafts()),)
    seen = draft.number, draft.revision
    shows = (
        Button("Preview", PreviewDraft(draft.number)),
        Button("File", SendDraftFile(draft.number), beside=True),
    )
    reason = (Button("Why the rating changes", AskReason(*seen)),) if look.changes_rating else ()
    drop = Button("Drop it", DropDraft(*seen), beside=True)
    again = " again" if draft.state is State.APPROVED else ""
    approve: tuple[Button, ...] = ()
    if not (reader and look.needs_another_than(reader)):
        approve = (Button(f"Approve{again}", ApproveDraft(*seen)),)
    match draft.state:
        case State.SUBMITTED:
            back = Button("Send back", AskWhatToMend(*seen), beside=bool(approve))
            return (*shows, *approve, back, drop)
        case State.APPROVED:
            return (*shows, *approve)
        case _:
            going_on: tuple[Button, ...] = ()
            if draft.step:
                going_on = (Button("Go on, step by step", AskStep(*seen)),)
            return (*going_on, *shows, *reason, Button("Submit", SubmitDraft(*seen)), drop)


def _entry(draft: Draft) -> Line:
    when = datetime.fromtimestamp(draft.changed_at, UTC).strftime("%Y-%m-%d")
    return (
        Span(f"№ {draft.number} "),
        Span(draft.claim_id or "no id yet", Style.CODE),
        Span(f" {_STATES[draft.state]}, {draft.writer.name or _NOBODY}, {when}"),
    )


def _heading(draft: Draft) -> Paragraph:
    what = Span(f"Draft № {draft.number}: ", Style.BOLD)
    return Paragraph(((what, Span(draft.claim_id or "no id yet", Style.CODE)),), Role.HEADING)


def _title(text: str) -> Paragraph:
    return Paragraph.of(Role.HEADING, text, Style.BOLD)


def _plain(text: str, style: Style = Style.PLAIN) -> Paragraph:
    return Paragraph.of(Role.BODY, text, style)


def _hint(text: str) -> Paragraph:
    return Paragraph.of(Role.HINT, text)


def _reply(*paragraphs: Paragraph, buttons: tuple[Button, ...] = ()) -> Reply:
    return Reply(DESK_LANGUAGE, paragraphs, buttons)
