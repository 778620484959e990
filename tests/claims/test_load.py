from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.claims.errors import KnowledgeError
from bot.claims.load import load, load_strict
from bot.claims.model import Claim, NearMiss, Rating, Status
from tests.claims.folders import (
    SOUND,
    lint_folder,
    other_claim,
    with_fields,
    write_claims,
)

REPOSITORY = Path(__file__).parents[2]


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in load(folder).problems]


def test_a_sound_file_becomes_a_claim(tmp_path: Path) -> None:
    loaded = load(write_claims(tmp_path, example_claim=SOUND))
    assert loaded.problems == ()
    assert loaded.knowledge.claims == {
        "example-claim": Claim.model_validate(
            {
                "id": "example-claim",
                "status": Status.PUBLISHED,
                "rating": Rating.FALSE,
                "claim": {"en": "NATO stores biscuits in every lighthouse."},
                "phrasings": {
                    "en": (
                        "Is it true that NATO keeps biscuits in lighthouses?",
                        "NATO biscuits were found in a lighthouse again",
                    )
                },
                "near_misses": {"en": (NearMiss(text="NATO has no biscuits in lighthouses."),)},
                "explanation": {
                    "en": "NATO owns no lighthouses. Its budget lists no biscuits either."
                },
                "facts": ({"text": "NATO owns no lighthouse.", "sources": (1, 2)},),
                "sources": (
                    {
                        "publisher": "NATO",
                        "title": "Who owns what",
                        "url": "https://www.nato.int/lighthouses",
                        "published": "2024-11-13",
                        "language": "en",
                    },
                    {
                        "publisher": "The Lighthouse Post",
                        "title": "Biscuits, a fact check",
                        "url": "https://post.example/biscuits",
                        "language": "en",
                    },
                ),
                "appearances": (
                    {"url": "https://social.example/1", "date": "2024-11", "platform": "X"},
                ),
                "topics": ("budget",),
                "first_seen": "2024-11-10",
                "reviewed": "2026-11-22",
                "revision": 1,
            }
        )
    }


def test_the_template_is_a_sound_draft(tmp_path: Path) -> None:
    template = (REPOSITORY / "knowledge" / "_template.yaml").read_text("utf-8")
    assert lint_folder(write_claims(tmp_path, example_claim=template)) == []


def test_a_broken_file_stays_out_and_the_others_in(tmp_path: Path) -> None:
    broken = with_fields("id: broken\nrating: flase\n")
    loaded = load(write_claims(tmp_path, broken=broken, example_claim=SOUND))
    assert list(loaded.knowledge.claims) == ["example-claim"]
    assert [problem.path.name for problem in loaded.problems] == ["broken.yaml"]
    found = loaded.problems[0]
    assert loaded.where("broken", "rating") == (found.path, found.line, found.column)


def test_only_published_claims_may_be_answered(tmp_path: Path) -> None:
    draft = with_fields("id: draft\nstatus: draft\nstatus_reason: Waits.\n")
    loaded = load(write_claims(tmp_path, draft=draft, example_claim=SOUND))
    assert list(loaded.knowledge.claims) == ["draft", "example-claim"]
    assert list(loaded.knowledge.published) == ["example-claim"]


def test_where_leads_to_a_value(tmp_path: Path) -> None:
    loaded = load(write_claims(tmp_path, example_claim=SOUND))
    path = tmp_path / "claims" / "example-claim.yaml"
    assert loaded.where("example-claim", "phrasings", "en", 1) == (path, 9, 7)


def test_all_problems_of_a_file_are_reported_at_once(tmp_path: Path) -> None:
    fields = "rating:\nstatus: publishd\nclaim: {xx: a, en: }\nphrasings: none\ntopics: {a: b}\n"
    folder = write_claims(tmp_path, example_claim=with_fields(fields))
    assert sorted(codes(folder)) == ["KB004", "KB004", "KB103", "KB104", "KB105", "KB105"]


def test_a_misspelt_key_is_not_also_a_missing_one(tmp_path: Path) -> None:
    text = SOUND.replace("reviewed:", "reviewd:").replace("  - publisher:", "  - publisheer:", 1)
    folder = write_claims(tmp_path, example_claim=text)
    assert [str(problem).partition(": ")[2] for problem in load(folder).problems] == [
        "KB101 `publisheer` is not a key that we know; did you mean `publisher`?",
        "KB101 `reviewd` is not a key that we know; did you mean `reviewed`?",
    ]


def test_no_message_speaks_as_pydantic_does(tmp_path: Path) -> None:
    fields = "sources: [1, {}, [], {publisher: {a: b}}]\nfacts: [{text: x, sources: [[], -1]}]\n"
    folder = write_claims(tmp_path, example_claim=with_fields(fields))
    text = "\n".join(map(str, load(folder).problems))
    assert [word for word in ("Input", "valid ", "instance", "tuple", "dict") if word in text] == []


def test_only_yaml_files_are_claims(tmp_path: Path) -> None:
    folder = write_claims(tmp_path, example_claim=SOUND)
    claims = folder / "claims"
    for ignored in (".example-claim.yaml.swp", "example-claim.yaml~", "#x.yaml#", "x.yaml.bak"):
        (claims / ignored).write_text("not read")
    (claims / "..data").mkdir()
    (claims / "other.yml").write_text(SOUND)
    (claims / "other.yaml.txt").write_text(SOUND)
    (claims / "more").mkdir()
    assert [(p.path.name, p.code, p.hint) for p in load(folder).problems] == [
        ("more", "KB012", "move its claim files up into claims"),
        ("other.yaml.txt", "KB012", "rename it to other.yaml, or move it elsewhere"),
        ("other.yml", "KB012", "rename it to other.yaml, or move it elsewhere"),
    ]


def test_links_to_files_are_followed(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "data").write_text(SOUND)
    (tmp_path / "claims" / "example-claim.yaml").symlink_to(tmp_path / "data")
    assert list(load(tmp_path).knowledge.claims) == ["example-claim"]


def test_the_revision_follows_names_and_content(tmp_path: Path) -> None:
    def revision(**files: str) -> str:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        return load(write_claims(folder, **files)).knowledge.revision

    once = revision(example_claim=SOUND)
    assert once == revision(example_claim=SOUND)
    assert len(once) == 12
    others = [
        revision(example_claim=SOUND + "\n"),
        revision(example_claims=SOUND),
        revision(example_claim=SOUND, other=""),
    ]
    assert len({once, *others}) == 4


@pytest.mark.parametrize(
    ("make", "message"),
    [
        ((), r"the folder .*claims cannot be read \(No such file or directory\); check KNOWLEDGE"),
        (("claims",), r"the folder .*claims holds no claim file; check KNOWLEDGE_DIR"),
        (("claims", "claims/.git"), r"the folder .*claims holds no claim file"),
    ],
)
def test_a_folder_without_claims_is_an_error(
    make: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    for name in make:
        (tmp_path / name).mkdir()
    with pytest.raises(KnowledgeError, match=message):
        load(tmp_path)


def test_a_file_instead_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "claims").write_text("")
    with pytest.raises(KnowledgeError, match="Not a directory"):
        load(tmp_path)


def test_strict_loading_returns_the_knowledge_base(tmp_path: Path) -> None:
    folder = write_claims(tmp_path, example_claim=SOUND, other=other_claim("other"))
    assert load_strict(folder) == load(folder).knowledge


@pytest.mark.parametrize(
    ("fields", "more"),
    [
        ("rating: flase\n", ""),
        ("rating: flase\nrevision: 0\n", " (and 1 more; run `python -m bot check`)"),
    ],
)
def test_strict_loading_reports_the_first_problem(fields: str, more: str, tmp_path: Path) -> None:
    folder = write_claims(tmp_path, example_claim=with_fields(fields))
    with pytest.raises(KnowledgeError) as caught:
        load_strict(folder)
    assert str(caught.value) == f"{load(folder).problems[0]}{more}"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.tuples(*[st.integers(0, len(SOUND))] * 2).map(sorted),
    patch=st.text(max_size=20)
    | st.sampled_from(["[", "{}", "~", "- ", ": ", "\n  ", "http://[a.b/", "9" * 5000, "&a", "ы"]),
)
def test_loading_and_linting_never_raise(cut: list[int], patch: str, tmp_path: Path) -> None:
    text = SOUND[: cut[0]] + patch + SOUND[cut[1] :]
    folder = write_claims(tmp_path, example_claim="")
    (folder / "claims" / "example-claim.yaml").write_bytes(text.encode())
    assert lint_folder(folder) or load(folder).knowledge.claims
