"""Shares, and how sure so many messages make us of them."""

import math
from dataclasses import dataclass

_DEVIATIONS = 1.959964
"""Of a normal distribution, within which 95 % of it lies."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between what the true share lies with 95 % confidence (Wilson 1927); None of nothing."""
        if not self.whole:
            return None
        share, squared = self.part / self.whole, _DEVIATIONS**2
        middle = share + squared / (2 * self.whole)
        spread = _DEVIATIONS * math.sqrt(
            share * (1 - share) / self.whole + squared / (4 * self.whole**2)
        )
        scale = 1 + squared / self.whole
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
