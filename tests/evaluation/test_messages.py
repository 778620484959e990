"""The labelled messages measure something: nobody has seen them before.

Failures name ids only; held-out texts are nobody's to read.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import pytest

from bot.claims.load import load
from bot.claims.model import LANGUAGES, KnowledgeBase, Status
from bot.cli.refit import FITTED_ON, HARD, LATE
from bot.config import default_knowledge_dir
from bot.evaluation.dataset import LabelledMessage, load_messages
from bot.matching.index import build_index
from bot.matching.normalize import normalize, words

FOLDER = Path(__file__).parents[1] / "messages"
FILES = sorted(FOLDER.glob("*.jsonl"))
ADVERSARIAL = sorted((FOLDER / "adversarial").glob("*.jsonl"))
HELD_OUT = [
    file for file in [*FILES, *ADVERSARIAL] if "heldout" in file.name or "unseen" in file.name
]
FITTED = [FOLDER / name for name in (*FITTED_ON, *HARD, *LATE)]
TRICKS_TO_LEARN = [file for file in ADVERSARIAL if file not in HELD_OUT]
"""Near-misses of the knowledge base may be taken from here."""
ONLY_READ = [FOLDER / "noise.jsonl"]
"""Not fitted on, but its errors may be looked at."""
LEFT_OUT = [FOLDER / "pairs-more-train.jsonl"]
"""A fit with these was no better."""
NOISES = {
    "caps",
    "emoji",
    "hashtags",
    "homoglyphs",
    "invisible",
    "layout",
    "ocr",
    "quote-in-rant",
    "translit-ru",
    "translit-uk",
    "typos",
}
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


@cache
def messages_of(*files: Path) -> Sequence[LabelledMessage]:
    """Return the messages of *files*, which many tests ask for."""
    return load_messages(files)


def telling(texts: Iterable[str]) -> frozenset[str]:
    """Return those of the normalized *texts* that not just anybody would say."""
    return frozenset(text for text in texts if len(words(text)) > ANYBODY_SAYS)


@cache
def wordings() -> frozenset[str]:
    return telling(document.normalized for document in build_index(ALL_PUBLISHED).documents)


@cache
def fitted() -> frozenset[str]:
    return telling(normalize(one.text) for one in messages_of(*FITTED, *TRICKS_TO_LEARN))


def ids_of(messages: Iterable[LabelledMessage], known: frozenset[str]) -> list[str]:
    """Return the ids of the messages whose normalized text is among *known*."""
    return [one.id for one in messages if normalize(one.text) in known]


def count_by(value: Callable[[LabelledMessage], str]) -> str:
    """Return the table of the README that counts messages by *value* and file."""
    counts = {file.stem: Counter(map(value, messages_of(file))) for file in FILES}
    rows = [["", *counts], ["---"] * (len(counts) + 1)]
    names = sorted({name for counted in counts.values() for name in counted})
    rows += [[name, *(str(counted[name] or "") for counted in counts.values())] for name in names]
    rows.append(["all", *(str(counted.total()) for counted in counts.values())])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def test_each_file_is_fitted_on_or_held_out_or_only_read() -> None:
    known = {*FITTED, *HELD_OUT, *ONLY_READ, *LEFT_OUT, *TRICKS_TO_LEARN}
    assert known == {*FILES, *ADVERSARIAL}
    assert not {*FITTED} & {*HELD_OUT, *ONLY_READ}


@pytest.mark.parametrize("file", sorted({*FILES, *HELD_OUT}), ids=lambda file: file.stem)
def test_no_message_stands_in_the_knowledge_base(file: Path) -> None:
    assert wordings()
    assert ids_of(messages_of(file), wordings()) == []


@pytest.mark.parametrize("file", [*HELD_OUT, *ONLY_READ], ids=lambda file: file.stem)
def test_no_message_that_was_fitted_on_is_measured(file: Path) -> None:
    assert ids_of(messages_of(file), fitted()) == []


def test_no_id_stands_twice() -> None:
    counts = Counter(one.id for one in messages_of(*FILES, *ADVERSARIAL))
    assert [id_ for id_, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("file", [*FILES, *ADVERSARIAL], ids=lambda file: file.stem)
def test_labels_name_claims_that_there_are(file: Path) -> None:
    unknown = {
        (one.id, claim_id)
        for one in messages_of(file)
        for claim_id in (*one.accept, *one.about)
        if claim_id not in KNOWLEDGE.claims
    }
    assert unknown == set()


def test_messages_are_in_languages_that_we_keep() -> None:
    assert {one.lang for one in messages_of(*FILES, *ADVERSARIAL)} <= set(LANGUAGES)


@pytest.mark.parametrize("file", [*FITTED, *HELD_OUT], ids=lambda file: file.stem)
def test_a_third_of_the_messages_or_more_must_get_no_verdict(file: Path) -> None:
    silent = [not one.accept for one in messages_of(file)]
    assert sum(silent) >= len(silent) / 3


def test_every_claim_is_asserted_in_every_set_of_twelve_languages() -> None:
    for name in ("twelve-train", "twelve-heldout", "noise"):
        messages = messages_of(FOLDER / f"{name}.jsonl")
        assert {id_ for one in messages for id_ in one.accept} == set(KNOWLEDGE.claims)


def test_every_noise_has_messages_of_both_sorts() -> None:
    messages = messages_of(*ONLY_READ)
    assert {one.noise for one in messages if one.accept} == NOISES
    assert {one.noise for one in messages if not one.accept} == NOISES


@pytest.mark.parametrize(
    "value",
    [
        lambda one: one.kind,
        lambda one: one.lang,
        lambda one: "a verdict" if one.accept else "no verdict",
    ],
    ids=["kind", "language", "verdict"],
)
def test_the_readme_counts_what_there_is(value: Callable[[LabelledMessage], str]) -> None:
    assert count_by(value) in (FOLDER / "README.md").read_text("utf-8")
