"""How large a word is set, told from the height of its box and from which letters it has.

The box of "noun" is half as high as that of "Baptist" in the same type: what reaches above and
below the line counts. The shares of the type size are those of Noto Sans; others differ by little.
"""

from collections.abc import Iterable

_SMALL, _CAPITAL, _ASCENDER, _CROWNED = 0.54, 0.72, 0.77, 0.93
_DESCENDER, _TAIL = 0.24, 0.15
_TALL = frozenset("bdfhijkltßłđþії'\"’“”„«»йёбґфäöüàáâãåèéêëìíîòóôõùúûñćčďěňóřśšťůźżžăğő")
_CROWNED_CAPITALS = frozenset("ЙЁЇÄÖÜÀÁÂÃÅÈÉÊËÌÍÎÒÓÔÕÙÚÛÑĆČĎĚŇŘŚŠŤŮŹŻŽĂĞİ")
_DEEP = frozenset("gjpqyçşțșȚȘęąįųýруфQ@()[]{}|§")
_TAILED = frozenset("дцщЦЩД,;")


def type_size(word: str, height: float) -> float:
    """Return the type size, in pixels, of a word whose box is *height* pixels high."""
    return height / (_above(word) + _below(word))


def middle(sizes: Iterable[tuple[float, int]]) -> float:
    """Return the size that half of all letters do not exceed; each comes with its letters."""
    ordered = sorted(sizes)
    half = sum(letters for _, letters in ordered) / 2
    for size, letters in ordered:
        half -= letters
        if half <= 0:
            return size
    return 0.0


def _above(word: str) -> float:
    if not _CROWNED_CAPITALS.isdisjoint(word):
        return _CROWNED
    if not _TALL.isdisjoint(word):
        return _ASCENDER
    return _CAPITAL if any(one.isupper() or one.isdigit() for one in word) else _SMALL


def _below(word: str) -> float:
    if not _DEEP.isdisjoint(word):
        return _DESCENDER
    return 0.0 if _TAILED.isdisjoint(word) else _TAIL
