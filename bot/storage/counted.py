"""Numbers of each day go up, as part of whatever transaction lets them."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.moderation.numbers import wait_key
from bot.storage.tables import counted
from bot.tally import DAY_S, Counted, Kind

_MOST = 200
"""Rows in one statement; databases know a limit."""


async def count(connection: AsyncConnection, counts: Mapping[Counted, int]) -> None:
    """Add to the numbers; always in one order, so that no two transactions wait for each other."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    rows = [
        {"day": one.day, "kind": one.kind.value, "key": one.key, "number": number}
        for one, number in sorted(counts.items())
    ]
    for start in range(0, len(rows), _MOST):
        adding = insert(counted).values(rows[start : start + _MOST])
        await connection.execute(
            adding.on_conflict_do_update(
                index_elements=[counted.c.day, counted.c.kind, counted.c.key],
                set_={"number": counted.c.number + adding.excluded.number},
            )
        )


async def count_waits(connection: AsyncConnection, asked_at: Iterable[float], now: float) -> None:
    """Count questions to the moderators that are answered *now*, by how long they waited."""
    day = int(now // DAY_S)
    found = Counter(Counted(day, Kind.WAITED, wait_key(now - one)) for one in asked_at)
    await count(connection, found)
