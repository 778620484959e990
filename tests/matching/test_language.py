import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.model import LANGUAGES
from bot.cli.evaluate import MESSAGES
from bot.evaluation.dataset import load_messages
from bot.matching.language import detect_language
from tests.benchmarks.languages import UNSEEN, tell
from tests.matching.strategies import texts

CLEAR = {
    "en": [
        "NATO is at war with Russia",
        "Is it true that NATO promised not to expand?",
        "Rutte will kick the US out",
        "THE ALLIANCE THREATENS MOSCOW",
    ],
    "uk": [
        "НАТО воює з Росією",
        "Чи обіцяло НАТО не розширюватися на схід?",
        "Захід обдурив Москву",
        "Рютте вижене американців",
        "що каже НАТО",
        "Це брехня про Альянс",
        "П'ять баз НАТО під Москвою",
        "ГЕНСЕК СКАЗАВ ПРО США І ТРАМПА",
    ],
    "ru": [
        "НАТО воюет с Россией",
        "Правда ли, что НАТО обещало не расширяться?",
        "Рютте реально назвал",
        "Это фейк",
        "Альянс у границ",
        "Её там нет",
        "ЗАПАД ОБМАНУЛ ГОРБАЧЕВА",
    ],
    "de": [
        "Die NATO führt Krieg gegen Russland",
        "Hat die NATO das versprochen?",
        "NATO-Straße bei Moskau",
        "Stimmt das nicht?",
    ],
    "fr": [
        "L'OTAN est en guerre contre la Russie",
        "Est-ce que l’OTAN a promis de ne pas s'élargir ?",
        "Les troupes nord-coréennes sont en Russie",
    ],
    "pl": [
        "NATO jest w stanie wojny z Rosją",
        "Czy NATO obiecało nie rozszerzać się na wschód?",
        "Polska wyśle żołnierzy na Ukrainę",
    ],
    "ro": [
        "NATO este în război cu Rusia",
        "A promis NATO că nu se va extinde?",
        "Trupele NATO sunt la granița cu Rusia",
    ],
    "es": [
        "La OTAN está en guerra con Rusia",
        "¿Prometió la OTAN no ampliarse hacia el este?",
        "La OTAN amenaza a Rusia con sus tropas",
    ],
    "it": [
        "La NATO è in guerra con la Russia",
        "È vero che la NATO ha promesso di non espandersi?",
        "La NATO non ha mai promesso questo alla Russia",
    ],
    "tr": [
        "NATO Rusya ile savaş halinde",
        "NATO doğuya genişlemeyeceğine söz verdi mi?",
        "NATO'nun birlikleri Rusya sınırında",
        "İNGİLTERE DE NATO İÇİN VAR",
    ],
    "cs": [
        "NATO je ve válce s Ruskem",
        "Slíbilo NATO, že se nerozšíří na východ?",
        "Jednotky NATO jsou u hranic Ruska",
    ],
    "lt": [
        "NATO ir Rusija yra kare",
        "Ar NATO pažadėjo nesiplėsti į rytus?",
        "NATO pajėgos yra prie Rusijos sienos",
    ],
}
CASES = [(language, text) for language, some in CLEAR.items() for text in some]
OURS = ("en", "uk", "ru", "de")


def test_there_is_a_clear_case_of_each_language() -> None:
    assert set(CLEAR) == set(LANGUAGES)


@pytest.mark.parametrize(("language", "text"), CASES)
def test_a_clear_case_is_told(language: str, text: str) -> None:
    assert detect_language(text, LANGUAGES) == language


@pytest.mark.parametrize(("language", "text"), [case for case in CASES if case[0] in OURS])
def test_fewer_languages_to_choose_from_change_nothing(language: str, text: str) -> None:
    assert detect_language(text, OURS) == language


@pytest.mark.parametrize("text", ["", "nato", "NATO OTAN", "2024", "😀", "Ελλάδα", "中文", "ок"])
def test_where_nothing_tells_there_is_no_language(text: str) -> None:
    assert detect_language(text, LANGUAGES) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "А якщо її там нема?"),
        ("uk", "Москва є"),
        ("ru", "Это чьё"),
        ("ru", "Мы же объявили"),
    ],
)
def test_a_letter_that_only_one_of_the_two_writes_is_enough(language: str, text: str) -> None:
    assert detect_language(text, LANGUAGES) == language


@pytest.mark.parametrize("text", ["НАТО", "Альянс, Москва", "США, Трамп", "Макрон, Рютте"])
def test_what_both_would_write_is_left_open(text: str) -> None:
    assert detect_language(text, LANGUAGES) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "NATO vojuet s Rossiej, i vse eto znajut"),
        ("ru", "pravda li chto nato obeshchala ne rasshiryatsya"),
        ("uk", "NATO voyuye z Rosiyeyu, i vsi pro tse znayut"),
        ("uk", "chy pravda, shcho nato obicjalo ne rozshyrjuvatysja"),
    ],
)
def test_it_is_told_in_latin_letters_too(language: str, text: str) -> None:
    assert detect_language(text, LANGUAGES) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Czy NATO obiecalo nie rozszerzac sie na wschod?"),
        ("ro", "NATO a promis ca nu se va extinde spre est"),
        ("cs", "Slibilo NATO, ze se nerozsiri na vychod?"),
        ("lt", "Ar NATO pazadejo nesiplesti i rytus?"),
        ("tr", "NATO doguya genislemeyecegine soz verdi mi?"),
        ("es", "La OTAN esta en guerra, y nadie lo dice"),
    ],
)
def test_it_is_told_without_the_marks_on_letters(language: str, text: str) -> None:
    assert detect_language(text, LANGUAGES) == language


@pytest.mark.parametrize(
    "text",
    [
        "Gjcvjnhbnt yf rfhne? Ghfdlf kb xnj ,fps d Gjkmit",
        "ТФЕЩ щзутув ф туц сниук вуаутсу ысрщщд шт Уыещтшф",
    ],
)
def test_the_wrong_keyboard_layout_is_no_language(text: str) -> None:
    assert detect_language(text, LANGUAGES) is None


def test_another_language_than_those_asked_about_is_not_told() -> None:
    assert detect_language("Правда ли, что НАТО обещало не расширяться?", ("en", "uk")) is None


def test_a_latin_name_does_not_make_a_sentence_english() -> None:
    assert detect_language("Mark Rutte сказав, що США вийдуть", LANGUAGES) == "uk"


def test_without_languages_there_is_nothing_to_tell() -> None:
    assert detect_language("NATO is at war", ()) is None


@given(texts, st.lists(st.sampled_from(LANGUAGES), unique=True))
def test_the_language_is_one_of_those_asked_about(text: str, among: list[str]) -> None:
    assert detect_language(text, among) in {*among, None}


@pytest.mark.parametrize(
    ("cut", "right", "wrong"), [(3, 0.89, 0.02), (5, 0.97, 0.01), (8, 0.985, 0.005)]
)
def test_first_words_of_messages_that_nothing_was_fitted_on_are_told(
    cut: int, right: float, wrong: float
) -> None:
    told = tell(load_messages([MESSAGES / name for name in UNSEEN]), cut)

    assert told.share() > right
    assert told.share(wrong=True) < wrong


def test_ukrainian_is_not_taken_for_russian_nor_the_other_way_round() -> None:
    unseen = load_messages([MESSAGES / name for name in UNSEEN])
    told = tell([message for message in unseen if message.lang in {"uk", "ru"}], 20)

    assert [pair for *pair, _ in told.confused() if set(pair) == {"uk", "ru"}] == []


def test_a_name_over_and_over_tells_no_language() -> None:
    assert detect_language("NATO! " * 100, LANGUAGES) is None
