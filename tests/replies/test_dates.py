import pytest

from bot.claims.model import LANGUAGES
from bot.replies.catalog import Catalog
from bot.replies.dates import render_date, render_days

# A narrow space at which no line breaks.
_YEAR_UK, _YEAR_RU = "2024\N{NARROW NO-BREAK SPACE}р.", "2024\N{NARROW NO-BREAK SPACE}г."
DATES = {
    "en": ("5 March 2024", "March 2024"),
    "uk": (f"5 березня {_YEAR_UK}", f"березень {_YEAR_UK}"),
    "ru": (f"5 марта {_YEAR_RU}", f"март {_YEAR_RU}"),
    "de": ("5. März 2024", "März 2024"),
    "fr": ("5 mars 2024", "mars 2024"),
    "pl": ("5 marca 2024", "marzec 2024"),
    "ro": ("5 martie 2024", "martie 2024"),
    "es": ("5 de marzo de 2024", "marzo de 2024"),
    "it": ("5 marzo 2024", "marzo 2024"),
    "tr": ("5 Mart 2024", "Mart 2024"),
    "cs": ("5. března 2024", "březen 2024"),
    "lt": ("2024 m. kovo 5 d.", "2024 m. kovas"),
}


def in_all_languages(catalog: Catalog) -> Catalog:
    """Return a catalog that holds the twelve, those not written yet in English."""
    return Catalog(
        {language: catalog.texts[catalog.resolve(language)] for language in LANGUAGES},
        {language: catalog.forms[catalog.resolve(language)] for language in LANGUAGES},
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_is_as_exact_as_it_is_known(language: str, catalog: Catalog) -> None:
    twelve = in_all_languages(catalog)
    dates = [render_date(date, language, twelve) for date in ("2024-03-05", "2024-03", "2024")]
    assert dates == [*DATES[language], "2024"]


def test_in_french_the_first_of_a_month_is_no_plain_number(catalog: Catalog) -> None:
    twelve = in_all_languages(catalog)
    dates = [render_date(date, "fr", twelve) for date in ("2024-03-01", "2024-03-11")]
    assert dates == ["1er mars 2024", "11 mars 2024"]


def test_a_date_is_in_english_where_the_sentence_around_it_is(catalog: Catalog) -> None:
    assert render_date("2024-03-05", "xx", catalog) == "5 March 2024"


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("en", "1 day, 2 days, 5 days, 11 days, 21 days, 112 days, 3650 days"),
        ("uk", "1 день, 2 дні, 5 днів, 11 днів, 21 день, 112 днів, 3650 днів"),
        ("ru", "1 день, 2 дня, 5 дней, 11 дней, 21 день, 112 дней, 3650 дней"),
        ("de", "1 Tag, 2 Tage, 5 Tage, 11 Tage, 21 Tage, 112 Tage, 3650 Tage"),
    ],
)
def test_days_have_the_form_that_their_number_asks_for(
    language: str, days: str, catalog: Catalog
) -> None:
    counts = (1, 2, 5, 11, 21, 112, 3650)
    assert ", ".join(render_days(count, language, catalog) for count in counts) == days
