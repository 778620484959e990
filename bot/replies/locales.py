"""What Babel knows about each language: its numbers, and the forms that stand beside them."""

from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.numbers import format_decimal

# Of the English that Babel has, the one that writes 5 March 2024: our readers are all over Europe,
# and so are our sources.
_ENGLISH = "en_GB"
# Every plural rule of the twelve languages shows all that it does with whole numbers among these:
# the rules look at the last two digits, and French, Spanish and Italian at whole millions.
_SAMPLE = (*range(1_000), *(million * 1_000_000 for million in range(1, 10)))
_GROUPED = 10_000
"""From here on thousands are set apart; Polish and Spanish leave four digits together."""


@cache
def locale_of(language: str) -> Locale:
    """Return what Babel knows about *language*."""
    return Locale.parse(_ENGLISH if language == "en" else language)


def name_of(language: str) -> str:
    """Return what a language is called by those who speak it: Deutsch, Українська."""
    name = Locale(language).get_display_name() or language
    return name[:1].upper() + name[1:]


def capitalized(text: str, language: str) -> str:
    """Return *text* with a capital at its beginning, which of the Turkish i has a dot."""
    if language == "tr" and text.startswith("i"):
        return f"İ{text[1:]}"
    return text[:1].upper() + text[1:]


@cache
def categories(language: str) -> Mapping[str, frozenset[int]]:
    """Return the plural categories of whole numbers, each with numbers that fall into it."""
    found: dict[str, set[int]] = {}
    for number in _SAMPLE:
        found.setdefault(category(number, language), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def category(number: int, language: str) -> str:
    """Return the plural category of *number*: one, few, many or other."""
    return locale_of(language).plural_form(number)


def render_number(number: int, language: str) -> str:
    """Return a number as people write it: 3650, and 12,000 with the sign of the language."""
    return format_decimal(
        number, locale=locale_of(language), group_separator=abs(number) >= _GROUPED
    )
