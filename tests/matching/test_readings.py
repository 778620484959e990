"""What was typed with the wrong layout, or in Latin letters, is read as it was meant."""

import pytest
from hypothesis import given, settings

from bot.matching.model import Part, PartKind, Segment
from bot.matching.readings import read
from tests.matching.builders import make_index, shipped_index
from tests.matching.strategies import texts
from tests.support.claims import make_claim

KNOWN = make_index(
    make_claim(
        "moon",
        {
            "en": "NATO is painting the moon green at night.",
            "ru": "НАТО красит Луну в зелёный цвет по ночам, и ещё щёки.",
            "uk": "НАТО фарбує Місяць у зелений колір щоночі.",
        },
    )
).grams


def normalized(text: str) -> str:
    return read(KNOWN, (Part(text),))[0].normalized


@pytest.mark.parametrize(
    "text",
    [
        "NATO is painting the moon green",
        "НАТО красит Луну в зелёный цвет",
        "НАТО фарбує Місяць у зелений колір",
        "Good morning, how are you today",
        "Bake the cake for forty minutes",
        "",
    ],
)
def test_what_is_spelled_as_it_was_meant_stays(text: str) -> None:
    message, passages = read(KNOWN, (Part(text),))
    assert message.shown == text
    assert [one.shown for one in passages] == ([text] if text else [])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("YFNJ rhfcbn Keye d ptktysq wdtn", "нато красит луну в зеленый цвет"),
        ("YFNJ afh,e' Vsczwm e ptktybq rjksh", "нато фарбує місяць у зелений колір"),
        ("ТФЕЩ шы зфштештп еру ьщщт пкуут", "nato is painting the moon green"),
    ],
    ids=["Russian", "Ukrainian", "English"],
)
def test_the_wrong_keyboard_layout_is_seen(text: str, meant: str) -> None:
    assert normalized(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("NATO krasit Lunu v zelenyy tsvet po nocham", "нато красит луну в зеленый цвет по ночам"),
        ("NATO farbuye Misyats u zelenyy kolir", "нато фарбує"),
    ],
    ids=["Russian", "Ukrainian"],
)
def test_cyrillic_languages_in_latin_letters_are_seen(text: str, meant: str) -> None:
    assert normalized(text).startswith(meant)


def test_each_passage_keeps_its_place_in_what_was_typed() -> None:
    parts = (Part("YFNJ rhfcbn Keye! Lf?"), Part("NATO is painting", PartKind.QUOTE))
    _, passages = read(KNOWN, parts)
    assert [one.segment for one in passages] == [
        Segment(0, 0, 17),
        Segment(0, 0, 21),
        Segment(0, 18, 21),
        Segment(1, 0, 16),
    ]


def test_an_address_is_read_as_it_stands() -> None:
    text = "https://example.org/ghbdtn YFNJ rhfcbn Keye d ptktysq wdtn"
    assert read(KNOWN, (Part(text),))[0].shown == text


@pytest.mark.parametrize("language", ["en", "uk", "ru", "de"])
def test_no_wording_of_the_base_is_taken_for_anything_else(language: str) -> None:
    index = shipped_index()
    for document in index.documents:
        if document.language == language:
            message, _ = read(index.grams, (Part(document.text),))
            assert message.normalized == document.normalized


@settings(max_examples=60)
@given(texts)
def test_any_text_can_be_read_and_pointed_into(text: str) -> None:
    message, passages = read(KNOWN, (Part(text),))
    assert len(message.shown) == len(text)
    for one in passages:
        assert one.words
        assert text[one.segment.start : one.segment.end]
