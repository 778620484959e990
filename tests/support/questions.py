"""Questions to the moderators, without a database."""

from dataclasses import dataclass, field, replace

from bot.people import PeopleUnavailableError
from bot.questions import Inquiry, Question, Standing


@dataclass
class MemoryQuestions:
    """Keeps the promises of bot/questions.py, as far as tests of others lean on them."""

    asked: dict[int, tuple[int, Inquiry]] = field(default_factory=dict)
    """Who asked what, by number."""
    waiting: dict[tuple[int, int], str] = field(default_factory=dict)
    """The languages of those who wait, by question and user."""
    answers: dict[int, str] = field(default_factory=dict)
    most: int = 20
    """So many a person."""
    down: bool = False

    async def ask(self, user_id: int, inquiry: Inquiry) -> int | None:
        self._reach()
        for number, (asker, known) in self.asked.items():
            if (asker, known.text_key) == (user_id, inquiry.text_key):
                self.asked[number] = (user_id, inquiry)
                self.answers.pop(number, None)
                return number
        if sum(asker == user_id for asker, _ in self.asked.values()) >= self.most:
            return None
        number = len(self.asked) + 1
        self.asked[number] = (user_id, inquiry)
        return number

    async def reopen(self, user_id: int, text_key: str, not_claim: str) -> int | None:
        self._reach()
        for number, (asker, known) in self.asked.items():
            if (asker, known.text_key) == (user_id, text_key):
                self.asked[number] = (user_id, replace(known, not_claim=not_claim))
                self.answers.pop(number, None)
                return number
        return None

    async def wait(self, user_id: int, number: int, language: str) -> Standing | None:
        standing = self._standing(user_id, number)
        if standing == Standing():
            self.waiting[number, user_id] = language
        return standing

    async def stop_waiting(self, user_id: int, number: int) -> Standing | None:
        standing = self._standing(user_id, number)
        self.waiting.pop((number, user_id), None)
        return standing

    async def open_questions(self, after: int, limit: int) -> list[Question]:
        self._reach()
        still_open = [
            Question(number, inquiry, frozenset({inquiry.not_claim} - {""}), 0.0)
            for number, (_, inquiry) in sorted(self.asked.items())
            if number > after and number not in self.answers
        ]
        return still_open[:limit]

    def _standing(self, user_id: int, number: int) -> Standing | None:
        self._reach()
        asker, _ = self.asked.get(number, (None, None))
        return Standing(self.answers.get(number)) if asker == user_id else None

    def _reach(self) -> None:
        if self.down:
            raise PeopleUnavailableError("down")
