"""`python -m tests.transcripts`: plays all conversations and writes docs/conversations.md."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.support.process import ROOT
from tests.transcripts.conversations import SCENES
from tests.transcripts.play import play

PAGE = ROOT / "docs" / "conversations.md"
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
    parser.add_argument("--only", type=int, nargs="*", help="numbers of conversations, from 1")
    arguments = parser.parse_args()
    chosen = [
        scene
        for number, scene in enumerate(SCENES, start=1)
        if not arguments.only or number in arguments.only
    ]
    with tempfile.TemporaryDirectory() as folder:
        sections = play(chosen, Path(folder), tell=_tell)
    arguments.output.write_text(_HEAD + "\n".join(sections), "utf-8")


main()
