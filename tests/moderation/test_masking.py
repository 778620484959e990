"""What points to a private person is hidden; what a claim is about stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.moderation.masking import Masker

MASKER = Masker(["Stoltenberg", "Rutte", "Зеленский", "Krym"])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("call +380 44 123-45-67 now", "call [phone] now"),
        ("8 (495) 123-45-67, спросить Олю", "[phone], спросить Олю"),
        ("Tel. 030/1234 56 78", "Tel. [phone]"),
        ("(212) 555-0123", "[phone]"),
        ("write to ola.nowak+nato@mail.example.org!", "write to [mail]!"),
        ("thanks @ola_nowak, says (@petra1)", "thanks [user], says ([user])"),
        ("join https://t.me/+AbCdEf123 or t.me/joinchat/XyZ", "join [invite] or [invite]"),
        ("card 4111 1111 1111 1111", "card [card]"),
        ("DE89 3704 0044 0532 0130 00 please", "[account] please"),
        ("my neighbour Olga Petrenko saw it", "my neighbour [name] saw it"),
        ("от Ивана Петровича Сидорова", "от [name]"),
        ("Katarzyną Nowak-Kowalską", "[name]"),
    ],
)
def test_what_points_to_a_person_is_hidden(text: str, masked: str) -> None:
    assert MASKER.mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Jens Stoltenberg and Mark Rutte said so",
        "Владимир Зеленский",
        "NATO has 300 000 000 000 euros and 1 234 567 890 reasons",
        "on 12.03.2024 and 2014-02-27, in 1999 and 2004",
        "t.me/daily_news/123 and https://x.com/nato",
        "Max zwei Panzer, Roman roads, an Ion engine",
        "The North Atlantic Treaty, Article 5",
        "4111 1111 1111 1112 is no card",
        "Die NATO plant Stützpunkte in Polen",
    ],
)
def test_what_a_claim_is_about_stays(text: str) -> None:
    assert MASKER.mask(text) == text


def test_of_a_name_alone_nothing_is_known() -> None:
    text = "Olga said it, and Petrenko heard it"

    assert MASKER.mask(text) == text


@given(
    st.text(alphabet=st.sampled_from("aZОля +-@.()/0123456789:\n") | st.characters(), max_size=200)
)
def test_what_is_masked_stays_masked(text: str) -> None:
    once = MASKER.mask(text)

    assert MASKER.mask(once) == once
