"""Every claim in every language finds room, and so does what nobody should write."""

from functools import cache

import pytest
from PIL.ImageFont import Layout as Engine

from bot.claims.model import LANGUAGES, Claim, Rating, Source
from bot.drawing.compose import compose
from bot.drawing.content import Content
from bot.drawing.fonts import Typesetter
from bot.drawing.layout import Box, Part
from bot.replies.catalog import Catalog
from tests.drawing.builders import bare, make_content, published
from tests.drawing.flaws import flaws
from tests.replies.builders import make_claim

LONGEST_NAME = "a" * 32
"""As long as a user name may be."""
LEAST_CLAIM_PX = 33
LEAST_WHY_PX = 24
"""As large as smaller letters on a phone still are."""


@cache
def typesetter_of(engine: Engine | None) -> Typesetter:
    """Return one for all tests: it remembers the widths of words."""
    return Typesetter(engine)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_published_claim_fits_whole(
    language: str, catalog: Catalog, typesetter: Typesetter
) -> None:
    found = []
    for claim in published():
        content = make_content(claim, language, catalog)
        layout = compose(content, typesetter=typesetter)
        found += [(claim.id, flaw) for flaw in flaws(layout, content, typesetter)]
        quoted, why = layout.text(Part.CLAIM), layout.text(Part.WHY)
        assert quoted
        assert why
        if quoted.font.size < LEAST_CLAIM_PX or why.font.size < LEAST_WHY_PX:
            found.append((claim.id, "has small letters"))
        if bare("".join(why.lines)) != bare(content.why[0]):
            found.append((claim.id, "has lost its why"))

    assert found == []


def long_claim() -> Claim:
    """As long as the lint lets one be: a claim of 200 characters, explained in one sentence."""
    return make_claim(
        claim={"en": ("NATO promised not to enlarge, and broke its promise. " * 4)[:200]},
        explanation={"en": ("It promised no such thing to anybody at any of its summits, " * 15)},
        sources=tuple(
            Source(publisher=f"The {number}. Institute for War and Peace", title="A", language="en")
            for number in range(1, 13)
        ),
    )


def one_word() -> Claim:
    return make_claim(claim={"en": "Nordatlantikvertragsorganisation" * 6})


def wide_letters() -> Claim:
    return make_claim(
        claim={"en": "Ж" * 199},
        explanation={"en": "Щ" * 300},
        sources=(Source(publisher="Ш" * 90, title="A", language="en"),),
    )


def one_letter() -> Claim:
    return make_claim(claim={"en": "A"}, explanation={"en": "No."})


def accents() -> Claim:
    return make_claim(claim={"en": "ǺĘŲȚȘŹĞİÅÇ ąęįųțșģķļ " * 5})


@pytest.mark.parametrize(
    "claim", [long_claim(), one_word(), wide_letters(), one_letter(), accents()]
)
@pytest.mark.parametrize("engine", [None, Engine.BASIC])
@pytest.mark.parametrize("size", [(1200, 630), (1080, 1080)])
def test_extremes_fit_whole(claim: Claim, engine: Engine | None, size: tuple[int, int]) -> None:
    content, typesetter = make_content(claim, bot_name=LONGEST_NAME), typesetter_of(engine)

    layout = compose(content, *size, typesetter)

    assert flaws(layout, content, typesetter) == []


@pytest.mark.parametrize("engine", [None, Engine.BASIC])
@pytest.mark.parametrize("rating", Rating)
def test_every_verdict_fits_beside_the_date(
    rating: Rating, engine: Engine | None, catalog: Catalog
) -> None:
    typesetter = typesetter_of(engine)
    for language in LANGUAGES:
        content = make_content(make_claim(rating=rating), language, catalog, LONGEST_NAME)

        layout = compose(content, typesetter=typesetter)

        assert flaws(layout, content, typesetter) == []


def sizes(content: Content, typesetter: Typesetter) -> dict[Part, int]:
    return {text.part: text.font.size for text in compose(content, typesetter=typesetter).texts}


def test_a_short_claim_stands_in_large_letters(typesetter: Typesetter) -> None:
    found = sizes(make_content(), typesetter)

    assert (found[Part.CLAIM], found[Part.WHY]) == (60, 44)


def test_the_claim_is_always_larger_than_the_why(catalog: Catalog, typesetter: Typesetter) -> None:
    for claim in published()[::5]:
        found = sizes(make_content(claim, "de", catalog), typesetter)

        assert found[Part.CLAIM] >= 1.2 * found[Part.WHY]


def test_a_why_that_does_not_fit_gives_way_to_what_the_verdict_means(
    typesetter: Typesetter,
) -> None:
    why = compose(make_content(long_claim()), typesetter=typesetter).text(Part.WHY)

    assert why
    assert " ".join(why.lines) == "False: the record contradicts it"


def test_publishers_that_do_not_fit_are_counted(typesetter: Typesetter) -> None:
    sources = compose(make_content(long_claim()), typesetter=typesetter).text(Part.SOURCES)

    assert sources
    assert " ".join(sources.lines) == (
        "Sources: The 1. Institute for War and Peace, The 2. Institute for War and Peace, "
        "The 3. Institute for War and Peace, The 4. Institute for War and Peace and 8 more"
    )


def test_the_name_of_a_publisher_stays_on_one_line(
    catalog: Catalog, typesetter: Typesetter
) -> None:
    for claim in published():
        text = compose(make_content(claim, "en", catalog), typesetter=typesetter).text(Part.SOURCES)
        assert text
        for line in text.lines[:-1]:
            assert line.endswith((",", " and"))


def test_a_claim_of_thousands_of_letters_is_refused(typesetter: Typesetter) -> None:
    content = make_content(make_claim(claim={"en": "NATO lies. " * 400}))

    with pytest.raises(ValueError, match="the words do not fit on 1200x630 pixels; the claim has"):
        compose(content, typesetter=typesetter)


def test_nobody_cuts_out_the_claim_without_the_verdict(typesetter: Typesetter) -> None:
    content = make_content()
    layout = compose(content, typesetter=typesetter)

    # The colour of the verdict runs around the quotation, and its word across it.
    assert layout.frame == Box(0, layout.band.bottom, 1200, layout.quotation.bottom + 12)
    assert layout.quotation.left == layout.width - layout.quotation.right == 12
    assert layout.stamp == "False"


def test_the_code_has_the_white_around_it_that_telephones_need(
    catalog: Catalog, typesetter: Typesetter
) -> None:
    for claim in published()[::5]:
        layout = compose(make_content(claim, "fr", catalog), typesetter=typesetter)
        # Four squares, the largest of which are those of a code of 25 by 25.
        white = 4 * (layout.code.width // 25)
        box = layout.code
        around = Box(box.left - white, box.top - white, box.right + white, box.bottom + white)

        assert Box(0, layout.frame.bottom, layout.width, layout.height).holds(around)
        assert not any(around.overlaps(text.box) for text in layout.texts)
