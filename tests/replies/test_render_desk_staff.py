"""What moderators read about roles, whole; read it aloud after a change."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.moderation.appointing import Slip
from bot.moderation.roles import GRANTED, Act, Member, Role
from bot.replies.html import to_html
from bot.replies.render_desk_staff import (
    not_allowed,
    render_appointed,
    render_dismissed,
    render_granted,
    render_owner_stays,
    render_revoked,
    render_slip,
    render_staff,
    render_whoami,
)

OLA = Member(501, "Ola <N.>", Role.EDITOR)
STAFF = [Member(42, "", Role.OWNER), Member(43, "Rūta", Role.REVIEWER), OLA]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.NOBODY])
def test_what_somebody_may(role: Role, snapshot: SnapshotAssertion) -> None:
    assert to_html(render_whoami(Member(501, "", role))) == snapshot


def test_roles_given_and_taken(snapshot: SnapshotAssertion) -> None:
    replies = [
        render_granted(OLA, Role.NOBODY, is_told=True, is_known=True),
        render_granted(OLA, Role.REVIEWER, is_told=False, is_known=True),
        render_granted(Member(501, "", Role.EDITOR), Role.NOBODY, is_told=False, is_known=False),
        render_granted(OLA, Role.EDITOR, is_told=False, is_known=True),
        render_revoked(OLA, Role.EDITOR),
        render_revoked(Member(501, "", Role.NOBODY), Role.NOBODY),
        render_owner_stays(STAFF[0]),
        *(render_appointed(role) for role in GRANTED),
        *(render_dismissed(role) for role in GRANTED),
    ]
    assert "\n\n---\n\n".join(map(to_html, replies)) == snapshot


def test_who_works_here(snapshot: SnapshotAssertion) -> None:
    said = [to_html(render_staff(STAFF, command)) for command in ("grant", "revoke")]
    assert "\n\n---\n\n".join(said) == snapshot


def test_what_was_wrong_with_the_words(snapshot: SnapshotAssertion) -> None:
    said = [to_html(render_slip(slip, "grant")) for slip in Slip]
    assert "\n\n---\n\n".join(said) == snapshot


def test_what_a_role_is_not_enough_for(snapshot: SnapshotAssertion) -> None:
    assert "\n".join(map(not_allowed, Act)) == snapshot
