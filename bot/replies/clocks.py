"""Clocks to choose from: nobody has to know their zone, only what time it is."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.digests import DAY_S

LIKELY, ALL = 0, 1
"""The pages of clocks to choose from."""
CLOCKS_A_ROW = 4
_EUROPE = (-60, 0, 60, 120, 180, 240, 300, 360)
"""From the Azores to Kazakhstan: where most readers of our languages live."""
_LIKELY: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "en": (-480, -420, -360, -300, -240, -180, 0, 60, 120, 180, 240, 330),
        "es": (-360, -300, -240, -180, 0, 60, 120, 180),
        "ru": (60, 120, 180, 240, 300, 360, 420, 480),
    }
)
_BETWEEN = (-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825)
"""Clocks that are not whole hours away from UTC: of Tehran, Kabul, Delhi, Kathmandu and others."""
_ALL = (*range(-11 * 60, 12 * 60 + 1, 60), *_BETWEEN)
"""Clocks further east show the same hour as others, a day later: nobody can tell them apart."""
_DAY_MIN = 24 * 60


def clocks(page: int, now: float, language: str) -> Sequence[int]:
    """Return the clocks of a page, by the minutes that they are east of UTC."""
    if page == LIKELY:
        return _LIKELY.get(language, _EUROPE)
    return sorted(_ALL, key=lambda offset_min: _minute(now, offset_min))


def clock_time(now: float, offset_min: int) -> str:
    """Return what a clock shows: 09:05."""
    hours, minutes = divmod(_minute(now, offset_min), 60)
    return f"{hours:02}:{minutes:02}"


def hour_time(hour: int) -> str:
    """Return a full hour as clocks show it: 08:00."""
    return f"{hour:02}:00"


def _minute(now: float, offset_min: int) -> int:
    """Return how many minutes of the day have passed by a clock."""
    return int((now % DAY_S) // 60 + offset_min) % _DAY_MIN
