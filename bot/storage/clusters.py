"""Clusters in the database; bot/moderation/queue.py says what each method promises."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.moderation.queue import (
    SNOOZES_S,
    Card,
    Cluster,
    Placing,
    Shelf,
    Snooze,
    State,
    Text,
    in_demand,
)
from bot.moderation.roles import MOST_NAME, Moderator
from bot.questions import Question
from bot.storage.audit import Act, Audit, Entry, who_of
from bot.storage.cluster_ends import drop_empty, end_waiting_for_spam
from bot.storage.cluster_rows import counted, described, its_texts
from bot.storage.counted import count_waits
from bot.storage.database import Database
from bot.storage.names import Names
from bot.storage.questions import ANSWERED, OPEN, as_questions
from bot.storage.readers import reaching
from bot.storage.tables import (
    cluster_keys,
    cluster_questions,
    clusters,
    drafts,
    duties,
    misfits,
    questions,
    waiting,
)
from bot.storage.whole import to_the_end

_DUTY = "queue"
_IS_CARDED = clusters.c.card_message.is_not(None)


class DatabaseQueue:
    """Clusters of questions, shared by all processes that share the database."""

    def __init__(
        self, database: Database, names: Names, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._clock = clock
        self._audit = Audit()

    @to_the_end
    async def on_duty(self, owner: str, lease_s: float) -> bool:
        """Take the duty, or keep it; return whether *owner* has it."""
        now = self._clock()
        values = {"owner": owner, "until": now + lease_s}
        mine = self._database.insert(duties).values(duty=_DUTY, **values)
        taken = mine.on_conflict_do_update(
            index_elements=[duties.c.duty],
            set_=values,
            where=or_(duties.c.owner == owner, duties.c.until <= now),
        ).returning(duties.c.duty)
        async with self._begin() as connection:
            return (await connection.execute(taken)).one_or_none() is not None

    # Placing.

    @to_the_end
    async def unplaced(self, most: int) -> list[Question]:
        """Return a page of the questions in no cluster."""
        page = select(questions).where(_is_unplaced()).order_by(questions.c.number).limit(most)
        async with self._begin() as connection:
            return await as_questions(connection, (await connection.execute(page)).all())

    @to_the_end
    async def place(self, placings: Sequence[Placing]) -> list[int]:
        """Put texts into clusters, in as few statements for many as for one."""
        text_keys = [placing.question.inquiry.text_key for placing in placings]
        wanted = {placing.cluster for placing in placings}
        async with self._begin() as connection:
            known = await self._known(connection, text_keys)
            there = select(clusters.c.number).where(clusters.c.number.in_(sorted(wanted)))
            found = set((await connection.execute(there.with_for_update())).scalars())
            homes = {number: number for number in found}
            for placing, text_key in zip(placings, text_keys, strict=True):
                if text_key in known:
                    homes.setdefault(placing.cluster, known[text_key])
            # A cluster that was there before may have been dropped since somebody looked.
            missing = sorted(wanted - homes.keys(), reverse=True)  # the first gets the lowest
            homes |= zip(missing, await self._begin_clusters(connection, len(missing)), strict=True)
            new = {
                text_key: homes[placing.cluster]
                for placing, text_key in zip(placings, text_keys, strict=True)
                if text_key not in known
            }
            if new:
                rows = [{"text_key": key, "cluster": number} for key, number in new.items()]
                keys = self._database.insert(cluster_keys).values(rows)
                await connection.execute(keys.on_conflict_do_nothing())
            await self._place(connection, questions.c.text_key.in_(text_keys))
        return [(known | new)[text_key] for text_key in text_keys]

    @to_the_end
    async def place_known(self) -> int:
        """Put questions into the clusters of their texts."""
        async with self._begin() as connection:
            return await self._place(connection, None)

    @to_the_end
    async def merge(self, cluster: int, into: int) -> bool:
        """Put all of a cluster into another one."""
        unseen = and_(
            clusters.c.number == cluster,
            clusters.c.state == State.OPEN,
            clusters.c.card_message.is_(None),
            clusters.c.assigned_to.is_(None),
            clusters.c.number.not_in(select(drafts.c.cluster).where(drafts.c.cluster.is_not(None))),
        )
        async with self._begin() as connection:
            both = (clusters.c.number == into, unseen)
            found = [
                await connection.scalar(select(clusters.c.number).where(one).with_for_update())
                for one in both
            ]
            if None in found or cluster == into:
                return False
            for table in (cluster_questions, cluster_keys):
                moved = update(table).where(table.c.cluster == cluster).values(cluster=into)
                await connection.execute(moved)
            await connection.execute(delete(clusters).where(clusters.c.number == cluster))
        return True

    @to_the_end
    async def texts(self, each: int) -> list[Text]:
        """Return some texts of each cluster."""
        async with self._begin() as connection:
            return [Text(*found) for found in await its_texts(connection, each)]

    # Looking.

    @to_the_end
    async def shelf(self, skip: int, most: int, *, assigned_to: int | None = None) -> Shelf:
        """Return a page of what is open."""
        now = self._clock()
        async with self._begin() as connection:
            is_wanted = clusters.c.state == State.OPEN
            if assigned_to is not None:
                is_wanted = and_(is_wanted, clusters.c.assigned_to == assigned_to)
            found = [one for one in await counted(connection, is_wanted, now) if one.is_open]
            awake = in_demand([one for one in found if not one.is_snoozed(now)])
            page = await described(connection, awake[skip : skip + most])
        return Shelf(tuple(page), len(awake), len(found) - len(awake))

    @to_the_end
    async def get(self, numbers: Collection[int]) -> list[Cluster]:
        """Return clusters by their numbers."""
        return await self._those(clusters.c.number.in_(sorted(numbers))) if numbers else []

    @to_the_end
    async def carded(self) -> list[Cluster]:
        """Return the clusters with a card that may still change."""
        # Whatever is asked again is open again, and was final before.
        asked = (
            select(cluster_questions.c.cluster)
            .join(questions, questions.c.number == cluster_questions.c.question)
            .where(questions.c.state == OPEN)
        )
        reopened = and_(clusters.c.state == State.OPEN, clusters.c.number.in_(asked))
        return await self._those(and_(_IS_CARDED, or_(clusters.c.is_final == 0, reopened)))

    @to_the_end
    async def decided_numbers(self) -> frozenset[int]:
        """Return the numbers of what was decided."""
        decided = select(clusters.c.number).where(clusters.c.state != State.OPEN)
        async with self._begin() as connection:
            return frozenset((await connection.execute(decided)).scalars())

    @to_the_end
    async def open_numbers(self) -> list[int]:
        """Return the numbers of what is open."""
        async with self._begin() as connection:
            found = await counted(connection, clusters.c.state == State.OPEN, self._clock())
        return [one.number for one in in_demand(found) if one.is_open]

    @to_the_end
    async def questions(self, cluster: int, most: int) -> list[Question]:
        """Return a question for each text of a cluster."""
        newest = (
            select(func.max(questions.c.number))
            .join(cluster_questions, cluster_questions.c.question == questions.c.number)
            .where(cluster_questions.c.cluster == cluster, questions.c.state == OPEN)
            .group_by(questions.c.text_key)
            .order_by(func.count().desc(), func.max(questions.c.number))
            .limit(most)
        )
        page = select(questions).where(questions.c.number.in_(newest)).order_by(questions.c.number)
        async with self._begin() as connection:
            return await as_questions(connection, (await connection.execute(page)).all())

    # Deciding.

    @to_the_end
    async def answer(self, question: Question, claim_id: str) -> int:
        """Note that a claim answers a text."""
        unfit = exists().where(
            misfits.c.text_key == questions.c.text_key,
            misfits.c.who == questions.c.who,
            misfits.c.claim == claim_id,
        )
        answered = and_(
            questions.c.text_key == question.inquiry.text_key,
            questions.c.state == OPEN,
            questions.c.number.not_in(select(waiting.c.question)),
            or_(questions.c.not_claim.is_(None), questions.c.not_claim != claim_id),
            ~unfit,
        )
        noting = update(questions).where(answered).values(state=ANSWERED, claim=claim_id)
        async with self._begin() as connection:
            found = await connection.execute(noting.returning(questions.c.asked_at))
            asked_at = found.scalars().all()
            await count_waits(connection, asked_at, self._clock())
        return len(asked_at)

    @to_the_end
    async def assign(self, cluster: int, to: Moderator | None, by: Moderator) -> None:
        """Note who looks after a cluster."""
        values = {
            "assigned_to": to.user_id if to else None,
            "assigned_name": to.name[:MOST_NAME] if to else None,
        }
        mine = clusters.c.number == cluster
        async with self._begin() as connection:
            held = select(clusters.c.assigned_to).where(mine).with_for_update()
            row = (await connection.execute(held)).one_or_none()
            if row is None:
                return
            await connection.execute(update(clusters).where(mine).values(values))
            # Codes, not names: those of others are no longer known once they are forgotten.
            before = Moderator(row.assigned_to, "") if row.assigned_to else None
            await self._note(connection, cluster, by, self._assigned(before), self._assigned(to))

    @to_the_end
    async def snooze(self, cluster: int, how: Snooze | None, by: Moderator) -> None:
        """Put a cluster out of the way, or back."""
        now = self._clock()
        until = now + SNOOZES_S[how] if how and how in SNOOZES_S else None
        async with self._begin() as connection:
            found = await counted(connection, clusters.c.number == cluster, now)
            count = found[0].count if found and how is Snooze.GROWTH else None
            values = {"snoozed_until": until, "snoozed_count": count}
            mine = clusters.c.number == cluster
            before = (await connection.execute(select(clusters).where(mine))).one_or_none()
            if before is None:
                return
            await connection.execute(update(clusters).where(mine).values(values))
            slept = before.snoozed_until is not None or before.snoozed_count is not None
            after = f"snoozed {how.name.casefold()}" if how else "awake"
            await self._note(connection, cluster, by, "snoozed" if slept else "awake", after)

    def _assigned(self, to: Moderator | None) -> str:
        return f"assigned to {who_of(to, self._names)}" if to else "assigned to nobody"

    async def _note(
        self, connection: AsyncConnection, cluster: int, by: Moderator, before: str, after: str
    ) -> None:
        who, name = who_of(by, self._names), by.name[:MOST_NAME]
        entry = Entry(self._clock(), who, Act.QUEUE, str(cluster), name, before, after)
        await self._audit.add(connection, entry)

    @to_the_end
    async def decide(self, cluster: int, state: State, by: Moderator) -> State | None:
        """Note what becomes of a cluster."""
        mine = clusters.c.number == cluster
        now = self._clock()
        async with self._begin() as connection:
            before = await connection.scalar(select(clusters.c.state).where(mine).with_for_update())
            if before is None:
                return None
            if before != state:
                decided_at = None if state is State.OPEN else now
                await connection.execute(
                    update(clusters)
                    .where(mine)
                    .values(state=state, decided_at=decided_at, is_final=0)
                )
                await self._note(connection, cluster, by, before, state)
        return State(before)

    @to_the_end
    async def show(self, cluster: int, card: Card | None) -> None:
        """Note where a cluster is shown."""
        values = {
            "card_chat": card and card.chat_id,
            "card_message": card and card.message_id,
            "card_topic": card and card.topic_id,
            "shown": card and card.shown,
            "is_final": int(card is not None and card.is_final),
        }
        await self._change(cluster, values)

    @to_the_end
    async def sweep(self) -> int:
        """Drop what is left of nothing, and the waiting for spam."""
        now = self._clock()
        async with self._begin() as connection:
            await end_waiting_for_spam(connection, now)
            return await drop_empty(connection, now)

    async def _those(self, wanted: ColumnElement[bool]) -> list[Cluster]:
        async with self._begin() as connection:
            return await described(connection, await counted(connection, wanted, self._clock()))

    async def _change(self, cluster: int, values: Mapping[str, object]) -> None:
        mine = clusters.c.number == cluster
        async with self._begin() as connection:
            await connection.execute(update(clusters).where(mine).values(values))

    async def _known(self, connection: AsyncConnection, text_keys: Sequence[str]) -> dict[str, int]:
        """Return the clusters of the texts that have one."""
        found = await connection.execute(
            select(cluster_keys).where(cluster_keys.c.text_key.in_(text_keys))
        )
        return {row.text_key: int(row.cluster) for row in found}

    async def _begin_clusters(self, connection: AsyncConnection, count: int) -> list[int]:
        if not count:
            return []
        values = {"state": State.OPEN, "is_final": 0, "made_at": self._clock()}
        made = insert(clusters).values([values] * count).returning(clusters.c.number)
        return sorted((await connection.execute(made)).scalars())

    async def _place(self, connection: AsyncConnection, of: ColumnElement[bool] | None) -> int:
        found = select(questions.c.number, cluster_keys.c.cluster).join(
            cluster_keys, cluster_keys.c.text_key == questions.c.text_key
        )
        found = found.where(_is_unplaced(), *([] if of is None else [of]))
        placing = self._database.insert(cluster_questions).from_select(
            ["question", "cluster"], found
        )
        return (await connection.execute(placing.on_conflict_do_nothing())).rowcount

    def _begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return reaching(self._database)


def _is_unplaced() -> ColumnElement[bool]:
    placed = exists().where(cluster_questions.c.question == questions.c.number)
    return and_(questions.c.state == OPEN, ~placed)


async def release(connection: AsyncConnection, user_id: int) -> None:
    """Let nobody be named any more as the one who looks after a cluster."""
    mine = clusters.c.assigned_to == user_id
    values = {"assigned_to": None, "assigned_name": None}
    await connection.execute(update(clusters).where(mine).values(values))
