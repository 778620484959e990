"""The weekly digest of a group, whole, in every language; read it aloud after a change."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.claims.model import LANGUAGES, Claim
from bot.group_digests import Checked
from bot.replies.actions import EndGroupDigest, ShowCard
from bot.replies.catalog import Catalog
from bot.replies.html import MESSAGE_LIMIT, to_html
from bot.replies.render_group_digest import (
    MOST_CLAIMS,
    render_group_digest,
    render_group_digest_stopped,
)
from tests.replies.builders import make_claim, make_promise

CHAT = -1_001_000_000_001


def many(count: int) -> list[tuple[Claim, Checked]]:
    return [
        (make_claim(f"claim-{number}"), Checked(f"claim-{number}", 1)) for number in range(count)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_digest_reads_as_it_should(
    language: str, catalog: Catalog, snapshot: SnapshotAssertion
) -> None:
    checked = [
        (make_promise(), Checked("promise", asked=3, unasked=2)),
        (make_claim(), Checked("war", unasked=1)),
    ]
    digest = render_group_digest(CHAT, "Kyiv <news>", checked, language, catalog, taken_back=1)
    more = render_group_digest(CHAT, "Kyiv", many(12), language, catalog)

    assert to_html(digest) == snapshot(name="digest")
    assert [line[0].text for line in more.paragraphs[1].lines[-1:]] == snapshot(name="more")
    assert to_html(render_group_digest_stopped(language, catalog)) == snapshot(name="stopped")


def test_each_claim_has_a_button_and_the_last_one_stops_the_digest(catalog: Catalog) -> None:
    digest = render_group_digest(CHAT, "Kyiv", many(2), "en", catalog)

    assert [button.action for button in digest.buttons] == [
        ShowCard("claim-0"),
        ShowCard("claim-1"),
        EndGroupDigest(CHAT),
    ]


def test_of_many_claims_the_first_are_told_and_the_rest_counted(catalog: Catalog) -> None:
    digest = render_group_digest(CHAT, "Kyiv", many(MOST_CLAIMS + 1), "en", catalog)

    assert len(digest.claims) == MOST_CLAIMS
    assert to_html(digest).count("and 1 more claim\n") == 1
    full = render_group_digest(CHAT, "Kyiv", many(MOST_CLAIMS), "en", catalog)
    assert "more claim" not in to_html(full)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_digest_of_a_group_with_a_long_name_is_not_cut(
    language: str, catalog: Catalog
) -> None:
    digest = render_group_digest(CHAT, "ї" * 255, many(40), language, catalog, taken_back=99)

    assert to_html(digest) == to_html(digest, 10 * MESSAGE_LIMIT)
