import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.claims.load import load_strict
from bot.claims.model import ID_MAX_LENGTH, LANGUAGES
from bot.config import default_knowledge_dir
from bot.replies.model import Action, NoneOfThese, ShowCard
from bot.tg.callbacks import decode, encode

MOST_BYTES = 64
CLAIM_IDS = [*load_strict(default_knowledge_dir()).claims, "a" * ID_MAX_LENGTH, "5"]


@pytest.mark.parametrize("claim_id", CLAIM_IDS)
def test_a_button_comes_back_as_it_was_sent_in_every_language(claim_id: str) -> None:
    for language in LANGUAGES:
        data = encode(ShowCard(claim_id), language)
        assert decode(data) == (ShowCard(claim_id), language)
        assert len(data.encode()) <= MOST_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_of_these_comes_back_in_every_language(language: str) -> None:
    data = encode(NoneOfThese(), language)
    assert decode(data) == (NoneOfThese(), language)
    assert len(data.encode()) <= MOST_BYTES


@pytest.mark.parametrize(
    "data",
    [
        "",
        "c",
        "c:",
        "c:en",
        "c:en:",
        "c:en:UPPER",
        "c:eng:a",
        "c:en:a\n",
        "n",
        "n:",
        "n:en:a",
        "x:en:a",
    ],
)
def test_what_we_never_sent_is_nothing(data: str) -> None:
    assert decode(data) is None


@settings(deadline=None)
@given(st.text() | st.from_regex(r"[cn]:[a-z:\-0-9\n]*"))
def test_any_data_is_an_action_that_encodes_to_it_or_nothing(data: str) -> None:
    decoded: tuple[Action, str] | None = decode(data)
    assert decoded is None or encode(*decoded) == data
