from collections import Counter

import pytest

from bot.claims.model import LANGUAGES
from bot.matching.cues import load_cues
from bot.matching.normalize import normalize, words

CUES = load_cues()


def spelled(text: str) -> list[str]:
    return words(normalize(text))


def test_each_language_has_its_small_words() -> None:
    assert set(CUES.stop) == set(LANGUAGES)


def test_the_lists_stand_as_normalized_texts_do() -> None:
    single = {*CUES.negation, *(word for some in CUES.stop.values() for word in some)}
    runs = {" ".join(cue) for cue in (*CUES.debunk, *CUES.asking, *CUES.reporting, *CUES.distance)}
    odd = {text for text in single | runs if normalize(text) != text}
    assert odd == set()


def test_cues_are_short_enough_to_be_found() -> None:
    assert {cue for cue in CUES.debunk | CUES.reporting | CUES.distance if len(cue) > 3} == set()


@pytest.mark.parametrize(
    ("text", "negations", "debunks"),
    [
        ("Die NATO kämpft mit Soldaten in der Ukraine", 0, False),
        ("Obecność NATO w Polsce to mit", 0, True),
        (
            "Die NATO hat mit Truppen im Osten gebrochen\n\nNATO szykuje atak na Serbów z Kosowa w",
            0,
            False,
        ),
        ("NATO troops will be in Ukraine", 0, False),
        ("NATO be Lietuvos neturi kas daryti", 1, False),
        ("Ne amintim de NATO și de ce a promis", 0, False),
        ("NATO nemůže a ne že nechce, je to tak", 1, False),
    ],
)
def test_a_sign_that_is_an_everyday_word_elsewhere_goes_by_the_words_around_it(
    text: str,
    negations: int,
    debunks: bool,  # noqa: FBT001 - of a table
) -> None:
    said = spelled(text)
    assert (CUES.negations(said), CUES.debunks(said)) == (negations, debunks)


@pytest.mark.parametrize(
    "text",
    ["НАТО не раз обещало", "NATO not only promised", "Die NATO hat nicht nur versprochen"],
)
def test_not_only_turns_nothing_round(text: str) -> None:
    said = spelled(text)
    assert (CUES.negations(said), CUES.turns(said), CUES.negated(said)) == (0, 0, Counter())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("НАТО воює в Україні", True),
        ("натовские солдаты", True),
        ("L'OTAN attaque", True),
        ("натовп людей на площі", False),
    ],
)
def test_the_alliance_is_known_by_its_names(
    text: str,
    expected: bool,  # noqa: FBT001 - of a table
) -> None:
    assert CUES.names_subject(spelled(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NATO is not at war with Russia", ["nato", "war", "russia"]),
        ("НАТО не воюет с Россией", ["нато", "воюет", "россией"]),
        ("Die NATO ist nicht im Krieg", ["nato", "krieg"]),
        ("was it all for that", []),
    ],
)
def test_what_is_left_says_something(text: str, expected: list[str]) -> None:
    assert CUES.content(spelled(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NATO is at war", 0),
        ("NATO isn't at war", 1),
        ("NATO isnt at war", 1),
        ("NATO cannot and will not", 2),
        ("НАТО никогда не обещало", 2),
        ("НАТО ніколи не обіцяло", 2),
        ("Die NATO hat nie versprochen", 1),
        ("NATO nu este în război", 1),
        ("NATO savaşta değil", 1),
    ],
)
def test_negations_are_counted(text: str, expected: int) -> None:
    assert CUES.negations(spelled(text)) == expected


def test_a_negation_turns_round_what_stands_near_it() -> None:
    text = "Russia says today that NATO is not encircling its borders from every side"
    assert CUES.negated(spelled(text)) == Counter(
        {"today": 1, "nato": 1, "encircling": 1, "borders": 1, "every": 1}
    )


def test_german_turns_round_what_stands_before() -> None:
    assert CUES.negated(spelled("Die NATO kreist Russland nicht ein")) == Counter(
        {"kreist": 1, "russland": 1}
    )


def test_two_negations_count_twice() -> None:
    assert CUES.negated(spelled("НАТО никогда не обещало")) == Counter({"нато": 2, "обещало": 2})


def test_without_a_negation_nothing_is_turned_round() -> None:
    assert CUES.negated(spelled("NATO is encircling Russia")) == Counter()


@pytest.mark.parametrize(
    "text",
    [
        "It is a myth that NATO promised",
        "Fact check: did NATO promise?",
        "Фейк о НАТО",
        "Це неправда, що НАТО воює",
        "Die Behauptung ist frei erfunden",
        "C'est une infox",
        "To nieprawda o NATO",
        "Este un mit",
        "Es un bulo",
        "È una bufala",
        "Bu bir yalan",
        "Je to výmysl",
        "Tai melagiena",
    ],
)
def test_words_of_those_who_refute(text: str) -> None:
    assert CUES.debunks(spelled(text))


@pytest.mark.parametrize("text", ["NATO is at war", "НАТО воюет", "the facts, checked", ""])
def test_words_of_those_who_do_not(text: str) -> None:
    assert not CUES.debunks(spelled(text))


def test_two_words_are_a_cue_only_in_a_row() -> None:
    assert CUES.debunks(["fact", "check"])
    assert not CUES.debunks(["check", "fact"])
    assert not CUES.debunks(["fact", "and", "check"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is NATO at war?", True),
        ("Правда ли, что НАТО воюет?", True),
        ("Чи воює НАТО?", True),
        ("Stimmt es, dass die NATO Krieg führt?", True),
        ("¿Por qué la OTAN?", True),
        ("NATO is at war", False),
        ("", False),
    ],
)
def test_questions_begin_as_questions_do(text: str, *, expected: bool) -> None:
    assert CUES.asks(spelled(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister said so", True),
        ("Об этом сообщила пресс-служба", True),
        ("за словами генсека", True),
        ("laut dem Sprecher", True),
        ("NATO is at war", False),
    ],
)
def test_reports_tell_who_said_it(text: str, *, expected: bool) -> None:
    assert CUES.reports(spelled(text)) is expected
