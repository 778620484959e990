"""A file is replaced whole, keeps its rights, and a link goes on leading where it led."""

from pathlib import Path

import pytest

from bot.moderation.writing import clear, write_whole


def test_the_old_text_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "moon.yaml"
    file.write_text("old", "utf-8")
    seen: list[str] = []

    write_whole(file, "new\n", lambda: seen.append(file.read_text("utf-8")))

    assert (seen, file.read_text("utf-8")) == (["old"], "new\n")


def test_rights_stay(tmp_path: Path) -> None:
    file = tmp_path / "moon.yaml"
    file.touch()
    file.chmod(0o640)
    write_whole(file, "new\n")
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "there.yaml", tmp_path / "moon.yaml"
    target.touch()
    link.symlink_to(target)
    write_whole(link, "new\n")
    assert (link.is_symlink(), target.read_text("utf-8")) == (True, "new\n")


def test_what_a_dead_publisher_left_is_cleared(tmp_path: Path) -> None:
    file = tmp_path / "moon.yaml"

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(file, "new\n", die)
    assert [one.name for one in tmp_path.iterdir()] == [".moon.yaml.publishing"]
    clear(tmp_path)
    assert list(tmp_path.iterdir()) == []
