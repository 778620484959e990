"""What was looked at, how it is, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    """The bot runs, and somebody should know."""
    PROBLEM = "problem"
    """The bot does not run, or not as it is set."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor."""

    mark: Mark
    subject: str
    text: str
    """What is the matter; where it is not well, with the remedy after a semicolon."""

    def line(self, secrets: Iterable[str] = ()) -> str:
        """Return the finding as one line without *secrets*, whoever put them into its text."""
        text = " ".join(self.text.split())
        for secret in secrets:
            text = text.replace(secret, "***")
        return f"{self.mark:<8} {self.subject}: {text}"


def ok(subject: str, text: str) -> Finding:
    """Return that all is well."""
    return Finding(Mark.OK, subject, text)


def warning(subject: str, text: str) -> Finding:
    """Return something to know about."""
    return Finding(Mark.WARNING, subject, text)


def problem(subject: str, text: str) -> Finding:
    """Return something to mend."""
    return Finding(Mark.PROBLEM, subject, text)
