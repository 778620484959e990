"""What we say by ourselves, and of the digest, whole; read it aloud after a change."""

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.claims.model import FormerRating, Rating, Status
from bot.digests import Digest
from bot.replies import render_digest as digests
from bot.replies import render_pushes as pushes
from bot.replies.actions import AskDigestClock
from bot.replies.catalog import Catalog
from bot.replies.clocks import ALL, LIKELY
from bot.replies.html import to_html
from bot.replies.model import Reply
from bot.replies.terminal import to_terminal
from tests.replies.builders import make_claim, make_promise

Render = Callable[[str, Catalog], Reply]
NOW = 1_760_000_000.0
"""2025-10-09, 08:53:20 UTC."""
EIGHT = Digest(180, 8, 1_760_072_400.0)
"""In Kyiv or Istanbul; tomorrow."""
TONIGHT = Digest(180, 22, 1_760_036_400.0)
CLAIM = make_claim()
WITHDRAWN = make_claim(status=Status.WITHDRAWN).model_copy(
    update={"status_reason": "One of the sources was forged."}
)
ASKED = (
    "They say on the radio that this is it,\nNATO is at war with Russia now and has been for "
    "months, and nobody asked us."
)
CORRECTED = make_claim(rating=Rating.MISLEADING).model_copy(
    update={
        "history": (
            FormerRating(
                rating=Rating.FALSE, until="2026-11-22", reason="Part of it turned out to be so."
            ),
        )
    }
)

REPLIES: dict[str, Render] = {
    "answered": lambda language, catalog: pushes.render_answered(
        CLAIM, "Ab-_0123", language, catalog
    ),
    "answered-with-what-was-asked": lambda language, catalog: pushes.render_answered(
        CLAIM, "Ab-_0123", language, catalog, asked=ASKED
    ),
    "taken-back": lambda language, catalog: pushes.render_answer_taken_back(
        CLAIM, language, catalog, asked=ASKED
    ),
    "corrected-with-a-reason": lambda language, catalog: pushes.render_corrected(
        CORRECTED, Rating.FALSE, language, catalog
    ),
    "corrected": lambda language, catalog: pushes.render_corrected(
        make_claim(rating=Rating.MISLEADING), Rating.FALSE, language, catalog
    ),
    "withdrawn": lambda language, catalog: pushes.render_corrected(
        WITHDRAWN, Rating.FALSE, language, catalog
    ),
    "withdrawn-without-a-reason": lambda language, catalog: pushes.render_corrected(
        make_claim(status=Status.DRAFT), Rating.FALSE, language, catalog
    ),
    "published-again": lambda language, catalog: pushes.render_corrected(
        CLAIM, None, language, catalog
    ),
    "digest": lambda language, catalog: pushes.render_digest(
        [CLAIM], [make_promise()], language, catalog
    ),
    "digest-of-new-ones": lambda language, catalog: pushes.render_digest(
        [CLAIM, make_promise()], [], language, catalog
    ),
    "digest-off": lambda language, catalog: digests.render_digest_state(
        None, NOW, language, catalog
    ),
    "digest-on": lambda language, catalog: digests.render_digest_state(
        EIGHT, NOW, language, catalog
    ),
    "digest-clocks": lambda language, catalog: digests.render_digest_clocks(
        ALL, NOW, language, catalog
    ),
    "digest-hours": lambda language, catalog: digests.render_digest_hours(
        180, NOW, language, catalog
    ),
    "digest-started": lambda language, catalog: digests.render_digest_started(
        EIGHT, NOW, language, catalog
    ),
    "digest-started-for-tonight": lambda language, catalog: digests.render_digest_started(
        TONIGHT, NOW, language, catalog
    ),
    "digest-stopped": digests.render_digest_stopped,
}


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("name", REPLIES)
def test_pushes_read_as_they_should(
    name: str, language: str, catalog: Catalog, snapshot: SnapshotAssertion
) -> None:
    reply = REPLIES[name](language, catalog)
    assert to_html(reply) == snapshot(name="html")
    assert to_terminal(reply, colour=False, width=72) == snapshot(name="terminal")


def test_the_clocks_of_the_world_show_each_time_once(catalog: Catalog) -> None:
    reply = digests.render_digest_clocks(ALL, NOW, "en", catalog)
    labels = [button.label for button in reply.buttons]
    assert labels == sorted(set(labels))
    assert len(labels) == 37


@pytest.mark.parametrize("language", ["en", "es", "ru", "uk"])
def test_likely_clocks_are_told_by_their_hour(language: str, catalog: Catalog) -> None:
    reply = digests.render_digest_clocks(LIKELY, NOW, language, catalog)
    *clocks, more = reply.buttons
    assert len({button.label for button in clocks}) == len(clocks)
    assert more.action == AskDigestClock(ALL)
