"""The labelled messages measure something: nobody has seen them before.

Failures name ids only; held-out texts are nobody's to read.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.claims.load import load
from bot.claims.model import LANGUAGES, KnowledgeBase, Status
from bot.cli.refit import FITTED_ON
from bot.config import default_knowledge_dir
from bot.evaluation.dataset import LabelledMessage, load_messages
from bot.matching.index import build_index
from bot.matching.normalize import normalize, words

FOLDER = Path(__file__).parents[1] / "messages"
FILES = sorted(FOLDER.glob("*.jsonl"))
HELD_OUT = [file for file in FILES if "heldout" in file.name]
FITTED = [FOLDER / name for name in FITTED_ON]
ANYBODY_SAYS = 3
"""Messages of up to so many words say what anybody would."""
KNOWLEDGE = load(default_knowledge_dir()).knowledge
# A draft that repeats a message would be found out only when it is published.
ALL_PUBLISHED = KnowledgeBase(
    {
        id_: claim.model_copy(update={"status": Status.PUBLISHED})
        for id_, claim in KNOWLEDGE.claims.items()
    },
    KNOWLEDGE.revision,
)


def ids_of(messages: Iterable[LabelledMessage], known: Iterable[str]) -> list[str]:
    """Return the ids of the messages whose normalized text is among *known*."""
    texts = {text for text in known if len(words(text)) > ANYBODY_SAYS}
    return [one.id for one in messages if normalize(one.text) in texts]


def test_each_file_is_fitted_on_or_held_out() -> None:
    assert {*FITTED, *HELD_OUT} == set(FILES)
    assert not set(FITTED) & set(HELD_OUT)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_message_stands_in_the_knowledge_base(file: Path) -> None:
    wordings = [document.normalized for document in build_index(ALL_PUBLISHED, LANGUAGES).documents]
    assert wordings
    assert ids_of(load_messages([file]), wordings) == []


@pytest.mark.parametrize("file", HELD_OUT, ids=lambda file: file.stem)
def test_no_message_that_was_fitted_on_is_held_out(file: Path) -> None:
    fitted = [normalize(one.text) for one in load_messages(FITTED)]
    assert ids_of(load_messages([file]), fitted) == []


def test_no_id_stands_twice() -> None:
    counts = Counter(one.id for one in load_messages(FILES))
    assert [id_ for id_, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("file", FITTED, ids=lambda file: file.stem)
def test_labels_name_claims_that_there_are(file: Path) -> None:
    unknown = {
        (one.id, claim_id)
        for one in load_messages([file])
        for claim_id in (*one.accept, *one.about)
        if claim_id not in KNOWLEDGE.claims
    }
    assert unknown == set()


def test_messages_are_in_languages_that_we_keep() -> None:
    assert {one.lang for one in load_messages(FILES)} <= set(LANGUAGES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_third_of_the_messages_or_more_must_get_no_verdict(file: Path) -> None:
    silent = [not one.accept for one in load_messages([file])]
    assert sum(silent) >= len(silent) / 3
