import pytest
from hypothesis import given

from bot.matching.model import Part, PartKind, Segment
from bot.matching.passages import Message, Passage, read_message, read_passages
from tests.matching.builders import read
from tests.matching.strategies import texts


def message(*some: str) -> Message:
    return read_message([Part(text) for text in some])


def test_a_passage_knows_its_place_and_its_words_under_the_names_of_the_index() -> None:
    assert read("  НАТО paints it. ") == [
        Passage(Segment(0, 2, 17), "нато paints it", ("nato", "paints", "it"), "НАТО paints it.")
    ]


def test_segments_without_words_are_no_passages() -> None:
    assert read("@mention https://x.com/a 😀 _1_")[0].words == ("1",)
    assert read("@mention https://x.com/a") == []


def test_what_stands_many_times_is_read_once() -> None:
    text = "NATO paints. " * 500
    assert [one.segment for one in read(text)] == [Segment(0, 0, 12), Segment(0, 0, 25)]


def test_each_part_is_read() -> None:
    parts = (Part("One"), Part("Two", PartKind.QUOTE))
    assert [one.segment.part for one in read_passages(parts)] == [0, 1]


def test_a_message_is_all_its_parts() -> None:
    assert message("NATO paints.", "The moon!") == Message(
        shown="NATO paints.\nThe moon!",
        normalized="nato paints the moon",
        words=("nato", "paints", "the", "moon"),
        debunks=False,
        refutations=0,
        opens_with_no=False,
        names_subject=True,
    )


@pytest.mark.parametrize(
    ("text", "debunks", "opens_with_no", "names_subject"),
    [
        ("NATO paints the moon. That is a myth.", True, False, True),
        ("No! NATO paints the moon.", False, True, True),
        ("Bake a cake.", False, False, False),
    ],
)
def test_a_message_knows_what_its_small_words_tell(
    text: str, *, debunks: bool, opens_with_no: bool, names_subject: bool
) -> None:
    found = message(text)
    assert (found.debunks, found.opens_with_no, found.names_subject) == (
        debunks,
        opens_with_no,
        names_subject,
    )


def test_a_long_post_is_searched_for_refutation_at_both_ends() -> None:
    weather, myth = "The weather is fine today. " * 30, "That is a myth. "

    found = {
        "beginning": message(myth + weather).debunks,
        "end": message(weather + myth).debunks,
        "middle": message(weather + myth + weather).debunks,
    }

    assert found == {"beginning": True, "end": True, "middle": False}


@given(texts)
def test_any_text_can_be_read(text: str) -> None:
    assert message(text).shown == text
    found = read(text)
    assert all(passage.words for passage in found)
    assert len({passage.normalized for passage in found}) == len(found)
    for passage in found:
        assert text[passage.segment.start : passage.segment.end] == passage.shown
