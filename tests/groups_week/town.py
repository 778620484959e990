"""Who lives in the week: people, groups, topics, channels; and how a line becomes an update."""

import re
from typing import Any

from tests.groups_week.lines import DISCUSSION, HOME, TO_BOT, Line
from tests.support.group_updates import (
    another_bot,
    as_anonymous_admin,
    automatic_forward,
    basic_group,
    forum,
    in_topic,
    topic_created,
    under,
)
from tests.support.updates import (
    MENTION,
    channel,
    edited,
    group,
    origin_channel,
    photo_message,
    sticker_message,
    text_message,
    user,
    voice_message,
)

Json = dict[str, Any]

TOPICS = ("news", "city", "football", "market")
MIRROR = "mirror"
"""A group in which nothing is said that could hold the bot back."""
ANONYMOUS, OTHER_BOT = "anonymous", "newsbot"
LANGUAGES = {
    "oksana andriy petro": "uk",
    "max lena viktor": "ru",
    "jurgen anna bernd": "de",
    "kasia tomek stanislaw": "pl",
    "rasa jonas vytas": "lt",
    "ioana mihai marius": "ro",
    "elif murat hakan": "tr",
    "pavel tereza zdenek": "cs",
    "lucia diego paco": "es",
    "giulia marco carlo": "it",
    "claire julien gilbert": "fr",
    "tom grace steve": "en",
}
OWNER, MEMBER = "oksana", "tomek"
"""Who set up the groups, and one of many."""
PEOPLE = {
    name: user(7_001 + number, first_name=name.title(), language_code=language)
    for number, (name, language) in enumerate(
        (name, language) for names, language in LANGUAGES.items() for name in names.split()
    )
}
CHANNEL = channel(-1_001_000_000_700, title="Neighbours: the news")
_MENTION = re.compile(rf"(?<!\w){MENTION}(?!\w)")
_URL = re.compile(r"https?://\S+")


class Town:
    """The groups as they stand at the moment, and what was written there."""

    def __init__(self) -> None:
        self.chats: dict[str, Json] = {
            HOME: basic_group(-701, title="Neighbours from everywhere"),
            DISCUSSION: group(-1_001_000_000_701, title="Neighbours: the news, chat"),
            MIRROR: group(-1_001_000_000_703, title="Quiet neighbours"),
        }
        self.written: dict[str, Json] = {}
        """Updates, by the id of their line."""
        self.topics: dict[str, Json] = {}
        self._posts = 0

    @property
    def ids(self) -> list[int]:
        """Return the ids of the groups as they are now."""
        return [chat["id"] for chat in self.chats.values()]

    def become_forum(self) -> Json:
        """Return the supergroup that the first group is from now on."""
        self.chats[HOME] = forum(-1_001_000_000_702, title=self.chats[HOME]["title"])
        return self.chats[HOME]

    def open_topics(self, date: int) -> list[Json]:
        """Return what Telegram writes of new topics."""
        self.topics = {
            name: topic_created(self.chats[HOME], name.title(), date=date, user=PEOPLE[OWNER])
            for name in TOPICS
        }
        return list(self.topics.values())

    def thread_of(self, line: Line) -> int | None:
        """Return the number of the topic in which *line* stands."""
        topic = self.topics.get(line.topic or "")
        return topic["message"]["message_thread_id"] if topic else None

    def message_of(self, line_id: str) -> Json | None:
        """Return the message that *line_id* became, None where it was never written."""
        update = self.written.get(line_id)
        return update["message"] if update else None

    def update_of(self, line: Line, date: int, last: Json | None) -> Json:
        """Return the update of *line*; *last* is what the bot said last in its topic."""
        if line.edit_of:
            update = edited(self.written[line.edit_of], line.text)
            update["edited_message"]["edit_date"] = date
            return update
        around = self._around(line, date - line.late_s, last)
        update = _content(line, around)
        self.written[line.id] = update
        return update

    def _around(self, line: Line, date: int, last: Json | None) -> dict[str, Any]:
        chat = self.chats[line.chat]
        if line.automatic:
            self._posts += 1
            return {**automatic_forward(chat, CHANNEL, post_id=self._posts, date=date)}
        around: dict[str, Any] = {"chat": chat, "date": date}
        if line.sender == ANONYMOUS:
            around |= as_anonymous_admin(chat)
        else:
            around["user"] = another_bot() if line.sender == OTHER_BOT else PEOPLE[line.sender]
        if topic := self.topics.get(line.topic or ""):
            around |= in_topic(topic)
        replied = last if line.reply_to == TO_BOT else self.message_of(line.reply_to or "")
        if replied and replied["chat"]["id"] == chat["id"]:
            around |= under(replied) if line.chat == DISCUSSION else {"reply_to": replied}
        if line.forward_from:
            source = channel(-1_001_500_000_000 - len(line.forward_from), title=line.forward_from)
            around["forward_origin"] = origin_channel(source, date=date - 900)
        if line.album:
            around["media_group_id"] = f"{line.album}"
        return around


def _content(line: Line, around: dict[str, Any]) -> Json:
    if line.album or line.media == "photo":
        return photo_message(line.text or None, **around)
    if line.media == "sticker":
        return sticker_message(line.text, **around)
    if line.media == "voice":
        return voice_message(**around)
    return text_message(line.text, entities=_entities(line.text), **around)


def _entities(text: str) -> list[Json] | None:
    """Return the entities of a leading command, of mentions of the bot, and of links."""
    found = [("mention", *one.span()) for one in _MENTION.finditer(text)]
    found += [("url", *one.span()) for one in _URL.finditer(text)]
    if text.startswith("/"):
        found.append(("bot_command", 0, len(text.split(maxsplit=1)[0])))
    return [
        {"type": kind, "offset": _units(text[:start]), "length": _units(text[start:end])}
        for kind, start, end in found
    ] or None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
