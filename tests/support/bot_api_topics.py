"""The topics of forums: open, closed, or deleted."""

from collections.abc import Mapping
from typing import Any

from tests.support.bot_api_errors import bad_request

Json = dict[str, Any]

GENERAL = 1
"""The topic of a forum whose messages carry no message_thread_id; it cannot be named, either."""
_NOT_FOUND = "message thread not found"


class Topics:
    """Hold which topics there are, as (chat, thread) -> whether it is open."""

    def __init__(self) -> None:
        self._open: dict[tuple[int, int], bool] = {}
        self._deleted: set[tuple[int, int]] = set()

    def learn(self, message: Mapping[str, Any]) -> None:
        """Take in the topic of a message, and what a service message does to it.

        Raises:
            ValueError: for a topic in a group that is no forum.
        """
        chat = message["chat"]
        if not chat.get("is_forum"):
            if message.get("is_topic_message") and chat["type"] != "private":
                raise ValueError(f"{chat['title']!r} is no forum; give its chat is_forum=True")
            return
        key = (chat["id"], message.get("message_thread_id", GENERAL))
        if message.get("is_topic_message"):
            self._open.setdefault(key, True)
        if message.keys() & {"forum_topic_closed", "general_forum_topic_hidden"}:
            self._open[key] = False
        if message.keys() & {"forum_topic_reopened", "general_forum_topic_unhidden"}:
            self._open[key] = True

    def turn(self, chat_id: int, thread_id: int, *, is_open: bool) -> None:
        """Open or close a topic as the bot asks for.

        Raises:
            RefusalError: "message thread not found", TOPIC_NOT_MODIFIED where it is so already.
        """
        key = (chat_id, thread_id)
        if key not in self._open:
            raise bad_request(_NOT_FOUND, arranged=key in self._deleted)
        if self._open[key] is is_open:
            raise bad_request("TOPIC_NOT_MODIFIED", arranged=True)
        self._open[key] = is_open

    def is_open(self, chat_id: int, thread_id: int) -> bool:
        """Return whether a topic is there and open."""
        return self._open.get((chat_id, thread_id), False)

    def set_open(self, chat_id: int, thread_id: int, *, is_open: bool) -> None:
        """Open or close a topic."""
        self._open[chat_id, thread_id] = is_open

    def delete(self, chat_id: int, thread_id: int) -> None:
        """Delete a topic."""
        self._open.pop((chat_id, thread_id), None)
        self._deleted.add((chat_id, thread_id))

    def check(self, chat: Mapping[str, Any], thread_id: int, *, may_manage: bool) -> None:
        """Refuse a message in a topic that is closed to the bot, or that is none.

        Raises:
            RefusalError: "message thread not found" or TOPIC_CLOSED; arranged where the topic is
                deleted or closed.
        """
        key = (chat["id"], thread_id)
        if thread_id != GENERAL and key not in self._open:
            raise bad_request(_NOT_FOUND, arranged=key in self._deleted)
        if not self._open.get(key, True) and not may_manage:
            raise bad_request("TOPIC_CLOSED", arranged=True)
