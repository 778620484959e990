"""The whole life of a claim, from forty messages that nobody can answer to its undoing."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from bot.claims.load import load_strict
from bot.claims.model import Language
from bot.config import default_knowledge_dir
from tests.support.bot_api import BotApi
from tests.support.process import answer_to, ask, start
from tests.support.updates import callback_query, private_chat, user
from tests.transcripts.desk_stage import EDITA, FORUM, OLHA, RUTA, Desk

Json = dict[str, Any]
HELD_BACK = "lithuania-german-soldiers-rape"
LANGUAGES: tuple[Language, ...] = ("en", "de", "uk", "es", "pl")
NEXT = user(9_100, first_name="Nele")
CROWD = [user(8_000 + number, first_name=f"Reader {number}") for number in range(40)]
WAIT_S = 120.0
VERDICT = "<b>False</b>"
NONE_OF_THESE, SEND, TELL_ME = "n", "m", "t"
"""How the data of these buttons begin."""
ANSWERED = {
    "en": "There is an answer to what you asked.",
    "de": "Es gibt eine Antwort auf deine Frage.",
    "uk": "Є відповідь на те, про що ви питали.",
    "es": "Ya hay una respuesta a lo que preguntaste.",
    "pl": "Jest już odpowiedź na twoje pytanie.",
}
CORRECTED = {
    "en": "We changed a verdict that you follow.",
    "de": "Wir haben ein Urteil geändert, das du verfolgst.",
    "uk": "Ми змінили вердикт, за яким ви стежите.",
    "es": "Hemos cambiado un veredicto que sigues.",
    "pl": "Zmieniamy werdykt, który obserwujesz.",
}


class Readers:
    """Forty people in private chats; each asks about a claim in one of its wordings."""

    def __init__(self, api: BotApi, wordings: Sequence[tuple[str, str]]) -> None:
        """Take the languages and the texts, which go round."""
        self._api = api
        self._wordings = cycle(wordings)
        self._asked = dict.fromkeys((one["id"] for one in CROWD), "")
        """The language of each."""

    def ask(self) -> list[str]:
        """Let them ask one after the other, each until it is offered to wait; return all answers.

        Where nobody knows what they mean, they say it in another way. At once, most would be
        answered by words alone, which depends on how fast this machine is.
        """
        answers = []
        for reader in CROWD:
            chat_id: int = reader["id"]
            while not any(self._button(chat_id, one) for one in (NONE_OF_THESE, SEND)):
                self._asked[chat_id], text = next(self._wordings)
                answers.append(answer_to(self._api, ask(self._api, text, user=reader)))
                assert len(answers) < 4 * len(CROWD)
            if self._button(chat_id, NONE_OF_THESE):
                self._press(reader, NONE_OF_THESE)
            self._press(reader, SEND)
            self._press(reader, TELL_ME)
        return answers

    def _press(self, reader: Json, begin: str) -> None:
        """Press a button as soon as it is there; wait until it is gone."""
        until(lambda: self._button(reader["id"], begin) is not None)
        found = self._button(reader["id"], begin)
        assert found
        shown, data = found
        self._api.send(callback_query(data, shown, presser=reader))
        until(lambda: self._button(reader["id"], begin) is None)

    def _button(self, chat_id: int, begin: str) -> tuple[Json, str] | None:
        sent = self._api.sent(chat_id)
        shown = self._api.shown(sent[-1]) if sent else {}
        for row in shown.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if button.get("callback_data", "").startswith(f"{begin}:"):
                    return shown, button["callback_data"]
        return None

    def told(self, beginnings: dict[str, str]) -> list[int]:
        """Return how many messages with such a beginning each of them has."""
        return [
            sum(
                one.get("text", "").startswith(beginnings[language])
                for one in self._api.sent(chat_id)
            )
            for chat_id, language in self._asked.items()
        ]


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A knowledge base that does not know the claim; all others teach what texts have in common."""
    folder = shutil.copytree(default_knowledge_dir(), tmp_path / "knowledge")
    (folder / "claims" / f"{HELD_BACK}.yaml").unlink()
    return folder


@pytest.fixture
def api(knowledge: Path, tmp_path: Path) -> Iterator[BotApi]:
    settings = {
        "KNOWLEDGE_DIR": str(knowledge),
        "OWNER_IDS": str(OLHA["id"]),
        "MODERATION_CHAT_ID": str(FORUM["id"]),
    }
    with BotApi() as api:
        api.add_chat(FORUM, bot_status="administrator", can_manage_topics=True)
        for person in (*CROWD, EDITA, RUTA, OLHA, NEXT):
            api.add_chat(private_chat(person))
        for person in (EDITA, RUTA, OLHA):
            api.add_member(FORUM["id"], person)
        with start(api, tmp_path, **settings):
            yield api
            assert api.violations == []


def sends_back(desk: Desk, person: Json, text: str) -> None:
    """Send a file with the last line of the one that came, which names the draft."""
    line = desk.file(person["id"]).splitlines()[-1]
    desk.sends_file(person, f"{HELD_BACK}.yaml", f"{text}{line}\n", "back")


def test_a_claim_is_asked_for_written_published_corrected_and_undone(
    api: BotApi, knowledge: Path
) -> None:
    claim = load_strict(default_knowledge_dir()).claims[HELD_BACK]
    file = default_knowledge_dir() / "claims" / f"{HELD_BACK}.yaml"
    wordings = [(tag, text) for tag in LANGUAGES for text in claim.phrasings[tag]]
    readers, desk = Readers(api, wordings), Desk(api)

    # Forty people ask, in five languages; nobody knows, and they agree to wait.
    assert not any("❌" in answer for answer in readers.ask())

    # The desk gets one card, not forty.
    desk.writes(OLHA, f"/grant editor {EDITA['id']}")
    desk.writes(OLHA, f"/grant reviewer {RUTA['id']}")
    until(lambda: "40 people" in str(cards(api)))
    assert len(cards(api)) == 1

    # Edita writes the claim; Rūta sends it back once, then approves.
    desk.presses(EDITA, "New claim", FORUM)
    desk.presses(EDITA, "Leave it for now", FORUM)
    desk.writes(EDITA, "/export 1")
    sends_back(desk, EDITA, file.read_text("utf-8"))
    desk.presses(EDITA, "Submit")
    desk.presses(RUTA, "Send back", FORUM)
    desk.answers(RUTA, "One more wording, please.", FORUM)
    desk.writes(EDITA, "/export 1")
    desk.sends_file(EDITA, f"{HELD_BACK}.yaml", desk.file(EDITA["id"]), "as it was")
    desk.presses(EDITA, "Submit")
    desk.presses(RUTA, "Approve", FORUM)

    # All forty are told, once, each in their language; the next one is answered at once.
    until(lambda: readers.told(ANSWERED) == [1] * len(CROWD))
    assert VERDICT in answer_to(api, ask(api, claim.phrasings["en"][0], user=NEXT))
    assert (knowledge / "claims" / f"{HELD_BACK}.yaml").is_file()

    # The rating was wrong: a second person approves the right one, and all who were told hear it.
    desk.writes(RUTA, f"/export {HELD_BACK}")
    right = desk.file(RUTA["id"]).replace("rating: false", "rating: misleading", 1)
    desk.sends_file(RUTA, f"{HELD_BACK}.yaml", right, "with another rating")
    desk.presses(RUTA, "Submit")
    desk.answers(RUTA, "Part of it turned out to be so.")
    desk.presses(RUTA, "Submit")
    desk.presses(OLHA, "Approve", FORUM)
    until(lambda: readers.told(CORRECTED) == [1] * len(CROWD))

    # No, it was right before: undone, they hear that, too, and nobody hears anything twice.
    desk.writes(OLHA, "/undo")
    desk.presses(OLHA, "Undo this")
    until(lambda: readers.told(CORRECTED) == [2] * len(CROWD))
    assert VERDICT in answer_to(api, ask(api, claim.phrasings["en"][1], user=NEXT))
    assert readers.told(ANSWERED) == [1] * len(CROWD)


def cards(api: BotApi) -> list[Json]:
    """Return what the bot has written at the desk by itself, as it stands now."""
    return [api.shown(one) for one in api.sent(FORUM["id"]) if "people" in str(one)]
