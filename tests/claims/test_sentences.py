import pytest

from bot.claims.sentences import count_sentences, split_sentences


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("", "en", 0),
        ("No full stop", "en", 1),
        ("One. Two! Three? Four… Five.", "en", 5),
        (
            "The U.S. Congress and J. D. Vance met Gen. Cavoli, e.g. in Brussels. It rained.",
            "en",
            2,
        ),
        ("He said “No.” Then he left.", "en", 2),
        ("He asked: who pays? nobody knows.", "en", 1),
        ("There are 32 members. In 1999 there were 19. Since then it grew.", "en", 3),
        ("Am 4. April 1949 wurde der Vertrag unterzeichnet. Er gilt noch.", "de", 2),
        ("Das war z. B. 1999 so. Heute nicht.", "de", 2),
        ("Die NATO wurde 1949 gegründet. Russland 1991. Beides stimmt.", "de", 3),
        ("В 1999 г. НАТО приняла три страны. Это т. н. первая волна.", "ru", 2),
        ("«Нет», сказал он. «Да», сказала она.", "ru", 2),
        ("Hayır. Çünkü 4. madde bunu söylemez.", "tr", 2),
        ("Wait... What? Yes!!! Really.", "en", 4),
    ],
)
def test_sentences_are_counted(text: str, language: str, count: int) -> None:
    assert count_sentences(text, language) == count


def test_sentences_keep_their_quotes_and_lose_the_space_between_them() -> None:
    text = " He said “No.” (Twice.)  “Really?”\nU.S. troops left… "

    sentences = split_sentences(text, "en")

    assert sentences == ("He said “No.”", "(Twice.)", "“Really?”", "U.S. troops left…")
