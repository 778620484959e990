"""What the desk reads about changes of claims."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.claims.problem import Problem
from bot.moderation.changing import Why
from bot.moderation.git import Commit
from bot.moderation.publishing import Published, Refused
from bot.moderation.revisions import Kind, Revision, State
from bot.replies.desk_refusals import why_not
from bot.replies.html import MESSAGE_LIMIT, to_html
from bot.replies.render_desk_history import (
    render_done,
    render_git_trouble,
    render_history,
    render_no_revision,
    render_refused,
    render_revision,
    render_usage,
)

NOON = 1_790_000_000.0  # 2026-09-21 14:13:20 UTC
BEFORE = "id: moon\nrating: false\nclaim:\n  en: NATO bought <the> moon.\n"
AFTER = BEFORE.replace("false", "true")
CHANGED = Revision(
    7,
    "moon",
    Kind.PUBLISH,
    State.DONE,
    BEFORE,
    AFTER,
    "1",
    "Ola",
    "The contract was found.",
    NOON,
    "abcdef0123456789",
)
WITHDRAWN = Revision(
    8, "moon", Kind.WITHDRAW, State.DONE, AFTER, "", "", "", "No.", NOON + 60, note="locked"
)
COMMIT = Commit("0123456789abcdef", NOON - 60, "Petra", "knowledge: add moon")
PROBLEM = Problem(Path("/k/claims/moon.yaml"), 3, 1, "KB103", "`rating` is `pink`", "write `true`")


def test_the_desk_reads_it_like_this(snapshot: SnapshotAssertion) -> None:
    shown = {
        "done": render_done(Published(CHANGED)),
        "refused": render_refused(Refused(Why.PROBLEMS, (PROBLEM,))),
        "overtaken": render_refused(Refused(Why.CHANGED, diff="--- a\n+++ b\n@@\n-old\n+new\n")),
        "history": render_history("moon", [WITHDRAWN, CHANGED], [COMMIT]),
        "no history": render_history("moon", [], []),
        "revision": render_revision(CHANGED),
        "no revision": render_no_revision(),
        "trouble": render_git_trouble([WITHDRAWN]),
        **{f"/{name}": render_usage(name) for name in ("history", "withdraw", "restore", "undo")},
    }
    assert {name: to_html(reply) for name, reply in shown.items()} == snapshot


def test_a_commit_of_ours_stands_once() -> None:
    ours = Commit(CHANGED.commit, NOON, "Ola", "knowledge: publish moon")
    assert render_history("moon", [CHANGED], [ours]) == render_history("moon", [CHANGED], [])


@pytest.mark.parametrize("why", Why)
def test_every_refusal_fits_a_notice(why: Why) -> None:
    assert 0 < len(why_not(Refused(why))) <= 200


def test_a_large_change_fits_a_message() -> None:
    text = "".join(
        f"- line {number} of this claim & <so> on {'x' * 200}\n" for number in range(500)
    )
    revision = Revision(1, "a" * 48, Kind.PUBLISH, State.DONE, None, text, "1", "O", "r" * 500, 0.0)
    problems = (PROBLEM,) * 100
    for reply in (
        render_done(Published(revision)),
        render_refused(Refused(Why.PROBLEMS, problems)),
    ):
        html = to_html(reply)
        assert html.count("<code>") == html.count("</code>")
        assert len(html) < 3 * MESSAGE_LIMIT
