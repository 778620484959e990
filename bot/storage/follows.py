"""Followers in the database; bot/follows.py says what each method promises."""

import time
from collections.abc import Callable, Mapping

from sqlalchemy import Executable, and_, delete

from bot.storage.database import Database
from bot.storage.readers import reaching
from bot.storage.tables import followers
from bot.storage.whole import to_the_end


class DatabaseFollows:
    """Followers, by their ids: they are to be written to."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    @to_the_end
    async def follow(self, user_id: int, claim_id: str, rating: str, language: str) -> None:
        """Tell somebody of changes from now on."""
        known = {"rating": rating, "language": language, "at": self._clock()}
        async with reaching(self._database) as connection:
            await connection.execute(following(self._database, user_id, claim_id, known))

    @to_the_end
    async def unfollow(self, user_id: int, claim_id: str) -> None:
        """Take that back."""
        mine = and_(followers.c.claim == claim_id, followers.c.user_id == user_id)
        async with reaching(self._database) as connection:
            await connection.execute(delete(followers).where(mine))


def following(
    database: Database, user_id: int, claim_id: str, known: Mapping[str, object]
) -> Executable:
    """Return what makes somebody a follower; *known* are their rating, language and time."""
    insert = database.insert(followers).values(claim=claim_id, user_id=user_id, **known)
    followed: Executable = insert.on_conflict_do_update(
        index_elements=[followers.c.claim, followers.c.user_id], set_=known
    )
    return followed
