"""What readers think of answers, without a database."""

from dataclasses import dataclass, field

from bot.opinions import MISFIT_FOR_ALL, Opinion
from bot.people import PeopleUnavailableError


@dataclass
class MemoryOpinions:
    """Keeps the promises of bot/opinions.py, as far as tests of others lean on them."""

    given: dict[tuple[str, int, str], Opinion] = field(default_factory=dict)
    """The last one, by claim, user and text."""
    wrong: set[tuple[str, str, int]] = field(default_factory=set)
    """Texts, claims that do not fit them, and who said so."""
    down: bool = False

    async def rate(
        self, user_id: int, claim_id: str, text_key: str, opinion: Opinion, language: str
    ) -> None:
        self._reach()
        self.given[claim_id, user_id, text_key] = opinion
        if opinion is Opinion.WRONG_CLAIM and text_key:
            self.wrong.add((text_key, claim_id, user_id))
        else:
            self.wrong.discard((text_key, claim_id, user_id))

    async def take_back(self, user_id: int, claim_id: str, text_key: str) -> None:
        self._reach()
        self.given.pop((claim_id, user_id, text_key), None)
        self.wrong.discard((text_key, claim_id, user_id))

    async def misfits(self, user_id: int, text_key: str) -> frozenset[str]:
        self._reach()
        people: dict[str, set[int]] = {}
        for text, claim, user in self.wrong:
            if text == text_key:
                people.setdefault(claim, set()).add(user)
        return frozenset(
            claim
            for claim, said in people.items()
            if user_id in said or len(said) >= MISFIT_FOR_ALL
        )

    def _reach(self) -> None:
        if self.down:
            raise PeopleUnavailableError("down")
