"""Who follows which claim, without a database."""

from dataclasses import dataclass, field

from bot.people import PeopleUnavailableError


@dataclass
class MemoryFollows:
    """Keeps the promises of bot/follows.py, as far as tests of others lean on them."""

    following: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)
    """The rating that they know and their language, by claim and user."""
    down: bool = False

    async def follow(self, user_id: int, claim_id: str, rating: str, language: str) -> None:
        self._reach()
        self.following[claim_id, user_id] = (rating, language)

    async def unfollow(self, user_id: int, claim_id: str) -> None:
        self._reach()
        self.following.pop((claim_id, user_id), None)

    def _reach(self) -> None:
        if self.down:
            raise PeopleUnavailableError("down")
