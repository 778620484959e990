"""Dates as people write them, as exact as we know them."""

from bot.replies.catalog import Catalog
from bot.replies.keys import Key


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
