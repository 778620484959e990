import pytest

from bot.replies.locales import categories, category, render_number

FORMS = {
    "en": "one other",
    "uk": "few many one",
    "ru": "few many one",
    "de": "one other",
    "fr": "many one other",
    "pl": "few many one",
    "ro": "few one other",
    "es": "many one other",
    "it": "many one other",
    "tr": "one other",
    "cs": "few one other",
    "lt": "few one other",
}


@pytest.mark.parametrize(("language", "forms"), FORMS.items())
def test_each_language_has_the_forms_that_whole_numbers_ask_for(language: str, forms: str) -> None:
    assert " ".join(sorted(categories(language))) == forms


@pytest.mark.parametrize("language", FORMS)
def test_no_number_asks_for_a_form_that_the_language_has_not(language: str) -> None:
    numbers = (*range(0, 20_000, 7), 100_001, 1_000_000, 1_000_001, 1_000_000_000)
    assert {category(number, language) for number in numbers} <= set(categories(language))


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("en", "0 999 3650 12,000 1,234,567"),
        ("de", "0 999 3650 12.000 1.234.567"),
        ("pl", "0 999 3650 12\xa0000 1\xa0234\xa0567"),
    ],
)
def test_four_digits_stand_together(language: str, numbers: str) -> None:
    written = (render_number(number, language) for number in (0, 999, 3650, 12_000, 1_234_567))
    assert " ".join(written) == numbers
