"""The picture of the numbers: for a phone, whatever there is to show."""

from io import BytesIO

import pytest
from PIL import Image

from bot.drawing.palette import PAPER
from bot.drawing.stats import WIDTH, draw_stats
from bot.moderation.numbers import EPOCH, Backlog, Judged
from bot.moderation.reporting import Report, report
from bot.opinions import Opinion
from bot.tally import Counted, Kind
from tests.moderation.test_numbers import DAY, TODAY, two_weeks

NOW = DAY * 86_400.0 + 40_000
LONG = "a-claim-whose-name-is-as-long-as-any-may-ever-be"


def drawn(found: Report) -> Image.Image:
    return Image.open(BytesIO(draw_stats(found, NOW))).convert("RGB")


def is_cut(image: Image.Image) -> bool:
    """Tell whether something reaches the edges of *image*."""
    width, height = image.size
    edges = (
        (0, 0, width, 8), (0, height - 8, width, height), (0, 0, 8, height),
        (width - 8, 0, width, height),
    )  # fmt: skip
    return any(image.crop(edge).getcolors(1) != [(_area(edge), PAPER)] for edge in edges)


def _area(edge: tuple[int, int, int, int]) -> int:
    return (edge[2] - edge[0]) * (edge[3] - edge[1])


@pytest.mark.parametrize("days", [1, 7, 30, 62, 63, 90, 365])
def test_nothing_is_cut_however_many_days(days: int) -> None:
    counts = {
        Counted(DAY - ago, kind, key): 10**6 + ago
        for ago in range(2 * days)
        for kind, key in (
            (Kind.ASKED, "private:match"),
            (Kind.ASKED, "private:none"),
            (Kind.LANGUAGE, "uk"),
            *((Kind.CLAIM, f"{LONG[:-1]}{number}") for number in range(9)),
        )
    }
    counts |= {
        Counted(DAY, Kind.CLAIM, f"rising-{LONG[7:]}"): 10**9,
        Counted(DAY, Kind.WAITED, "1"): 7,
    }
    judged = [Judged("moon", {Opinion.HELPFUL: 12_345, Opinion.UNCLEAR: 9_999})]
    found = report(counts, TODAY, days, judged=judged, backlog=Backlog(12_345, 999, 1.0))
    image = drawn(found)
    assert image.width == WIDTH
    assert image.height < 2.2 * WIDTH
    assert not is_cut(image)


def test_a_small_week_is_drawn() -> None:
    assert not is_cut(drawn(report(two_weeks(), TODAY, 7)))


def test_without_any_question_the_desk_is_drawn_alone() -> None:
    assert not is_cut(drawn(report({}, TODAY, 7, backlog=Backlog(1, 1, NOW))))


def test_with_no_numbers_yet_it_says_so() -> None:
    image = drawn(report({}, EPOCH, 7))
    assert image.height < WIDTH / 2
    assert not is_cut(image)
