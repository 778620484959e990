"""`queue same`: what a wording would do is looked at, it is added, refused, and taken back."""

from pathlib import Path

import pytest

from bot.claims.edit import values_of
from bot.questions import Inquiry
from tests.cli.conftest import RunBot
from tests.cli.queues import CLAIM, OLA, OTHER, PETRA, change, make_env, make_knowledge, send

FIGHT = Inquiry("fight", "The alliance is fighting\nMoscow on Ukrainian soil", "en")
IN_ONE_LINE = "The alliance is fighting Moscow on Ukrainian soil"
OWN = "Stimmt es, dass das Bündnis in der Ukraine längst gegen Moskau kämpft?"
SENTENCE = "NATO is at war with Russia in Ukraine."
SAME = f"python -m bot queue same 1 {CLAIM}"


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return make_knowledge(tmp_path / "knowledge")


@pytest.fixture
def file(knowledge: Path) -> Path:
    return knowledge / "claims" / f"{CLAIM}.yaml"


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for setting in ("DATABASE_URL", "DATABASE_URL_FILE", "TELEGRAM_BOT_TOKEN_FILE", "OWNER_IDS"):
        monkeypatch.delenv(setting, raising=False)
    database = make_env(tmp_path)
    send(database, (OLA, FIGHT), gathers=True)
    return database


def test_a_wording_is_looked_at_added_as_it_was_seen_and_taken_back(
    run_bot: RunBot, file: Path, database: Path
) -> None:
    before = file.read_text("utf-8")
    private = f"Call Olga Petrenko, olga@example.org. {IN_ONE_LINE}."
    send(database, (PETRA, Inquiry("private", private, "en")), gathers=True)

    looked = run_bot("queue", "same", "№1", CLAIM.upper())

    *lines, command = looked.out.splitlines()
    assert (looked.code, lines) == (
        0,
        [
            f"№ 1 is {CLAIM}: {SENTENCE}",
            f"    “{IN_ONE_LINE}” (en)",
            "it finds this claim, and takes no message from another one",
            "of the texts of № 1 that are open, the only one gets the verdict",
            "these would be answered as well; is that right for all of them?",
            f"    № 2, 1 person: Call [name], [mail]. {IN_ONE_LINE}.",
            "add it with",
        ],
    )
    assert command.startswith(f"{SAME} --add --mark ")
    assert file.read_text("utf-8") == before

    added = run_bot(*command.removeprefix("python -m bot ").split(), "--as", "Ola")

    assert (added.code, added.out) == (
        0,
        (
            f"№ 1 is {CLAIM}, which has one more wording\n"
            f"    “{IN_ONE_LINE}” (en)\n"
            f"{CLAIM}: publish, number 1\n"
            "whoever sends it gets the verdict, those who wait are told soon; take it back with\n"
            "python -m bot undo 1\n"
        ),
    )
    assert f"    - {IN_ONE_LINE}\n" in file.read_text("utf-8")
    assert run_bot("history", CLAIM).out.endswith("publish   Ola  card № 1 in the queue\n")
    assert f"command line (Ola)  publish  {CLAIM}" in run_bot("audit").out
    assert run_bot("undo", "1").code == 0
    assert file.read_text("utf-8") == before


def test_what_most_people_send_is_added_at_once_by_whoever_says_so(
    run_bot: RunBot, file: Path
) -> None:
    assert run_bot("queue", "same", "1", CLAIM, "--add").code == 0
    assert f"    - {IN_ONE_LINE}\n" in file.read_text("utf-8")


def test_own_words_are_looked_at_and_added(run_bot: RunBot, file: Path) -> None:
    looked = run_bot("queue", "same", "1", CLAIM, "--words", f" {OWN} ")
    assert (looked.code, looked.out.splitlines()[-1]) == (0, f"{SAME} --words '{OWN}' --add")

    added = run_bot("queue", "same", "1", CLAIM, "--words", OWN, "--add")

    assert (added.code, added.out.splitlines()[1]) == (0, f"    “{OWN}” (de)")
    assert OWN in str(values_of(file.read_text("utf-8"))["phrasings"])


@pytest.mark.parametrize("adds", [("--add",), ()])
def test_a_wording_of_another_claim_is_refused_with_the_reason(
    run_bot: RunBot, file: Path, adds: tuple[str, ...]
) -> None:
    before = file.read_text("utf-8")
    theirs = values_of((file.parent / f"{OTHER}.yaml").read_text("utf-8"))["claim"]
    assert isinstance(theirs, dict)

    ran = run_bot("queue", "same", "1", CLAIM, "--words", theirs["en"], *adds)

    assert ran.code == 1
    assert " KB203 " in ran.out
    assert ran.out.endswith(
        "Nothing was changed: there are problems. Please mend them and try again.\n"
        f'write a wording of your own:\n{SAME} --words "YOUR WORDING"\n'
    )
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize(
    ("sample", "why"),
    [
        (
            "Olga Petrenko says that NATO is at war",
            "the text may point to a private person, and wordings are public; write your own:",
        ),
        (
            "NATO at war " * 50,
            "the wording is too long, 500 letters are the most; write a short one of your own:",
        ),
    ],
)
def test_what_cannot_be_public_is_refused_and_own_words_are_not(
    run_bot: RunBot, file: Path, database: Path, sample: str, why: str
) -> None:
    before = file.read_text("utf-8")
    change(database, "UPDATE questions SET text = ?", sample)

    for adds in ((), ("--add",)):
        ran = run_bot("queue", "same", "1", CLAIM, *adds)
        assert (ran.code, ran.out) == (1, f'№ 1: {why}\n{SAME} --words "YOUR WORDING"\n')
    assert file.read_text("utf-8") == before
    assert run_bot("queue", "same", "1", CLAIM, "--words", IN_ONE_LINE).code == 0


def test_another_wording_than_the_one_that_was_looked_at_is_not_added(
    run_bot: RunBot, file: Path
) -> None:
    before = file.read_text("utf-8")

    ran = run_bot("queue", "same", "1", CLAIM, "--add", "--mark", "no")

    assert (ran.code, ran.out) == (
        1,
        (
            "№ 1: most people send another wording than the one with this mark; look at it with\n"
            f"{SAME}\n"
        ),
    )
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize(
    ("named", "lines"),
    [
        ("nato-at-war-with-russa", [f"    {CLAIM}: {SENTENCE}"]),
        ("war with russia in ukraine", [f"    {CLAIM}: {SENTENCE}"]),
        ("biscuits", []),
    ],
)
def test_a_claim_that_there_is_not_is_looked_for(
    run_bot: RunBot, named: str, lines: list[str]
) -> None:
    ran = run_bot("queue", "same", "1", named, "--add")

    said = ran.out.splitlines()
    begins = f"readers are not answered with a claim {named!r} at the moment; "
    closest = f"{begins}`python -m bot queue show 1` prints the closest ones"
    first = f"{begins}did you mean one of these?" if lines else closest
    assert (ran.code, said[: 1 + len(lines)]) == (1, [first, *lines])


def test_what_is_decided_takes_no_wording(run_bot: RunBot, file: Path) -> None:
    before = file.read_text("utf-8")
    run_bot("queue", "out-of-scope", "1")

    for more in ((), ("--add",), ("--words", OWN, "--add")):
        ran = run_bot("queue", "same", "1", CLAIM, *more)
        assert (ran.code, ran.out.splitlines()[0]) == (
            1,
            "№ 1 is out of scope already; for one day it is taken back with",
        )
    assert file.read_text("utf-8") == before


def test_a_broken_knowledge_base_is_named(run_bot: RunBot, file: Path) -> None:
    (file.parent / "moon.yaml").write_text("id: [", encoding="utf-8")

    ran = run_bot("queue", "same", "1", CLAIM)

    assert (ran.code, ran.out) == (2, "")
    assert f"bot: {file.parent}/moon.yaml:1:" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("9", CLAIM), 1, "№ 9: nothing of it is in the queue; "),
        (("x", CLAIM), 2, "'x' is no number of the queue; `queue` lists them"),
        (("1",), 2, "the following arguments are required: CLAIM"),
        (("1", CLAIM, "--words", " \n"), 2, "it is empty; write a wording"),
        (("1", CLAIM, "--mark", "3f"), 2, "--mark goes with --add"),
        (("1", CLAIM, "--add", "--mark", "3f", "--words", OWN), 2, "not allowed with argument"),
        (("1", CLAIM, "--as", " "), 2, "it is empty; give a name"),
    ],
)
def test_what_makes_no_sense_is_refused(
    run_bot: RunBot, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = run_bot("queue", "same", *arguments)

    assert (ran.code, sentence in ran.out + ran.err) == (code, True), ran
