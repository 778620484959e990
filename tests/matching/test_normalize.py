import unicodedata

import pytest
from hypothesis import given

from bot.matching.keys import text_key
from bot.matching.normalize import find_links, normalize, words
from tests.matching.strategies import texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＮＡＴＯ", "nato"),
        ("𝐍𝐀𝐓𝐎 is 𝓪𝓽 war", "nato is at war"),
        ("ⓃⒶⓉⓄ", "nato"),
        ("ﬁnal ½", "final 1 2"),
        ("nai\u0308ve", "naïve"),
        ("\u0438\u0306од", "йод"),
    ],
)
def test_fonts_and_ligatures_are_plain_letters(text: str, expected: str) -> None:
    assert normalize(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "NA\u200bTO is at war",
        "NA\u00adTO is at war",
        "\u202eNATO is at war\u202c",
        "\ufeffNATO\u2060 is at war",
        "N\u0336A\u0336T\u0336O\u0336 is at war",
        "NA\u034fTO is at war",
    ],
)
def test_what_nobody_sees_falls_away(text: str) -> None:
    assert normalize(text) == "nato is at war"


def test_stress_marks_fall_away_and_letters_keep_theirs() -> None:
    assert normalize("Росси\u0301я й її é") == "россия й її é"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NАTO", "nato"),  # Cyrillic А
        ("NΑTΟ", "nato"),  # Greek Α and Ο
        ("Pоссия", "россия"),  # Latin P
        ("pyсский", "русский"),  # Latin p and y
        ("Руccкие идут", "русские идут"),  # Latin c
        ("yкраїна", "україна"),  # Latin y
        ("в СШA", "в сша"),  # Latin A
        ("Тrump", "trump"),  # Cyrillic Т
        ("рromised", "promised"),  # Cyrillic р
    ],
)
def test_a_mixed_word_is_spelled_by_its_telling_letters(text: str, expected: str) -> None:
    assert normalize(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Россия сoр", "россия сор"),  # Latin o
        ("the сop said", "the cop said"),  # Cyrillic с
        ("HATO обещала", "нато обещала"),
        ("MOCKBA c Россией", "москва с россией"),  # all Latin
        ("BOCTOK и запад", "восток и запад"),  # all Latin
        ("a MH17 упал", "а мн17 упал"),  # Latin
        ("we said а lie", "we said a lie"),  # Cyrillic а
        ("the ОСА of war", "the oca of war"),  # Cyrillic
    ],
)
def test_a_word_of_twins_is_spelled_as_its_neighbours(text: str, expected: str) -> None:
    assert normalize(text) == expected


@pytest.mark.parametrize("text", ["cop", "сор", "MOCKBA", "МОСКВА"])
def test_a_word_of_twins_without_neighbours_stays(text: str) -> None:
    assert normalize(text) == text.lower()


def test_most_words_decide_where_all_are_twins() -> None:
    assert normalize("MOCKBA BEPA МОСКВА") == "mockba bepa mockba"


@pytest.mark.parametrize("text", ["HATO", "НАТО", "HАТO", "HATO is here", "the НАТО summit"])
def test_the_alliance_is_read_in_any_company(text: str) -> None:
    assert "нато" in words(normalize(text))


def test_small_latin_words_among_cyrillic_ones_stay_when_their_letters_tell() -> None:
    assert normalize("Трамп vs Байден, the end") == "трамп vs байден the end"


def test_capitals_are_small_letters() -> None:
    assert normalize("NATO IST IM KRIEG – СТРАШНО, ЇЖАК") == "nato ist im krieg страшно їжак"


def test_words_keep_apart_at_emoji() -> None:
    assert normalize("NATO😀is🔥at🇺🇸war 1️⃣first👩🏽‍🚀") == "nato is at war 1 first"


def test_mentions_fall_away_and_addresses_of_mail_do_not_swallow_words() -> None:
    assert normalize("@channel: NATO attacks, says @user_1") == "nato attacks says"
    assert normalize("write to a@b.com") == "write to a b com"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("#NATOisAtWar", "nato is at war"),
        ("#StopNATOnow", "stop nato now"),
        ("#СтопНАТО", "стоп нато"),
        ("#НАТОвУкраине", "нато в украине"),
        ("#natoLies", "nato lies"),
        ("#StopWar2024", "stop war 2024"),
        ("#USArmy", "usa army"),
        ("#USA", "usa"),
        ("#ÖsterreichÜber", "österreich über"),
        ("#war_in_Ukraine", "war in ukraine"),
        ("##NATO", "nato"),
        ("#", ""),
    ],
)
def test_hashtags_are_words(tag: str, expected: str) -> None:
    assert normalize(tag) == expected


@pytest.mark.parametrize(
    "link",
    [
        "https://x.com/a/status/1?s=20",
        "http://example.org/НАТО",
        "www.nato.int/page",
        "t.me/channel/12",
        "pic.twitter.com/noeQaLFWKR",
        "HTTPS://EXAMPLE.ORG/A",
    ],
)
def test_links_fall_away(link: str) -> None:
    assert normalize(f"NATO is at war {link} read it") == "nato is at war read it"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NATO isn't at war", "nato is not at war"),
        ("NATO isn’t at war", "nato is not at war"),
        ("ISN'T, DIDN'T", "is not did not"),
        ("can't, won't, shan't, ain't", "can not will not shall not is not"),
    ],
)
def test_contractions_show_their_not(text: str, expected: str) -> None:
    assert normalize(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US troops", "usa troops"),
        ("kick out the US.", "kick out the usa"),
        ("war with US. Then", "war with usa then"),
        ("the US's plan", "the usa plan"),
        ("the U.S. and u.s.a. too", "the usa and usa too"),
        ('the "us" army', "the usa army"),
        ("trust us", "trust us"),
        ("Us and them", "us and them"),
        ("USB and BUS", "usb and bus"),
    ],
)
def test_the_country_is_no_pronoun(text: str, expected: str) -> None:
    assert normalize(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("п'ять п’ять пʼять", "пять пять пять"),
        ("l'OTAN d’Ukraine", "l otan d ukraine"),
        ("NATO'nun", "nato nun"),
        ("NATO's NATO'S Rutte’s", "nato nato rutte"),
    ],
)
def test_apostrophes_hold_or_part_as_the_language_does(text: str, expected: str) -> None:
    assert normalize(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("N.A.T.O. is at war", "nato is at war"),
        ("this is w o r t h l e s s now", "this is worthless now"),
        ("N😀A😀T😀O lies", "nato lies"),
        ("J. D. Vance", "j d vance"),
        ("a list:\nb\nc", "a list b c"),
    ],
)
def test_letters_that_stand_apart_are_one_word(text: str, expected: str) -> None:
    assert normalize(text) == expected


def test_a_word_broken_at_the_end_of_a_line_is_whole() -> None:
    assert normalize("NATO keeps si-\nlent") == "nato keeps silent"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NAT0 attacks", "nato attacks"),
        ("in Po1and", "in poland"),
        ("MH17 in 2014", "mh17 in 2014"),
    ],
)
def test_digits_that_a_scanner_took_for_letters(text: str, expected: str) -> None:
    assert normalize(text) == expected


def test_a_letter_with_dots_that_many_leave_out() -> None:
    assert normalize("Ёлка, её") == "елка ее"


def test_the_turkish_i_is_one_letter() -> None:
    assert normalize("İstanbul ılık") == "istanbul ılık"


@pytest.mark.parametrize(
    "text", ["", " \n\t", "😀🔥", "...!?", "https://x.com/a", "@user", "\ud800"]
)
def test_nothing_said_is_nothing(text: str) -> None:
    assert normalize(text) == ""


@given(texts)
def test_applying_it_twice_changes_nothing(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once


@given(texts)
def test_what_stays_is_small_words_and_single_spaces(text: str) -> None:
    normalized = normalize(text)
    assert normalized == " ".join(words(normalized))
    assert all(word.replace("_", " ").isalnum() for word in words(normalized))
    assert normalized == unicodedata.normalize("NFKC", normalized.casefold())


@given(texts)
def test_half_a_character_never_stays_to_break_a_digest(text: str) -> None:
    assert text_key(normalize(text))


def test_links_are_found_in_order_without_punctuation() -> None:
    text = "See https://a.example/1, (www.b.example/x) and «t.me/c/2». Then http://d.example!"
    assert find_links(text) == (
        "https://a.example/1",
        "www.b.example/x",
        "t.me/c/2",
        "http://d.example",
    )


@pytest.mark.parametrize("text", ["nato.int", "next.me/5", "about t.me", "https:// x", "a@b.com"])
def test_what_only_looks_like_a_link_is_none(text: str) -> None:
    assert find_links(text) == ()


@given(texts)
def test_links_stand_in_the_text(text: str) -> None:
    for link in find_links(text):
        assert link in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Alianţa şi-a mutat trupele", "Alianța și-a mutat trupele"),
        ("şase ani fără garanţii", "șase ani fără garanții"),
        ("NATO üyeleri şimdi", "NATO üyeleri şimdi"),
    ],
)
def test_romanian_of_old_keyboards_reads_as_that_of_new_ones(old: str, new: str) -> None:
    assert normalize(old) == normalize(new)


def test_turkish_keeps_its_letters() -> None:
    assert normalize("şimdi savaş") == "şimdi savaş"
