"""`hash-picture` as a moderator runs it."""

import random
from pathlib import Path

from PIL import Image

from bot.reading.likeness import hash_picture
from tests.cli.conftest import RunBot
from tests.reading.screenshots import as_jpeg, photograph

PHOTO = as_jpeg(photograph(random.Random(5), 600, 400))  # noqa: S311
HASH = hash_picture(PHOTO)


def write(folder: Path, content: bytes) -> str:
    file = folder / "photo.jpg"
    file.write_bytes(content)
    return str(file)


def test_the_hash_is_printed_alone(run_bot: RunBot, tmp_path: Path) -> None:
    ran = run_bot("hash-picture", write(tmp_path, PHOTO))

    assert (ran.code, ran.out, ran.err) == (0, f"{HASH}\n", "")


def test_a_claim_that_has_the_picture_is_named(
    run_bot: RunBot, knowledge: Path, tmp_path: Path
) -> None:
    with (knowledge / "claims" / "nato-biolabs.yaml").open("a", encoding="utf-8") as file:
        file.write(f"images:\n  - hash: {HASH}\n")

    ran = run_bot("hash-picture", write(tmp_path, PHOTO))

    assert (ran.code, ran.out) == (0, f"{HASH}\n")
    assert ran.err == "nato-biolabs has this picture already\n"


def test_a_plain_picture_is_better_read(run_bot: RunBot, tmp_path: Path) -> None:
    file = write(tmp_path, as_jpeg(Image.new("RGB", (600, 400), (255, 255, 255))))

    ran = run_bot("hash-picture", file)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"bot: {file} is too plain: other screenshots of its kind look the same. The bot reads "
        "what stands in it; put that among the phrasings instead\n"
    )


def test_what_is_no_picture_is_one_sentence(run_bot: RunBot, tmp_path: Path) -> None:
    file = write(tmp_path, b"GIF89a")

    ran = run_bot("hash-picture", file)

    assert (ran.code, ran.err) == (
        2,
        f"bot: {file} is no picture that can be read; take a JPEG, PNG or WebP file\n",
    )


def test_a_file_that_is_not_there_is_one_sentence(run_bot: RunBot, tmp_path: Path) -> None:
    ran = run_bot("hash-picture", "nowhere.jpg")

    assert (ran.code, ran.err) == (
        2,
        "bot: nowhere.jpg cannot be read (No such file or directory); name a picture\n",
    )
