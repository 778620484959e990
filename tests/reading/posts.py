"""The posts of posts.yaml: what stands in the pictures, and the claim that it asserts."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("posts.yaml")


class Look(StrEnum):
    """Where the post was seen."""

    TELEGRAM_LIGHT = "telegram-light"
    TELEGRAM_DARK = "telegram-dark"
    X = "x"
    NEWS = "news"
    MEME = "meme"
    PHOTO = "photo"
    """A photograph without a word."""
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Post:
    """A post; `claim` is None where it must get no verdict."""

    number: int
    look: Look
    language: str
    claim: str | None
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """The text as it is set: headline and lead, upper and lower line."""
        return self.text.split("\n\n")


def load_posts() -> list[Post]:
    """Return all posts, in the order of the file."""
    rows = yaml.safe_load(_FILE.read_text("utf-8"))
    return [
        Post(number, Look(row["look"]), row["language"], row.get("claim"), row["text"])
        for number, row in enumerate(rows)
    ]
