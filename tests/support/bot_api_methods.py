"""The table of the methods: each name and what answers it."""

from collections.abc import Callable
from typing import Any

from tests.support import bot_api_chats as chats
from tests.support import bot_api_forums as forums
from tests.support import bot_api_messages as messages
from tests.support import bot_api_profile as profile
from tests.support import bot_api_queries as queries
from tests.support import bot_api_reactions as reactions
from tests.support.bot_api_request import Request
from tests.support.bot_api_updates import UpdateQueue
from tests.support.bot_api_world import World

# These change or read the world, and run under its lock.
METHODS: dict[str, Callable[[World, Request], Any]] = {
    "answerCallbackQuery": queries.answer_callback_query,
    "answerGuestQuery": queries.answer_guest_query,
    "answerInlineQuery": queries.answer_inline_query,
    "close": profile.close,
    "closeForumTopic": forums.close_forum_topic,
    "copyMessage": messages.copy_message,
    "createForumTopic": forums.create_forum_topic,
    "deleteMessage": messages.delete_message,
    "deleteMyCommands": profile.delete_my_commands,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "editMessageText": messages.edit_message_text,
    "forwardMessage": messages.forward_message,
    "getChat": chats.get_chat,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMember": chats.get_chat_member,
    "getFile": profile.get_file,
    "getMe": profile.get_me,
    "getMyCommands": profile.get_my_commands,
    "getMyDescription": profile.get_profile_text,
    "getMyName": profile.get_profile_text,
    "getMyShortDescription": profile.get_profile_text,
    "leaveChat": chats.leave_chat,
    "logOut": profile.log_out,
    "reopenForumTopic": forums.reopen_forum_topic,
    "sendChatAction": messages.send_chat_action,
    "sendDocument": messages.send_document,
    "sendMessage": messages.send_message,
    "sendPhoto": messages.send_photo,
    "setMessageReaction": reactions.set_message_reaction,
    "setMyCommands": profile.set_my_commands,
    "setMyDescription": profile.set_profile_text,
    "setMyName": profile.set_profile_text,
    "setMyShortDescription": profile.set_profile_text,
}

# These are the queue's, which waits and therefore locks for itself.
QUEUE_METHODS: dict[str, Callable[[UpdateQueue, Request], Any]] = {
    "deleteWebhook": UpdateQueue.set_webhook,
    "getUpdates": UpdateQueue.get,
    "getWebhookInfo": lambda queue, _: queue.webhook_info(),
    "setWebhook": UpdateQueue.set_webhook,
}
