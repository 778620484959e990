"""One file's plain values, and where each of them stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

from bot.claims.problem import Problem

Plain: TypeAlias = str | list["Plain"] | dict[str, "Plain"]
Trail: TypeAlias = tuple[str | int, ...]
"""The way from a file's top to a value: keys, and positions in lists counted from 0."""


class Place(NamedTuple):
    """A position in a file; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says, where it says it, and what is wrong with its YAML.

    *value* is None where nothing could be read. *broken* holds the trails of values that already
    have a problem, so that nobody reports them again. *keys* says where the key of a value stands.
    """

    path: Path
    value: Plain | None
    places: Mapping[Trail, Place]
    problems: tuple[Problem, ...]
    broken: frozenset[Trail] = frozenset()
    keys: Mapping[Trail, Place] = field(default_factory=dict)

    def where(self, *trail: str | int) -> Place:
        """Return where a text or a list item begins, or the key above a list or a mapping.

        A value that is not there has the place of its nearest parent.
        """
        while trail:
            if trail in self.places:
                return self.places[trail]
            trail = trail[:-1]
        return Place(1, 1)

    def problem(
        self, code: str, trail: Trail, text: str, hint: str, *, at_key: bool = False
    ) -> Problem:
        """Return a problem at the value that *trail* leads to, or at its key."""
        line, column = (at_key and self.keys.get(trail)) or self.where(*trail)
        return Problem(self.path, line, column, code, text, hint)
