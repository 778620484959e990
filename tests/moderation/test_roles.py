from itertools import pairwise

import pytest

from bot.moderation.roles import GRANTED, Act, Role, least_for, may

ALLOWED = {
    Role.NOBODY: set(),
    Role.EDITOR: {Act.LOOK, Act.DECIDE, Act.DRAFT},
    Role.REVIEWER: {Act.LOOK, Act.DECIDE, Act.DRAFT, Act.REVIEW, Act.PUBLISH},
    Role.OWNER: set(Act),
}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_this_and_no_more(role: Role) -> None:
    assert {act for act in Act if may(role, act)} == ALLOWED[role]


def test_each_role_may_do_all_that_the_one_before_may() -> None:
    roles = sorted(Role, key=lambda role: role.rank)
    assert roles == [Role.NOBODY, Role.EDITOR, Role.REVIEWER, Role.OWNER]
    for lower, higher in pairwise(roles):
        assert ALLOWED[lower] < ALLOWED[higher]


@pytest.mark.parametrize("act", Act)
def test_what_a_refusal_names_is_the_lowest_role_that_may(act: Act) -> None:
    lowest = least_for(act)
    assert may(lowest, act)
    assert not any(may(role, act) for role in Role if role.rank < lowest.rank)


def test_owners_are_not_made_and_nobody_is_no_gift() -> None:
    assert set(GRANTED) == {Role.EDITOR, Role.REVIEWER}
