"""When two perceptual hashes are of one picture; it stands here so that lint can ask, too."""

SAME_PICTURE = 8
"""Bits of 64 that may differ.

Of 80 pictures, each altered in thirteen ways (smaller, paler, JPEG of a poor quality, 2 % cut off
all round, bars of up to 15 % above or below), 99 of 100 differ by no more; of two different ones
none of 6,320 pairs by fewer than 14. docs/benchmarks.md has the table.
"""


def distance(one: str, other: str) -> int:
    """Return in how many bits two hashes differ, written as 16 hexadecimal digits."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
