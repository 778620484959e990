"""What a test may do to a group; the bot hears of it where it says so."""

import copy
import threading
from collections.abc import Callable
from typing import Any

from tests.support.bot_api_flood import Flood
from tests.support.bot_api_sight import FROM_OUTSIDE, is_shown
from tests.support.bot_api_topics import GENERAL
from tests.support.bot_api_world import Json, MessageKey, World
from tests.support.group_updates import migration
from tests.support.updates import PERMISSIONS


class Groups:
    """The groups of the fake, as `BotApi.groups`; its methods are safe in any thread."""

    def __init__(
        self, world: World, changed: threading.Condition, put: Callable[[Json], Json]
    ) -> None:
        """Take what to change under the lock *changed*, and what queues an update."""
        self._world = world
        self._changed = changed
        self._put = put

    def happen(self, update: Json) -> Json | None:
        """Let *update* happen, and queue it if Telegram would tell the bot: see `is_shown`.

        Return it as queued, or None. Its message is there in either case. `BotApi.send` does not
        ask what the bot may see.

        Raises:
            ValueError: where the bot was never in the chat; `BotApi.add_chat` lets it in.
        """
        with self._changed:
            if not update.keys() & FROM_OUTSIDE:
                for event in update.values():
                    if isinstance(event, dict) and "chat" in event:
                        self._chat(event["chat"]["id"])
            shown = is_shown(self._world, update)
            self._world.learn(update)
            return self._put(update) if shown else None

    def set_privacy(self, *, on: bool) -> None:
        """Set privacy mode, as with BotFather: the bot's groups keep theirs until it joins anew."""
        with self._changed:
            self._world.bot["can_read_all_group_messages"] = not on

    def set_bot(self, chat_id: int, status: str, **fields: Any) -> None:
        """Give the bot a status and rights in a group, as `chat_member`; it hears nothing of it."""
        with self._changed:
            self._chat(chat_id)
            self._world.members.set_bot(chat_id, status, **fields)

    def describe(self, chat_id: int, **details: Any) -> None:
        """Say what getChat tells besides: available_reactions, has_hidden_members, description."""
        with self._changed:
            self._chat(chat_id)
            self._world.details.setdefault(chat_id, {}).update(details)

    def permit(self, chat_id: int, **permissions: bool) -> None:
        """Change what everybody may do in a group: `can_send_messages=False` mutes it.

        Raises:
            ValueError: for what is no field of ChatPermissions.
        """
        if unknown := permissions.keys() - set(PERMISSIONS):
            raise ValueError(f"ChatPermissions has no {sorted(unknown)}")
        with self._changed:
            details = self._world.details.setdefault(self._chat(chat_id)["id"], {})
            before = details.get("permissions", dict.fromkeys(PERMISSIONS, True))
            details["permissions"] = before | permissions

    def link(self, channel: Json, group: Json) -> None:
        """Make *group* the discussion group of *channel*."""
        with self._changed:
            for here, there in ((channel, group), (group, channel)):
                self._world.chats.setdefault(here["id"], copy.deepcopy(here))
                self._world.details.setdefault(here["id"], {})["linked_chat_id"] = there["id"]
            self._world.members.join(group["id"])
            if self._world.members.is_bot_out(channel["id"]):
                self._world.members.set_bot(channel["id"], "left")

    def open_topic(self, chat_id: int, thread_id: int) -> None:
        """Add a topic to a forum, or open it again."""
        with self._changed:
            self._world.topics.set_open(self._forum(chat_id), thread_id, is_open=True)

    def close_topic(self, chat_id: int, thread_id: int = GENERAL) -> None:
        """Close a topic of a forum."""
        with self._changed:
            self._world.topics.set_open(self._forum(chat_id), thread_id, is_open=False)

    def delete_topic(self, chat_id: int, thread_id: int) -> None:
        """Delete a topic of a forum with all that is in it."""
        with self._changed:
            self._world.topics.delete(self._forum(chat_id), thread_id)
            for key, message in list(self._world.messages.items()):
                if key[0] == chat_id and message.get("message_thread_id") == thread_id:
                    self._world.delete(key)

    def migrate(self, chat_id: int, supergroup: Json) -> tuple[Json, Json]:
        """Turn a basic group into *supergroup*; return what the bot hears, first in the old."""
        with self._changed:
            group = self._chat(chat_id)
            self._world.migrate(chat_id, supergroup)
            old, new = (self._queued(update) for update in migration(group, supergroup))
            return old, new

    def delete(self, chat_id: int) -> None:
        """Delete a group: a supergroup looks as if the bot had been kicked."""
        with self._changed:
            if self._chat(chat_id)["type"] == "group":
                self._world.gone.add(chat_id)
            else:
                self._world.members.set_bot(chat_id, "kicked")

    @property
    def reactions(self) -> dict[MessageKey, list[str]]:
        """Return the bot's reactions: the emoji on each message it reacted to."""
        with self._changed:
            return {key: list(emoji) for key, emoji in self._world.reactions.items() if emoji}

    @property
    def floods(self) -> list[Flood]:
        """Return what was refused because of `BotApi`'s limits."""
        with self._changed:
            return list(self._world.gate.floods)

    def busiest_minute(self, chat_id: int) -> int:
        """Return the most messages that the bot sent to a chat within sixty seconds."""
        with self._changed:
            return self._world.gate.busiest_minute(chat_id)

    def _queued(self, update: Json) -> Json:
        self._world.learn(update)
        return self._put(update)

    def _chat(self, chat_id: int) -> Json:
        if chat_id not in self._world.chats:
            raise ValueError(f"the fake knows no chat {chat_id}; api.add_chat it first")
        return self._world.chats[chat_id]

    def _forum(self, chat_id: int) -> int:
        if not self._chat(chat_id).get("is_forum"):
            raise ValueError(f"chat {chat_id} is no forum; give it is_forum=True")
        return chat_id
