"""Refusals: what Telegram will not do, in its own words."""

from typing import Any


class RefusalError(Exception):
    """Carry the error Telegram answers with: an HTTP status and a description.

    *arranged* says that the test brought the refusal about (a block, a deleted message, an expired
    query), so it is no fault of the bot and no violation.
    """

    def __init__(
        self,
        status: int,
        description: str,
        *,
        arranged: bool = False,
        parameters: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.arranged = arranged
        self.parameters = parameters


def bad_request(reason: str, *, arranged: bool = False) -> RefusalError:
    """Return a 400 worded as Telegram's Client::fail_query_with_error words it.

    The first letter becomes small, unless the reason is one of the server's codes, such as
    BUTTON_DATA_INVALID.
    """
    is_code = reason[1:2] == "_" or "A" <= reason[1:2] <= "Z"
    wording = reason if is_code else reason[:1].lower() + reason[1:]
    return RefusalError(400, f"Bad Request: {wording}", arranged=arranged)
