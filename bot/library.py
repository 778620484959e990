"""The knowledge base for those who leaf through it: buttons, links and searches become replies."""

from dataclasses import dataclass

from bot.browsing import Page, Shelf, claims_on, find_claims, related_to, shelves
from bot.claims.model import KnowledgeBase, Status
from bot.matching.index import Index
from bot.replies.actions import (
    Action,
    ListFound,
    ListTopic,
    ListTopics,
    NoneOfThese,
    ShowCard,
    ShowDetails,
    ShowExample,
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
    render_withdrawn,
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
            case ShowCard(claim_id) | ShowExample(claim_id) | ShowDetails(claim_id):
                is_card = not isinstance(action, ShowDetails)
                return (self.show if is_card else self._details)(claim_id, language)
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
        if claim_id in self.knowledge.published:
            return self.show(claim_id, language)
        return render_dead_link(self.knowledge.claims.get(claim_id), language, self.catalog)

    def show(self, claim_id: str, language: str, text_key: str = "") -> Reply:
        """Return the card of a claim; *text_key* names the text that it answers, if any."""
        claim = self.knowledge.published.get(claim_id)
        if claim is None:
            return self.gone(claim_id, language)
        return render_card(
            claim, language, self.catalog, text_key=text_key, parties=self.knowledge.parties
        )

    def gone(self, claim_id: str, language: str) -> Reply:
        """Return what to say instead of a claim that has no card, or has it no longer."""
        claim = self.knowledge.claims.get(claim_id)
        if claim and claim.status is Status.WITHDRAWN:
            return render_withdrawn(claim, language, self.catalog)
        return render_gone(language, self.catalog)

    def search(self, words: str, language: str, page: int = 0) -> Reply:
        """Return a page of the claims that speak of *words*, or say how to search."""
        words = one_line(words).strip()
        if not words:
            return render_search_help(language, self.catalog)
        found = find_claims(self.knowledge, self.index, words)
        return render_found(words, Page.of(found, page), language, self.catalog)

    def _details(self, claim_id: str, language: str) -> Reply:
        claim, topics = self.knowledge.published.get(claim_id), self.knowledge.topics
        if claim is None:
            return self.gone(claim_id, language)
        return render_details(
            claim,
            [topics[topic_id] for topic_id in claim.topics if topic_id in topics],
            related_to(self.knowledge, claim),
            language,
            self.catalog,
            parties=self.knowledge.parties,
        )

    def _topic(self, topic_id: str, page: int, language: str) -> Reply:
        topic, claims = self.knowledge.topics.get(topic_id), claims_on(self.knowledge, topic_id)
        if topic is None or not claims:
            return render_topics(self._shelves(0), language, self.catalog, is_lost=True)
        return render_topic(topic, Page.of(claims, page), language, self.catalog)

    def _shelves(self, page: int) -> Page[Shelf]:
        return Page.of(shelves(self.knowledge), page)
