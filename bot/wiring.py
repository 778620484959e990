"""The one place where concrete classes meet: settings become a bot that can answer."""

from bot.answering import Answering
from bot.claims.load import load_strict
from bot.config import Settings
from bot.matching.matcher import Matcher
from bot.replies.catalog import Catalog


def build_answering(settings: Settings) -> Answering:
    """Return what answers queries; raise KnowledgeError where the knowledge base is broken."""
    knowledge = load_strict(settings.knowledge_dir)
    return Answering(
        knowledge=knowledge,
        matcher=Matcher.of(knowledge),
        catalog=Catalog.load(),
        default_language=settings.default_language,
    )
