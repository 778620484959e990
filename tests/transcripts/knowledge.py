"""What moderators do during a conversation: claim files of a copy of the knowledge base change."""

import re
import shutil
from pathlib import Path

from bot.config import default_knowledge_dir

HELD_BACK = "nato-lgbt-condition"
"""Not there until a conversation publishes it."""


def copy_knowledge(folder: Path) -> Path:
    """Copy the knowledge base, but for what is held back, and return the copy."""
    shutil.copytree(default_knowledge_dir(), folder)
    (folder / "claims" / f"{HELD_BACK}.yaml").unlink()
    for file in (folder / "claims").glob("*.yaml"):
        text = file.read_text("utf-8")
        kept = re.sub(rf"(?m)^- {HELD_BACK}\n|^  - {HELD_BACK}\n", "", text)
        file.write_text(kept, "utf-8")
    return folder


def publish(folder: Path, claim_id: str) -> None:
    """Put a claim file in its place, in one step."""
    _put(folder, claim_id, (default_knowledge_dir() / "claims" / f"{claim_id}.yaml").read_text())


def change_claim(folder: Path, claim_id: str, **changes: str) -> None:
    """Give some keys of a claim file other values, in one step."""
    text = (folder / "claims" / f"{claim_id}.yaml").read_text("utf-8")
    for key, value in changes.items():
        text, count = re.subn(rf"(?m)^{key}: .*$", f"{key}: {value}", text)
        if count != 1:
            raise ValueError(f"{claim_id} has no line for {key}")
    _put(folder, claim_id, text)


def _put(folder: Path, claim_id: str, text: str) -> None:
    new = folder / "claims" / f".{claim_id}.yaml"
    new.write_text(text, "utf-8")
    new.rename(folder / "claims" / f"{claim_id}.yaml")
