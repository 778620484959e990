"""Addresses that lead to us: the private chat, and the card of a claim in it."""

from collections.abc import Sequence

CLAIM = "c_"
"""What stands before the id of a claim in a deep link, and in an inline query that shares it."""


def private_chat(username: str) -> str:
    """Return the address of the private chat with the bot of that name."""
    return f"https://t.me/{username}"


def claim_link(home: str, claim_id: str) -> str:
    """Return the address that opens the card of a claim in the private chat at *home*.

    Telegram lets 64 letters, digits, _ and - follow; an id has 48 at most.
    """
    return f"{home}?start={CLAIM}{claim_id}"


def linked_claim(parameters: Sequence[str]) -> str | None:
    """Return the id in what stands behind /start where a deep link opens a claim, else None."""
    match parameters:
        case [parameter] if parameter.startswith(CLAIM):
            return parameter.removeprefix(CLAIM)
        case _:
            return None
