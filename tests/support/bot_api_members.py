"""Who is what in which chat: the bot and the users it has seen."""

from collections.abc import Mapping
from typing import Any

from tests.support.updates import chat_member

Json = dict[str, Any]

_OUT = frozenset({"left", "kicked"})
_USER_FIELDS = ("id", "is_bot", "first_name", "username")


class Members:
    """Hold a ChatMember for each user in each chat; the bot, *bot*, is a member like any other."""

    def __init__(self, bot: Json) -> None:
        self._bot = bot
        self._members: dict[tuple[int, int], Json] = {}
        self._people: dict[int, Json] = {}
        self._reads_all: dict[int, bool] = {}

    def learn(self, update: Mapping[str, Any]) -> None:
        """Take in what an update says of its people."""
        for kind, event in update.items():
            if not isinstance(event, Mapping):
                continue
            if person := event.get("from"):
                self._people.setdefault(person["id"], person)
            if kind in {"my_chat_member", "chat_member"}:
                self.set(event["chat"]["id"], event["new_chat_member"], bots=kind[0] == "m")

    def learn_message(self, message: Mapping[str, Any]) -> None:
        """Take in who wrote, who came and who went."""
        chat_id = message["chat"]["id"]
        # With a sender_chat the user is a stand-in, such as GroupAnonymousBot.
        if (person := message.get("from")) and "sender_chat" not in message:
            self._members.setdefault((chat_id, person["id"]), chat_member("member", person))
        for person in message.get("new_chat_members", ()):
            if person["id"] != self._bot["id"]:
                self.set(chat_id, chat_member("member", person))
        if (person := message.get("left_chat_member")) and person["id"] != self._bot["id"]:
            self.set(chat_id, chat_member("left", person))

    def join(self, chat_id: int) -> None:
        """Make the bot a member, unless something is known of it in that chat."""
        if (chat_id, self._bot["id"]) not in self._members:
            self.set_bot(chat_id, "member")

    def set_bot(self, chat_id: int, status: str, **fields: Any) -> None:
        """Give the bot a status in a chat."""
        self.set(chat_id, chat_member(status, **fields), bots=True)

    def set(self, chat_id: int, member: Json, *, bots: bool = False) -> None:
        """Take *member*, which is the bot's own where *bots* says so, whatever user it names."""
        if bots:
            shown = {name: self._bot[name] for name in _USER_FIELDS if name in self._bot}
            if chat_id not in self._reads_all or self.is_bot_out(chat_id):
                # Privacy mode is that of the day on which the bot came in.
                self._reads_all[chat_id] = bool(self._bot["can_read_all_group_messages"])
            member = member | {"user": shown}
        self._people.setdefault(member["user"]["id"], member["user"])
        self._members[chat_id, member["user"]["id"]] = member

    def find(self, chat_id: int, user_id: int) -> Json | None:
        """Return a ChatMember: "left" for who was seen elsewhere, None for who was never seen."""
        if found := self._members.get((chat_id, user_id)):
            return found
        person = self._people.get(user_id)
        return chat_member("left", person) if person else None

    def bot(self, chat_id: int) -> Json:
        """Return the bot's own ChatMember."""
        return self._members[chat_id, self._bot["id"]]

    def bot_status(self, chat_id: int) -> str:
        """Return the bot's status; restricted and not inside counts as "left"."""
        member = self.bot(chat_id)
        return "left" if member.get("is_member") is False else str(member["status"])

    def is_bot_out(self, chat_id: int) -> bool:
        """Return whether the bot is not in that chat."""
        known = (chat_id, self._bot["id"]) in self._members
        return not known or self.bot_status(chat_id) in _OUT

    def is_bot_admin(self, chat_id: int, right: str = "can_manage_chat") -> bool:
        """Return whether the bot is an administrator, with *right*."""
        known = (chat_id, self._bot["id"]) in self._members
        return known and bool(self.bot(chat_id).get(right) and self._is_admin(chat_id))

    def reads_all(self, chat_id: int) -> bool:
        """Return whether privacy mode was off when the bot came in."""
        return self._reads_all.get(chat_id, False)

    def administrators(self, chat_id: int, *, bots: bool) -> list[Json]:
        """Return the owner and the administrators; of bots, without *bots*, this one alone."""
        return [
            member
            for (place, user_id), member in self._members.items()
            if place == chat_id
            and member["status"] in {"creator", "administrator"}
            and (bots or not member["user"]["is_bot"] or user_id == self._bot["id"])
        ]

    def move(self, chat_id: int, new_id: int) -> None:
        """Let all that are in a group be in the supergroup it has become."""
        for (place, user_id), member in list(self._members.items()):
            if place == chat_id:
                self._members[new_id, user_id] = member
        self._reads_all[new_id] = self.reads_all(chat_id)

    def _is_admin(self, chat_id: int) -> bool:
        return self.bot_status(chat_id) in {"creator", "administrator"}
