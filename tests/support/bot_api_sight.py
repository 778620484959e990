"""What a bot gets to see of a group: Telegram's FAQ, "What messages will my bot get?"."""

from tests.support.bot_api_world import Json, World

_GROUPS = frozenset({"group", "supergroup"})
_MESSAGES = frozenset({"message", "edited_message"})
FROM_OUTSIDE = frozenset({"my_chat_member", "guest_message"})
"""What a bot is told of chats that it is not in."""
# What administrators alone are told, and that only if allowed_updates asks for it.
_FOR_ADMINS = frozenset({"message_reaction", "message_reaction_count", "chat_member"})
_SERVICE = frozenset(
    {
        *("new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo"),
        *("delete_chat_photo", "group_chat_created", "supergroup_chat_created"),
        *("message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id"),
        *("pinned_message", "boost_added", "chat_background_set", "users_shared", "chat_shared"),
        *("forum_topic_created", "forum_topic_edited", "forum_topic_closed"),
        *("forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden"),
        *("video_chat_scheduled", "video_chat_started", "video_chat_ended"),
        *("video_chat_participants_invited", "proximity_alert_triggered", "write_access_allowed"),
    }
)


def is_service(message: Json) -> bool:
    """Return whether Telegram wrote *message* itself, about what happened."""
    return bool(message.keys() & _SERVICE)


def is_shown(world: World, update: Json) -> bool:
    """Return whether the bot is told of *update*, as the privacy mode of its day in the group says.

    The FAQ is taken by its word: "/check" without a name reaches only the bot that was the last to
    write in the group. A mention, which it leaves out, is shown as BotFather's /setprivacy says.
    Replies "to messages meant for the bot" are those to the bot's own messages. No bot sees what
    another one writes: Bot-to-Bot Communication Mode is off.
    """
    kind, event = next((kind, event) for kind, event in update.items() if kind != "update_id")
    chat = event.get("chat")
    if chat is None or chat["type"] not in _GROUPS or kind in FROM_OUTSIDE:
        return True
    if world.members.is_bot_out(chat["id"]) or chat["id"] in world.gone:
        return False
    if kind in _FOR_ADMINS:
        is_bots = event.get("user", {}).get("is_bot", False)
        return world.members.is_bot_admin(chat["id"]) and not is_bots
    return kind not in _MESSAGES or is_service(event) or _is_readable(world, event)


def _is_readable(world: World, message: Json) -> bool:
    """Return whether the bot gets *message*, which a user, a chat or a bot wrote."""
    if message.get("from", {}).get("is_bot") and "sender_chat" not in message:
        return False
    chat_id = message["chat"]["id"]
    sees_all = world.members.is_bot_admin(chat_id) or world.members.reads_all(chat_id)
    return sees_all or _is_meant(world, message)


def _is_meant(world: World, message: Json) -> bool:
    """Return whether a bot in privacy mode sees *message*; a reply has the highest priority."""
    chat_id, bot = message["chat"]["id"], world.bot
    replied = message.get("reply_to_message")
    if replied and (chat_id, replied["message_id"]) in world.own:
        return True
    if replied and replied.get("from", {}).get("is_bot") and "sender_chat" not in replied:
        return False
    if message.get("via_bot"):
        return bool(message["via_bot"]["id"] == bot["id"])
    is_last = world.last_bot.get(chat_id) == bot["id"]
    return any(_names(entity, words, bot, is_last=is_last) for entity, words in _entities(message))


def _names(entity: Json, words: str, bot: Json, *, is_last: bool) -> bool:
    """Return whether an entity, *words*, is a command to the bot or a mention of it."""
    at_bot = f"@{bot['username']}".lower()
    match entity["type"]:
        case "bot_command":
            return words.endswith(at_bot) or ("@" not in words and is_last)
        case "mention":
            return words == at_bot
        case "text_mention":
            return bool(entity["user"]["id"] == bot["id"])
        case _:
            return False


def _entities(message: Json) -> list[tuple[Json, str]]:
    """Return the entities of the text or caption, each with its words in small letters."""
    text = str(message.get("text") or message.get("caption") or "").encode("utf-16-le")
    entities = message.get("entities") or message.get("caption_entities") or []
    return [(one, _words(text, one["offset"], one["length"])) for one in entities]


def _words(text: bytes, offset: int, length: int) -> str:
    return text[2 * offset : 2 * (offset + length)].decode("utf-16-le").lower()
