"""What stands below a picture to share; read the snapshots aloud after a change."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.claims.load import load_strict
from bot.claims.model import Rating, Status
from bot.config import default_knowledge_dir
from bot.replies.catalog import Catalog
from bot.replies.fitting import visible_length
from bot.replies.html import CAPTION_LIMIT, to_html
from bot.replies.links import claim_link
from bot.replies.render_picture import render_caption
from tests.replies.builders import make_claim

HOME = "https://t.me/a_bot_with_the_longest_name_one_may"
KNOWLEDGE = load_strict(default_knowledge_dir())


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
@pytest.mark.parametrize("rating", [Rating.MISLEADING, Rating.TRUE])
def test_captions_read_as_they_should(
    rating: Rating, language: str, catalog: Catalog, snapshot: SnapshotAssertion
) -> None:
    claim = make_claim(rating=rating)
    caption = render_caption(claim, language, catalog, claim_link(HOME, claim.id))
    assert to_html(caption) == snapshot


def test_each_claim_fits_below_its_picture_in_each_language(catalog: Catalog) -> None:
    lengths = {
        (claim.id, language): visible_length(
            render_caption(claim, language, catalog, claim_link(HOME, claim.id))
        )
        for claim in KNOWLEDGE.published.values()
        for language in catalog.languages
    }
    assert {name: length for name, length in lengths.items() if length > CAPTION_LIMIT} == {}


def test_a_claim_that_is_not_published_has_no_picture(catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="only published claims are shown"):
        render_caption(make_claim(status=Status.DRAFT), "en", catalog, HOME)
