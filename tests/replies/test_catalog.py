import ast
import re
from pathlib import Path

import pytest

import bot
from bot.replies.catalog import Catalog
from bot.replies.keys import Counted, Key
from bot.replies.sentences import placeholders

TEXTS = Path(bot.__file__).parent / "replies" / "texts"


def written(folder: Path, language: str, text: str) -> Path:
    path = folder / f"{language}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def english() -> str:
    return (TEXTS / "en.yaml").read_text(encoding="utf-8")


def sentences(catalog: Catalog, language: str) -> dict[str, str]:
    """Return every text and every form, by name."""
    texts = {str(key): text for key, text in catalog.texts[language].items()}
    forms = catalog.forms[language].items()
    return texts | {f"{key} {name}": text for key, own in forms for name, text in own.items()}


def test_every_language_has_every_key(catalog: Catalog) -> None:
    complete = {language: set(Key) for language in catalog.languages}
    assert {language: set(catalog.texts[language]) for language in catalog.languages} == complete


def test_every_key_is_said_somewhere() -> None:
    said = {
        (node.value.id, node.attr)
        for path in Path(bot.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"Key", "Counted"}
    }
    assert said == {(type(key).__name__, key.name) for key in (*Key, *Counted)}


def test_no_long_sentence_is_left_in_english(catalog: Catalog) -> None:
    left = [
        (language, key)
        for language in catalog.languages
        if language != "en"
        for key, text in sentences(catalog, language).items()
        if len(re.findall(r"[^\W\d_]+", re.sub(r"{.*?}", "", text))) > 2
        and text in sentences(catalog, "en").values()
    ]
    assert left == []


@pytest.mark.parametrize(("language", "foreign"), [("uk", "ыэъё"), ("ru", "іїєґ")])
def test_cyrillic_texts_keep_to_their_own_letters(
    language: str, foreign: str, catalog: Catalog
) -> None:
    latin_names = {"BotFather", "Ctrl", "D", "Enter", "UTF", "Telegram", "MIT"}
    strange = [
        text
        for text in sentences(catalog, language).values()
        if set(text.lower()) & set(foreign)
        or set(re.findall(r"[A-Za-z]+", re.sub(r"{.*?}|/[a-z]+", "", text))) - latin_names
    ]
    assert strange == []


def test_no_text_shouts_or_has_stray_spaces(catalog: Catalog) -> None:
    texts = [
        text for language in catalog.languages for text in sentences(catalog, language).values()
    ]
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


def test_a_number_stands_in_the_form_it_asks_for(catalog: Catalog) -> None:
    said = [catalog.counted("uk", Counted.DAYS, count) for count in (1, 3, 5, 21, 12_000)]
    assert said == ["1 день", "3 дні", "5 днів", "21 день", "12\N{NO-BREAK SPACE}000 днів"]
    assert catalog.counted("xx", Counted.DAYS, 1) == "1 day"


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
        (
            "Checked on {date}",
            "Checked on {day}",
            r"de\.yaml:\d+: checked_on names other placeholders",
        ),
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


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ("days: '{count} дня'", "days has one text for all numbers; write a line for each of"),
        ("days: {one: a, few: b}", "days: one stands beside several numbers; put in {count}"),
        ("days: {one: '{count} день', many: '{count} дней'}", "days: no form for few; write"),
        ("days: {other: '{count} дня'}", "days: no number asks for the form 'other'; write"),
        ("days: {one: '{count}', one: '{count}'}", "days: the form one stands twice; remove one"),
        ("days: {one: [день]}", "days: one is not a text; write one line of text"),
        (
            "days: {one: '{count}', few: '{count}', many: '{count} {day}'}",
            "days names other placeholders than English: count",
        ),
    ],
)
def test_a_counted_text_has_the_forms_of_its_language(
    days: str, message: str, tmp_path: Path
) -> None:
    written(tmp_path, "en", english())
    russian = (TEXTS / "ru.yaml").read_text(encoding="utf-8")
    before, after = re.split(r"^days:\n(?:  .*\n)+", russian, flags=re.MULTILINE)
    path = written(tmp_path, "ru", f"{before}{days}\n{after}")
    line = before.count("\n") + 1
    with pytest.raises(ValueError, match=re.escape(f"{path}:{line}: {message}")):
        Catalog.load(tmp_path)


def test_beside_one_number_alone_the_number_may_be_left_out(tmp_path: Path) -> None:
    days = 'days:\n  one: "{count} day"'
    assert days in english()
    written(tmp_path, "en", english().replace(days, "days:\n  one: a day"))
    catalog = Catalog.load(tmp_path)
    assert [catalog.counted("en", Counted.DAYS, count) for count in (1, 2)] == ["a day", "2 days"]


def test_a_file_without_keys_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "en", "- one\n- two\n")
    with pytest.raises(ValueError, match=re.escape(f"{path}: not a list of `key: text` lines")):
        Catalog.load(tmp_path)
