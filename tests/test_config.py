"""Settings: right ones come through, wrong ones stop the start with name, value and remedy."""

from pathlib import Path

import pytest

from bot.config import ConfigError, Settings, default_knowledge_dir, load_settings, writable_folder

LANGUAGES = ("en", "uk")


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
        ("TELEGRAM_BOT_TOKEN", "KNOWLEDGE_DIR", "DATA_DIR", "DEFAULT_LANGUAGE", "LOG_LEVEL"), ""
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
            {"TELEGRAM_API_BASE_URL": "localhost:8081"},
            (
                "TELEGRAM_API_BASE_URL is 'localhost:8081'; "
                "set it to an address such as http://localhost:8081/bot"
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
