"""The methods about chats: what they are, who is in them, and leaving them."""

from tests.support.bot_api_errors import bad_request
from tests.support.bot_api_request import Request
from tests.support.bot_api_world import Json, World
from tests.support.updates import PERMISSIONS

_GROUPS = frozenset({"group", "supergroup"})


def get_chat(world: World, request: Request) -> Json:
    """Answer getChat with a ChatFullInfo: the fields that are always there, and what is described.

    A group without a description lets everybody do everything.
    """
    gifts = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels"
    chat = world.readable_chat(request.parameters.get("chat_id"))
    in_group = {"permissions": dict.fromkeys(PERMISSIONS, True)} if _is_group(chat) else {}
    return {
        **chat,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts.split(), False),
        **in_group,
        **world.details.get(chat["id"], {}),
    }


def get_chat_member(world: World, request: Request) -> Json:
    """Answer getChatMember for the bot, for whom it has seen, and for those the test named.

    Others are sure to be found by an administrator only: a channel, and a group that hides its
    members, tell nobody else.
    """
    if not (user_id := request.integer("user_id")):
        raise bad_request("Invalid user_id specified")
    chat = world.readable_chat(request.parameters.get("chat_id"))
    if user_id != world.bot["id"]:
        _check_may_list(world, chat)
    if member := world.members.find(chat["id"], user_id):
        return member
    raise bad_request("member not found")


def get_chat_administrators(world: World, request: Request) -> list[Json]:
    """Answer getChatAdministrators; those of a group that hides its members remain visible."""
    chat = world.readable_chat(request.parameters.get("chat_id"))
    if chat["type"] == "private":
        raise bad_request("there are no administrators in the private chat")
    if chat["type"] == "channel":
        _check_may_list(world, chat)
    return world.members.administrators(chat["id"], bots=request.flag("return_bots"))


def leave_chat(world: World, request: Request) -> bool:
    """Answer leaveChat."""
    chat = world.readable_chat(request.parameters.get("chat_id"))
    if chat["type"] == "private":
        raise bad_request("Chat member status can't be changed in private chats")
    world.members.set_bot(chat["id"], "left")
    return True


def _check_may_list(world: World, chat: Json) -> None:
    if chat["type"] == "channel" and not world.members.is_bot_admin(chat["id"]):
        raise bad_request("member list is inaccessible", arranged=True)
    hides = world.details.get(chat["id"], {}).get("has_hidden_members")
    if hides and not world.members.is_bot_admin(chat["id"]):
        raise bad_request("CHAT_ADMIN_REQUIRED", arranged=True)


def _is_group(chat: Json) -> bool:
    return chat["type"] in _GROUPS
