"""What the knowledge base holds or has rejected, so that nothing is drafted twice."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.claims.document import Plain
from bot.claims.model import RejectedClaim
from bot.claims.read import read
from bot.claims.registers import load_registers
from bot.claims.sameness import bare


class Known:
    """The ids and wordings in use, whatever the status of their claims, and what was rejected."""

    def __init__(self, ids: Iterable[str] = (), rejected: Iterable[RejectedClaim] = ()) -> None:
        self._ids = set(ids)
        self._owners: dict[str, str] = {}
        rejections = tuple(rejected)
        self._rejected = {one.id: one for one in rejections}
        self._rejected_wordings = {bare(one.claim): one for one in rejections}

    def add(self, id_: str, wordings: Iterable[str]) -> None:
        """Remember the claim *id_* and its wordings; one that is known keeps its first owner."""
        self._ids.add(id_)
        for wording in wordings:
            if words := bare(wording):
                self._owners.setdefault(words, id_)

    def holds(self, id_: str) -> bool:
        """Tell whether there is a claim file of that id."""
        return id_ in self._ids

    def owner(self, wording: str) -> str | None:
        """Return the claim of which *wording* is a wording, word for word."""
        return self._owners.get(bare(wording))

    def rejection(self, ids: Iterable[str], wording: str) -> RejectedClaim | None:
        """Return what was rejected under one of *ids*, or word for word as *wording*."""
        by_id = (self._rejected[id_] for id_ in ids if id_ in self._rejected)
        return next(by_id, None) or self._rejected_wordings.get(bare(wording))


def load_known(folder: Path) -> Known:
    """Read what a knowledge base holds; of broken files at least the name, which is their id.

    One file is read at a time and nothing checked: ten thousand drafts may lie there.
    """
    known = Known(rejected=load_registers(folder).rejected.items)
    for path in sorted((folder / "claims").glob("*.yaml")):
        try:
            value = read(path.read_bytes(), path).value
        except OSError:
            value = None
        known.add(path.stem, _wordings(value))
    return known


def _wordings(value: Plain | None) -> Iterator[str]:
    """Yield the claim sentences and phrasings of a claim file as far as they have their shape."""
    for key in ("claim", "phrasings"):
        texts = value.get(key) if isinstance(value, dict) else None
        for some in texts.values() if isinstance(texts, dict) else ():
            yield from (
                one for one in (some if isinstance(some, list) else [some]) if isinstance(one, str)
            )
