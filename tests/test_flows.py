"""What comes after an answer, with the whole bot as a process: agreed to, kept, and taken back."""

import signal
from pathlib import Path

from tests.matching.builders import shipped_knowledge
from tests.support.bot_api import BotApi
from tests.support.few_claims import few_claims
from tests.support.process import PATIENCE_S, BotByWords, answer_to, ask, start
from tests.support.updates import user
from tests.tg.presses import labels, last, press

OLA, PETRA = 501, 502
BICYCLE = "The mayor of our town has bought a red bicycle for his daughter."
CLAIM_ID = "rutte-expel-us"
CLAIM = shipped_knowledge().claims[CLAIM_ID].claim["en"]
VERDICT = CLAIM.removesuffix(".")
SEND, TELL, STOP = (
    "Send it to the moderators",
    "Tell me when there is an answer",
    "I don’t need it any more",
)


def shown_after(api: BotApi, label: str) -> str:
    """Return what a press makes of the last message."""
    api.calls.clear()
    api.send(press(api, label))
    (edit,) = api.wait_for("editMessageText", timeout_s=PATIENCE_S)
    text: str = edit.parameters["text"]
    return text


def things(answer: str) -> list[str]:
    """Return what a person is told that is kept, but for the day."""
    lines = [line.removeprefix("• ") for line in answer.splitlines() if line.startswith("• ")]
    return [line for line in lines if not line.startswith("The day of your last message")]


def test_a_message_without_a_verdict_is_sent_waited_for_and_taken_back(tmp_path: Path) -> None:
    text, waits = "1 text that you sent to the moderators", "1 answer that you want to be told of"
    known = {"KNOWLEDGE_DIR": str(few_claims(tmp_path, CLAIM_ID))}
    with BotApi() as api:
        with start(api, tmp_path, BotByWords, **known) as bot:
            said = answer_to(api, ask(api, BICYCLE))
            assert "I have no checked claim like this" in said
            assert f"If you press “{SEND}”" in said
            assert things(answer_to(api, ask(api, "/mydata", user=user(OLA)))) == []

            answer_to(api, ask(api, BICYCLE))
            assert shown_after(api, SEND).startswith("Thank you.")
            assert shown_after(api, TELL).startswith("I will write to you as soon as")
            waiting = last(api)
            assert things(answer_to(api, ask(api, "/mydata"))) == [text, waits]
            bot.kill()
        with start(api, tmp_path, BotByWords, **known) as bot:
            assert things(answer_to(api, ask(api, "/mydata"))) == [text, waits]
            api.calls.clear()
            api.send(press(api, STOP, message=waiting))
            (edit,) = api.wait_for("editMessageText", timeout_s=PATIENCE_S)
            assert edit.parameters["text"].startswith("All right, I will not write to you")
            assert things(answer_to(api, ask(api, "/deletemydata"))) == [text]
            assert things(answer_to(api, ask(api, "/mydata"))) == []
            assert bot.stop(signal.SIGTERM)[0] == 0
        assert api.violations == []
    log = "\n".join(bot.log)
    assert not any(word in log for word in ("bicycle", "Ola", "Traceback"))


def test_an_answer_that_did_not_fit_is_not_given_again_after_a_restart_either(
    tmp_path: Path,
) -> None:
    known = {"KNOWLEDGE_DIR": str(few_claims(tmp_path, CLAIM_ID))}
    with BotApi() as api:
        with start(api, tmp_path, BotByWords, **known) as bot:
            assert VERDICT in answer_to(api, ask(api, CLAIM))
            api.send(press(api, "👎 Not helpful"))
            api.wait_for("editMessageReplyMarkup", timeout_s=PATIENCE_S)
            assert shown_after(api, "My message is about something else").startswith("Sorry")
            assert labels(api) == [[SEND], ["Undo: the answer did fit"]]
            assert VERDICT not in answer_to(api, ask(api, CLAIM))
            bot.kill()
        with start(api, tmp_path, BotByWords, **known):
            assert VERDICT not in answer_to(api, ask(api, CLAIM))
            assert VERDICT in answer_to(api, ask(api, CLAIM, user=user(PETRA)))
            kept = answer_to(api, ask(api, "/mydata"))
            assert "1 answer that was about something other than your text" in things(kept)
        assert api.violations == []
