"""The knowledge base and the encoders that read it."""

from collections.abc import Iterator
from pathlib import Path

from bot.claims.errors import KnowledgeError
from bot.claims.load import load
from bot.claims.model import KnowledgeBase
from bot.doctor.finding import Finding, ok, problem, warning
from bot.matching.encoders import load_encoders, missing_packages
from bot.matching.index import build_index
from bot.matching.vectors import VectorStore

_INSTALL = "`pip install --require-hashes -r requirements.lock` brings them"


def examine_knowledge(folder: Path, shipped: Path, data_dir: Path) -> Iterator[Finding]:
    """Yield findings on the knowledge base in *folder*, and on what reads it.

    *shipped* holds the vectors that came with the bot, *data_dir* those that were added.
    """
    try:
        loaded = load(folder)
    except KnowledgeError as error:
        yield problem("knowledge", str(error).removeprefix("knowledge base: "))
        return
    knowledge = loaded.knowledge
    if loaded.problems:
        count = len(loaded.problems)
        yield problem(
            "knowledge",
            f"{count} problem{'' if count == 1 else 's'}, the first: {loaded.problems[0]} - run "
            "`python -m bot check`",
        )
    elif not knowledge.published:
        yield problem("knowledge", f"no claim of {folder} is published; set one's status")
    else:
        count = len(knowledge.published)
        yield ok("knowledge", f"{count} published claims, revision {knowledge.revision}, {folder}")
    yield _on_encoders(knowledge, VectorStore(shipped, data_dir))


def _on_encoders(knowledge: KnowledgeBase, store: VectorStore) -> Finding:
    encoders = load_encoders()
    if not encoders:
        missing = ", ".join(missing_packages())
        return warning(
            "encoders",
            f"{missing} not installed, so that words alone decide; {_INSTALL}"
            if missing
            else "they do not run on this machine, so that words alone decide; docs/matching.md "
            "says which machines they are for",
        )
    texts = {document.normalized for document in build_index(knowledge).documents}
    missing_vectors = max(store.missing(encoder, texts) for encoder in encoders)
    names = ", ".join(encoder.name for encoder in encoders)
    if missing_vectors:
        return warning(
            "encoders",
            f"{names}; {missing_vectors} wordings have no vectors yet: the bot works them out in "
            "the background, `python -m bot encode` does it for those that ship",
        )
    return ok("encoders", f"{names}; vectors of all {len(texts)} wordings are there")
