"""The queue: what readers sent to the moderators, as clusters of texts that say the same.

No text is kept here: a cluster shows what its questions say (bot/questions.py), and when they are
deleted nothing is left of them but keys.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from types import MappingProxyType
from typing import Protocol

from bot.moderation.roles import Moderator
from bot.questions import Question

DAY_S = 86_400.0
DECIDED_DAYS = 365
"""A text that was decided about does not come back for so long; only its key is kept."""


class State(StrEnum):
    """What became of a cluster."""

    OPEN = auto()
    OUT_OF_SCOPE = "out-of-scope"
    """It is nothing that we check."""
    SPAM = auto()


class Snooze(StrEnum):
    """How long a cluster is out of the way; the value stands on buttons."""

    DAY = "d"
    WEEK = "w"
    GROWTH = "g"
    """Until somebody else asks the same."""


SNOOZES_S: Mapping[Snooze, float] = MappingProxyType({Snooze.DAY: DAY_S, Snooze.WEEK: 7 * DAY_S})


@dataclass(frozen=True, slots=True)
class Card:
    """Where a cluster is shown at the desk."""

    chat_id: int
    message_id: int
    topic_id: int | None = None
    shown: str = ""
    """A digest of what it says."""
    is_final: bool = False
    """It is not changed any more, unless the cluster opens again."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that say the same, as they stand at this moment."""

    number: int
    """Never given to another one."""
    state: State
    count: int
    """People who have no answer yet."""
    answered: int
    """People who have one."""
    last_day: int
    """Of those without, how many asked in the last 24 hours, and in those before."""
    day_before: int
    first_at: float
    """Seconds since 1970; 0 where nothing is left of it."""
    last_at: float
    sample: str = ""
    """What most of them sent, word for word."""
    sample_key: str = ""
    languages: tuple[tuple[str, int], ...] = ()
    """With their numbers, the most frequent first."""
    origins: tuple[tuple[str, int], ...] = ()
    """The public names of channels."""
    not_claims: tuple[str, ...] = ()
    """The claims that some of them were wrongly answered with."""
    answered_by: tuple[str, ...] = ()
    """The claims that others were answered with."""
    assigned_to: int | None = None
    assigned_name: str = ""
    snoozed_until: float | None = None
    snoozed_count: int | None = None
    """Snoozed until there are more than so many."""
    decided_at: float | None = None
    """When it came to be out of scope or spam, in seconds since 1970."""
    card: Card | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is something to decide."""
        return self.state is State.OPEN and self.count > 0

    @property
    def demand(self) -> int:
        """How much it matters: people who wait, those of today twice."""
        return self.count + self.last_day

    def is_snoozed(self, now: float) -> bool:
        """Tell whether it is to be out of the way."""
        if self.snoozed_until is not None:
            return now < self.snoozed_until
        return self.snoozed_count is not None and self.count <= self.snoozed_count


@dataclass(frozen=True, slots=True)
class Placing:
    """A question, and the cluster that its text falls into."""

    question: Question
    cluster: int
    """A negative number begins one, the same for all that fall into it."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a cluster, for whoever compares others with it."""

    cluster: int
    text: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some of the clusters that are open, and how many there are."""

    clusters: tuple[Cluster, ...]
    total: int
    snoozed: int = 0
    """How many more there are that are snoozed."""


class Queue(Protocol):
    """Keeps clusters; every method raises PeopleUnavailableError where the store is away."""

    async def on_duty(self, owner: str, lease_s: float) -> bool:
        """Return whether *owner* is the one process that keeps the clusters for so long."""
        ...

    async def unplaced(self, most: int) -> list[Question]:
        """Return questions without an answer that stand in no cluster, the oldest first."""
        ...

    async def place(self, placings: Sequence[Placing]) -> list[int]:
        """Put all questions of each text into a cluster; return where each has come.

        A text that was placed before stays where it is.
        """
        ...

    async def place_known(self) -> int:
        """Put questions into the clusters where their texts stand; return how many those were."""
        ...

    async def merge(self, cluster: int, into: int) -> bool:
        """Put all of a cluster into another one; return whether that could be.

        Not where somebody may have seen it: it has a card, a moderator, a draft, or an outcome.
        """
        ...

    async def texts(self, each: int) -> list[Text]:
        """Return *each* texts of each cluster, at most, those that most people sent first."""
        ...

    async def shelf(self, skip: int, most: int, *, assigned_to: int | None = None) -> Shelf:
        """Return open clusters that are not snoozed, the most demanded first."""
        ...

    async def get(self, numbers: Collection[int]) -> list[Cluster]:
        """Return clusters by their numbers, without those that are gone."""
        ...

    async def carded(self) -> list[Cluster]:
        """Return the clusters that have a card, but for those closed for good."""
        ...

    async def decided_numbers(self) -> frozenset[int]:
        """Return the numbers of the clusters that somebody decided about."""
        ...

    async def open_numbers(self) -> list[int]:
        """Return the numbers of all clusters that are open, the most demanded first."""
        ...

    async def questions(self, cluster: int, most: int) -> list[Question]:
        """Return a question without an answer for each text of a cluster."""
        ...

    async def answer(self, question: Question, claim_id: str) -> int:
        """Note that a claim answers all of that text for whom nobody has to be told.

        Those who wait are told by whoever tells them (bot/announcing.py), and whoever said that the
        claim does not fit stays without. Return how many it answers.
        """
        ...

    async def assign(self, cluster: int, to: Moderator | None, by: Moderator) -> None:
        """Note who looks after a cluster. Part of the audit log."""
        ...

    async def snooze(self, cluster: int, how: Snooze | None, by: Moderator) -> None:
        """Put a cluster out of the way for a while, or back. Part of the audit log."""
        ...

    async def decide(self, cluster: int, state: State, by: Moderator) -> State | None:
        """Note what becomes of a cluster; return what it was, None where there is none.

        Part of the audit log. Whatever its texts come back as is in the same state.
        """
        ...

    async def show(self, cluster: int, card: Card | None) -> None:
        """Note where a cluster is shown, and what it says there."""
        ...

    async def sweep(self) -> int:
        """Drop clusters of which nothing is left; return how many those were.

        Who waits for an answer to spam waits no more, once that cannot be taken back (DAY_S).
        """
        ...


def people(count: int) -> str:
    """Return how many people that are, as a moderator reads it."""
    return "1 person" if count == 1 else f"{count} people"


def in_demand(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Return the most demanded first, of as many the one who waits longer."""
    return sorted(clusters, key=lambda one: (-one.demand, one.first_at, one.number))
