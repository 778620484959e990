"""What the desk reads about decisions."""

from collections.abc import Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.claims.problem import Problem
from bot.moderation.changing import Why
from bot.moderation.closest import Closest
from bot.moderation.decisions import Added, Missed, Prospect, Wording
from bot.moderation.masking import Masker
from bot.moderation.publishing import Published, Refused
from bot.moderation.queue import State
from bot.moderation.revisions import Kind, Revision
from bot.moderation.revisions import State as Stage
from bot.replies import render_desk_decisions as desk
from bot.replies.html import MESSAGE_LIMIT, to_html
from bot.replies.model import Reply
from tests.replies.builders import make_claim
from tests.support.clusters import make_cluster

AT_WAR = make_claim()
WORDING = Wording(12, AT_WAR.id, "en", "Is NATO <really> at war with Russia?")
STOLEN = Problem(Path("nato-at-war.yaml"), 9, 7, "KB403", "it also finds another", "narrow it")
OTHERS = tuple(
    make_cluster(number, sample=f"{number}: ask jonas@example.org") for number in range(20, 27)
)
REVISION = Revision(7, AT_WAR.id, Kind.PUBLISH, Stage.DONE, "a", "b", "1", "Ola", "", 0.0)
SAID: dict[str, Callable[[], Reply]] = {
    "prospect": lambda: shown(Prospect(WORDING, None, own=2, tried=3, others=OTHERS)),
    "prospect-alone": lambda: shown(Prospect(WORDING, None, own=1, tried=1)),
    "prospect-own": lambda: desk.render_prospect(
        Prospect(WORDING, None, own=0, tried=3), AT_WAR, Masker(), is_own=True
    ),
    "prospect-refused": lambda: shown(Prospect(WORDING, Refused(Why.PROBLEMS, (STOLEN,)))),
    "prospect-busy": lambda: shown(Prospect(WORDING, Refused(Why.BUSY))),
    "added": lambda: desk.render_added(Added(WORDING, Published(REVISION))),
    "taken-back": lambda: desk.render_taken_back(AT_WAR.id),
    "found": lambda: desk.render_found(12, [AT_WAR], [], "war"),
    "closest": lambda: desk.render_found(12, [], [Closest("moon", "The moon.", 0.2, "")], "sea"),
    "out-of-scope": lambda: desk.render_set_aside(make_cluster(12), State.OUT_OF_SCOPE, 1_000.5),
    "spam": lambda: desk.render_set_aside(make_cluster(12), State.SPAM, 1_000.5),
    "blocked": lambda: desk.render_blocked_senders(12, 1_000, 1),
    "reopened": lambda: desk.render_reopened(make_cluster(12)),
    "private": lambda: desk.render_missed(Missed.PRIVATE, 12, AT_WAR.id),
    "usage": desk.render_same_usage,
}


def shown(prospect: Prospect) -> Reply:
    return desk.render_prospect(prospect, AT_WAR, Masker())


@pytest.mark.parametrize("name", SAID)
def test_it_reads(name: str, snapshot: SnapshotAssertion) -> None:
    reply = SAID[name]()
    said = to_html(reply)

    assert [said, [button.label for button in reply.buttons]] == snapshot
    assert len(said) <= MESSAGE_LIMIT
    assert "jonas" not in said
