"""Who wants to be told when the verdict on a claim changes."""

from typing import Protocol


class Follows(Protocol):
    """Keeps followers until they stop; every method raises PeopleUnavailableError."""

    async def follow(self, user_id: int, claim_id: str, rating: str, language: str) -> None:
        """Tell somebody of changes from now on; they have just read *rating*."""
        ...

    async def unfollow(self, user_id: int, claim_id: str) -> None:
        """Take that back."""
        ...
