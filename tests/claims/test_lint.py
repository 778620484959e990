"""What tests/knowledge and the README do not show: the edges of the rules."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from bot.claims.completeness import COMPLETE
from bot.claims.lint import RULES
from tests.claims.folders import (
    SOUND,
    lint_fields,
    lint_folder,
    other_claim,
    with_fields,
    write_claims,
)

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


def codes(folder: Path, fields: str) -> list[str]:
    return [code for code, _ in lint_fields(folder, fields)]


def test_the_repository_has_no_problem() -> None:
    found = lint_folder(KNOWLEDGE, today=dt.date.max, wanted=COMPLETE)
    assert [str(problem) for problem in found] == []


def test_problems_are_sorted_by_place(tmp_path: Path) -> None:
    broken = with_fields("revision: 0\n")
    folder = write_claims(tmp_path, b=broken, a=with_fields("id: a\nreviewed: 2027-01-01\n"))
    found = lint_folder(folder)
    assert found == sorted(found)
    assert {problem.path.name for problem in found} == {"a.yaml", "b.yaml"}


def test_every_rule_says_what_it_is_for() -> None:
    assert [rule.__name__ for rule in RULES if not (rule.__doc__ or "").strip()] == []


@pytest.mark.parametrize(
    "fields",
    [
        "sources: []\n",
        "claim: {}\nphrasings: {}\nexplanation: {}\n",
        "phrasings: {en: [NATO hides biscuits]}\n",
        "claim: {en: NATO hides biscuits., de: Die NATO versteckt Kekse.}\n",
    ],
)
def test_a_draft_need_not_be_complete(fields: str, tmp_path: Path) -> None:
    draft = "status: draft\nstatus_reason: Waits for a source.\nfacts: []\n"
    assert codes(tmp_path, draft + fields) == []


def test_a_published_claim_without_anything_lacks_everything(tmp_path: Path) -> None:
    fields = "sources: []\nfacts: []\nclaim: {}\nphrasings: {}\nexplanation: {}\n"
    assert lint_fields(tmp_path, fields) == [
        ("KB112", "a published claim needs two sources, and has none"),
        ("KB113", "a published claim needs its sentence in English"),
        ("KB114", "a published claim needs its explanation in English"),
    ]


def test_an_empty_list_of_phrasings_is_no_phrasing(tmp_path: Path) -> None:
    assert lint_fields(tmp_path, "phrasings: {en: []}\n") == [
        ("KB115", "the claim is written in en, and has no phrasing there")
    ]


def test_a_related_claim_may_lie_in_a_broken_file(tmp_path: Path) -> None:
    folder = write_claims(
        tmp_path, broken="id: [", example_claim=with_fields("related: [broken]\n")
    )
    assert [problem.code for problem in lint_folder(folder)] == ["KB001"]


def test_a_near_miss_may_not_name_its_own_claim(tmp_path: Path) -> None:
    fields = "near_misses: {en: [{text: NATO eats biscuits, claim: example-claim}]}\n"
    assert codes(tmp_path, fields) == ["KB202"]


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("nato STORES biscuits… in every lighthouse", ["KB203"]),
        ("NATO\u00a0stores biscuits in every lighthouse?", ["KB203"]),
        ("NATO stores biscuits in no lighthouse?", []),
    ],
)
def test_wordings_are_compared_by_their_words(
    wording: str, expected: list[str], tmp_path: Path
) -> None:
    other = with_fields(
        f"phrasings: {{en: [Really?? Why so?, '{wording}']}}\n", base=other_claim("b")
    )
    folder = write_claims(tmp_path, example_claim=SOUND, b=other)
    assert [problem.code for problem in lint_folder(folder)] == expected


def test_wordings_without_words_are_not_compared(tmp_path: Path) -> None:
    fields = "phrasings: {en: ['?!', '...', NATO hides the biscuits?]}\n"
    assert codes(tmp_path, fields) == ["KB507", "KB507"]


def test_a_withdrawn_claim_leaves_its_wordings_to_its_successor(tmp_path: Path) -> None:
    withdrawn = "id: b\nstatus: withdrawn\nstatus_reason: Replaced.\nstatus_date: 2026-01-01\n"
    folder = write_claims(tmp_path, example_claim=SOUND, b=with_fields(withdrawn))
    assert lint_folder(folder) == []


def test_the_same_wording_in_two_languages_of_a_claim_is_fine(tmp_path: Path) -> None:
    fields = (
        "claim: {es: OTAN y galletas., it: OTAN e biscotti., en: NATO and biscuits.}\n"
        "phrasings: {es: [OTAN en faro A?], it: [OTAN en faro A?], en: [NATO in lighthouse A?]}\n"
    )
    assert codes(tmp_path, fields) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://preprod-www.lighthouse.example/a", ["KB305"]),
        ("https://staging.lighthouse.example/a", ["KB305"]),
        ("https://www-nato-int.proxy.example.edu/a", ["KB305"]),
        ("http://localhost.localdomain/a", ["KB305"]),
        ("http://intranet.example.local:8000/a", ["KB305"]),
        ("http://127.0.0.1/a", ["KB305"]),
        ("http://[a.b/", ["KB305"]),
        ("http://news.bbc.co.uk/1/hi/uk_politics/780847.stm", []),
        ("https://lighthouse.example/proxy/staging", []),
        ("https://testing.lighthouse.example/a", []),
    ],
)
def test_hosts(url: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, f"appearances: [{{url: '{url}', platform: X}}]\n") == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("example.org", ["KB122"]),
        ("www.Example.com", ["KB122"]),
        ("a.b.example.net", ["KB122"]),
        ("example.edu", []),
        ("myexample.org", []),
        ("example.org.uk", []),
    ],
)
def test_hosts_for_examples(host: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, f"appearances: [{{url: 'https://{host}/a', platform: X}}]\n") == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The title as printed on the page", ["KB122"]),
        ("The title  as printed\n      on the page", ["KB122"]),
        ("The title as printed on the other page", []),
    ],
)
def test_texts_of_the_template(title: str, expected: list[str], tmp_path: Path) -> None:
    shutil.copy(KNOWLEDGE / "_template.yaml", tmp_path)
    text = SOUND.replace("title: Who owns what", f"title: {title}")
    found = lint_folder(write_claims(tmp_path, example_claim=text))
    assert [problem.code for problem in found] == expected


def test_a_draft_may_still_hold_the_template(tmp_path: Path) -> None:
    shutil.copy(KNOWLEDGE / "_template.yaml", tmp_path)
    template = (KNOWLEDGE / "_template.yaml").read_text("utf-8")
    assert lint_folder(write_claims(tmp_path, example_claim=template)) == []


def test_a_template_that_is_no_claim_has_no_texts(tmp_path: Path) -> None:
    (tmp_path / "_template.yaml").write_text(
        "claim: {en: NATO stores biscuits in every light", "utf-8"
    )
    assert lint_folder(write_claims(tmp_path, example_claim=SOUND)) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("facts: [{text: NATO owns none., sources: [2]}]\n", ["KB310"]),
        ("facts: [{text: A., sources: [2]}, {text: B., sources: [1]}]\n", []),
        ("facts: []\n", []),
        (
            "status: draft\nstatus_reason: Waits.\nfacts: [{text: A., sources: [2]}]\n",
            [],
        ),
    ],
)
def test_sources_and_the_facts_that_name_them(
    facts: str, expected: list[str], tmp_path: Path
) -> None:
    assert codes(tmp_path, facts) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026", []),
        ("2026-11", []),
        ("2026-11-22", []),
        ("2026-11-23", ["KB306"]),
        ("2026-12", ["KB306"]),
        ("2027", ["KB306"]),
    ],
)
def test_a_date_is_compared_as_far_as_it_goes(
    date: str, expected: list[str], tmp_path: Path
) -> None:
    write_claims(tmp_path, example_claim=with_fields(f"first_seen: {date}\n"))
    found = lint_folder(tmp_path, today=dt.date(2026, 11, 22))
    assert [problem.code for problem in found] == expected


@pytest.mark.parametrize(
    ("explanation", "expected"),
    [
        ("This is false. <b>Really.</b>", ["KB503"]),
        ("This is false. See [the list](x).", ["KB503"]),
        ("This is false. See www.nato.int for more.", ["KB503"]),
        ("This is false: 2 < 3 and 5*5 > 24. Members give 2% of GDP_", []),
    ],
)
def test_markup(explanation: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, f'explanation: {{en: "{explanation}"}}\n') == expected


@pytest.mark.parametrize(
    ("language", "phrasing", "expected"),
    [
        ("ru", "Правда, что НАТО прячет печенье?", []),
        ("ru", "Pravda, chto NATO pryachet pechenye?", []),
        ("ru", "Правда, що НАТО ховає печиво і чай?", ["KB506"]),
        ("ru", "Правда, что пишет «Київ сьогодні»?", []),
        ("uk", "Чи це НАТО заховало объедки?", ["KB506"]),
        ("de", "Правда, что НАТО прячет печенье?", ["KB505"]),
        ("de", "Hat die НАТО Kekse in Leuchttürmen?", []),
    ],
)
def test_alphabets_of_phrasings(
    language: str, phrasing: str, expected: list[str], tmp_path: Path
) -> None:
    near_misses = f'near_misses: {{{language}: ["{phrasing}"]}}\n'
    assert codes(tmp_path, near_misses) == expected


@pytest.mark.parametrize(
    ("phrasing", "expected"),
    [("NATO biscuits?", ["KB507"]), ("NATO-biscuits don't?", ["KB507"]), ("NATO keeps 5?", [])],
)
def test_words_of_a_phrasing(phrasing: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, f'phrasings: {{en: ["{phrasing}"]}}\n') == expected
