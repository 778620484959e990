"""What the server knows: chats, messages, open queries, files and the bot's profile."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.support.bot_api_errors import RefusalError, bad_request
from tests.support.bot_api_flood import FloodGate, Limits
from tests.support.bot_api_members import Members
from tests.support.bot_api_text import FormattedText
from tests.support.bot_api_topics import Topics

Json = dict[str, Any]
MessageKey = tuple[int, int]  # chat_id, message_id

# Far from the identifiers of the builders in updates.py, so that a user's message and the bot's
# never share one.
_FIRST_SENT_ID = 1_000_001
_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")


@dataclass
class World:
    """Keep the state that methods read and change; the caller holds the lock."""

    bot: Json
    clock: Callable[[], float]
    limits: Limits | None = None
    chats: dict[int, Json] = field(default_factory=dict)
    details: dict[int, Json] = field(default_factory=dict)  # what only getChat tells
    moved: dict[int, int] = field(default_factory=dict)  # group -> supergroup
    gone: set[int] = field(default_factory=set)  # deleted groups
    last_bot: dict[int, int] = field(default_factory=dict)  # who was the last bot to write
    messages: dict[MessageKey, Json] = field(default_factory=dict)
    deleted: set[MessageKey] = field(default_factory=set)
    sent: list[Json] = field(default_factory=list)
    own: set[MessageKey] = field(default_factory=set)  # the bot's, deleted ones too
    reactions: dict[MessageKey, list[str]] = field(default_factory=dict)  # the bot's
    callback_queries: dict[str, bool] = field(default_factory=dict)  # id -> still open
    inline_queries: dict[str, bool] = field(default_factory=dict)
    guest_queries: dict[str, bool] = field(default_factory=dict)
    offered: dict[str, list[Json]] = field(default_factory=dict)  # results, by inline query
    posted: list[Json] = field(default_factory=list)  # what became of results
    inline_messages: set[str] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    lost_files: set[str] = field(default_factory=set)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    logged_out: bool = False
    _next_sent_id: int = _FIRST_SENT_ID

    def __post_init__(self) -> None:
        self.members = Members(self.bot)
        self.topics = Topics()
        self.gate = FloodGate(self.clock, self.limits)

    def now(self) -> int:
        """Return the Unix time in whole seconds."""
        return int(self.clock())

    def learn(self, update: Json) -> None:
        """Take in the chats, messages, files and queries of an update."""
        for kind, event in update.items():
            if not isinstance(event, dict):
                continue
            message = event if kind in _MESSAGES else event.get("message")
            if isinstance(message, dict):
                self._learn_message(message, is_new=kind in {"message", "channel_post"})
            elif "chat" in event and kind != "guest_message":  # there the bot is no member
                self.add_chat(event["chat"])
            self._learn_query(kind, event)
            for file_id in _file_ids(event):
                self.files.setdefault(file_id, b"")
        self.members.learn(update)

    def _learn_query(self, kind: str, event: Json) -> None:
        if kind == "callback_query":
            self.callback_queries[event["id"]] = True
            if inline_message_id := event.get("inline_message_id"):
                self.inline_messages.add(inline_message_id)
        elif kind == "inline_query":
            self.inline_queries[event["id"]] = True
        elif kind == "guest_message":
            self.guest_queries[event["guest_query_id"]] = True

    def _learn_message(self, message: Json, *, is_new: bool) -> None:
        key = (message["chat"]["id"], message["message_id"])
        if is_new and key in self.own:
            raise ValueError(f"message {key} is the bot's own; give the new one another message_id")
        self.add_chat(message["chat"])
        if key not in self.own:
            self.messages[key] = copy.deepcopy(message)
        self.members.learn_message(message)
        self.topics.learn(message)
        sender = message.get("from", {})
        if is_new and sender.get("is_bot") and "sender_chat" not in message:
            self.last_bot[key[0]] = sender["id"]

    def add_chat(self, chat: Json) -> None:
        """Make the bot know *chat*; a chat it already knows keeps the bot's status."""
        self.chats[chat["id"]] = copy.deepcopy(chat)
        self.members.join(chat["id"])

    def find_chat(self, chat_id: Any) -> Json:
        """Return the chat of an id or @username.

        Raises:
            RefusalError: "chat_id is empty" or "chat not found".
        """
        if chat_id in ("", None):
            raise bad_request("chat_id is empty")
        for chat in self.chats.values():
            username = f"@{chat.get('username', '')}".lower()
            if chat_id == chat["id"] or (username != "@" and str(chat_id).lower() == username):
                return chat
        raise bad_request("chat not found")

    def readable_chat(self, chat_id: Any) -> Json:
        """Return the chat that the bot may look at.

        Raises:
            RefusalError: as `find_chat`, and 403 where it was kicked from a group or channel, or is
                no member and the chat is not public.
        """
        chat = self.find_chat(chat_id)
        status = self.members.bot_status(chat["id"])
        kind = f"{chat['type']} chat"
        if chat["type"] == "private":
            return chat
        if status == "kicked":
            raise RefusalError(403, f"Forbidden: bot was kicked from the {kind}", arranged=True)
        if status == "left" and "username" not in chat:
            raise _not_a_member(kind)
        return chat

    def writable_chat(self, chat_id: Any) -> Json:
        """Return the chat where the bot may write.

        Raises:
            RefusalError: as `readable_chat`, 403 where it was blocked, is no member or the group
                was deleted, and 400 with the new address where the group has become a supergroup.
        """
        chat = self.find_chat(chat_id)
        if supergroup := self.moved.get(chat["id"]):
            raise RefusalError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                arranged=True,
                parameters={"migrate_to_chat_id": supergroup},
            )
        if chat["id"] in self.gone:
            raise RefusalError(403, "Forbidden: the group chat was deleted", arranged=True)
        if self.members.is_bot_out(chat["id"]):
            if chat["type"] == "private":
                raise RefusalError(403, "Forbidden: bot was blocked by the user", arranged=True)
            self.readable_chat(chat_id)
            raise _not_a_member(f"{chat['type']} chat")
        return chat

    def find_message(self, chat: Json, message_id: int, purpose: str) -> Json:
        """Return a message of *chat*.

        Raises:
            RefusalError: "{purpose} not found"; arranged where it was there and is deleted.
        """
        key = (chat["id"], message_id)
        if key not in self.messages:
            raise bad_request(f"{purpose} not found", arranged=key in self.deleted)
        return self.messages[key]

    def shown(self, key: MessageKey) -> Json:
        """Return a message as it is now, with what it replies to as that is now.

        What that replied to in turn is left out, and what was deleted is not shown: of the message
        itself there is its number alone, as of one that is too old.
        """
        message = copy.deepcopy(self.messages.get(key))
        if message is None:
            return {"chat": self.chats[key[0]], "message_id": key[1], "date": 0}
        if replied := message.pop("reply_to_message", None):
            now = copy.deepcopy(self.messages.get((key[0], replied["message_id"]), {}))
            now.pop("reply_to_message", None)
            return message | ({"reply_to_message": now} if now else {})
        return message

    def send(self, chat: Json, content: Json) -> Json:
        """Store a message of the bot and return it as Telegram does.

        Raises:
            RefusalError: 429 where there are limits, and too many messages.
        """
        self.gate.admit(chat)
        sender = {"sender_chat": chat} if chat["type"] == "channel" else {"from": self.bot}
        message = {
            "message_id": self._next_sent_id,
            **sender,
            "chat": chat,
            "date": self.now(),
            **content,
        }
        self._next_sent_id += 1
        message = copy.deepcopy(message)
        self.messages[chat["id"], message["message_id"]] = message
        self.own.add((chat["id"], message["message_id"]))
        self.sent.append(copy.deepcopy(message))
        self.last_bot[chat["id"]] = self.bot["id"]
        return message

    def migrate(self, chat_id: int, supergroup: Json) -> None:
        """Turn a group into *supergroup*, with all who are in it."""
        self.members.move(chat_id, supergroup["id"])
        self.add_chat(supergroup)
        self.moved[chat_id] = supergroup["id"]

    def post(self, content: Json, envelope: Json) -> str:
        """Store a message that is posted for the bot where it is no member; return its name."""
        inline_message_id = f"inline-message-{len(self.posted) + 1}"
        self.inline_messages.add(inline_message_id)
        message = {
            "message_id": self._next_sent_id,
            "date": self.now(),
            **envelope,
            **content,
            "inline_message_id": inline_message_id,
        }
        self._next_sent_id += 1
        self.posted.append(copy.deepcopy(message))
        return inline_message_id

    def edit(self, message: Json, changes: Json) -> Json:
        """Replace fields of a message (None removes one) and return the new state.

        Raises:
            RefusalError: where nothing changes.
        """
        edited = {name: value for name, value in (message | changes).items() if value is not None}
        if edited == message:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        edited["edit_date"] = self.now()
        self.messages[message["chat"]["id"], message["message_id"]] = copy.deepcopy(edited)
        return edited

    def new_file_id(self) -> str:
        """Return a name for an upload that no file has or had."""
        return f"photo-{len(self.files) + len(self.lost_files) + 1}"

    def delete(self, key: MessageKey) -> None:
        """Remove a message and remember that it was there."""
        del self.messages[key]
        self.reactions.pop(key, None)
        self.deleted.add(key)


def text_of(message: Json) -> FormattedText:
    """Return the text or the caption of a message."""
    if "text" in message:
        return FormattedText(message["text"], tuple(message.get("entities", ())))
    return FormattedText(message.get("caption", ""), tuple(message.get("caption_entities", ())))


def _not_a_member(kind: str) -> RefusalError:
    return RefusalError(403, f"Forbidden: bot is not a member of the {kind}", arranged=True)


def _file_ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("file_id"), str):
            yield value["file_id"]
        for nested in value.values():
            yield from _file_ids(nested)
    elif isinstance(value, list):
        for nested in value:
            yield from _file_ids(nested)
