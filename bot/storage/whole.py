"""Methods that work on the database go to their end, whoever is cancelled meanwhile."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from bot.storage.database import Database


class OnDatabase(Protocol):
    """Something that keeps its database where `to_the_end` finds it."""

    _database: Database


S = TypeVar("S", bound=OnDatabase)
P = ParamSpec("P")
T = TypeVar("T")


def to_the_end(
    method: Callable[Concatenate[S, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """Run *method* through `Database.to_the_end`."""

    @wraps(method)
    async def call(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._database.to_the_end(method(self, *args, **kwargs))

    return call
