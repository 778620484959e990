"""The registers beside the claims: publishers, topics, networks, and claims that were rejected."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from bot.claims.listing import Listing, read_listing
from bot.claims.model import Network, Publisher, RejectedClaim, Topic
from bot.claims.problem import Problem

_PUBLISHERS: TypeAdapter[tuple[Publisher, ...]] = TypeAdapter(tuple[Publisher, ...])
_TOPICS: TypeAdapter[tuple[Topic, ...]] = TypeAdapter(tuple[Topic, ...])
_NETWORKS: TypeAdapter[tuple[Network, ...]] = TypeAdapter(tuple[Network, ...])
_REJECTED: TypeAdapter[tuple[RejectedClaim, ...]] = TypeAdapter(tuple[RejectedClaim, ...])


@dataclass(frozen=True, slots=True)
class Registers:
    """What each of the four files holds; a file that is not there is an empty register."""

    publishers: Listing[Publisher]
    topics: Listing[Topic]
    networks: Listing[Network]
    rejected: Listing[RejectedClaim]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files as such."""
        return (
            *self.publishers.problems,
            *self.topics.problems,
            *self.networks.problems,
            *self.rejected.problems,
        )

    @property
    def contents(self) -> Mapping[Path, bytes]:
        """The bytes of the files that are there."""
        found = {
            self.publishers.document.path: self.publishers.content,
            self.topics.document.path: self.topics.content,
            self.networks.document.path: self.networks.content,
            self.rejected.document.path: self.rejected.content,
        }
        return {path: content for path, content in found.items() if content is not None}


def load_registers(folder: Path) -> Registers:
    """Read the registers of a knowledge base."""
    return Registers(
        publishers=read_listing(folder / "publishers.yaml", _PUBLISHERS, Publisher),
        topics=read_listing(folder / "topics.yaml", _TOPICS, Topic),
        networks=read_listing(folder / "networks.yaml", _NETWORKS, Network),
        rejected=read_listing(folder / "rejected.yaml", _REJECTED, RejectedClaim),
    )
