"""Dates and days as people write them, as exact as we know them."""

import datetime as dt

from babel.dates import format_date, format_skeleton

from bot.replies.catalog import Catalog
from bot.replies.keys import Counted
from bot.replies.locales import locale_of


def render_date(date: str, language: str, catalog: Catalog) -> str:
    """Return YYYY, YYYY-MM or YYYY-MM-DD in words: 2024, March 2024, 5 March 2024."""
    locale = locale_of(catalog.resolve(language))
    year, *rest = date.split("-")
    match [int(number) for number in rest]:
        case [month, day]:
            # The skeleton yMMMMd would do, but in half of the languages shortens the month.
            written = format_date(dt.date(int(year), month, day), "long", locale)
            # Babel's French has no premier.
            return f"1er{written[1:]}" if (locale.language, day) == ("fr", 1) else written
        case [month]:
            return format_skeleton("yMMMM", dt.date(int(year), month, 1), locale=locale)
        case _:
            return year


def render_days(count: int, language: str, catalog: Catalog) -> str:
    """Return so many days in words: 1 day, 30 days.

    Babel's own units would do, but it has no Italian and no Turkish days.
    """
    return catalog.counted(language, Counted.DAYS, count)
