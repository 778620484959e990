"""The method that reacts to a message."""

from tests.support.bot_api_errors import bad_request
from tests.support.bot_api_places import may_write
from tests.support.bot_api_request import Request
from tests.support.bot_api_sight import is_service
from tests.support.bot_api_world import Json, World

# The emoji of ReactionTypeEmoji, as the documentation lists them.
_REACTIONS = frozenset(
    {
        *"👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾",
        *"💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡",
        *("❤\u200d🔥", "👨\u200d💻", "🤷\u200d♂", "🤷\u200d♀"),
    }
)
_EMOJI_STYLE = "\ufe0f"  # Telegram sends these emoji without it and takes them either way


def set_message_reaction(world: World, request: Request) -> bool:
    """Answer setMessageReaction; a bot gives at most one reaction, of Telegram's list."""
    reaction = request.parameters.get("reaction", [])
    if not isinstance(reaction, list):
        raise bad_request("Expected an Array of ReactionType")
    chat = world.writable_chat(request.parameters.get("chat_id"))
    message = world.find_message(chat, request.integer("message_id"), "message to react")
    if len(reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for one in reaction:
        if not isinstance(one, dict) or one.get("type") not in {"emoji", "custom_emoji"}:
            raise bad_request("Can't parse ReactionType: invalid reaction type specified")
        emoji = str(one.get("emoji", "")).replace(_EMOJI_STYLE, "")
        if one["type"] == "custom_emoji" or emoji not in _REACTIONS:
            raise bad_request("REACTION_INVALID")
        _check_allowed(world, chat, message, emoji)
    key = (chat["id"], message["message_id"])
    world.reactions[key] = [one["emoji"].replace(_EMOJI_STYLE, "") for one in reaction]
    return True


def _check_allowed(world: World, chat: Json, message: Json, emoji: str) -> None:
    """Refuse what this message or this chat does not take.

    Raises:
        RefusalError: MESSAGE_ID_INVALID for a service message, REACTION_INVALID where the chat
            allows other reactions only, CHAT_WRITE_FORBIDDEN where the bot may not react.
    """
    if is_service(message):
        raise bad_request("MESSAGE_ID_INVALID")
    allowed = world.details.get(chat["id"], {}).get("available_reactions")
    if allowed is not None and emoji not in [one.get("emoji") for one in allowed]:
        raise bad_request("REACTION_INVALID", arranged=True)
    if not may_write(world, chat, "can_react_to_messages"):
        raise bad_request("CHAT_WRITE_FORBIDDEN", arranged=True)
