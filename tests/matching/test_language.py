import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.model import LANGUAGES
from bot.matching.language import detect_language
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


def test_two_words_are_too_few_to_miss_a_ukrainian_letter() -> None:
    assert detect_language("НАТО обманула", LANGUAGES) is None
    assert detect_language("НАТО обманула Москву", LANGUAGES) == "ru"


def test_russian_is_no_guess_where_it_is_not_to_be_had() -> None:
    assert detect_language("НАТО обманула Москву", ("en", "uk")) is None


def test_a_latin_name_does_not_make_a_sentence_english() -> None:
    assert detect_language("Mark Rutte сказав, що США вийдуть", LANGUAGES) == "uk"


def test_without_languages_there_is_nothing_to_tell() -> None:
    assert detect_language("NATO is at war", ()) is None


@given(texts, st.lists(st.sampled_from(LANGUAGES), unique=True))
def test_the_language_is_one_of_those_asked_about(text: str, among: list[str]) -> None:
    assert detect_language(text, among) in {*among, None}
