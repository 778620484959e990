"""What tests/knowledge and the README do not show of the registers: loading, and the edges."""

from pathlib import Path

import pytest

from bot.claims.errors import KnowledgeError
from bot.claims.load import load, load_strict
from bot.claims.model import LANGUAGES, PublisherKind
from tests.claims.folders import SAMPLES, SOUND, lint_folder, with_fields, write_claims

TOPICS = (SAMPLES / "KB208-unknown-topic" / "topics.yaml").read_text("utf-8")
PUBLISHERS = (SAMPLES / "KB309-unknown-publisher" / "publishers.yaml").read_text("utf-8")
NETWORK = (
    "- id: biscuit-mirror\n"
    "  name: Biscuit Mirror\n"
    "  summary: {en: It copies other sites.}\n"
    "  domains: [biscuits.example]\n"
    "  sources:\n"
    "    - {publisher: NATO, title: Copies, url: https://nato.int/copies, language: en}\n"
)
REJECTED = "- {id: no-claim, claim: NATO eats., reason: A joke., date: 2026-11-22}\n"


def with_registers(folder: Path, **registers: str) -> Path:
    """Return a folder of one sound claim and *registers*, by name without .yaml."""
    write_claims(folder, example_claim=SOUND)
    for name, text in registers.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def lines(folder: Path) -> list[str]:
    return [f"{p.path.name}:{p.line}:{p.column}: {p.code}" for p in lint_folder(folder)]


def test_sound_registers_have_no_problem(tmp_path: Path) -> None:
    folder = with_registers(
        tmp_path, topics=TOPICS, publishers=PUBLISHERS, networks=NETWORK, rejected=REJECTED
    )
    assert lines(folder) == []


def test_the_knowledge_base_has_topics_and_networks(tmp_path: Path) -> None:
    knowledge = load_strict(with_registers(tmp_path, topics=TOPICS, networks=NETWORK))
    assert {id_: topic.name["de"] for id_, topic in knowledge.topics.items()} == {"budget": "Geld"}
    assert [network.domains for network in knowledge.networks] == [("biscuits.example",)]


def test_registers_that_are_not_there_ask_for_nothing(tmp_path: Path) -> None:
    folder = with_registers(tmp_path)
    knowledge = load_strict(folder)
    assert (knowledge.topics, knowledge.networks, lines(folder)) == ({}, (), [])


def test_an_empty_register_lists_nothing(tmp_path: Path) -> None:
    folder = with_registers(tmp_path, topics="[]\n", publishers="[]\n")
    assert lines(folder) == [
        "example-claim.yaml:19:16: KB309",
        "example-claim.yaml:24:16: KB309",
        "example-claim.yaml:32:10: KB208",
    ]


def test_the_revision_covers_each_register(tmp_path: Path) -> None:
    texts = {
        "topics": TOPICS,
        "publishers": PUBLISHERS,
        "networks": NETWORK,
        "rejected": REJECTED,
    }
    revisions = {load(with_registers(tmp_path)).knowledge.revision}
    for name, text in texts.items():
        revisions.add(load(with_registers(tmp_path, **{name: text})).knowledge.revision)
    assert len(revisions) == 1 + len(texts)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("topics", "- id: budget\n", "topics.yaml:1:3: KB102 item 1, name is missing; add `name:`"),
        ("topics", "- [a\n", "topics.yaml:1:3: KB001 a bracket that was opened here"),
        ("topics", "id: budget\n", "topics.yaml:1:1: KB105 the file should be a list, but is a"),
        (
            "topics",
            "- {id: budget, name: {ua: Гроші}}\n",
            "topics.yaml:1:23: KB104 item 1, name: `ua` is not a language",
        ),
        (
            "publishers",
            "- {name: A, kind: newsrom, country: GB, independence: B}\n",
            "publishers.yaml:1:19: KB103 item 1, kind: `newsrom` is not a value that we know; did",
        ),
        (
            "publishers",
            "- {name: A, kind: newsroom, country: Gb, independence: B}\n",
            "publishers.yaml:1:38: KB103 item 1, country: `Gb` is not a country; write two capital",
        ),
        (
            "networks",
            NETWORK.replace("publisher:", "publishr:"),
            "networks.yaml:6:8: KB101 `publishr` is not a key that we know; did you mean `publish",
        ),
        (
            "networks",
            NETWORK.partition("  sources:")[0] + "  sources: []\n",
            "networks.yaml:5:3: KB106 item 1, sources is empty; fill it in, or take it away",
        ),
        (
            "rejected",
            REJECTED.replace("2026-11-22", "22.11.2026"),
            "rejected.yaml:1:60: KB108 item 1, date: `22.11.2026` is not a date; write it as 2026",
        ),
        (
            "rejected",
            REJECTED.replace("no-claim", "No Claim"),
            "rejected.yaml:1:8: KB107 item 1, id: `No Claim` has not the form of an id",
        ),
    ],
)
def test_a_broken_register_is_refused(name: str, text: str, expected: str, tmp_path: Path) -> None:
    folder = with_registers(tmp_path, **{name: text})
    (found,) = load(folder).problems
    assert str(found).removeprefix(f"{folder}/")[: len(expected)] == expected
    with pytest.raises(KnowledgeError, match=found.code):
        load_strict(folder)


def test_nothing_is_compared_with_a_broken_register(tmp_path: Path) -> None:
    folder = with_registers(tmp_path, topics="- id: other\n", publishers="- name: other\n")
    assert {line[-5:] for line in lines(folder)} == {"KB102"}


def test_a_register_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    (with_registers(tmp_path) / "topics.yaml").mkdir()
    assert lines(tmp_path) == ["topics.yaml:1:1: KB013"]


@pytest.mark.parametrize(
    ("domain", "sound"),
    [
        ("biscuits.example", True),
        ("news.biscuits.co.uk", True),
        ("xn--80ak6aa92e.com", True),
        ("biscuits", False),
        ("biscuits.example.", False),
        ("www.biscuits.example", False),
        ("Biscuits.example", False),
        ("печенье.рф", False),
        ("biscuits.example/news", False),
        ("-biscuits.example", False),
        ("127.0.0.1", False),
    ],
)
def test_domains(domain: str, sound: bool, tmp_path: Path) -> None:  # noqa: FBT001
    folder = with_registers(tmp_path, networks=NETWORK.replace("biscuits.example", domain))
    assert lines(folder) == ([] if sound else ["networks.yaml:4:13: KB211"])


@pytest.mark.parametrize(
    ("channel", "sound"),
    [
        ("biscuit_mirror", True),
        ("Biscuits2", True),
        ("abc", False),
        ("2biscuits", False),
        ("t.me/biscuits", False),
        ("biscuit-mirror", False),
    ],
)
def test_channels(channel: str, sound: bool, tmp_path: Path) -> None:  # noqa: FBT001
    text = NETWORK.replace("domains: [biscuits.example]", f"channels: [{channel}]")
    folder = with_registers(tmp_path, networks=text)
    assert lines(folder) == ([] if sound else ["networks.yaml:4:14: KB211"])


def test_a_publisher_is_meant_whatever_its_capitals(tmp_path: Path) -> None:
    folder = with_registers(tmp_path, publishers=PUBLISHERS)
    text = SOUND.replace("publisher: NATO", "publisher: Nato")
    write_claims(folder, example_claim=text)
    (found,) = lint_folder(folder)
    assert (found.code, found.hint) == ("KB309", "did you mean `NATO`?")


def test_an_unlisted_topic_can_be_waived(tmp_path: Path) -> None:
    waiver = "- {code: KB208, claim: example-claim, reason: The topic is on its way.}\n"
    folder = with_registers(tmp_path, topics=TOPICS, waivers=waiver)
    write_claims(folder, example_claim=with_fields("topics: [lighthouses]\n"))
    assert lines(folder) == []


def test_no_two_topics_of_the_repository_share_a_name() -> None:
    topics = load_strict(Path(__file__).parents[2] / "knowledge").topics.values()
    assert topics
    for language in LANGUAGES:
        names = [topic.name[language] for topic in topics]
        assert len(names) == len(set(names))


def test_the_readme_lists_the_kinds_of_publishers() -> None:
    readme = (Path(__file__).parents[2] / "knowledge" / "README.md").read_text("utf-8")
    (row,) = (line for line in readme.splitlines() if line.startswith("| `kind` |"))
    assert [kind for kind in PublisherKind if f"`{kind}`" not in row] == []
