"""The moderators' handbook: it names what there is, and its links lead somewhere."""

import re

import pytest

from bot.replies.desk_commands import DESK_COMMANDS
from tests.support.process import ROOT
from tests.transcripts.desk_scenes import SCENES

DOCS = ROOT / "docs"
HANDBOOK = DOCS / "moderators.md"
PLAYED = DOCS / "moderators-conversations.md"
_OF_READERS = {"deletemydata"}


def _anchors(markdown: str) -> set[str]:
    """Return what a heading is reached by, as GitHub makes it."""
    headings = re.findall(r"^#+ (.*)$", markdown, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def test_each_command_of_the_desk_stands_in_the_handbook_and_no_other() -> None:
    named = set(re.findall(r"`/([a-z]+)", HANDBOOK.read_text("utf-8")))

    assert named - _OF_READERS == {command.name for command in DESK_COMMANDS}


@pytest.mark.parametrize("page", [HANDBOOK, PLAYED], ids=lambda page: page.name)
def test_links_lead_somewhere(page: object) -> None:
    text = (DOCS / str(page)).read_text("utf-8")
    links = [one for one in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in one]

    assert links
    for link in links:
        path, _, anchor = link.partition("#")
        target = (DOCS / path).resolve() if path else DOCS / str(page)
        assert target.is_file(), link
        assert not anchor or anchor in _anchors(target.read_text("utf-8")), link


def test_each_scene_of_the_desk_was_written_down() -> None:
    headings = re.findall(r"^## (.*)$", PLAYED.read_text("utf-8"), re.MULTILINE)

    assert headings == [f"{number}. {one.title}" for number, one in enumerate(SCENES, start=1)]
