"""The house keeps its own rules: who reads the environment, which settings, what is locked."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from bot.cli.main import main
from tests.support.process import PASSED_ON

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "bot").rglob("*.py"))
LOCKS = ("requirements.lock", "requirements-dev.lock")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_module_begins_with_the_sentence_that_names_its_station() -> None:
    silent = [str(path) for path in SOURCES if not path.read_text("utf-8").startswith('"""')]

    assert silent == []


def test_only_the_command_line_hands_the_environment_to_config() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if re.search(r"os\.(environ|getenv)", path.read_text("utf-8"))
    }

    # The package itself reads nothing: it tells numpy not to use a second thread.
    assert readers == {"bot/cli/__init__.py", "bot/cli/setup.py", "bot/cli/chat.py"}


def test_env_example_lists_exactly_the_settings_that_are_read() -> None:
    read_settings = set(re.findall(r'"([A-Z][A-Z_]+)"', read("bot/config.py")))
    listed = set(re.findall(r"^#?([A-Z_]+)=", read(".env.example"), re.MULTILINE))

    assert listed == read_settings - {"DEBUG", "INFO", "WARNING", "ERROR"}


def test_env_example_sets_nothing_that_the_container_sets() -> None:
    # `docker run --env-file .env` would win over the image's own DATA_DIR.
    assert re.findall(r"^([A-Z_]+)=", read(".env.example"), re.MULTILINE) == ["TELEGRAM_BOT_TOKEN"]


def test_every_command_stands_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE)

    assert commands
    assert [name for name in commands if f"| `{name}" not in read("README.md")] == []


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_hashes_and_no_registry_address(name: str) -> None:
    lock = read(name)
    pinned = re.findall(r"^[a-z][^\n]*==", lock, re.MULTILINE)

    assert len(pinned) <= lock.count("--hash=sha256:")
    assert not re.search(r"https?://|--index-url|--find-links", lock)


def test_the_tests_run_with_what_users_run() -> None:
    run, dev = (set(re.findall(r"^(\S+==\S+)", read(name), re.MULTILINE)) for name in LOCKS)

    assert run <= dev


def test_locks_hold_every_dependency() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    wanted = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
    ]
    names = {re.split(r"[\[<>=!~ ]", line)[0].lower() for line in wanted}
    pinned = set(re.findall(r"^([a-z0-9-]+)==", read(LOCKS[1]), re.MULTILINE))

    assert names <= pinned


def test_ci_calls_the_test_command_of_the_readme() -> None:
    assert "\nmake test\n" in read("README.md")
    assert "make test" in read(".ci/run")


def test_an_installed_bot_answers_without_a_checkout(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")

    answered = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "PYTHONUTF8": "1"} | PASSED_ON,
        input=b"Can NATO throw out the US?\n",
        check=True,
        capture_output=True,
    )

    assert "NATO, or its Secretary General, can expel a member state" in answered.stdout.decode()
    fonts = tmp_path / "site" / "bot" / "drawing" / "fonts"
    assert sorted(file.name for file in fonts.iterdir()) == [
        "NotoSans-Bold.ttf",
        "NotoSans-Regular.ttf",
        "OFL.txt",
    ]
