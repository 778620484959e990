"""The pictures of a claim file."""

from pathlib import Path

from bot.claims.load import load
from bot.claims.model import KnownPicture
from bot.claims.write import to_yaml
from tests.claims.folders import lint_fields, with_fields, write_claims

# A hash of digits is still a text, and one that looks like a number, too.
PICTURES = (
    "images:\n"
    "  - hash: 1234567890123456\n"
    "    url: https://social.example/photo/1\n"
    "  - hash: 00000000000000e5\n"
)


def test_hashes_are_texts(tmp_path: Path) -> None:
    folder = write_claims(tmp_path, example_claim=with_fields(PICTURES))

    assert load(folder).knowledge.claims["example-claim"].images == (
        KnownPicture(hash="1234567890123456", url="https://social.example/photo/1"),
        KnownPicture(hash="00000000000000e5"),
    )


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    folder = write_claims(tmp_path, example_claim=with_fields(PICTURES))
    claim = load(folder).knowledge.claims["example-claim"]

    write_claims(folder, example_claim=to_yaml(claim))

    assert load(folder).knowledge.claims["example-claim"] == claim


def test_a_picture_was_seen_where_everybody_can_look(tmp_path: Path) -> None:
    fields = "images:\n  - hash: e1f41e0b7c83d25a\n    url: https://10.0.0.1/photo\n"

    assert lint_fields(tmp_path, fields) == [("KB305", "the host `10.0.0.1` is not a public site")]
