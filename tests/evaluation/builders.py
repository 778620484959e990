"""Labelled messages and outcomes: a test names only what it is about."""

from bot.evaluation.dataset import LabelledMessage
from bot.evaluation.metrics import Outcome


def make_message(
    id_: str = "m1",
    text: str = "NATO is painting the moon green",
    *accept: str,
    lang: str = "en",
    kind: str = "claim",
) -> LabelledMessage:
    return LabelledMessage(id=id_, text=text, lang=lang, kind=kind, accept=accept)


def make_outcome(
    *expected: str,
    answers: tuple[str, ...] = (),
    choices: tuple[str, ...] = (),
    ranked: tuple[str, ...] = (),
    id_: str = "m1",
    text: str = "NATO is painting the moon green",
    lang: str = "en",
    kind: str = "claim",
) -> Outcome:
    """Return what the bot made of a message for which *expected* are the right claims."""
    return Outcome(
        message=make_message(id_, text, *expected, lang=lang, kind=kind),
        answers=answers,
        choices=choices,
        ranked=ranked or answers or choices,
        about=(),
        expected=frozenset(expected),
    )
