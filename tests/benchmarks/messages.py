"""What the benchmarks draw messages from: the labelled ones, whatever their label."""

from pathlib import Path

from bot.evaluation.dataset import load_messages

FOLDER = Path(__file__).parent.parent / "messages"


def read_texts() -> list[str]:
    """Return the texts of all labelled messages."""
    return [message.text for message in load_messages(sorted(FOLDER.glob("*.jsonl")))]
