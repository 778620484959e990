"""A folder with a few claims of the base that ships: a bot over it starts in half the time."""

import re
import shutil
from pathlib import Path

from bot.config import default_knowledge_dir


def few_claims(folder: Path, *claim_ids: str) -> Path:
    """Copy the registers and these claims into folder/knowledge, and return that."""
    knowledge = folder / "knowledge"
    (knowledge / "claims").mkdir(parents=True)
    for register in default_knowledge_dir().glob("*.yaml"):
        shutil.copy(register, knowledge)
    for claim_id in claim_ids:
        publish(knowledge, claim_id)
    return knowledge


def named_by(claim_id: str) -> tuple[str, ...]:
    """Return the claims that the file of a claim names, and without which it is not sound."""
    folder = default_knowledge_dir() / "claims"
    words = set(re.findall(r"[a-z0-9-]+", (folder / f"{claim_id}.yaml").read_text("utf-8")))
    return tuple(sorted({path.stem for path in folder.glob("*.yaml")} & words - {claim_id}))


def publish(knowledge: Path, claim_id: str, **changes: str) -> None:
    """Write a claim of the shipped base, with other values for some keys, in one step."""
    name = f"{claim_id}.yaml"
    text = (default_knowledge_dir() / "claims" / name).read_text("utf-8")
    for key, value in changes.items():
        text, count = re.subn(f"(?m)^{key}: .*$", f"{key}: {value}", text)
        assert count == 1
    new = knowledge / "claims" / f".{name}"
    new.write_text(text, "utf-8")
    new.rename(knowledge / "claims" / name)
