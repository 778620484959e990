"""What a button in a group asks for, beside what it may ask for anywhere (actions.py).

The message that holds the button is part of the question: it names the group, and what to delete.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class AdminMenu:
    """Unfold what an admin may do with the answer that speaks of a claim."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class DeleteAnswer:
    """Delete the answer that the button stands under."""


@dataclass(frozen=True, slots=True)
class MuteClaim:
    """Speak of a claim no more unasked in this group."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class UnmuteClaim:
    """Take that back."""

    claim_id: str


GroupAction: TypeAlias = AdminMenu | DeleteAnswer | MuteClaim | UnmuteClaim
