"""Plays the scenes of the desk one after the other with one bot; each goes on from the last."""

from collections.abc import Callable
from pathlib import Path

from tests.support.bot_api import BotApi
from tests.support.process import PATIENCE_S, start
from tests.support.updates import private_chat
from tests.transcripts.desk_scenes import SCENES
from tests.transcripts.desk_stage import EDITA, FORUM, OLHA, RUTA, Desk
from tests.transcripts.knowledge import copy_knowledge
from tests.transcripts.page import Record


def play_desk(folder: Path, tell: Callable[[str], None] = lambda _: None) -> list[str]:
    """Return the section of each scene; raise AssertionError where the bot is at fault."""
    knowledge = copy_knowledge(folder / "knowledge")
    home = folder / "bot"
    home.mkdir()
    settings = {
        "KNOWLEDGE_DIR": str(knowledge),
        "OWNER_IDS": str(OLHA["id"]),
        "MODERATION_CHAT_ID": str(FORUM["id"]),
    }
    sections = []
    with BotApi() as api:
        api.add_chat(FORUM, bot_status="administrator", can_manage_topics=True)
        for person in (OLHA, EDITA, RUTA):
            api.add_chat(private_chat(person))
            api.add_member(FORUM["id"], person)
        with start(api, home, **settings):
            api.wait_for_poll(PATIENCE_S)
            desk = Desk(api)
            for number, scene in enumerate(SCENES, start=1):
                tell(f"{number}. {scene.title}")
                record = Record(f"{number}. {scene.title}", scene.about)
                desk.begin(record)
                scene.play(desk)
                # A card may be written anew as a press has left it; only Telegram minds.
                faults = [one for one in api.violations if "is not modified" not in one]
                if faults:
                    raise AssertionError(f"{scene.title}: {faults}")
                sections.append(record.markdown())
    return sections
