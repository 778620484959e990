"""The knowledge base for those who leaf through it: buttons, links and searches become replies."""

from dataclasses import dataclass

from bot.browsing import Page, Shelf, claims_on, find_claims, related_to, shelves
from bot.claims.model import Claim, KnowledgeBase
from bot.matching.index import Index
from bot.replies.actions import (
    Action,
    ListFound,
    ListTopic,
    ListTopics,
    NoneOfThese,
    ShowCard,
    ShowDetails,
)
from bot.replies.catalog import Catalog
from bot.replies.model import Reply, one_line
from bot.replies.render import render_card, render_none_of_these
from bot.replies.render_browse import (
    render_dead_link,
    render_found,
    render_search_help,
    render_topic,
    render_topics,
)
from bot.replies.render_details import render_details
from bot.replies.render_notices import render_gone


@dataclass(frozen=True, slots=True)
class Library:
    """Shows what is asked for by name; nothing here is a guess. Immutable."""

    knowledge: KnowledgeBase
    index: Index
    catalog: Catalog

    def act(self, action: Action, language: str) -> Reply:
        """Return the reply to a pressed button, however old the button is."""
        match action:
            case ShowCard(claim_id) | ShowDetails(claim_id):
                return self._show(claim_id, language, in_detail=isinstance(action, ShowDetails))
            case ListTopics(page):
                return render_topics(self._shelves(page), language, self.catalog)
            case ListTopic(topic_id, page):
                return self._topic(topic_id, page, language)
            case ListFound(page, words):
                return self.search(words, language, page)
            case NoneOfThese():
                return render_none_of_these(language, self.catalog)
            case _:
                return render_gone(language, self.catalog)

    def open(self, claim_id: str, language: str) -> Reply:
        """Return what a link to a claim leads to, however old the link is."""
        claim = self.knowledge.claims.get(claim_id)
        if claim is None or claim_id not in self.knowledge.published:
            return render_dead_link(claim, language, self.catalog)
        return render_card(claim, language, self.catalog)

    def search(self, words: str, language: str, page: int = 0) -> Reply:
        """Return a page of the claims that speak of *words*, or say how to search."""
        words = one_line(words).strip()
        if not words:
            return render_search_help(language, self.catalog)
        found = find_claims(self.knowledge, self.index, words)
        return render_found(words, Page.of(found, page), language, self.catalog)

    def _show(self, claim_id: str, language: str, *, in_detail: bool) -> Reply:
        claim = self.knowledge.published.get(claim_id)
        if claim is None:
            return render_gone(language, self.catalog)
        if in_detail:
            return self._details(claim, language)
        return render_card(claim, language, self.catalog)

    def _details(self, claim: Claim, language: str) -> Reply:
        topics = self.knowledge.topics
        return render_details(
            claim,
            [topics[topic_id] for topic_id in claim.topics if topic_id in topics],
            related_to(self.knowledge, claim),
            language,
            self.catalog,
        )

    def _topic(self, topic_id: str, page: int, language: str) -> Reply:
        topic, claims = self.knowledge.topics.get(topic_id), claims_on(self.knowledge, topic_id)
        if topic is None or not claims:
            return render_topics(self._shelves(0), language, self.catalog, is_lost=True)
        return render_topic(topic, Page.of(claims, page), language, self.catalog)

    def _shelves(self, page: int) -> Page[Shelf]:
        return Page.of(shelves(self.knowledge), page)
