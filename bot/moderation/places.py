"""Problems of the file that we would write are shown where they stand in the file that we got."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bot.claims.document import Document, Place, Trail
from bot.claims.problem import Problem
from bot.claims.read import read


def placed_in(
    given: str, written: str, problems: Iterable[Problem], path: Path
) -> tuple[Problem, ...]:
    """Return the problems of *path* by the lines of *given*, not of *written*; others stay."""
    before, after = (read(text.encode("utf-8", "surrogatepass"), path) for text in (given, written))
    trails = _trails(after)
    return tuple(
        sorted(_placed(one, before, trails) if one.path == path else one for one in problems)
    )


def _trails(document: Document) -> dict[Place, Trail]:
    at_keys = {place: trail for trail, place in document.keys.items()}
    return {**at_keys, **{place: trail for trail, place in document.places.items()}}


def _placed(problem: Problem, given: Document, trails: dict[Place, Trail]) -> Problem:
    trail = trails.get(Place(problem.line, problem.column))
    if trail is None:
        return problem
    line, column = given.where(*trail)
    return replace(problem, line=line, column=column)
