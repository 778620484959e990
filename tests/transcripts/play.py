"""Plays scenes one after the other with one bot, in a process of its own."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.support.bot_api import BotApi
from tests.support.process import PATIENCE_S, start
from tests.transcripts.conversations import Scene
from tests.transcripts.knowledge import copy_knowledge
from tests.transcripts.page import Record
from tests.transcripts.stage import Conversation, person


def play(
    scenes: Sequence[Scene], folder: Path, tell: Callable[[str], None] = lambda _: None
) -> list[str]:
    """Return the section of each of *scenes*; raise AssertionError where the bot is at fault."""
    return list(_sections(scenes, folder, tell))


def _sections(scenes: Sequence[Scene], folder: Path, tell: Callable[[str], None]) -> Iterator[str]:
    knowledge = copy_knowledge(folder / "knowledge")
    home = folder / "bot"
    home.mkdir()
    with BotApi() as api, start(api, home, KNOWLEDGE_DIR=str(knowledge)) as bot:
        api.wait_for_poll(PATIENCE_S)
        for number, scene in enumerate(scenes, start=1):
            tell(f"{number}. {scene.title}")
            record = Record(f"{number}. {scene.title}", scene.about)
            someone = person(number, scene.person, scene.language)
            scene.play(Conversation(api, record, someone, bot), knowledge)
            if api.violations:
                raise AssertionError(f"{scene.title}: {api.violations}")
            yield record.markdown()
