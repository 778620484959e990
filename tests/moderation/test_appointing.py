import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.moderation.appointing import LARGEST_ID, Slip, Wish, read_wish
from bot.moderation.roles import GRANTED, MOST_NAME, Role


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("", Wish()),
        ("editor", Wish(Role.EDITOR)),
        ("Reviewer", Wish(Role.REVIEWER)),
        ("editor 42", Wish(Role.EDITOR, 42)),
        ("42 editor", Wish(Role.EDITOR, 42)),
        ("42", Wish(None, 42)),
        ("editor 42 Olena K.", Wish(Role.EDITOR, 42, "Olena K.")),
        ("42 reviewer Olena K.", Wish(Role.REVIEWER, 42, "Olena K.")),
        ("editor owner", Slip.OWNER),
        ("42 owner", Slip.OWNER),
        ("editor editor", Slip.WORD),
        ("Olena", Slip.WORD),
        ("@olena", Slip.AT_NAME),
        ("editor @olena", Slip.AT_NAME),
        ("editor 0", Slip.NO_ID),
        ("editor -42", Slip.NO_ID),
        (f"editor {LARGEST_ID}", Slip.NO_ID),
        ("editor ٤٢", Slip.WORD),
    ],
)
def test_words_become_a_wish_or_a_slip(words: str, wish: Wish | Slip) -> None:
    assert read_wish(words.split()) == wish


@given(st.lists(st.text(max_size=30) | st.sampled_from(["editor", "42", "owner", "-1"])))
def test_no_words_lead_to_more_than_can_be_given(words: list[str]) -> None:
    wish = read_wish(words)
    if isinstance(wish, Wish):
        assert wish.role in {None, *GRANTED}
        assert wish.user_id is None or 0 < wish.user_id < LARGEST_ID
        assert len(wish.name) <= MOST_NAME
