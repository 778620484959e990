"""What ends with clusters: rows of which nothing is left, and the waiting for what is spam."""

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.moderation.queue import DAY_S, DECIDED_DAYS, State
from bot.storage.tables import cluster_questions, clusters, waiting


async def drop_empty(connection: AsyncConnection, now: float) -> int:
    """Drop clusters of which nothing is left; return how many those were.

    Decisions are remembered for a while.
    """
    is_empty = clusters.c.number.not_in(select(cluster_questions.c.cluster))
    forgotten = clusters.c.decided_at < now - DECIDED_DAYS * DAY_S
    is_nothing = and_(is_empty, or_(clusters.c.state == State.OPEN, forgotten))
    # A card says what it says until it was emptied.
    is_shown = and_(clusters.c.card_message.is_not(None), clusters.c.is_final == 0)
    return (await connection.execute(delete(clusters).where(is_nothing, ~is_shown))).rowcount


async def end_waiting_for_spam(connection: AsyncConnection, now: float) -> int:
    """Let nobody wait for an answer to spam; return how many did.

    Nobody is told. Not before the day is over in which that can be taken back: then they wait on.
    """
    for_spam = (
        select(cluster_questions.c.question)
        .join(clusters, clusters.c.number == cluster_questions.c.cluster)
        .where(clusters.c.state == State.SPAM, clusters.c.decided_at < now - DAY_S)
    )
    those = delete(waiting).where(waiting.c.question.in_(for_spam))
    return (await connection.execute(those)).rowcount
