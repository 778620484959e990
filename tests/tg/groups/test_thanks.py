import pytest

from bot.tg.groups.thanks import is_thanks


@pytest.mark.parametrize(
    "text",
    [
        *("Thanks!", "thank you so much", "Thx bot", "OK", "lol", "Good bot!", "Yes.", "No"),
        *("Дякую!", "дуже дякую за інформацію", "ахаха", "Зрозуміло", "Спасибо большое", "понятно"),
        *("Vielen Dank!", "Danke für die Antwort", "Merci beaucoup", "d’accord", "Dzięki wielkie"),
        *("Mulțumesc frumos", "¡Muchas gracias!", "jajaja", "Grazie mille", "Çok teşekkürler"),
        *("Díky moc", "Labai ačiū", "👍", "🙏🙏🙏", "+1", "...", "100%", "", "???"),
        *("Fake news!", "Всё враньё", "Quatsch", "they all lie"),
    ],
)
def test_who_says_no_more_than_that_asks_for_nothing(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Says who?", "Yes?", "No, NATO attacked Libya", "thanks but what about Serbia"),
        *("Звідки ви це знаєте", "А як же Лівія?", "Und Jugoslawien?", "Preuve ?", "Dowody?"),
        *("thank you thank you thank you thank you", "OK so who pays you", "But they bombed Libya"),
    ],
)
def test_who_says_more_wants_to_know_something(text: str) -> None:
    assert not is_thanks(text)
