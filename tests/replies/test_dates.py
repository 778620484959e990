import pytest

from bot.replies.catalog import Catalog
from bot.replies.dates import render_date, render_days


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("en", "5 March 2024", "March 2024"),
        ("uk", "5 березня 2024", "березень 2024"),
        ("ru", "5 марта 2024", "март 2024"),
        ("de", "5. März 2024", "März 2024"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(
    language: str, day: str, month: str, catalog: Catalog
) -> None:
    dates = [render_date(date, language, catalog) for date in ("2024-03-05", "2024-03", "2024")]
    assert dates == [day, month, "2024"]


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
