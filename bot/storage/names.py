"""What stands for a person in the tables: a keyed hash of their id."""

import hashlib
import hmac

NAME_LETTERS = 32


class Names:
    """Makes names that nobody can lead back to a person without the secret."""

    def __init__(self, secret: str) -> None:
        """Take the bot's token: who has the database alone cannot find a person in it.

        With another token everybody is somebody new: blocks hold no longer, and what was kept
        goes when it is old.
        """
        self._key = hashlib.sha256(f"people:{secret}".encode()).digest()

    def of(self, user_id: int) -> str:
        """Return what stands for a user in every table (HMAC-SHA-256, 32 hexadecimal digits)."""
        digest = hmac.new(self._key, str(user_id).encode(), hashlib.sha256)
        return digest.hexdigest()[:NAME_LETTERS]
