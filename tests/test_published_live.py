"""What a reviewer does at the desk is what the next reader gets, and survives kill -9."""

from pathlib import Path

from tests.moderation.claims import git, make_repository
from tests.support.bot_api import BotApi
from tests.support.few_claims import few_claims, named_by
from tests.support.process import PATIENCE_S, BotByWords, answer_to, ask, start
from tests.support.updates import private_chat, user

ID = "rutte-expel-us"
OWNER = user(9_000, first_name="Olha")


def test_a_claim_is_withdrawn_and_restored_while_the_bot_runs(tmp_path: Path) -> None:
    knowledge = few_claims(tmp_path, ID, *named_by(ID))
    make_repository(knowledge)
    file = knowledge / "claims" / f"{ID}.yaml"
    before = file.read_text("utf-8")
    settings = {"KNOWLEDGE_DIR": str(knowledge), "OWNER_IDS": str(OWNER["id"])}
    with BotApi() as api:
        api.add_chat(private_chat(OWNER))
        with start(api, tmp_path, BotByWords, **settings) as bot:
            api.wait_for_poll(PATIENCE_S)
            withdrawn = ask(api, f"/withdraw {ID} It was misread.", user=OWNER)
            assert "Withdrawn" in answer_to(api, withdrawn)
            assert "It was misread" in answer_to(api, ask(api, f"/start c_{ID}"))
            bot.kill()
        with start(api, tmp_path, BotByWords, **settings):
            restored = ask(api, f"/restore {ID}", user=OWNER)
            assert "Restored" in answer_to(api, restored)
            assert "It was misread" not in answer_to(api, ask(api, f"/start c_{ID}"))
        assert api.violations == []
    assert file.read_text("utf-8") == before.replace("\nrevision: 2", "\nrevision: 4")
    assert git(knowledge, "log", "--format=%an %s").splitlines() == [
        f"Olha knowledge: restore {ID}",
        f"Olha knowledge: withdraw {ID}",
        "Tester the beginning",
    ]
    assert git(knowledge, "status", "--porcelain") == ""
