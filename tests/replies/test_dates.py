import pytest

from bot.replies.catalog import Catalog
from bot.replies.dates import render_date


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
