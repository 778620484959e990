"""`python -m tests.transcripts`: plays all conversations and writes the pages of docs/."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.support.process import ROOT
from tests.transcripts.conversations import SCENES
from tests.transcripts.play import play
from tests.transcripts.play_desk import play_desk

PAGE = ROOT / "docs" / "conversations.md"
DESK_PAGE = ROOT / "docs" / "moderators-conversations.md"
_DESK_HEAD = """# At the desk

Recorded from the real bot: `make conversations` plays it against a stand-in for Telegram and writes this page.
People, messages and the mistakes are made up; one part goes on from the other.
`[Labels in brackets]` are buttons, and long lists of changes are cut.
[moderators.md](moderators.md) is the handbook to it.

"""  # noqa: E501 - one sentence a line
_HEAD = """# Conversations

Recorded from the real bot: `make conversations` plays each of them against a stand-in for Telegram and writes this page.
People, channels and messages are made up; claims, verdicts and sources are those of the knowledge base.
`[Labels in brackets]` are buttons.

"""  # noqa: E501 - one sentence a line


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def main() -> None:
    """Play the conversations, and write them down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=PAGE, help="where to write the page")
    parser.add_argument("--desk-output", type=Path, default=DESK_PAGE, help="the same of the desk")
    parser.add_argument("--only", type=int, nargs="*", help="numbers of conversations, from 1")
    parser.add_argument("--desk", action="store_true", help="play nothing but the desk")
    arguments = parser.parse_args()
    if not arguments.desk:
        chosen = [
            scene
            for number, scene in enumerate(SCENES, start=1)
            if not arguments.only or number in arguments.only
        ]
        with tempfile.TemporaryDirectory() as folder:
            sections = play(chosen, Path(folder), tell=_tell)
        arguments.output.write_text(_HEAD + "\n".join(sections), "utf-8")
    if arguments.desk or not arguments.only:
        with tempfile.TemporaryDirectory() as folder:
            sections = play_desk(Path(folder), tell=_tell)
        arguments.desk_output.write_text(_DESK_HEAD + "\n".join(sections), "utf-8")


main()
