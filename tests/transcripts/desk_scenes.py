"""What happens at the desk, from the first day of an editor to a verdict that was wrong."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.config import default_knowledge_dir
from tests.support.updates import user
from tests.transcripts.desk_stage import EDITA, FORUM, OLHA, RUTA, Desk, Json
from tests.transcripts.knowledge import HELD_BACK

TOM = user(9_100, first_name="Tom", language_code="en")
LUCIA = user(9_101, first_name="Lucía", language_code="es")
JORG = user(9_102, first_name="Jörg", language_code="de")


@dataclass(frozen=True, slots=True)
class DeskScene:
    """A part of the story."""

    title: str
    about: str
    play: Callable[[Desk], None]


def _first_day(desk: Desk) -> None:
    desk.quietly(EDITA, "/start")
    desk.quietly(RUTA, "/start")
    hello = desk.writes(EDITA, "Hello, I am Edita. I begin today.", FORUM, is_heard=False)
    desk.writes(OLHA, "/grant editor", FORUM, reply_to=hello)
    desk.writes(OLHA, f"/grant reviewer {RUTA['id']}")
    desk.writes(EDITA, "/whoami")
    desk.writes(EDITA, f"/withdraw {HELD_BACK} I do not like it.")
    desk.writes(OLHA, "/grant")


def _queue(desk: Desk) -> None:
    desk.says("Tom, Lucía and Jörg ask the bot nearly the same, and send it to the moderators.")
    for reader, text in (
        (TOM, "Do countries have to allow gay marriage to join NATO?"),
        (LUCIA, "¿Es verdad que un país debe legalizar el matrimonio gay para entrar en la OTAN?"),
        (JORG, "Muss ein Land die Homo-Ehe erlauben, bevor es in die NATO darf? Tel. 0171 2345678"),
    ):
        desk.quietly(reader, text, "n:", "m:", "t:")
    desk.hears("A few seconds later.", {FORUM["id"]})
    desk.presses(EDITA, "Assign to me", FORUM)
    desk.writes(EDITA, "/queue")


def _steps(desk: Desk) -> None:
    desk.writes(EDITA, "/draft")
    desk.answers(EDITA, "To join NATO a country must legalise gay marriage.")
    desk.answers(EDITA, HELD_BACK)
    desk.presses(EDITA, "false")
    desk.presses(EDITA, "Leave it for now")
    desk.writes(EDITA, "/drafts")
    desk.presses(EDITA, "№ 1")
    desk.presses(EDITA, "Go on, step by step")
    desk.answers(
        EDITA,
        "NATO has no such condition. Its study on enlargement names democracy, the peaceful "
        "settlement of disputes and forces that work together. Members decide on marriage "
        "themselves, and many of them do not allow it.",
    )
    desk.answers(EDITA, "nato.int/enlargement")
    desk.answers(EDITA, "https://www.nato.int/cps/en/natohq/official_texts_24733.htm")
    desk.presses(EDITA, "NATO")
    desk.answers(EDITA, "Study on NATO Enlargement")
    desk.answers(EDITA, "1995-09-03")
    desk.presses(EDITA, "No more sources")
    desk.presses(EDITA, "Go on")
    desk.presses(EDITA, "Later")


def _file(desk: Desk) -> None:
    desk.presses(EDITA, "File")
    whole = (default_knowledge_dir() / "claims" / f"{HELD_BACK}.yaml").read_text("utf-8")
    wrong = whole.replace("rating: false", "rating: untrue", 1)
    _sends_back(desk, EDITA, wrong, "back, with all languages in it, and a mistake")
    desk.presses(EDITA, "File")
    hasty = whole.replace("rating: false", "rating: misleading", 1)
    _sends_back(desk, EDITA, hasty, "back, without that mistake")
    desk.presses(EDITA, "Preview")
    desk.presses(EDITA, "de")
    desk.presses(EDITA, "Back to the draft")
    desk.presses(EDITA, "Submit")


def _sends_back(desk: Desk, person: Json, text: str, what: str) -> None:
    """Send a file with the last line of the one that came."""
    line = desk.file(person["id"]).splitlines()[-1]
    desk.sends_file(person, f"{HELD_BACK}.yaml", f"{text}{line}\n", what)


def _review(desk: Desk) -> None:
    desk.presses(RUTA, "Send back", FORUM)
    desk.answers(RUTA, "Please add how Tom asked it: see the queue.", FORUM)
    desk.writes(EDITA, "/export 1")
    added = "  en:\n    - Do countries have to allow gay marriage to join NATO?\n"
    text = desk.file(EDITA["id"]).replace("phrasings:\n  en:\n", f"phrasings:\n{added}", 1)
    desk.sends_file(EDITA, f"{HELD_BACK}.yaml", text, "back, with that wording in it")
    desk.presses(EDITA, "Submit")
    desk.presses(RUTA, "Approve", FORUM)
    desk.hears("Those who waited are told.", {TOM["id"], LUCIA["id"], JORG["id"]})


def _wrong_rating(desk: Desk) -> None:
    desk.writes(RUTA, f"/export {HELD_BACK}")
    text = desk.file(RUTA["id"]).replace("rating: misleading", "rating: false", 1)
    desk.sends_file(RUTA, f"{HELD_BACK}.yaml", text, "back, with another rating")
    desk.presses(RUTA, "Submit")
    desk.answers(RUTA, "No NATO document has such a condition, so nothing in the claim is true.")
    desk.presses(RUTA, "Submit")
    desk.presses(RUTA, "Approve", FORUM)
    desk.presses(OLHA, "Approve", FORUM)
    desk.hears("Those who were told are told of it.", {TOM["id"], LUCIA["id"], JORG["id"]})


def _undo(desk: Desk) -> None:
    desk.writes(RUTA, f"/export {HELD_BACK}")
    text = desk.file(RUTA["id"]).replace("1995", "1959")
    desk.sends_file(RUTA, f"{HELD_BACK}.yaml", text, "back, with a wrong year in it")
    desk.presses(RUTA, "Submit")
    desk.writes(RUTA, "/undo")
    desk.presses(RUTA, "Undo this")


def _withdraw(desk: Desk) -> None:
    reason = "The study that we cite is being checked again."
    desk.writes(RUTA, f"/withdraw {HELD_BACK}", FORUM)
    desk.writes(RUTA, f"/withdraw {HELD_BACK} {reason}", FORUM)
    desk.hears("Those who follow the verdict are told.", {TOM["id"], LUCIA["id"], JORG["id"]})
    desk.writes(RUTA, f"/history {HELD_BACK}", FORUM)
    desk.writes(RUTA, f"/restore {HELD_BACK}", FORUM)


def _numbers(desk: Desk) -> None:
    desk.writes(OLHA, "/stats 7")
    desk.presses(OLHA, "Table")


SCENES = (
    DeskScene(
        "The first day",
        "Olha is an owner. She gives Edita and Rūta their roles, at the desk and in private.",
        _first_day,
    ),
    DeskScene(
        "A question becomes a card",
        "Three readers, three languages, one card in the desk chat.",
        _queue,
    ),
    DeskScene(
        "A claim, step by step",
        "The English part of a new claim, left once and gone on with.",
        _steps,
    ),
    DeskScene(
        "The file of a draft",
        "It goes out, comes back with a mistake, and comes back again.",
        _file,
    ),
    DeskScene("Review", "Sent back once, then approved; those who waited are told.", _review),
    DeskScene(
        "A wrong rating is out",
        "It should have been “false”. A reviewer corrects it, and a second person approves.",
        _wrong_rating,
    ),
    DeskScene("A slip is out", "A wrong year, live at once, and undone at once.", _undo),
    DeskScene(
        "Taken back, and published again",
        "A reason is needed, because readers see it.",
        _withdraw,
    ),
    DeskScene("Numbers", "A picture with words below, and a table.", _numbers),
)
