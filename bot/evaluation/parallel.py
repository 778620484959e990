"""Work spread over the processors of this machine."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_FEWEST = 64
"""Fewer items are done before a second process stands."""

_work: Callable[[Any], Any]


def spread(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return `work(item)` for each of *items*, in their order.

    Where the system forks safely (Linux) the children inherit *work* and all that it holds, and
    only items and results travel. No thread of ours may be running. Elsewhere one process does it.
    """
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    if processors == 1 or len(items) < _FEWEST:
        return [work(item) for item in items]
    context = multiprocessing.get_context("fork")
    with context.Pool(processors, initializer=_inherit, initargs=(work,)) as pool:
        return pool.map(_do, items, chunksize=8)


def _inherit(work: Callable[[Any], Any]) -> None:
    global _work  # noqa: PLW0603 - the one thing a child of a pool can hold
    _work = work


def _do(item: Any) -> Any:
    return _work(item)
