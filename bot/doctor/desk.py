"""The desk: whether anybody gives roles there, and whether its chat is one that we can work in."""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import httpx

from bot.config import Settings
from bot.doctor.finding import Finding, ok, problem, warning

_SUBJECT = "desk"
_PATIENCE_S = 10.0
_IN = frozenset({"creator", "administrator", "member"})


async def examine_desk(settings: Settings) -> AsyncIterator[Finding]:
    """Yield findings on the owners and on the chat; nothing for a bot that stays offline."""
    if settings.telegram_bot_token is None:
        return
    yield _on_owners(settings)
    if settings.moderation_chat_id is None:
        yield ok(
            _SUBJECT,
            "no chat (MODERATION_CHAT_ID is not set): moderators work in their private chats with "
            "the bot and on the command line",
        )
        return
    for finding in await _on_chat(settings, settings.telegram_bot_token):
        yield finding


def _on_owners(settings: Settings) -> Finding:
    count = len(settings.owner_ids)
    if not count:
        return warning(
            "owners",
            "OWNER_IDS is not set, so nobody gives roles in Telegram; name your Telegram id there, "
            "or use the command `grant`",
        )
    return ok("owners", f"{count} {'gives' if count == 1 else 'give'} roles at the desk")


async def _on_chat(settings: Settings, token: str) -> list[Finding]:
    address = f"{settings.telegram_api_base_url}{token}"
    chat_id = settings.moderation_chat_id
    bot_id = token.partition(":")[0]
    async with httpx.AsyncClient(timeout=_PATIENCE_S) as client:
        try:
            chat = await _ask(client, f"{address}/getChat", {"chat_id": chat_id})
            if found := list(_on_place(chat, chat_id)):
                return found
            # Of a group that has become another, Telegram says so only to who would write there.
            typing = {"chat_id": chat_id, "action": "typing"}
            tried = await _ask(client, f"{address}/sendChatAction", typing)
            if new_id := (tried.get("parameters") or {}).get("migrate_to_chat_id"):
                text = f"the group has become another; set MODERATION_CHAT_ID to {new_id}"
                return [problem(_SUBJECT, text)]
            us = await _ask(
                client, f"{address}/getChatMember", {"chat_id": chat_id, "user_id": bot_id}
            )
        except (httpx.HTTPError, ValueError) as error:
            return [
                warning(_SUBJECT, f"not looked at ({type(error).__name__}); the Bot API is away")
            ]
    return [_on_rights(chat["result"], us.get("result") or {})]


def _on_place(chat: Mapping[str, Any], chat_id: int | None) -> Iterator[Finding]:
    """Yield what is wrong with the chat itself."""
    result = chat.get("result")
    if not isinstance(result, Mapping):
        said = chat.get("description") or "no reason given"
        yield problem(
            _SUBJECT,
            f"the chat {chat_id} cannot be reached ({said}); add the bot to the group, and check "
            "MODERATION_CHAT_ID",
        )
    elif result.get("type") not in {"group", "supergroup"}:
        yield problem(
            _SUBJECT, f"MODERATION_CHAT_ID is a {result.get('type')}; set it to the id of a group"
        )


def _on_rights(chat: Mapping[str, Any], us: Mapping[str, Any]) -> Finding:
    """Return what we may do there."""
    title, status = chat.get("title"), us.get("status")
    is_in = status in _IN or (status == "restricted" and us.get("can_send_messages"))
    if not is_in:
        return problem(
            _SUBJECT, f"the bot may not write to “{title}”; add it to the group, and unmute it"
        )
    if not chat.get("is_forum"):
        return ok(_SUBJECT, f"“{title}”, a group without topics: each card is a message")
    if status == "creator" or us.get("can_manage_topics"):
        return ok(_SUBJECT, f"“{title}”, a forum: each card has its topic")
    return warning(
        _SUBJECT,
        f"“{title}” is a forum, and the bot may not manage its topics, so each card is a message; "
        "make the bot an admin with the right to manage topics",
    )


async def _ask(
    client: httpx.AsyncClient, address: str, parameters: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the object of an answer, be it a refusal; raise ValueError where it is no JSON."""
    content = (await client.get(address, params=dict(parameters))).json()
    return content if isinstance(content, dict) else {}
