from hypothesis import given

from bot.matching.model import Part, PartKind, Query, Segment
from bot.matching.retrieve import (
    Hit,
    LexicalRetriever,
    Message,
    find_by_address,
    find_by_text,
    holds_links,
    is_near_miss,
    read_passages,
)
from tests.matching.builders import MOON, SEA, make_index, read
from tests.matching.strategies import texts
from tests.support.claims import make_claim

INDEX = make_index(MOON, SEA)
RETRIEVER = LexicalRetriever(INDEX)


def retrieve(text: str, limit: int = 10, without: frozenset[int] = frozenset()) -> list[Hit]:
    (passage,) = read_passages(INDEX, (Part(text),))
    return RETRIEVER.retrieve(passage, limit, without)


def found(text: str, limit: int = 10, without: frozenset[int] = frozenset()) -> list[str]:
    return [INDEX.documents[hit.document].text for hit in retrieve(text, limit, without)]


def test_the_wording_that_shares_most_comes_first() -> None:
    assert found("NATO empties the Baltic Sea")[0] == "Is NATO emptying the Baltic Sea?"


def test_a_wording_finds_itself() -> None:
    for document in INDEX.documents:
        assert document.text in found(document.text, limit=2)


def test_near_misses_are_found_as_well() -> None:
    assert found("Green eclipse tonight")[0] == "The moon shines green in tonight's eclipse"


def test_inflected_and_misspelt_words_are_found() -> None:
    assert "The alliance pumps all water out of the Baltic" in found("pumping watter")


def test_no_more_than_asked_for() -> None:
    assert len(found("NATO", limit=3)) == 3


def test_scores_fall() -> None:
    scores = [hit.score for hit in retrieve("NATO paints the Baltic moon green")]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_a_document_can_be_left_out() -> None:
    first = retrieve("NATO is painting the moon green.")[0].document
    assert "NATO is painting the moon green." not in found(
        "NATO is painting the moon green.", without=frozenset({first})
    )


def test_what_shares_no_word_finds_nothing() -> None:
    assert found("Bake a cake with seven eggs") == []


def test_small_words_alone_find_nothing() -> None:
    assert found("is it on the out of all") == []


def test_a_base_without_words_finds_nothing() -> None:
    index = make_index(make_claim(claim="🌝"))
    (passage,) = read_passages(index, (Part("NATO paints the moon"),))
    assert LexicalRetriever(index).retrieve(passage, 10) == []


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


def test_a_passage_knows_its_place_and_the_words_of_the_base_that_it_holds() -> None:
    (passage,) = read("  NATO paints it. ")
    assert passage.segment == Segment(0, 2, 17)
    assert passage.shown == "NATO paints it."
    assert passage.words == ("nato", "paints", "it")
    assert passage.reach["nato"] == 1.0
    assert 0 < passage.reach["paint"] < 1
    assert "moon" not in passage.reach


def test_segments_without_words_are_no_passages() -> None:
    assert read("@mention https://x.com/a 😀 _1_")[0].words == ("1",)
    assert read("@mention https://x.com/a") == []


def test_what_stands_many_times_is_read_once() -> None:
    text = "NATO paints. " * 500
    assert [one.segment for one in read(text)] == [Segment(0, 0, 12), Segment(0, 0, 25)]


def test_each_part_is_read() -> None:
    parts = (Part("One"), Part("Two", PartKind.QUOTE))
    assert [one.segment.part for one in read_passages(INDEX, parts)] == [0, 1]


def test_a_passage_knows_whether_the_message_around_it_refutes() -> None:
    assert {one.message for one in read("NATO paints the moon. That is a myth.")} == {
        Message(debunks=True, opens_with_no=False, names_subject=True)
    }
    assert {one.message for one in read("No! NATO paints the moon.")} == {
        Message(debunks=False, opens_with_no=True, names_subject=True)
    }


def test_a_long_post_is_searched_for_refutation_at_both_ends() -> None:
    weather, myth = "The weather is fine today. " * 30, "That is a myth. "

    found = {
        place: {one.message.debunks for one in read(post)}
        for place, post in (
            ("beginning", myth + weather),
            ("end", weather + myth),
            ("middle", weather + myth + weather),
        )
    }

    assert found == {"beginning": {True}, "end": {True}, "middle": {False}}


@given(texts)
def test_any_text_can_be_read(text: str) -> None:
    for passage in read(text):
        assert passage.words
        assert passage.weight > 0
        assert len(passage.terms) == len(set(passage.words))
        assert set(passage.reach) <= set(INDEX.postings)
        assert all(0 < likeness <= 1 for likeness in passage.reach.values())
