"""A problem in the knowledge base is a value that says where it is and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

ProblemFormat: TypeAlias = Literal["text", "github"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding, with a stable code; line and column count from 1."""

    path: Path
    line: int
    column: int
    code: str
    text: str
    hint: str

    def __str__(self) -> str:
        """Return the form that editors and terminals turn into a link."""
        return f"{self.path}:{self.line}:{self.column}: {self.code} {self.text}; {self.hint}"


def render_problems(problems: Iterable[Problem], style: ProblemFormat) -> str:
    """Return one line for each problem: as text, or as annotations for GitHub's pull requests."""
    line = _annotation if style == "github" else str
    return "".join(f"{line(problem)}\n" for problem in problems)


def _annotation(problem: Problem) -> str:
    # A workflow command ends at a line break, and its property at a comma or a colon.
    where = f"file={_property(str(problem.path))},line={problem.line},col={problem.column}"
    words = _escape(f"{problem.text}; {problem.hint}")
    return f"::error {where},title={_property(problem.code)}::{words}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
