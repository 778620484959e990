"""What becomes of a claim file: its number, its dates and its former ratings are ours to write."""

from dataclasses import replace

import pytest

from bot.claims.document import Plain
from bot.claims.edit import edited, values_of
from bot.moderation.changing import UNDONE, No, Why, published, restored, undone, withdrawn
from bot.moderation.revisions import Kind, Revision, State
from tests.claims.folders import SOUND

TODAY, LATER = "2026-11-25", "2026-11-28"
TRUE = edited(SOUND, {"rating": "true"})
DRAFT = edited(SOUND, {"status": "draft", "status_reason": "Begun."})
MORE = edited(SOUND, {"phrasings": {"en": ["Are there NATO biscuits?"]}})
HISTORY: list[Plain] = [
    {"rating": "false", "until": TODAY, "reason": "They were found."},
]


def done(text: str | No) -> dict[str, Plain]:
    assert isinstance(text, str)
    return values_of(text)


def revision(before: str | None, after: str | No) -> Revision:
    assert isinstance(after, str)
    return Revision(
        1, "example-claim", Kind.PUBLISH, State.DONE, before, after, "1", "Ola", "", 0.0
    )


def test_a_draft_becomes_public_with_the_date_of_today() -> None:
    values = done(published(DRAFT, None, "", TODAY))

    assert (values["status"], values["revision"], values["reviewed"]) == ("published", "1", TODAY)
    assert "status_reason" not in values


def test_what_readers_see_counts_one_more_revision() -> None:
    changed = edited(SOUND, {"explanation": {"en": "No lighthouse. No biscuit."}})
    values = done(published(changed, SOUND, "", TODAY))

    assert (values["revision"], values["reviewed"]) == ("2", TODAY)


def test_what_readers_do_not_see_counts_none() -> None:
    values = done(published(MORE, SOUND, "", TODAY))

    assert (values["revision"], values["reviewed"]) == ("1", "2026-11-22")


def test_a_number_that_the_moderator_wrote_is_not_taken() -> None:
    assert published(edited(MORE, {"revision": "99"}), SOUND, "", TODAY) == MORE


def test_a_change_of_rating_needs_a_reason_and_goes_down_in_history() -> None:
    assert published(TRUE, SOUND, "", TODAY) == No(Why.NO_REASON)

    values = done(published(TRUE, SOUND, "They were found.", TODAY))
    assert (values["rating"], values["history"]) == ("true", HISTORY)


def test_a_history_that_the_moderator_wrote_is_kept() -> None:
    written = edited(TRUE, {"history": HISTORY})

    assert done(published(written, SOUND, "", TODAY))["history"] == HISTORY


def test_nothing_new_is_nothing_to_publish() -> None:
    assert published(SOUND, SOUND, "", TODAY) == No(Why.NOTHING)


def test_a_file_that_cannot_be_read_is_replaced() -> None:
    assert done(published(SOUND, "id: [", "", TODAY))["revision"] == "1"


@pytest.mark.parametrize("status", ["withdrawn", "draft", "published"])
def test_a_withdrawn_claim_comes_back_as_it_was_mended(status: str) -> None:
    gone = withdrawn(SOUND, "It was wrong.", TODAY)
    assert isinstance(gone, str)
    mended = edited(gone, {"status": status, "explanation": {"en": "No lighthouse. No biscuit."}})

    values = done(published(mended, gone, "", LATER))

    assert values == {
        **values_of(SOUND),
        "explanation": {"en": "No lighthouse. No biscuit."},
        "revision": "3",
        "reviewed": LATER,
    }
    assert done(published(gone, gone, "", LATER)) == {
        **values_of(SOUND),
        "revision": "3",
        "reviewed": LATER,
    }


def test_a_withdrawn_claim_that_comes_back_with_another_rating_says_why() -> None:
    gone = withdrawn(SOUND, "It was wrong.", TODAY)
    assert isinstance(gone, str)
    rated = edited(gone, {"rating": "true"})

    assert published(rated, gone, "", LATER) == No(Why.NO_REASON)
    back = published(rated, gone, "They were found.", LATER)
    assert done(back)["history"] == [{**HISTORY[0], "until": LATER}]  # type: ignore[dict-item]

    again = done(undone(revision(gone, back), str(back), "", LATER))
    assert (again["status"], again["rating"], again["revision"]) == ("withdrawn", "false", "4")
    assert again["history"] == [
        {**HISTORY[0], "until": LATER},  # type: ignore[dict-item]
        {"rating": "true", "until": LATER, "reason": UNDONE},
    ]


def test_a_file_withdraws_nothing() -> None:
    gone = withdrawn(SOUND, "It was wrong.", TODAY)
    assert isinstance(gone, str)

    assert published(gone, SOUND, "", TODAY) == No(Why.WITHDRAWN)
    assert published(gone, None, "", TODAY) == No(Why.WITHDRAWN)


def test_withdrawn_and_restored_it_says_the_same_under_higher_numbers() -> None:
    gone = withdrawn(SOUND, "It was wrong.", TODAY)
    assert isinstance(gone, str)
    values = values_of(gone)

    assert [values[key] for key in ("status", "status_reason", "status_date", "revision")] == [
        "withdrawn",
        "It was wrong.",
        TODAY,
        "2",
    ]
    assert restored(gone) == edited(SOUND, {"revision": "3"})


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (withdrawn(SOUND, "", TODAY), Why.NO_REASON),
        (withdrawn(DRAFT, "It was wrong.", TODAY), Why.NOT_PUBLISHED),
        (restored(SOUND), Why.NOT_WITHDRAWN),
    ],
)
def test_what_cannot_be_done_says_why(made: str | No, why: Why) -> None:
    assert made == No(why)


def test_an_undone_wording_leaves_no_trace() -> None:
    assert undone(revision(SOUND, MORE), MORE, "", TODAY) == SOUND


def test_an_undone_rating_stays_in_the_history_for_readers_have_seen_it() -> None:
    after = published(TRUE, SOUND, "They were found.", TODAY)
    assert isinstance(after, str)

    values = done(undone(revision(SOUND, after), after, "It was another ship.", TODAY))

    assert (values["rating"], values["revision"]) == ("false", "3")
    assert values["reviewed"] == TODAY  # the ratings before it held until then
    assert values["history"] == [
        *HISTORY,
        {"rating": "true", "until": TODAY, "reason": "It was another ship."},
    ]


def test_an_undone_first_publication_is_a_draft() -> None:
    after = published(DRAFT, None, "", TODAY)
    assert isinstance(after, str)

    values = done(undone(revision(None, after), after, "", TODAY))
    assert (values["status"], values["revision"]) == ("draft", "2")


def test_what_others_have_built_on_is_not_undone() -> None:
    assert undone(revision(SOUND, TRUE), MORE, "", TODAY) == No(Why.OVERTAKEN)


def test_an_undone_withdrawal_is_published_again() -> None:
    gone = withdrawn(SOUND, "It was wrong.", TODAY)
    withdrawal = replace(revision(SOUND, gone), kind=Kind.WITHDRAW)
    assert isinstance(gone, str)

    assert undone(withdrawal, gone, "", TODAY) == edited(SOUND, {"revision": "3"})
