"""Dates and days as people write them, as exact as we know them."""

from bot.replies.catalog import Catalog
from bot.replies.keys import Key

_SLAVIC = frozenset({"uk", "ru"})


def render_date(date: str, language: str, catalog: Catalog) -> str:
    """Return YYYY, YYYY-MM or YYYY-MM-DD in words: 2024, March 2024, 5 March 2024."""
    year, *rest = date.split("-")
    match [int(number) for number in rest]:
        case [month, day]:
            name = catalog.text(language, Key.MONTHS_AFTER_DAY).split()[month - 1]
            return catalog.text(language, Key.DATE_OF_DAY, day=str(day), month=name, year=year)
        case [month]:
            name = catalog.text(language, Key.MONTHS).split()[month - 1]
            return catalog.text(language, Key.DATE_OF_MONTH, month=name, year=year)
        case _:
            return year


def render_days(count: int, language: str, catalog: Catalog) -> str:
    """Return so many days in words: 1 day, 30 days."""
    one, few, many = catalog.text(language, Key.DAYS).split()
    if language in _SLAVIC:
        return f"{count} {_slavic_form(count, one, few, many)}"
    return f"{count} {one if count == 1 else many}"


def _slavic_form(count: int, one: str, few: str, many: str) -> str:
    """Return the form that stands beside a number: 1 and 21, 2 to 4 and 22, the others."""
    if 10 <= count % 100 < 20:  # noqa: PLR2004 - the teens
        return many
    match count % 10:
        case 1:
            return one
        case 2 | 3 | 4:
            return few
        case _:
            return many
