"""The methods that make, close and open the topics of a forum."""

from tests.support.bot_api_errors import bad_request
from tests.support.bot_api_request import Request
from tests.support.bot_api_world import Json, World

_LONGEST = 128
_COLOUR = 0x6FB9F0


def create_forum_topic(world: World, request: Request) -> Json:
    """Answer createForumTopic; the service message that begins a topic has the topic's number."""
    chat = _forum(world, request)
    name = str(request.parameters.get("name", ""))
    if not name or len(name) > _LONGEST:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    look = {"name": name, "icon_color": request.integer("icon_color") or _COLOUR}
    begun = world.send(chat, {"forum_topic_created": look})
    world.topics.set_open(chat["id"], begun["message_id"], is_open=True)
    return {"message_thread_id": begun["message_id"], **look}


def close_forum_topic(world: World, request: Request) -> bool:
    """Answer closeForumTopic."""
    return _turn(world, request, is_open=False)


def reopen_forum_topic(world: World, request: Request) -> bool:
    """Answer reopenForumTopic."""
    return _turn(world, request, is_open=True)


def _turn(world: World, request: Request, *, is_open: bool) -> bool:
    chat = _forum(world, request)
    world.topics.turn(chat["id"], request.integer("message_thread_id"), is_open=is_open)
    return True


def _forum(world: World, request: Request) -> Json:
    """Return a chat whose topics the bot may manage.

    Raises:
        RefusalError: as `World.writable_chat`; "the chat is not a forum"; arranged where the bot
            lacks the right can_manage_topics.
    """
    chat = world.writable_chat(request.parameters.get("chat_id"))
    if not chat.get("is_forum"):
        raise bad_request("the chat is not a forum")
    if not world.members.is_bot_admin(chat["id"], "can_manage_topics"):
        raise bad_request("not enough rights to create a topic", arranged=True)
    return chat
