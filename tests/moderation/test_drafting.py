"""Drafts: written, submitted, sent back, approved; two never overwrite each other."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.claims.edit import values_of
from bot.moderation.changing import Why
from bot.moderation.draft_outcomes import Live, Slip, Submitted
from bot.moderation.drafting import ALONE, Drafting
from bot.moderation.drafts import Draft, State
from bot.moderation.exchange import Origin, come_back, sent_out
from bot.moderation.publishing import Refused, base_of
from bot.moderation.roles import COMMAND_LINE, Moderator, Role
from tests.claims.folders import SOUND, with_fields
from tests.moderation.claims import ID, NOON, OLA, PETRA, file_of, make_folder, make_publisher
from tests.support.drafts import MemoryDrafts
from tests.support.revisions import MemoryRevisions

NEW_ID = "moon-claim"
NEW = with_fields(f"id: {NEW_ID}\nstatus: draft\nstatus_reason: Not ready.\n")
TRUER = with_fields("rating: unproven\n")
WORDIER = with_fields("phrasings: {en: [Does NATO do things?, NATO does things]}\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "knowledge")


@pytest.fixture
def drafts() -> MemoryDrafts:
    return MemoryDrafts()


def make_drafting(folder: Path, drafts: MemoryDrafts, **options: Any) -> Drafting:
    publisher = make_publisher(folder, options.pop("revisions", None))
    return Drafting(folder, drafts, publisher, now=lambda: NOON, **options)


@pytest.fixture
def drafting(folder: Path, drafts: MemoryDrafts) -> Drafting:
    return make_drafting(folder, drafts)


async def taken(drafting: Drafting, text: str, by: Moderator = OLA) -> Draft:
    draft = await drafting.take(text, "some-file", by)
    assert isinstance(draft, Draft), draft
    return draft


async def submitted(drafting: Drafting, text: str, by: Moderator = OLA) -> Draft:
    draft = await taken(drafting, text, by)
    outcome = await drafting.submit(draft.number, draft.revision, by, Role.EDITOR)
    assert isinstance(outcome, Submitted), outcome
    return outcome.draft


def seen(draft: Draft) -> tuple[int, int]:
    return draft.number, draft.revision


# The way of a draft.


async def test_a_new_claim_is_submitted_sent_back_mended_approved_and_live(
    drafting: Drafting, drafts: MemoryDrafts, folder: Path
) -> None:
    first = await submitted(drafting, NEW)
    assert await drafting.open() == [first]

    back = await drafting.send_back(*seen(first), "Which  moon?", PETRA)
    assert isinstance(back, Draft)
    assert (back.state, back.comment) == (State.SENT_BACK, "Which moon?")

    mended = await taken(drafting, NEW.replace("NATO", "Nato"))
    assert (mended.number, mended.state, mended.comment) == (first.number, State.WRITING, "")
    again = await drafting.submit(*seen(mended), OLA, Role.EDITOR)
    assert isinstance(again, Submitted)

    live = await drafting.approve(*seen(again.draft), PETRA)

    assert isinstance(live, Live)
    assert live.draft.state is State.PUBLISHED
    assert live.published.revision.name == "Petra"
    made = values_of((folder / "claims" / f"{NEW_ID}.yaml").read_text("utf-8"))
    assert (made["status"], made["reviewed"]) == ("published", "2026-11-25")
    assert await drafting.open() == []
    assert drafts.log == [
        ("Ola Nowak", "submitted"),
        ("Petra", "sent-back"),
        ("Ola Nowak", "writing"),
        ("Ola Nowak", "submitted"),
        ("Petra", "approved"),
        ("Petra", "published; revision 1"),
    ]


@pytest.mark.parametrize("text", [NEW, TRUER], ids=["a new claim", "another rating"])
async def test_nobody_approves_what_they_wrote(drafting: Drafting, text: str) -> None:
    draft = await taken(drafting, text, PETRA)
    await drafting.explain(*seen(draft), "We looked again.", PETRA)
    outcome = await drafting.submit(draft.number, draft.revision + 1, PETRA, Role.OWNER)
    assert isinstance(outcome, Submitted)

    assert await drafting.approve(*seen(outcome.draft), PETRA) is Slip.OWN_WORK
    assert isinstance(await drafting.approve(*seen(outcome.draft), OLA), Live)


async def test_nobody_hides_behind_an_edit_of_somebody_else(drafting: Drafting) -> None:
    draft = await taken(drafting, NEW)
    step = await drafting.write(draft, draft.text, PETRA, step="title")
    assert isinstance(step, Draft)
    assert step.writer == OLA
    edited = await drafting.write(step, NEW.replace("NATO", "Nato"), PETRA)
    assert isinstance(edited, Draft)
    outcome = await drafting.submit(*seen(edited), OLA, Role.EDITOR)
    assert isinstance(outcome, Submitted)

    assert await drafting.approve(*seen(outcome.draft), OLA) is Slip.OWN_WORK
    assert await drafting.approve(*seen(outcome.draft), PETRA) is Slip.OWN_WORK
    assert isinstance(await drafting.approve(*seen(outcome.draft), Moderator(3, "Rūta")), Live)


async def test_a_team_of_one_does_without_and_the_log_says_so(
    folder: Path, drafts: MemoryDrafts
) -> None:
    alone = make_drafting(folder, drafts, second_person=False)
    draft = await taken(alone, NEW)

    assert isinstance(await alone.submit(*seen(draft), OLA, Role.REVIEWER), Live)

    assert drafts.log == [
        ("Ola Nowak", f"approved; {ALONE}"),
        ("Ola Nowak", "published; revision 1"),
    ]


async def test_whoever_was_forgotten_may_be_anybody(
    drafting: Drafting, drafts: MemoryDrafts
) -> None:
    draft = await submitted(drafting, NEW)
    drafts.rows[draft.number] = replace(draft, writer=Moderator(None, ""))

    assert await drafting.approve(*seen(draft), OLA) is Slip.NOBODYS_WORK


async def test_an_edit_that_changes_no_verdict_is_live_at_once_from_a_reviewer(
    drafting: Drafting, folder: Path
) -> None:
    draft = await taken(drafting, WORDIER)

    assert isinstance(await drafting.submit(*seen(draft), OLA, Role.REVIEWER), Live)
    assert "NATO does things" in file_of(folder)


async def test_a_change_of_rating_waits_for_its_reason(drafting: Drafting, folder: Path) -> None:
    draft = await taken(drafting, TRUER)
    look = await drafting.look(draft)
    assert (look.changes_rating, look.is_first, look.needs_reason) == (True, False, True)
    assert await drafting.submit(*seen(draft), OLA, Role.EDITOR) is Slip.NO_REASON
    assert await drafting.explain(*seen(draft), " ", OLA) is Slip.NO_REASON

    told = await drafting.explain(*seen(draft), "New records came.", OLA)
    assert isinstance(told, Draft)
    outcome = await drafting.submit(*seen(told), OLA, Role.REVIEWER)
    assert isinstance(outcome, Submitted)
    assert isinstance(await drafting.approve(*seen(outcome.draft), PETRA), Live)
    assert "New records came." in file_of(folder)


async def test_another_rating_takes_another_reason(drafting: Drafting, folder: Path) -> None:
    told = await drafting.explain(*seen(await taken(drafting, TRUER)), "New records came.", OLA)
    assert isinstance(told, Draft)
    same = await taken(drafting, exported(told).replace("NATO", "Nato", 1))
    assert same.reason == "New records came."
    other = await taken(drafting, exported(same).replace("unproven", "misleading"))
    assert (other.number, other.reason) == (told.number, "")
    assert await drafting.submit(*seen(other), OLA, Role.EDITOR) is Slip.NO_REASON


async def test_a_withdrawn_claim_is_edited_and_comes_back_with_a_second_person(
    drafting: Drafting, folder: Path
) -> None:
    await make_publisher(folder).withdraw(ID, "The map was wrong.", PETRA)
    draft = await drafting.start(ID, OLA)
    assert isinstance(draft, Draft)
    draft = await taken(drafting, exported(draft).replace("NATO", "Nato"))
    look = await drafting.look(draft)
    assert (look.refused, look.comes_back, look.is_first) == (None, True, False)

    outcome = await drafting.submit(*seen(draft), OLA, Role.OWNER)

    assert isinstance(outcome, Submitted)
    assert await drafting.approve(*seen(outcome.draft), OLA) is Slip.OWN_WORK
    assert isinstance(await drafting.approve(*seen(outcome.draft), PETRA), Live)
    values = values_of(file_of(folder))
    assert (values["status"], values["revision"]) == ("published", "3")
    assert "status_reason" not in values
    assert "Nato stores" in file_of(folder)


# Two at once.


async def test_a_button_under_an_older_draft_does_nothing(drafting: Drafting) -> None:
    draft = await submitted(drafting, NEW)
    old = draft.number, draft.revision - 1

    assert await drafting.approve(*old, PETRA) is Slip.OVERTAKEN
    assert await drafting.send_back(*old, "No", PETRA) is Slip.OVERTAKEN
    assert await drafting.submit(*old, OLA, Role.EDITOR) is Slip.OVERTAKEN
    assert await drafting.drop(*old, OLA, Role.EDITOR) is Slip.OVERTAKEN
    assert await drafting.submit(*seen(draft), OLA, Role.EDITOR) is Slip.WAITING


async def test_two_edits_of_one_claim_do_not_overwrite_each_other(drafting: Drafting) -> None:
    mine, yours = await taken(drafting, WORDIER), await taken(drafting, TRUER, PETRA)
    assert mine.number != yours.number
    assert isinstance(await drafting.submit(*seen(mine), OLA, Role.REVIEWER), Live)
    told = await drafting.explain(*seen(yours), "Why", PETRA)
    assert isinstance(told, Draft)

    refused = await drafting.submit(*seen(told), PETRA, Role.EDITOR)

    assert isinstance(refused, Refused)
    assert refused.why is Why.CHANGED
    assert "NATO does things" in refused.diff

    now = drafting.text_of(ID) or ""
    newest = sent_out(now.replace("rating: false", "rating: unproven"), Origin(base_of(now)))
    anew = await taken(drafting, newest, PETRA)
    assert anew.number == yours.number
    assert (await drafting.look(anew)).refused is None


async def test_a_file_of_a_draft_that_somebody_changed_meanwhile_is_not_taken(
    drafting: Drafting,
) -> None:
    draft = await taken(drafting, NEW)
    file = exported(draft)
    edited = await drafting.take(file.replace("NATO", "Nato"), "x", PETRA)
    assert isinstance(edited, Draft)
    assert (edited.number, edited.author, edited.writer) == (draft.number, OLA, PETRA)

    assert await drafting.take(file.replace("NATO", "OTAN"), "x", OLA) is Slip.OVERTAKEN
    assert await drafting.take(NEW, "x", OLA) is Slip.OVERTAKEN
    assert await drafting.get(draft.number) == edited


def exported(draft: Draft) -> str:
    return sent_out(draft.text, Origin(draft.base, draft.number, draft.revision))


async def test_a_writer_mends_the_same_file_and_sends_it_as_often_as_it_takes(
    drafting: Drafting,
) -> None:
    file = exported(await taken(drafting, NEW))

    for place, word in enumerate(("Nato", "OTAN", "NATO, it is said,"), start=2):
        draft = await taken(drafting, file.replace("NATO", word))
        assert (draft.number, draft.revision, draft.writer) == (1, place, OLA)
        assert word in draft.text


async def test_a_writer_mends_the_file_that_was_sent_back(drafting: Drafting) -> None:
    file = exported(await taken(drafting, NEW))
    draft = await taken(drafting, file.replace("NATO", "Nato"))
    outcome = await drafting.submit(*seen(draft), OLA, Role.EDITOR)
    assert isinstance(outcome, Submitted)
    await drafting.send_back(*seen(outcome.draft), "Which?", PETRA)

    mended = await taken(drafting, file.replace("NATO", "OTAN"))

    assert (mended.number, mended.state, mended.comment) == (1, State.WRITING, "")


async def test_whoever_edits_a_draft_of_somebody_else_mends_their_file_as_well(
    drafting: Drafting,
) -> None:
    file = exported(await taken(drafting, NEW))

    for word in ("Nato", "OTAN"):
        draft = await taken(drafting, file.replace("NATO", word), PETRA)
        assert (draft.number, draft.writer) == (1, PETRA)


async def test_a_file_from_before_an_edit_of_somebody_else_stays_too_old(
    drafting: Drafting,
) -> None:
    draft = await taken(drafting, NEW)
    old = exported(draft)
    edited = await taken(drafting, old.replace("NATO", "Nato"), PETRA)
    after = await taken(drafting, exported(edited).replace("Nato", "OTAN"))
    assert after.writer == OLA

    assert await drafting.take(old, "x", OLA) is Slip.OVERTAKEN
    assert await drafting.take(NEW, "x", OLA) is Slip.OVERTAKEN
    assert await drafting.take(exported(edited), "x", PETRA) is Slip.OVERTAKEN
    assert isinstance(await drafting.take(exported(edited), "x", OLA), Draft)


async def test_a_file_from_before_an_answer_in_the_chat_is_too_old(drafting: Drafting) -> None:
    draft = await drafting.guide(OLA)
    file = exported(draft).replace("status: draft", f"id: {NEW_ID}\nstatus: draft")
    answered = await drafting.answer(draft, "NATO stores biscuits", OLA)
    assert isinstance(answered, Draft)

    assert await drafting.take(file, "x", OLA) is Slip.OVERTAKEN
    assert await drafting.get(draft.number) == answered


async def test_a_file_from_an_older_state_of_the_claim_is_told_from_a_newer_one(
    drafting: Drafting, folder: Path
) -> None:
    file = sent_out(TRUER, Origin(base_of(SOUND)))
    draft = await taken(drafting, WORDIER)
    await drafting.submit(*seen(draft), OLA, Role.REVIEWER)

    late = await taken(drafting, file, PETRA)

    assert (await drafting.look(late)).refused == await drafting.submit(
        *seen(late), PETRA, Role.EDITOR
    )
    look = await drafting.look(late)
    assert look.refused
    assert look.refused.why is Why.CHANGED


# Whoever dies meanwhile.


async def test_what_was_published_before_somebody_died_is_not_published_twice(
    folder: Path, drafts: MemoryDrafts
) -> None:
    revisions = MemoryRevisions(clock=NOON.timestamp)
    drafting = make_drafting(folder, drafts, revisions=revisions)
    draft = await submitted(drafting, NEW)
    await drafting.approve(*seen(draft), PETRA)
    cut_short = replace(draft, state=State.APPROVED, revision=9)
    drafts.rows[draft.number] = cut_short

    assert await drafting.submit(*seen(cut_short), OLA, Role.EDITOR) is Slip.PUBLISHING
    again = await drafting.approve(*seen(cut_short), PETRA)

    assert isinstance(again, Live)
    assert again.published.revision.number == 1
    assert len(revisions.rows) == 1


async def test_what_cannot_be_published_is_what_it_was_before(
    drafting: Drafting, drafts: MemoryDrafts, folder: Path
) -> None:
    draft = await submitted(drafting, WORDIER)
    (folder / "claims" / f"{ID}.yaml").write_text(TRUER, "utf-8")

    assert isinstance(await drafting.approve(*seen(draft), PETRA), Refused)

    assert drafts.rows[draft.number].state is State.SUBMITTED
    assert drafts.log[-1] == ("Petra", "submitted; changed")


# Files.


async def test_a_file_that_is_no_yaml_is_refused_with_its_lines(drafting: Drafting) -> None:
    refused = await drafting.take(SOUND + "claim: {en: NATO\n", ID, OLA)
    assert isinstance(refused, Refused)
    assert refused.why is Why.PROBLEMS
    assert await drafting.open() == []


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        (with_fields("id: No id\n"), Slip.NO_ID),
        (with_fields("revision: 9\n"), Slip.OLDER),
        (sent_out(NEW, Origin("ab" * 16)), Slip.RENAMED),
    ],
    ids=["no id", "of another revision", "renamed"],
)
async def test_files_that_cannot_be_taken(drafting: Drafting, text: str, slip: Slip) -> None:
    assert await drafting.take(text, "some-file", OLA) is slip


@pytest.mark.parametrize("origin", [Origin(""), Origin("ab" * 16), Origin("ab" * 16, 12, 3)])
def test_an_origin_comes_back_and_moves_no_line(origin: Origin) -> None:
    sent = sent_out(SOUND, origin)

    assert sent.splitlines()[:-1] == SOUND.splitlines()
    assert come_back(sent) == (SOUND, origin)
    assert come_back(sent.replace("\n", "\r\n"))[1] == origin


async def test_the_command_line_knows_people_by_their_names(drafting: Drafting) -> None:
    draft = await submitted(drafting, NEW, Moderator(None, "Ola"))

    assert await drafting.approve(*seen(draft), Moderator(None, "ola")) is Slip.OWN_WORK
    assert isinstance(await drafting.approve(*seen(draft), COMMAND_LINE), Live)


async def test_only_its_people_and_reviewers_drop_a_draft(drafting: Drafting) -> None:
    draft = await taken(drafting, NEW)

    assert await drafting.drop(*seen(draft), PETRA, Role.EDITOR) is Slip.NOT_YOURS
    dropped = await drafting.drop(*seen(draft), PETRA, Role.REVIEWER)
    assert isinstance(dropped, Draft)
    assert await drafting.drop(*seen(dropped), OLA, Role.EDITOR) is Slip.ENDED
    assert await drafting.submit(9, 1, OLA, Role.EDITOR) is Slip.UNKNOWN


async def test_a_look_shows_readers_card_and_what_changes(drafting: Drafting) -> None:
    look = await drafting.look(await taken(drafting, NEW))

    assert look.refused is None
    assert look.claim
    assert (look.claim.id, look.claim.status) == (NEW_ID, "published")
    assert (look.is_first, look.needs_second) == (True, True)
    assert look.diff.startswith("--- /dev/null\n")


async def test_a_draft_starts_from_the_file_as_it_is(drafting: Drafting) -> None:
    draft = await drafting.start(ID, OLA)
    assert isinstance(draft, Draft)
    assert (draft.text, draft.base) == (SOUND, base_of(SOUND))
    assert await drafting.start(ID, OLA) == draft
    other = await drafting.start(ID, PETRA)
    assert isinstance(other, Draft)
    assert other.number != draft.number
    assert await drafting.start("No Id", OLA) is Slip.NO_ID
    assert await drafting.start(NEW_ID, OLA) is Slip.NO_TEMPLATE
