"""The queue, without a database and without questions: clusters as a test puts them there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

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
from bot.moderation.roles import Moderator
from bot.people import PeopleUnavailableError
from bot.questions import Question

MOST = 1_000_000


def make_cluster(number: int = 1, **fields: object) -> Cluster:
    """Return a cluster of three people; *fields* say what else is to be known of it."""
    cluster = Cluster(
        number,
        State.OPEN,
        count=3,
        answered=0,
        last_day=2,
        day_before=1,
        first_at=1_700_000_000.0,
        last_at=1_700_003_600.0,
        sample=f"NATO has bought moon number {number}.",
        sample_key=f"key{number}",
        languages=(("en", 2), ("de", 1)),
    )
    return replace(cluster, **fields)  # type: ignore[arg-type]


@dataclass
class MemoryQueue:
    """Keeps the promises of bot/moderation/queue.py, as far as tests of others lean on them."""

    known: dict[int, Cluster] = field(default_factory=dict)
    asked: list[Question] = field(default_factory=list)
    """Questions in no cluster."""
    decided_by: dict[int, Moderator] = field(default_factory=dict)
    now: float = 1_700_010_000.0
    owner: str = ""
    down: bool = False

    def add(self, *some: Cluster) -> None:
        self.known |= {one.number: one for one in some}

    async def on_duty(self, owner: str, lease_s: float) -> bool:
        self._reach()
        self.owner = self.owner or owner
        return self.owner == owner

    async def unplaced(self, most: int) -> list[Question]:
        self._reach()
        return self.asked[:most]

    async def place(self, placings: Sequence[Placing]) -> list[int]:
        self._reach()
        placed = []
        for placing in placings:
            self.asked.remove(placing.question)
            number = placing.cluster if placing.cluster > 0 else len(self.known) + 1
            inquiry = placing.question.inquiry
            cluster = self.known.get(number)
            self.known[number] = (
                replace(cluster, count=cluster.count + 1)
                if cluster
                else make_cluster(number, count=1, sample=inquiry.text, sample_key=inquiry.text_key)
            )
            placed.append(number)
        return placed

    async def place_known(self) -> int:
        self._reach()
        return 0

    async def merge(self, cluster: int, into: int) -> bool:
        self._reach()
        if not {cluster, into} <= self.known.keys():
            return False
        count = self.known.pop(cluster).count
        self._change(into, count=self.known[into].count + count)
        return True

    async def texts(self, each: int) -> list[Text]:
        self._reach()
        return [Text(one.number, one.sample) for one in self.known.values()]

    async def shelf(self, skip: int, most: int, *, assigned_to: int | None = None) -> Shelf:
        self._reach()
        found = [
            one
            for one in self.known.values()
            if one.is_open and assigned_to in {None, one.assigned_to}
        ]
        awake = in_demand([one for one in found if not one.is_snoozed(self.now)])
        return Shelf(tuple(awake[skip : skip + most]), len(awake), len(found) - len(awake))

    async def get(self, numbers: Collection[int]) -> list[Cluster]:
        self._reach()
        return [self.known[number] for number in sorted(numbers) if number in self.known]

    async def carded(self) -> list[Cluster]:
        self._reach()
        return [
            one
            for one in self.known.values()
            if one.card and (not one.card.is_final or one.is_open)
        ]

    async def decided_numbers(self) -> frozenset[int]:
        self._reach()
        return frozenset(
            number for number, one in self.known.items() if one.state is not State.OPEN
        )

    async def open_numbers(self) -> list[int]:
        return [one.number for one in (await self.shelf(0, MOST)).clusters]

    async def questions(self, cluster: int, most: int) -> list[Question]:
        self._reach()
        return []

    async def answer(self, question: Question, claim_id: str) -> int:
        self._reach()
        return 0

    async def assign(self, cluster: int, to: Moderator | None, by: Moderator) -> None:
        self._change(
            cluster, assigned_to=to.user_id if to else None, assigned_name=to.name if to else ""
        )

    async def snooze(self, cluster: int, how: Snooze | None, by: Moderator) -> None:
        count = self.known[cluster].count if cluster in self.known else 0
        self._change(
            cluster,
            snoozed_until=self.now + SNOOZES_S[how] if how and how in SNOOZES_S else None,
            snoozed_count=count if how is Snooze.GROWTH else None,
        )

    async def decide(self, cluster: int, state: State, by: Moderator) -> State | None:
        self._reach()
        if cluster not in self.known:
            return None
        before = self.known[cluster].state
        if before is not state:
            self._change(cluster, state=state)
            self.decided_by[cluster] = by
        return before

    async def show(self, cluster: int, card: Card | None) -> None:
        self._change(cluster, card=card)

    async def sweep(self) -> int:
        self._reach()
        return 0

    def _change(self, cluster: int, **fields: object) -> None:
        self._reach()
        if cluster in self.known:
            self.known[cluster] = replace(self.known[cluster], **fields)  # type: ignore[arg-type]

    def _reach(self) -> None:
        if self.down:
            raise PeopleUnavailableError("down")
