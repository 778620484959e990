"""Settings: right ones come through, wrong ones stop the start with name, value and remedy."""

import errno
import re
from pathlib import Path

import pytest

from bot import config
from bot.config import (
    FROM_FILES,
    ConfigError,
    Settings,
    default_knowledge_dir,
    examine_settings,
    load_settings,
    writable_folder,
)

LANGUAGES = ("en", "uk")
SECRET = "a-secret_of-the-WEBHOOK"
WEBHOOK = {"WEBHOOK_URL": "https://bot.example/hook", "WEBHOOK_SECRET": SECRET}


def load(environ: dict[str, str], folder: Path) -> Settings:
    return load_settings(environ, LANGUAGES, folder)


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    assert load({}, tmp_path) == Settings(
        knowledge_dir=default_knowledge_dir(), data_dir=Path("data")
    )


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=ERROR\nDEFAULT_LANGUAGE=uk\n", encoding="utf-8")

    settings = load({"LOG_LEVEL": "debug"}, tmp_path)

    assert (settings.log_level, settings.default_language) == ("DEBUG", "uk")


def test_an_empty_value_counts_as_not_set(tmp_path: Path) -> None:
    empty = dict.fromkeys(
        (
            *("TELEGRAM_BOT_TOKEN", "KNOWLEDGE_DIR", "DATA_DIR", "DEFAULT_LANGUAGE", "LOG_LEVEL"),
            *("DATABASE_URL", "WEBHOOK_URL", "WEBHOOK_SECRET", "LISTEN_HOST", "LISTEN_PORT"),
            *("RETENTION_DAYS", "OPERATOR", "SOURCE_URL", "OWNER_IDS", "MODERATION_CHAT_ID"),
            *("DESK_SECOND_PERSON", "KNOWLEDGE_GIT_PUSH"),
        ),
        "",
    )
    assert load(empty, tmp_path) == load({}, tmp_path)


def test_files_of_a_self_hosted_server_stand_beside_its_methods(tmp_path: Path) -> None:
    settings = load({"TELEGRAM_API_BASE_URL": "http://localhost:8081/bot"}, tmp_path)

    assert settings.telegram_api_file_url == "http://localhost:8081/file/bot"


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        (
            {"LOG_LEVEL": "loud"},
            "LOG_LEVEL is 'LOUD'; set it to one of DEBUG, INFO, WARNING, ERROR",
        ),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT is 'xml'; set it to one of text, json"),
        ({"DEFAULT_LANGUAGE": "fr"}, "DEFAULT_LANGUAGE is 'fr'; set it to one of en, uk"),
        (
            WEBHOOK | {"WEBHOOK_URL": "bot.example/hook"},
            (
                "WEBHOOK_URL is 'bot.example/hook'; "
                "set it to an address such as https://bot.example/hook"
            ),
        ),
        *(
            (
                WEBHOOK | {"WEBHOOK_URL": url},
                f"WEBHOOK_URL is {url!r}; set it to an address without ? # {{ }}",
            )
            for url in (
                "https://bot.example/?a=b",
                "https://bot.example/#x",
                "https://b.example/{x}",
            )
        ),
        *(
            (
                {"LISTEN_PORT": port},
                f"LISTEN_PORT is {port!r}; set it to a whole number from 1 to 65535",
            )
            for port in ("0", "-1", "65536", "80 80", "http", "1e3", "9" * 5_000)
        ),
        *(
            (
                {"RETENTION_DAYS": days},
                f"RETENTION_DAYS is {days!r}; set it to a whole number from 1 to 3650",
            )
            for days in ("0", "3651", "1.5", "for ever")
        ),
        *(
            (
                {"OWNER_IDS": f"42, {one}"},
                (
                    f"OWNER_IDS holds {one!r}; set it to the Telegram ids of people, whole numbers "
                    "such as 123456789, with commas between them"
                ),
            )
            for one in ("@ola", "-1001", "0", "4.2", "9" * 16, "٤٢")
        ),
        *(
            (
                {"MODERATION_CHAT_ID": one},
                (
                    f"MODERATION_CHAT_ID is {one!r}; set it to the id of a group, which begins "
                    "with a minus, such as -1001234567890"
                ),
            )
            for one in ("42", "@desk", "-0", "-", "-1 2")
        ),
        (
            {"DESK_SECOND_PERSON": "no"},
            "DESK_SECOND_PERSON is 'no'; set it to a whole number from 0 to 1",
        ),
        (
            {"KNOWLEDGE_GIT_PUSH": "2"},
            "KNOWLEDGE_GIT_PUSH is '2'; set it to a whole number from 0 to 1",
        ),
        (
            {"TELEGRAM_API_BASE_URL": "localhost:8081"},
            (
                "TELEGRAM_API_BASE_URL is 'localhost:8081'; "
                "set it to an address such as http://localhost:8081/bot"
            ),
        ),
        (
            {"SOURCE_URL": "our shelf"},
            (
                "SOURCE_URL is 'our shelf'; "
                "set it to an address such as https://code.example/our-bot"
            ),
        ),
    ],
)
def test_a_wrong_value_names_setting_value_and_remedy(
    environ: dict[str, str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(environ, tmp_path)

    assert str(caught.value) == message


def test_who_runs_the_bot_is_taken_as_it_is_written(tmp_path: Path) -> None:
    settings = load(
        {"OPERATOR": " Ola & friends, Riga ", "SOURCE_URL": "https://code.example/our-bot/"},
        tmp_path,
    )

    assert settings.operator == "Ola & friends, Riga"
    assert settings.source_url == "https://code.example/our-bot"


def test_without_a_webhook_the_bot_polls_and_listens_nowhere(tmp_path: Path) -> None:
    settings = load({}, tmp_path)

    assert (settings.webhook_url, settings.webhook_secret) == (None, None)
    assert (settings.listen_host, settings.listen_port) == ("127.0.0.1", None)


def test_with_a_webhook_the_bot_listens_to_the_world(tmp_path: Path) -> None:
    settings = load(WEBHOOK, tmp_path)

    assert (settings.webhook_url, settings.webhook_secret) == ("https://bot.example/hook", SECRET)
    assert (settings.listen_host, settings.listen_port) == ("0.0.0.0", 8080)


def test_where_to_listen_can_be_chosen_with_a_webhook_and_without(tmp_path: Path) -> None:
    chosen = {"LISTEN_HOST": "::1", "LISTEN_PORT": "9090"}
    for environ in (chosen, WEBHOOK | chosen):
        settings = load(environ, tmp_path)

        assert (settings.listen_host, settings.listen_port) == ("::1", 9090)


def test_a_slash_at_the_end_of_the_webhook_is_no_other_address(tmp_path: Path) -> None:
    settings = load(WEBHOOK | {"WEBHOOK_URL": "https://bot.example/hook/"}, tmp_path)

    assert settings.webhook_url == "https://bot.example/hook"


def test_the_desk_has_a_group_owners_and_a_second_person_unless_it_is_told_otherwise(
    tmp_path: Path,
) -> None:
    without = load({}, tmp_path)
    assert (without.owner_ids, without.moderation_chat_id) == (frozenset(), None)
    assert (without.desk_second_person, without.knowledge_git_push) == (True, False)

    desk = {"OWNER_IDS": "42, 43,44 45", "MODERATION_CHAT_ID": "-1001234567890"}
    settings = load(desk | {"DESK_SECOND_PERSON": "0", "KNOWLEDGE_GIT_PUSH": "1"}, tmp_path)
    assert settings.owner_ids == {42, 43, 44, 45}
    assert settings.moderation_chat_id == -1_001_234_567_890
    assert (settings.desk_second_person, settings.knowledge_git_push) == (False, True)


def test_how_long_things_are_kept_can_be_chosen(tmp_path: Path) -> None:
    assert load({}, tmp_path).retention_days == 30
    assert load({"RETENTION_DAYS": "3650"}, tmp_path).retention_days == 3650


@pytest.mark.parametrize(
    "secret",
    ["", "x" * 15, "x" * 257, "a secret with spaces", "сСсСсСсСсСсСсСсСсС", "a+secret/of=base64"],
)
def test_a_webhook_needs_a_secret_that_is_not_shown(secret: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(WEBHOOK | {"WEBHOOK_SECRET": secret}, tmp_path)

    assert str(caught.value) == (
        "WEBHOOK_SECRET must be set beside WEBHOOK_URL, to 16 to 256 letters, digits, _ and -; "
        'make one with: python -c "import secrets; print(secrets.token_urlsafe(32))"'
    )


def test_what_is_secret_does_not_show_and_is_named_for_the_log(tmp_path: Path) -> None:
    database = "postgresql://bot:pass%20word@db:5432/bot"
    settings = load(
        WEBHOOK | {"DATABASE_URL": database, "TELEGRAM_BOT_TOKEN": "123456:TOKEN"}, tmp_path
    )

    assert settings.database_url == database
    assert settings.secrets == ("123456:TOKEN", SECRET, ":pass%20word@")
    assert not any(secret in repr(settings) for secret in settings.secrets)


@pytest.mark.parametrize("url", [None, "sqlite:///bot.sqlite3", "postgresql://db/bot"])
def test_an_address_without_a_password_holds_no_secret(url: str | None, tmp_path: Path) -> None:
    assert load({"DATABASE_URL": url} if url else {}, tmp_path).secrets == ()


@pytest.mark.parametrize("token", ["secret", "98765432", "98765432:with space", "bot98765432:ABC"])
def test_a_wrong_token_is_refused_without_showing_it(token: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="TELEGRAM_BOT_TOKEN does not look like") as caught:
        load({"TELEGRAM_BOT_TOKEN": token}, tmp_path)

    assert token not in str(caught.value)


def test_the_token_does_not_show_when_settings_are_printed(tmp_path: Path) -> None:
    settings = load({"TELEGRAM_BOT_TOKEN": "123456:SECRET"}, tmp_path)

    assert settings.telegram_bot_token == "123456:SECRET"
    assert "SECRET" not in repr(settings)


def test_a_file_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LOG_LEVEL=\xff\n")

    with pytest.raises(ConfigError, match="save it as UTF-8 text"):
        load({}, tmp_path)


def test_a_file_that_we_may_not_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests may run as root, who may read anything.
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(config, "dotenv_values", denied)

    with pytest.raises(ConfigError) as caught:
        load({}, tmp_path)

    assert str(caught.value) == (
        f"{tmp_path}/.env cannot be read (Permission denied); give the bot's user the right to "
        "read it"
    )


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    with pytest.raises(ConfigError) as caught:
        writable_folder(file / "data", "DATA_DIR")

    assert str(caught.value) == (
        f"DATA_DIR is {file}/data, which cannot be written (Not a directory); "
        "give the bot's user the right to write there or set DATA_DIR to another folder"
    )


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    assert writable_folder(tmp_path / "a" / "b", "DATA_DIR").is_dir()


@pytest.mark.parametrize("name", FROM_FILES)
def test_a_secret_may_stand_in_a_file(name: str, tmp_path: Path) -> None:
    values = {"TELEGRAM_BOT_TOKEN": "123456:ABC", "WEBHOOK_SECRET": "s" * 16, "DATABASE_URL": "d"}
    (tmp_path / "secret").write_text(values[name] + "\n", encoding="utf-8")

    from_file = load({f"{name}_FILE": str(tmp_path / "secret")}, tmp_path)

    assert from_file == load({name: values[name]}, tmp_path)


def test_a_secret_is_not_set_twice(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("123456:OTHER", encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        load({"TELEGRAM_BOT_TOKEN": "123456:ABC", "TELEGRAM_BOT_TOKEN_FILE": str(file)}, tmp_path)

    assert str(caught.value) == (
        "TELEGRAM_BOT_TOKEN_FILE is set beside TELEGRAM_BOT_TOKEN; keep one of them"
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "which cannot be read (No such file or directory)"),
        (b"\xff", "which cannot be read (it is no UTF-8 text)"),
        (b" \n", "which is empty; put the value in it"),
    ],
)
def test_a_file_without_a_secret_is_named(content: bytes | None, why: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(ConfigError) as caught:
        load({"TELEGRAM_BOT_TOKEN_FILE": str(file)}, tmp_path)

    assert str(caught.value).startswith(f"TELEGRAM_BOT_TOKEN_FILE is {file}, {why}")


def test_everything_wrong_is_found_at_once(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("no token", encoding="utf-8")
    environ = {
        "TELEGRAM_BOT_TOKEN_FILE": str(tmp_path / "token"),
        "WEBHOOK_URL": "https://bot.example/hook",
        "WEBHOOK_SECRET": "short",
        "DATABASE_URL_FILE": str(tmp_path / "missing"),
        "LISTEN_PORT": "http",
        "LOG_LEVEL": "debug",
    }

    settings, wrong = examine_settings(environ, LANGUAGES, tmp_path)

    assert sorted(sentence.partition(" ")[0] for sentence in wrong) == [
        "DATABASE_URL_FILE",
        "LISTEN_PORT",
        "TELEGRAM_BOT_TOKEN",
        "WEBHOOK_SECRET",
    ]
    assert (settings.webhook_url, settings.log_level) == ("https://bot.example/hook", "DEBUG")


def test_right_settings_are_the_same_to_both(tmp_path: Path) -> None:
    environ = {"LOG_LEVEL": "debug"}

    assert examine_settings(environ, LANGUAGES, tmp_path) == (load(environ, tmp_path), ())


def test_every_setting_is_listed() -> None:
    source = Path(config.__file__).read_text("utf-8")
    read = set(re.findall(r'(?:get\(|_one_of\(|_number\(|_address\()\s*"([A-Z_]+)"', source))

    assert set(config.SETTINGS) == read
