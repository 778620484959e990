"""The knowledge base as pages to leaf through."""

from bot.browsing import Page, Shelf, claims_on, find_claims, related_to, shelves
from bot.claims.model import Claim, Status
from tests.matching.builders import MOON, SEA, make_index
from tests.support.claims import make_base, make_claim, make_topic

SPACE, WATER, NOTHING = (make_topic(id_, id_.title()) for id_ in ("space", "water", "nothing"))
OLD = "2020-01-01"


def on(claim: Claim, *topics: str, **other: object) -> Claim:
    return claim.model_copy(update={"topics": topics, **other})


def test_a_list_is_cut_into_pages_of_eight() -> None:
    entries = list(range(17))
    assert Page.of(entries) == Page(tuple(range(8)), number=0, count=3, total=17)
    assert Page.of(entries, 2) == Page((16,), number=2, count=3, total=17)


def test_a_full_page_is_not_followed_by_an_empty_one() -> None:
    assert Page.of(range(8)).count == 1


def test_a_page_that_is_not_there_is_the_nearest() -> None:
    entries = list(range(9))
    assert Page.of(entries, 99) == Page.of(entries, 1)
    assert Page.of(entries, -1) == Page.of(entries, 0)


def test_a_list_of_nothing_is_one_empty_page() -> None:
    assert Page.of((), 3) == Page((), number=0, count=1, total=0)


def test_topics_stand_in_their_order_with_what_is_under_them() -> None:
    withdrawn = make_claim("gone", status=Status.WITHDRAWN)
    base = make_base(
        on(MOON, "space"),
        on(SEA, "space", "water"),
        on(withdrawn, "nothing"),
        topics=(WATER, SPACE, NOTHING),
    )
    assert shelves(base) == [Shelf(WATER, 1), Shelf(SPACE, 2)]


def test_under_a_topic_the_last_reviewed_come_first() -> None:
    old, new = on(MOON, "space", reviewed=OLD), on(SEA, "space")
    assert claims_on(make_base(old, new, topics=[SPACE]), "space") == [new, old]


def test_related_claims_are_those_that_readers_may_see() -> None:
    withdrawn = make_claim("gone", status=Status.WITHDRAWN)
    claim = MOON.model_copy(update={"related": ("gone", SEA.id, "never-was")})
    assert related_to(make_base(claim, SEA, withdrawn), claim) == [SEA]


def test_claims_are_found_by_words() -> None:
    assert find_claims(make_base(MOON, SEA), make_index(MOON, SEA), "Baltic") == [SEA]


def test_what_is_no_longer_published_is_not_found() -> None:
    assert find_claims(make_base(MOON), make_index(MOON, SEA), "Baltic") == []
