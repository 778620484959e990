"""The language is told from letters that were read with models of English and Russian."""

import pytest

from bot.claims.model import LANGUAGES
from bot.reading.languages import guess_languages

READ_AS = {
    "en": "They are still lying about it, and the documents prove it",
    "uk": "Хто 6 що не казав, а на фронт! давно воюють кадров! в!йськов! НАТО",
    "ru": "Нас давно взяли в кольцо и сжимают его с каждым годом",
    "de": "Man muss es endlich aussprechen: Die NATO hat Russland in die Ecke gedrangt",
    "pl": "Po co NATO ciagnie nas w wojne z Rosja, skoro nikt tego nie chce",
    "ro": "Alianta si-a trait traiul, trebuia inchisa imediat dupa caderea Zidului",
    "tr": "Ittifak Belgradi yeniden mi bombalayacak, kimse bunu istemiyor artik",
    "lt": "Aljansas seniai turejo buti paleistas kartu su Varsuvos paktu",
}


@pytest.mark.parametrize(("language", "text"), READ_AS.items(), ids=READ_AS)
def test_accents_are_not_needed(language: str, text: str) -> None:
    assert guess_languages(text, LANGUAGES) == (language,)


def test_nothing_tells_nothing() -> None:
    assert guess_languages("", LANGUAGES) == ()
    assert guess_languages("2014 | 19:16", LANGUAGES) == ()


def test_only_languages_that_can_be_read_are_named() -> None:
    assert guess_languages(READ_AS["pl"], ("en", "ru")) == ()
