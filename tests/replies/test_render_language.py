from bot.replies.actions import ChooseLanguage
from bot.replies.catalog import Catalog
from bot.replies.locales import name_of
from bot.replies.render_language import render_language_chosen, render_languages


def test_each_language_stands_there_by_its_own_name(catalog: Catalog) -> None:
    buttons = render_languages("uk", catalog).buttons
    assert [button.action for button in buttons] == [
        ChooseLanguage(language) for language in catalog.languages
    ]
    labels = [button.label for button in buttons]
    assert labels[:4] == ["English", "✓ Українська", "Русский", "Deutsch"]
    assert [button.beside for button in buttons[:4]] == [False, True, True, False]


def test_the_answer_to_a_choice_speaks_the_chosen_language(catalog: Catalog) -> None:
    reply = render_language_chosen("de", catalog)
    assert reply.language == "de"
    assert "✓ Deutsch" in [button.label for button in reply.buttons]


def test_a_language_is_called_as_its_speakers_call_it() -> None:
    assert [name_of(one) for one in ("fr", "tr", "lt")] == ["Français", "Türkçe", "Lietuvių"]
