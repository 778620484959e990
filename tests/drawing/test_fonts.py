"""The fonts are the ones that we say, and hold every letter that we write."""

from collections.abc import Callable
from pathlib import Path

import pytest

import bot.drawing
from bot.claims.model import LANGUAGES
from bot.drawing.fonts import CAPITAL_EM, Font, Typesetter, Weight
from bot.replies.catalog import Catalog
from tests.drawing.builders import make_content, published

FOLDER = Path(bot.drawing.__file__).parent / "fonts"
NO_CHARACTER = chr(0xFFFF)


@pytest.fixture(scope="module", params=Weight)
def lacks(request: pytest.FixtureRequest) -> Callable[[str], set[str]]:
    """Return which letters of a text a weight draws as it draws what no font has."""
    font = Typesetter().open(Font(request.param, 20))

    def picture(letter: str) -> tuple[tuple[int, int], bytes]:
        mask = font.getmask(letter)
        return mask.size, bytes(mask)

    nothing = picture(NO_CHARACTER)
    return lambda text: {letter for letter in set(text) if picture(letter) == nothing}


def test_what_no_font_has_is_recognised(lacks: Callable[[str], set[str]]) -> None:
    assert lacks("Aщ漢😀") == {"漢", "😀"}


@pytest.mark.parametrize(
    "letters",
    [
        "„“”‚‘’«»‹›…–—·•№§°€£%‰′″\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{SOFT HYPHEN}",
        "".join(map(chr, range(0xC0, 0x180))),
        "ȘșȚțŞşŢţĂăÂâÎî",
        "İıĞğÇçÖöÜü",
        "ĄąČčĘęĖėĮįŠšŲųŪūŽžĚěŇňŘřŤťĎďŮů",
        "".join(map(chr, range(0x400, 0x530))),
    ],
)
def test_the_fonts_hold_the_letters_of_europe(
    letters: str, lacks: Callable[[str], set[str]]
) -> None:
    assert lacks(letters) == set()


@pytest.fixture(scope="module")
def letters(catalog: Catalog) -> str:
    """All that stand on the pictures of all claims in all languages."""
    texts: set[str] = set()
    for language in LANGUAGES:
        for claim in published():
            content = make_content(claim, language, catalog)
            texts |= {content.claim, *content.why, content.sources[0], content.verdict}
            texts |= {content.label, content.checked, content.note}
    return "".join(set("".join(texts)))


def test_the_fonts_hold_every_letter_of_every_picture(
    letters: str, lacks: Callable[[str], set[str]]
) -> None:
    assert lacks(letters) == set()


@pytest.mark.parametrize("weight", Weight)
def test_capitals_are_as_high_as_we_say(weight: Weight) -> None:
    _, top, _, bottom = Typesetter().open(Font(weight, 1000)).getbbox("H", anchor="ls")

    assert (round(-top / 1000, 3), bottom) == (CAPITAL_EM, 0)


def test_the_fonts_come_with_their_licence() -> None:
    assert sorted(file.name for file in FOLDER.iterdir()) == [
        *(f"NotoSans-{weight}.ttf" for weight in sorted(Weight)),
        "OFL.txt",
    ]
    licence = (FOLDER / "OFL.txt").read_text("utf-8")
    assert licence.startswith("Copyright 2015 Google LLC.")
    assert "SIL OPEN FONT LICENSE\n\nVersion 1.1 - 26 February 2007" in licence
