"""How much one person, or one chat, gets answered: a pile at once, then a steady flow."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from enum import StrEnum, auto

from bot import metrics

BURST = 20
"""Messages that are answered however fast they come: people forward what piled up."""
PER_MINUTE = 20.0
"""What a person keeps up by hand; Telegram lets a bot send no more to a group, either."""
PAUSE_S = 30.0
"""Nobody is answered for so long who was over the limit; half of the burst is free afterwards."""
REMEMBERED = 4_096
"""People and chats. Who is forgotten has all of the burst again, as after a quiet minute; in a
minute Telegram lets us answer no more than 1,800."""
RECENT = 32
"""Messages of each that are known when they come again."""


class Admission(StrEnum):
    """What to do about a message."""

    ANSWER = auto()
    EXPLAIN = auto()
    """Say that it is too much, and when it will not be."""
    SILENCE = auto()


class Limits:
    """Token buckets of people and chats, in memory alone: each process has its own."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        burst: int = BURST,
        per_minute: float = PER_MINUTE,
    ) -> None:
        self._clock = clock
        self._burst = burst
        self._per_minute = per_minute
        self._buckets: OrderedDict[tuple[str, int], _Bucket] = OrderedDict()

    def admit(
        self, user_id: int | None, chat_id: int, message: Hashable, sent_at: float | None = None
    ) -> Admission:
        """Tell what to do about *message*, sent at *sent_at* (seconds since 1970).

        What was told of a message before is told again: it comes again when Telegram did not take
        the answer, and then it is no second message. Time passes by whichever clock went further,
        ours or Telegram's: what piled up while we were away was not sent all at once.
        """
        owners = [("user", user_id)] if user_id is not None else []
        if chat_id != user_id:  # a private chat has its user's id
            owners.append(("chat", chat_id))
        buckets = {kind: self._bucket(kind, id_) for kind, id_ in owners}
        first, key = next(iter(buckets.values())), (chat_id, message)
        known = first.told.get(key)
        if known is not None:
            return known
        for bucket in buckets.values():
            bucket.fill(self._clock(), sent_at)
        admission = _admit(buckets)
        first.remember(key, admission)
        return admission

    def _bucket(self, kind: str, id_: int) -> "_Bucket":
        bucket = self._buckets.pop((kind, id_), None) or _Bucket(
            self._clock(), self._burst, self._per_minute
        )
        self._buckets[kind, id_] = bucket
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return bucket


class _Bucket:
    def __init__(self, now: float, burst: int, per_minute: float) -> None:
        self.tokens = float(burst)
        self.pause_s = 0.0
        self.told: OrderedDict[Hashable, Admission] = OrderedDict()
        self._burst = burst
        self._per_minute = per_minute
        self._now = now
        self._sent_at: float | None = None

    def fill(self, now: float, sent_at: float | None) -> None:
        """Let the time pass since the last message."""
        passed_s = max(now - self._now, 0.0)
        if sent_at is not None and self._sent_at is not None:
            passed_s = max(passed_s, sent_at - self._sent_at)
            sent_at = max(sent_at, self._sent_at)
        self._now, self._sent_at = now, sent_at
        self.tokens = min(self._burst, self.tokens + passed_s * self._per_minute / 60)
        self.pause_s = max(0.0, self.pause_s - passed_s)

    def remember(self, message: Hashable, admission: Admission) -> None:
        if admission is Admission.SILENCE:  # which always succeeds, so that it never comes again
            return
        self.told[message] = admission
        if len(self.told) > RECENT:
            self.told.popitem(last=False)


def _admit(buckets: dict[str, _Bucket]) -> Admission:
    over = {
        kind: bucket for kind, bucket in buckets.items() if bucket.pause_s > 0 or bucket.tokens < 1
    }
    if not over:
        for bucket in buckets.values():
            bucket.tokens -= 1
        return Admission.ANSWER
    metrics.LIMITED.labels(next(iter(over))).inc()
    silent = all(bucket.pause_s > 0 for bucket in over.values())
    for bucket in over.values():
        bucket.pause_s = bucket.pause_s or PAUSE_S
    return Admission.SILENCE if silent else Admission.EXPLAIN
