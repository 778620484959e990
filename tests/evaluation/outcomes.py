"""Outcomes of every sort: right, wrong, asked, silent, and of several groups."""

from tests.evaluation.builders import make_outcome

OUTCOMES = [
    make_outcome("moon", answers=("moon",)),
    make_outcome("moon", answers=("sea", "moon"), lang="ru", kind="two", id_="m2"),
    make_outcome("moon", "sun", answers=("sea",), lang="de", kind="question", id_="m3"),
    make_outcome("moon", choices=("moon", "sea"), lang="de", noise="typos", file="noise"),
    make_outcome("sea", lang="uk", id_="m5", noise="caps", file="noise"),
    make_outcome("sea", ranked=("moon", "sun", "sea"), lang="uk", id_="m6"),
    make_outcome(kind="negative"),
    make_outcome(
        answers=("sea", "moon"),
        kind="debunk",
        id_="m4",
        text="It is a <b>myth</b>\n\tthat NATO " + "drinks " * 40,
    ),
    make_outcome(choices=("sea",), kind="debunk", lang="ru"),
]
