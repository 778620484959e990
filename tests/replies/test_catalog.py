import ast
import re
from pathlib import Path

import pytest

import bot
from bot.replies.catalog import Catalog, placeholders
from bot.replies.keys import Key

TEXTS = Path(bot.__file__).parent / "replies" / "texts"


def written(folder: Path, language: str, text: str) -> Path:
    path = folder / f"{language}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def english() -> str:
    return (TEXTS / "en.yaml").read_text(encoding="utf-8")


def test_every_language_has_every_key(catalog: Catalog) -> None:
    assert {language: set(catalog.texts[language]) for language in catalog.languages} == {
        language: set(Key) for language in ("en", "uk", "ru", "de")
    }


def test_every_key_is_said_somewhere() -> None:
    said = {
        node.attr
        for path in Path(bot.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Key"
    }
    assert said == {key.name for key in Key}


def test_every_language_names_twelve_months(catalog: Catalog) -> None:
    counts = {
        len(set(catalog.text(language, key).split()))
        for language in catalog.languages
        for key in (Key.MONTHS, Key.MONTHS_AFTER_DAY)
    }
    assert counts == {12}


def test_no_long_sentence_is_left_in_english(catalog: Catalog) -> None:
    left = [
        (language, key)
        for language in catalog.languages
        if language != "en"
        for key in Key
        if len(re.findall(r"[^\W\d_]+", re.sub(r"{.*?}", "", catalog.texts["en"][key]))) > 2
        and key not in {Key.MONTHS, Key.MONTHS_AFTER_DAY}
        and catalog.texts[language][key] == catalog.texts["en"][key]
    ]
    assert left == []


@pytest.mark.parametrize(("language", "foreign"), [("uk", "ыэъё"), ("ru", "іїєґ")])
def test_cyrillic_texts_keep_to_their_own_letters(
    language: str, foreign: str, catalog: Catalog
) -> None:
    latin_names = {"Ctrl", "D", "Enter", "UTF", "Telegram", "help"}
    latin_names |= {"deletemydata", "mydata", "privacy"}
    strange = [
        text
        for text in catalog.texts[language].values()
        if set(text.lower()) & set(foreign)
        or set(re.findall(r"[A-Za-z]+", re.sub(r"{.*?}", "", text))) - latin_names
    ]
    assert strange == []


def test_no_text_shouts_or_has_stray_spaces(catalog: Catalog) -> None:
    texts = [text for own in catalog.texts.values() for text in own.values()]
    assert [one for one in texts if "!" in one or "  " in one or one != one.strip()] == []


def test_an_unknown_language_is_answered_in_english(catalog: Catalog) -> None:
    assert catalog.text("xx", Key.SOURCES) == "Sources"
    assert catalog.resolve("xx") == "en"


def test_a_value_with_braces_stays_as_it_is(catalog: Catalog) -> None:
    text = catalog.text("en", Key.SOURCE_TITLE, publisher="{title}", title="{0} {")
    assert text == "{title}: {0} {"


def test_a_text_without_its_value_is_a_fault(catalog: Catalog) -> None:
    with pytest.raises(KeyError):
        catalog.text("en", Key.CHECKED_ON)


def test_placeholders_are_the_names_in_braces() -> None:
    assert placeholders("{a} and {{not}} {b}") == {"a", "b"}


def test_english_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"en\.yaml is missing"):
        Catalog.load(tmp_path)


@pytest.mark.parametrize(
    ("found", "put", "message"),
    [
        ("gone: ", "went: ", r"de\.yaml:\d+: unknown key 'went'"),
        ("empty: ", "error: ", r"de\.yaml:\d+: error stands twice"),
        (
            "chat_prompt: Message",
            "chat_prompt: [Message]",
            r"de\.yaml:\d+: chat_prompt is not a text",
        ),
        ("chat_prompt: Message", 'chat_prompt: " "', r"de\.yaml:\d+: chat_prompt is not a text"),
        ("chat_prompt: Message\n", "", r"de\.yaml: no text for chat_prompt"),
        ("Checked on {date}", "Checked on {day}", r"de\.yaml: checked_on names other placeholders"),
    ],
)
def test_a_broken_file_is_refused_by_name(
    found: str, put: str, message: str, tmp_path: Path
) -> None:
    written(tmp_path, "en", english())
    assert found in english()
    written(tmp_path, "de", english().replace(found, put))
    with pytest.raises(ValueError, match=message):
        Catalog.load(tmp_path)


def test_a_file_without_keys_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "en", "- one\n- two\n")
    with pytest.raises(ValueError, match=re.escape(f"{path}: not a list of `key: text` lines")):
        Catalog.load(tmp_path)
