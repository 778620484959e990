"""A message that nobody could answer becomes a wording of a claim; its reader hears of it once."""

from pathlib import Path

from tests.support.bot_api import BotApi, Call
from tests.support.few_claims import few_claims, named_by
from tests.support.process import PATIENCE_S, BotByWords, answer_to, ask, start
from tests.support.updates import group, private_chat, user
from tests.tg.presses import last, press

ID = "rutte-expel-us"
TEXT = "Rutte wants to show Washington the door"
DESK = group(-1_001_000_000_077, title="Desk")
OWNER = user(9_000, first_name="Olha")
NEXT, LAST = user(9_010, first_name="Nele"), user(9_011, first_name="Lev")
CHECKED_S = 120.0
"""The knowledge base is asked of matching, in another process."""
WORDING, UNDO = "Add this wording (en)", "Take it back"
NO_VERDICT = "I have no checked claim like this"


def shown_after(api: BotApi, label: str) -> str:
    """Return what a press makes of the last message."""
    api.calls.clear()
    api.send(press(api, label, OWNER if label in {WORDING, UNDO} else None))
    (edit,) = api.wait_for("editMessageText", timeout_s=CHECKED_S)
    text: str = edit.parameters["text"]
    return text


def offered(api: BotApi) -> str:
    """Say which claim message № 1 is, as soon as its card stands in the desk chat."""

    def is_card(call: Call) -> bool:
        return call.parameters.get("chat_id") == DESK["id"] and call.method == "sendMessage"

    api.wait_for(is_card, timeout_s=PATIENCE_S)
    number = ask(api, f"/same 1 {ID}", user=OWNER)

    def is_answer(call: Call) -> bool:
        replied = call.parameters.get("reply_parameters", {}).get("message_id")
        return call.method == "sendMessage" and replied == number

    (call,) = api.wait_for(is_answer, timeout_s=CHECKED_S)
    text: str = call.parameters["text"]
    return text


def test_what_a_moderator_says_is_told_to_who_waits_and_answers_the_next(tmp_path: Path) -> None:
    knowledge = few_claims(tmp_path, ID, *named_by(ID))
    file = knowledge / "claims" / f"{ID}.yaml"
    before = file.read_text("utf-8")
    settings = {
        "KNOWLEDGE_DIR": str(knowledge),
        "OWNER_IDS": str(OWNER["id"]),
        "MODERATION_CHAT_ID": str(DESK["id"]),
    }
    with BotApi() as api:
        api.add_chat(DESK)
        for person in (OWNER, NEXT, LAST):
            api.add_chat(private_chat(person))
        with start(api, tmp_path, BotByWords, **settings):
            assert NO_VERDICT in answer_to(api, ask(api, TEXT))
            shown_after(api, "Send it to the moderators")
            shown_after(api, "Tell me when there is an answer")
            reader = last(api)["chat"]["id"]

            assert "It finds this claim" in offered(api)
            assert "one of <code>" in shown_after(api, WORDING)
            decision = last(api)
            api.wait_for(
                lambda call: call.parameters.get("chat_id") == reader, timeout_s=PATIENCE_S
            )
            told = [one["text"] for one in api.sent(reader)][-1]
            assert told.startswith("There is an answer to what you asked.")
            assert NO_VERDICT not in answer_to(api, ask(api, TEXT, user=NEXT))
            assert TEXT in file.read_text("utf-8")

            api.calls.clear()
            api.send(press(api, UNDO, OWNER, message=decision))
            api.wait_for("editMessageText", timeout_s=CHECKED_S)
            assert NO_VERDICT in answer_to(api, ask(api, TEXT, user=LAST))
            assert file.read_text("utf-8") == before
            answers = [one for one in api.sent(reader) if one["text"].startswith("There is an")]
            assert len(answers) == 1
        assert api.violations == []
