"""Labelled messages and outcomes: a test names only what it is about."""

from typing import Any

import pytest

from bot.evaluation.dataset import LabelledMessage
from bot.evaluation.metrics import Outcome


def make_message(
    id_: str = "m1",
    text: str = "NATO is painting the moon green",
    *accept: str,
    lang: str = "en",
    kind: str = "claim",
    noise: str | None = None,
    file: str = "written",
) -> LabelledMessage:
    return LabelledMessage(
        id=id_, text=text, lang=lang, kind=kind, accept=accept, noise=noise, file=file
    )


def make_outcome(
    *expected: str,
    answers: tuple[str, ...] = (),
    choices: tuple[str, ...] = (),
    ranked: tuple[str, ...] = (),
    probabilities: tuple[float, ...] = (),
    id_: str = "m1",
    text: str = "NATO is painting the moon green",
    lang: str = "en",
    kind: str = "claim",
    noise: str | None = None,
    file: str = "written",
) -> Outcome:
    """Return what the bot made of a message for which *expected* are the right claims.

    Candidates without *probabilities* are given 0.9, 0.8 and so on.
    """
    ranked = ranked or answers or choices
    return Outcome(
        message=make_message(id_, text, *expected, lang=lang, kind=kind, noise=noise, file=file),
        answers=answers,
        choices=choices,
        ranked=ranked,
        probabilities=probabilities or tuple(0.9 - at / 10 for at in range(len(ranked))),
        about=(),
        expected=frozenset(expected),
    )


def nearly(value: float) -> Any:
    """Return what equals *value* but for rounding, and stands where a float is wanted."""
    return pytest.approx(value)
