from bot.matching.exact import find_by_address, find_by_text, holds_links, is_near_miss
from bot.matching.model import Part, Query
from tests.matching.builders import MOON, SEA, make_index, read

INDEX = make_index(MOON, SEA)


def test_claims_are_found_by_address_each_once_in_order() -> None:
    query = Query(
        (Part("See https://www.example.org/sea/?utm_source=x and t.me/s/moonwatch/7."),),
        links=("https://twitter.com/SeaWatch/status/1?s=20",),
    )
    assert find_by_address(INDEX, query) == ["nato-drinks-the-sea", "nato-paints-the-moon"]


def test_another_address_of_the_same_host_finds_nothing() -> None:
    assert find_by_address(INDEX, Query.of("https://t.me/moonwatch/8")) == []


def test_links_are_seen_in_the_text_and_beside_it() -> None:
    assert holds_links(Query.of("see t.me/a/1"))
    assert holds_links(Query((Part("see"),), links=("https://example.org",)))
    assert not holds_links(Query.of("see nato.int"))


def test_a_wording_is_known_in_any_dress() -> None:
    (passage,) = read("‼️ N\u200bATO IS PAINTING the mооn #green!!")
    number = find_by_text(INDEX, passage)
    assert number is not None
    assert INDEX.documents[number].text == "NATO is painting the moon green."


def test_near_misses_and_other_texts_are_not_known() -> None:
    assert [find_by_text(INDEX, one) for one in read("NATO is not painting the moon.")] == [None]
    assert [find_by_text(INDEX, one) for one in read("NATO is painting the moon")] == [None]


def test_a_near_miss_is_known_in_any_dress() -> None:
    (passage,) = read("@all NATO isn't painting the MOON")
    assert is_near_miss(INDEX, passage, MOON.id)
    assert not is_near_miss(INDEX, passage, SEA.id)
