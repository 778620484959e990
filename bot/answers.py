"""The newest knowledge base answers: what handlers hold while it is exchanged beneath them."""

from collections.abc import Collection
from typing import TypeAlias

from bot.answering import Answering
from bot.claims.model import Claim, KnowledgeBase
from bot.library import Library
from bot.matching.live import LiveMatcher
from bot.matching.model import Query
from bot.reading.model import Unreadable
from bot.replies.actions import Action
from bot.replies.catalog import Catalog
from bot.replies.model import Reply
from bot.tally import Tally


class LiveAnswering:
    """Answers from the newest knowledge base; any number of threads may share it.

    Each call is answered from one base, whatever happens meanwhile.
    """

    def __init__(self, answering: Answering) -> None:
        self._current = answering

    def replace(self, answering: Answering) -> None:
        """Let *answering* answer from now on."""
        self._current = answering

    @property
    def current(self) -> Answering:
        """What answers now: for several calls that must be answered from one base."""
        return self._current

    @property
    def knowledge(self) -> KnowledgeBase:
        """The knowledge base in use."""
        return self._current.knowledge

    @property
    def matcher(self) -> LiveMatcher:
        """The matcher in use."""
        return self._current.matcher

    @property
    def catalog(self) -> Catalog:
        """The texts of the interface."""
        return self._current.catalog

    @property
    def tally(self) -> Tally:
        """What counts what is asked."""
        return self._current.tally

    @property
    def library(self) -> Library:
        """The knowledge base in use, to leaf through."""
        return self._current.library

    def answer(
        self,
        query: Query,
        reader_language: str | None = None,
        misfits: Collection[str] = (),
        unread: Unreadable | None = None,
    ) -> Reply:
        """As `Answering.answer`."""
        return self._current.answer(query, reader_language, misfits, unread)

    def answer_if_sure(
        self, query: Query, reader_language: str | None = None, misfits: Collection[str] = ()
    ) -> Reply | None:
        """As `Answering.answer_if_sure`."""
        return self._current.answer_if_sure(query, reader_language, misfits)

    def answer_known_picture(
        self,
        claim_id: str,
        query: Query,
        text_key: str,
        reader_language: str | None = None,
        *,
        is_sure: bool,
    ) -> Reply | None:
        """As `Answering.answer_known_picture`."""
        return self._current.answer_known_picture(
            claim_id, query, text_key, reader_language, is_sure=is_sure
        )

    def answer_as_guest(
        self,
        query: Query,
        home: str,
        reader_language: str | None = None,
        misfits: Collection[str] = (),
    ) -> Reply:
        """As `Answering.answer_as_guest`."""
        return self._current.answer_as_guest(query, home, reader_language, misfits)

    def look_again(
        self, query: Query, language: str, misfits: Collection[str] = ()
    ) -> Reply | None:
        """As `Answering.look_again`."""
        return self._current.look_again(query, language, misfits)

    def apologize(
        self, query: Query, not_claim: str, language: str, misfits: Collection[str] = ()
    ) -> Reply:
        """As `Answering.apologize`."""
        return self._current.apologize(query, not_claim, language, misfits)

    def with_spreaders(self, reply: Reply, query: Query) -> Reply:
        """As `Answering.with_spreaders`."""
        return self._current.with_spreaders(reply, query)

    def act(self, action: Action, language: str) -> Reply:
        """As `Answering.act`."""
        return self._current.act(action, language)

    def find(self, words: str) -> list[Claim]:
        """As `Answering.find`."""
        return self._current.find(words)

    def language_of(self, text: str, reader_language: str | None) -> str:
        """As `Answering.language_of`."""
        return self._current.language_of(text, reader_language)

    def interface_language(self, reader_language: str | None) -> str:
        """As `Answering.interface_language`."""
        return self._current.interface_language(reader_language)

    def spoken_language(self, reader_language: str | None) -> str | None:
        """As `Answering.spoken_language`."""
        return self._current.spoken_language(reader_language)


Answers: TypeAlias = Answering | LiveAnswering
"""What handlers answer with: from one knowledge base, or from the newest."""
