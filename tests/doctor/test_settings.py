"""What the doctor finds in the environment and in .env."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import Settings
from bot.doctor.finding import Finding, Mark, ok, problem, warning
from bot.doctor.settings import examine_names, examine_operator


def examine(
    tmp_path: Path, *, wrong: tuple[str, ...] = (), environ: str = "", file: str = ""
) -> list[Finding]:
    """Return the findings; settings are given as NAME=value, with blanks between them."""
    dotenv = tmp_path / ".env"
    dotenv.touch(mode=0o600)
    return list(examine_names(wrong, _values(environ), _values(file), dotenv))


def _values(given: str) -> dict[str, str]:
    return {name: value for name, _, value in (pair.partition("=") for pair in given.split())}


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    assert examine(tmp_path, environ="PATH=/bin HOME=/root") == [
        ok("settings", "none is set, and none needs to be")
    ]


def test_what_is_set_is_told_by_name_alone(tmp_path: Path) -> None:
    found = examine(
        tmp_path,
        environ="LOG_LEVEL=DEBUG DATABASE_URL_FILE=/run/secrets/x",
        file="TELEGRAM_BOT_TOKEN=123:SECRET",
    )

    assert found == [
        ok(
            "settings",
            "LOG_LEVEL, DATABASE_URL_FILE from the environment; "
            f"TELEGRAM_BOT_TOKEN from {tmp_path}/.env",
        )
    ]


def test_wrong_values_are_problems(tmp_path: Path) -> None:
    assert examine(tmp_path, wrong=("LOG_LEVEL is 'LOUD'; set it to …",)) == [
        problem("settings", "LOG_LEVEL is 'LOUD'; set it to …")
    ]


@pytest.mark.parametrize(
    ("given", "place", "meant"),
    [
        ("TELEGRAM_TOKEN=1", "file", "did you mean TELEGRAM_BOT_TOKEN?"),
        ("telegram_bot_token=1", "file", "did you mean TELEGRAM_BOT_TOKEN?"),
        ("DATABASE=1", "file", "did you mean DATABASE_URL?"),
        ("OPENAI_KEY=1", "file", ".env.example lists all"),
        ("TELEGRAM_BOT_TOKN=1", "environ", "did you mean TELEGRAM_BOT_TOKEN?"),
        ("WEBHOOKS_SECRET=1", "environ", "did you mean WEBHOOK_SECRET?"),
    ],
)
def test_a_name_that_nobody_reads(given: str, place: str, meant: str, tmp_path: Path) -> None:
    (found,) = (
        examine(tmp_path, file=given) if place == "file" else examine(tmp_path, environ=given)
    )

    assert found.mark == "warning"
    assert found.text.startswith(given.partition("=")[0])
    assert found.text.endswith(meant)


@pytest.mark.parametrize("name", ["LOGNAME", "LISTEN_FDS", "COMPOSE_FILE", "DATABASE"])
def test_names_of_others_in_the_environment_are_theirs(name: str, tmp_path: Path) -> None:
    (found,) = examine(tmp_path, environ=f"{name}=1")

    assert found.mark == "ok"


def test_a_value_that_the_environment_hides(tmp_path: Path) -> None:
    found = examine(tmp_path, environ="LOG_LEVEL=INFO", file="LOG_LEVEL=DEBUG")

    assert found == [
        warning(
            "settings",
            f"LOG_LEVEL in {tmp_path}/.env is not used, because the environment sets it, too; "
            "remove one",
        )
    ]


def test_a_token_that_others_may_read(tmp_path: Path) -> None:
    (tmp_path / ".env").touch()
    (tmp_path / ".env").chmod(0o644)

    (found,) = examine(tmp_path, file="TELEGRAM_BOT_TOKEN=123:SECRET")

    assert found.mark == "warning"
    assert "run `chmod 600 .env`" in found.text


def test_a_finding_is_one_line_without_secrets() -> None:
    assert problem("database", "password\n'hunter22'  is wrong").line(("hunter22",)) == (
        "problem  database: password '***' is wrong"
    )


def test_a_bot_that_goes_online_should_say_who_runs_it() -> None:
    offline = Settings(knowledge_dir=Path("knowledge"), data_dir=Path("data"))
    online = replace(offline, telegram_bot_token="123:abc")
    named = replace(online, operator="The Lighthouse Society")

    assert [list(examine_operator(one)) for one in (offline, named)] == [[], []]
    assert [found.mark for found in examine_operator(online)] == [Mark.WARNING]
