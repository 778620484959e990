"""The collection of CheckThat! 2022, task 2A: checked claims, and tweets with the claim of each."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# "— Name (@handle) January 14, 2020": whoever embeds a tweet adds it.
_SIGNATURE = re.compile(
    r"\s*—\s*(?P<name>[^—]*?)\s*\(@\w+\)\s*(?:(?P<month>[A-Z][a-z]+) \d+, (?P<year>\d{4}))?\W*$"
)
_MENTION = re.compile(r"(?<![\w.])@(?=\w)")


class CollectionError(Exception):
    """The collection cannot be read; the message says where it was looked for."""


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim as its checker words it, and the title of the check."""

    id: str
    claim: str
    title: str


@dataclass(frozen=True, slots=True)
class Tweet:
    """A tweet without what the page around it added, and the claims that check it."""

    id: str
    text: str
    when: str
    """Month and year, as claims name them ("In January 2020"), or nothing."""
    accept: frozenset[str]


@dataclass(frozen=True, slots=True)
class Collection:
    """All claims, and the tweets to learn from; the others are read by `read_tweets` when due."""

    folder: Path
    claims: tuple[CheckedClaim, ...]
    train: tuple[Tweet, ...]


def read_collection(folder: Path) -> Collection:
    """Return the collection in *folder*, or raise CollectionError."""
    claims = tuple(CheckedClaim(*row) for row in _rows(folder / "claims.tsv", 3))
    return Collection(folder, claims, read_tweets(folder, "train"))


def read_tweets(folder: Path, part: str) -> tuple[Tweet, ...]:
    """Return the tweets of *part*, "train" or "dev"."""
    accept: defaultdict[str, set[str]] = defaultdict(set)
    for tweet, claim in _rows(folder / f"qrels-{part}.tsv", 2):
        accept[tweet].add(claim)
    return tuple(
        Tweet(id_, clean(text), find_date(text), frozenset(accept[id_]))
        for id_, text in _rows(folder / f"queries-{part}.tsv", 2)
    )


def clean(text: str) -> str:
    """Return *text* with the name of its author, without handle and date (see `find_date`).

    Claims say who wrote it ("Trump tweeted"). Mentions are names, too: as hashtags they are split
    into words, where the product's clean-up, made for chats, drops them.
    """
    return _MENTION.sub("#", _SIGNATURE.sub(r" — \g<name>", text))


def find_date(text: str) -> str:
    """Return month and year of the signature below *text*, or nothing."""
    signature = _SIGNATURE.search(text)
    return f"{signature['month']} {signature['year']}" if signature and signature["year"] else ""


def _rows(file: Path, columns: int) -> Iterator[list[str]]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise CollectionError(
            f"{file} cannot be read ({error.strerror}); name the folder of the CheckThat! 2022 "
            "collection that holds claims.tsv, queries-*.tsv and qrels-*.tsv"
        ) from error
    for number, line in enumerate(lines[1:], start=2):
        if line:
            cells = line.rstrip("\r").split("\t")
            if len(cells) != columns:
                raise CollectionError(
                    f"{file}:{number} has {len(cells)} columns where {columns} should be"
                )
            yield cells
