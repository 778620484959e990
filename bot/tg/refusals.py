"""What a group refuses us is its right: muted, thrown out, the topic closed, the message gone."""

from telegram.error import BadRequest

_REFUSALS = (
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "_forbidden",  # CHAT_WRITE_FORBIDDEN, CHAT_SEND_PLAIN_FORBIDDEN and their like
    "chat_restricted",
    "chat_admin_required",
    "user_banned_in_channel",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
    "message to be replied not found",
    "message to reply not found",
    "replied message not found",
    "reply message not found",
    "message to react not found",
    "message to edit not found",
    "message to delete not found",
    "message can't be edited",
    "message can't be deleted",
    "message_id_invalid",
    "reaction_invalid",
    "reactions_too_many",
    "chat not found",
    "group chat was deactivated",
)
_NO_THREAD = "message thread not found"
_GONE = "message to delete not found"


def is_refusal(error: BadRequest) -> bool:
    """Tell whether *error* is about what the group lets us do, rather than about what we sent."""
    said = error.message.lower()
    return any(refusal in said for refusal in _REFUSALS)


def is_gone(error: BadRequest) -> bool:
    """Tell whether the message that we want to delete is gone already."""
    return _GONE in error.message.lower()


def is_without_thread(error: BadRequest) -> bool:
    """Tell whether the topic is gone; so it is of messages from when the group had topics."""
    return _NO_THREAD in error.message.lower()
