"""Who only speaks of a claim, and who makes it: a row for each way that people have."""

import pytest

from bot.claims.model import Rating
from bot.matching.distance import keeps_distance
from bot.matching.model import Candidate, Query, Segment

LONG = " The weather was fine and the bus was late again." * 5


def candidate(
    phrasing: str = "NATO has biolabs in Ukraine.", at: Segment | None = None
) -> Candidate:
    return Candidate("nato-biolabs", Rating.FALSE, 0.99, at, phrasing, "en")


@pytest.mark.parametrize(
    "text",
    [
        "How can anyone believe NATO has biolabs in Ukraine",
        "Anyone who says NATO has biolabs in Ukraine should read a book",
        "They say NATO has biolabs in Ukraine",
        "NATO allegedly has biolabs in Ukraine",
        "It was never proven that NATO has biolabs in Ukraine",
        "Mai dimostrato che la NATO abbia biolaboratori",
        "Не доказано, что НАТО держит биолаборатории",
        "The Kremlin said that NATO has biolabs in Ukraine",
        "NATO has biolabs in Ukraine 🤦",
        "NATO has biolabs in Ukraine, sure 🙄",
        "NATO has biolabs in Ukraine /s",
        "Lavrov: NATO has biolabs in Ukraine",
        "⚡️ Sergey Lavrov: NATO has biolabs in Ukraine",
        "Wer glaubt denn noch, dass die NATO Biolabore hat?",
        "Ага, конечно, НАТО держит биолаборатории",
        "Лавров: НАТО держит биолаборатории",
        "Мій дід досі вірить, що НАТО має біолабораторії",
        "Il paraît que l’OTAN a des biolabos",
        "Podobno NATO ma biolaboratoria",
        "Cică NATO are biolaboratoare",
        "Dicen que la OTAN tiene biolaboratorios",
        "Dicono che la NATO abbia biolaboratori",
        "NATO'nun laboratuvarları varmış, öyle diyorlar",
        "NATO'nun laboratuvarları varmış, hadi canım sen de",
        "NATO prý má biolaboratoře",
        "NATO esą turi biologinių laboratorijų",
    ],
)
def test_who_doubts_mocks_or_tells_of_others_does_not_say_it(text: str) -> None:
    assert keeps_distance(Query.of(text), candidate())


@pytest.mark.parametrize(
    "text",
    [
        "NATO has biolabs in Ukraine",
        "Wake up, NATO has biolabs in Ukraine!!!",
        "BREAKING: NATO has biolabs in Ukraine",
        "Is it true that NATO has biolabs in Ukraine?",
        "Look at this https://news.example/said NATO has biolabs in Ukraine",
        "Here is the truth: NATO has biolabs in Ukraine",
        "НАТО держит биолаборатории, хватит прикидываться",
        "L’OTAN a des biolabos, ouvrez les yeux",
        "Die NATO hat Biolabore, zusammen mit den USA",
        "To tak działa NATO: biolaboratoria pod nosem",
    ],
)
def test_who_says_it_says_it(text: str) -> None:
    assert not keeps_distance(Query.of(text), candidate())


def test_a_wording_that_tells_who_said_it_is_met_by_those_who_pass_it_on() -> None:
    said = "Trump said that Germany owes NATO billions"

    assert not keeps_distance(Query.of(said), candidate(said))
    assert not keeps_distance(Query.of("Trump: Germany owes NATO billions"), candidate(said))
    assert keeps_distance(Query.of(f"They say: {said}"), candidate(said))


def test_of_a_long_message_the_passage_counts() -> None:
    text = f"My aunt said hello.{LONG} NATO has biolabs in Ukraine."
    there = Segment(0, text.index("NATO"), len(text))
    elsewhere = Segment(0, 0, text.index("The weather"))

    assert not keeps_distance(Query.of(text), candidate(at=there))
    assert keeps_distance(Query.of(text), candidate(at=elsewhere))


def test_a_post_that_refutes_something_anywhere_is_left_alone() -> None:
    text = f"It is a hoax.{LONG} NATO has biolabs in Ukraine."
    there = Segment(0, text.index("NATO"), len(text))

    assert keeps_distance(Query.of(text), candidate(at=there))


def test_a_known_post_is_known_whatever_it_says() -> None:
    assert not keeps_distance(Query.of(f"The Kremlin said it.{LONG}"), candidate("", at=None))
    assert keeps_distance(Query.of("Look what they say now"), candidate("", at=None))
