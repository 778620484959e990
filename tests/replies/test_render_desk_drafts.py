"""What moderators read about drafts, whole; read it aloud after a change."""

from dataclasses import replace
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.claims.problem import Problem
from bot.moderation.changing import Why
from bot.moderation.draft_outcomes import Slip
from bot.moderation.drafts import Draft, State
from bot.moderation.guiding import Flaw, Step, beginning
from bot.moderation.looking import Look
from bot.moderation.publishing import Refused
from bot.moderation.roles import Member, Moderator, Role
from bot.replies.desk_actions import Question
from bot.replies.desk_slips import why_own_work, why_slipped
from bot.replies.html import to_html
from bot.replies.model import Reply
from bot.replies.render_desk_drafts import (
    render_approved,
    render_draft,
    render_draft_usage,
    render_drafts,
    render_no_preview,
    render_no_such,
    render_question,
    render_sent_back,
)
from bot.replies.render_desk_files import render_how_to_send_back, render_overtaken
from bot.replies.render_desk_steps import render_step
from tests.claims.folders import SOUND

OLA, RUTA = Moderator(501, "Ola <N.>"), Moderator(43, "Rūta")
DRAFT = Draft(12, "example-claim", SOUND, "", OLA, OLA, revision=3, changed_at=1_760_000_000.0)
RATED = SOUND.replace("rating: false", "rating: misleading")
PROBLEM = Problem(
    Path("claims/example-claim.yaml"), 3, 9, "KB103", "rating: `flase` is none", "did you mean?"
)


def look(draft: Draft, refused: Refused | None = None, *, first: bool = False) -> Look:
    changes = not first and draft.text != SOUND
    before = None if first else SOUND
    needs = changes and not draft.reason
    return Look(draft, before, draft.text, None, refused, first, changes, needs)


def shown(reply: Reply) -> str:
    buttons = " | ".join(button.label for button in reply.buttons)
    return f"{to_html(reply)}\n[{buttons}]"


@pytest.mark.parametrize("state", State)
def test_how_a_draft_stands(state: State, snapshot: SnapshotAssertion) -> None:
    draft = replace(DRAFT, text=RATED, state=state, reason="A record was opened.", writer=RUTA)
    if state is State.SENT_BACK:
        draft = replace(draft, comment="Since when?")
    assert shown(render_draft(look(draft))) == snapshot


@pytest.mark.parametrize(
    ("reader", "options", "is_shown"),
    [
        (OLA, {}, False),
        (RUTA, {}, True),
        (None, {}, True),
        (OLA, {"wants_second": False}, True),
        (OLA, {"is_first": False}, True),
    ],
    ids=["the author", "somebody else", "at the desk", "a team of one", "no change of verdict"],
)
@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED])
def test_the_author_alone_is_not_shown_a_button_that_is_refused(
    *, reader: Moderator | None, options: dict[str, bool], is_shown: bool, state: State
) -> None:
    seen = replace(look(replace(DRAFT, state=state), first=True), **options)  # type: ignore[arg-type]

    labels = [one.label for one in render_draft(seen, reader=reader).buttons]

    assert any(label.startswith("Approve") for label in labels) is is_shown


def test_who_else_can_approve_is_named_as_far_as_a_notice_has_room() -> None:
    vera, nameless = Member(1, "Vera", Role.REVIEWER), Member(2, "", Role.OWNER)
    long = [Member(number, f"{number}" * 60, Role.REVIEWER) for number in range(3, 9)]
    begin = "You wrote this, or a part of it, so a second person has to approve it"

    assert why_own_work([vera, nameless]) == f"{begin}. Please ask Vera."
    assert why_own_work([vera, *long]) == f"{begin}. Please ask Vera or {'3' * 60}."
    assert why_own_work([nameless]) == why_slipped(Slip.OWN_WORK)
    assert why_own_work([]).startswith(f"{begin}, and there is no other reviewer yet")
    assert all(len(why_own_work(some)) <= 200 for some in ([], [vera, *long], [nameless]))


def test_what_stands_in_the_way(snapshot: SnapshotAssertion) -> None:
    rated = replace(DRAFT, text=RATED)
    changed = Refused(
        Why.CHANGED, diff="--- a\n+++ b\n@@ -1 +1 @@\n-rating: false\n+rating: true\n"
    )
    replies = [
        render_draft(look(rated), news="I have your file."),
        render_draft(look(replace(DRAFT, claim_id=""), first=True)),
        render_draft(look(DRAFT, Refused(Why.PROBLEMS, (PROBLEM,) * 14))),
        render_draft(look(rated, changed)),
    ]
    assert [shown(reply) for reply in replies] == snapshot


def test_lists_questions_and_news(snapshot: SnapshotAssertion) -> None:
    drafts = [replace(DRAFT, number=number) for number in range(30, 0, -1)]
    forgotten = replace(DRAFT, claim_id="", writer=Moderator(None, ""))
    replies = [
        render_drafts([]),
        render_drafts([forgotten]),
        render_drafts(drafts),
        *(render_question(DRAFT, one) for one in (Question.COMMENT, Question.REASON)),
        render_sent_back(replace(DRAFT, comment="Since when?"), "Rūta"),
        render_approved(DRAFT, "Rūta"),
        render_no_preview(DRAFT),
        render_no_such("gone"),
        render_how_to_send_back("example-claim", None),
        render_how_to_send_back("example-claim", 12),
        *(render_draft_usage(command) for command in ("draft", "export")),
    ]
    assert [shown(reply) for reply in replies] == snapshot


def test_who_has_changed_a_draft_since_its_file_was_made(snapshot: SnapshotAssertion) -> None:
    forgotten = replace(DRAFT, writer=Moderator(None, ""))
    replies = [
        render_overtaken(replace(DRAFT, writer=RUTA), by_reader=False),
        render_overtaken(forgotten, by_reader=False),
        render_overtaken(DRAFT, by_reader=True),
    ]
    assert [shown(reply) for reply in replies] == snapshot


@pytest.mark.parametrize("step", Step)
def test_what_is_asked_step_by_step(step: Step, snapshot: SnapshotAssertion) -> None:
    text = "claim:\n  en: NATO stores biscuits.\n" + beginning({}, "2026-11-22")
    draft = replace(DRAFT, claim_id="", text=text, step=step)
    assert shown(render_step(draft, publishers=("NATO", "The Lighthouse Post"))) == snapshot


@pytest.mark.parametrize("flaw", Flaw)
def test_each_flaw_is_told_above_the_question(flaw: Flaw) -> None:
    draft = replace(DRAFT, text=beginning({}, "2026-11-22"), step=Step.ADDRESS)
    plain, told = (to_html(render_step(draft, flaw=one)) for one in (None, flaw))
    assert len(told) > len(plain)


@pytest.mark.parametrize("slip", Slip)
def test_each_slip_has_a_sentence(slip: Slip) -> None:
    assert why_slipped(slip)
