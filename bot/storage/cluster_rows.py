"""Rows of clusters and of their questions become clusters as moderators see them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.moderation.queue import DAY_S, Card, Cluster, State
from bot.storage.questions import OPEN
from bot.storage.tables import cluster_questions, clusters, questions

_MOST = 500
"""Numbers in one statement; databases know a limit."""


async def counted(
    connection: AsyncConnection, wanted: ColumnElement[bool], now: float
) -> list[Cluster]:
    """Return clusters with their numbers, and without what is written in them."""
    is_open, at = questions.c.state == OPEN, questions.c.asked_at
    today = at > now - DAY_S
    before = and_(at > now - 2 * DAY_S, ~today)
    tallies = (
        select(
            cluster_questions.c.cluster,
            _sum(is_open).label("count"),
            func.count().label("all"),
            _sum(and_(is_open, today)).label("last_day"),
            _sum(and_(is_open, before)).label("day_before"),
            func.min(at).label("first_at"),
            func.max(at).label("last_at"),
        )
        .join(questions, questions.c.number == cluster_questions.c.question)
        .group_by(cluster_questions.c.cluster)
        .subquery()
    )
    found = await connection.execute(
        select(clusters, *(column for column in tallies.c if column.key != "cluster"))
        .outerjoin(tallies, tallies.c.cluster == clusters.c.number)
        .where(wanted)
        .order_by(clusters.c.number)
    )
    return [_cluster(row) for row in found]


async def described(connection: AsyncConnection, some: Sequence[Cluster]) -> list[Cluster]:
    """Return *some* clusters, in their order, with what is written in them."""
    found: list[Cluster] = []
    for start in range(0, len(some), _MOST):
        found += await _described(connection, some[start : start + _MOST])
    return found


async def its_texts(connection: AsyncConnection, each: int) -> list[tuple[int, str]]:
    """Return the most frequent texts of each cluster, *each* at most, with its number."""
    groups = await connection.execute(
        select(cluster_questions.c.cluster, func.max(questions.c.number).label("newest"))
        .join(questions, questions.c.number == cluster_questions.c.question)
        .group_by(cluster_questions.c.cluster, questions.c.text_key)
        .order_by(func.count().desc(), func.max(questions.c.number))
    )
    kept: Counter[int] = Counter()
    chosen: dict[int, int] = {}
    for row in groups:
        if kept[row.cluster] < each:
            kept[row.cluster] += 1
            chosen[row.newest] = row.cluster
    texts = await _texts(connection, list(chosen))
    return [(chosen[number], text) for number, text in sorted(texts.items())]


async def _described(connection: AsyncConnection, some: Sequence[Cluster]) -> list[Cluster]:
    its = questions.c
    groups = await connection.execute(
        select(
            cluster_questions.c.cluster,
            its.text_key,
            its.language,
            its.origin,
            its.not_claim,
            its.state,
            its.claim,
            func.count().label("people"),
            func.max(its.number).label("newest"),
        )
        .join(questions, its.number == cluster_questions.c.question)
        .where(cluster_questions.c.cluster.in_([one.number for one in some]))
        .group_by(
            cluster_questions.c.cluster,
            its.text_key,
            its.language,
            its.origin,
            its.not_claim,
            its.state,
            its.claim,
        )
    )
    rows: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in groups:
        rows[row.cluster].append(row)
    samples = {number: _sample(found) for number, found in rows.items()}
    texts = await _texts(connection, [newest for _, newest in samples.values()])
    return [
        _with_words(one, rows[one.number], samples[one.number][0], texts[samples[one.number][1]])
        if one.number in rows
        else one
        for one in some
    ]


def _sample(rows: Sequence[Row[Any]]) -> tuple[str, int]:
    """Return the text that most people sent, of as many the older one, and who sent it last."""
    asked = [row for row in rows if row.state == OPEN] or rows
    counts: Counter[str] = Counter()
    newest: dict[str, int] = {}
    for row in sorted(asked, key=lambda row: row.newest):
        counts[row.text_key] += row.people
        newest[row.text_key] = row.newest
    best = max(counts, key=lambda text_key: (counts[text_key], -newest[text_key]))
    return best, newest[best]


def _with_words(cluster: Cluster, rows: Sequence[Row[Any]], key: str, text: str) -> Cluster:
    asked = [row for row in rows if row.state == OPEN] or rows
    return replace(
        cluster,
        sample=text,
        sample_key=key,
        languages=_most([(row.language, row.people) for row in asked]),
        origins=_most([(row.origin, row.people) for row in asked if row.origin]),
        not_claims=_names([(row.not_claim, row.people) for row in asked if row.not_claim]),
        answered_by=_names([(row.claim, row.people) for row in rows if row.claim]),
    )


def _most(counts: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    totals: Counter[str] = Counter()
    for name, count in counts:
        totals[name] += count
    return tuple(sorted(totals.items(), key=lambda pair: (-pair[1], pair[0])))


def _names(counts: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(name for name, _ in _most(counts))


async def _texts(connection: AsyncConnection, numbers: Sequence[int]) -> dict[int, str]:
    texts: dict[int, str] = {}
    for start in range(0, len(numbers), _MOST):
        some = numbers[start : start + _MOST]
        found = await connection.execute(
            select(questions.c.number, questions.c.text).where(questions.c.number.in_(some))
        )
        texts |= {row.number: row.text for row in found}
    return texts


def _sum(wanted: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((wanted, 1), else_=0))


def _cluster(row: Row[Any]) -> Cluster:
    counts: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    count, every = counts["count"] or 0, counts["all"] or 0
    card = None
    if row.card_message is not None:
        place = (row.card_chat, row.card_message, row.card_topic)
        card = Card(*place, row.shown or "", is_final=bool(row.is_final))
    return Cluster(
        number=row.number,
        state=State(row.state),
        count=count,
        answered=every - count,
        last_day=row.last_day or 0,
        day_before=row.day_before or 0,
        first_at=row.first_at or 0.0,
        last_at=row.last_at or 0.0,
        assigned_to=row.assigned_to,
        assigned_name=row.assigned_name or "",
        snoozed_until=row.snoozed_until,
        snoozed_count=row.snoozed_count,
        decided_at=row.decided_at,
        card=card,
    )
