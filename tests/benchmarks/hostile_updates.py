"""Updates that nobody means well with: hostile texts in hostile structures."""

import copy
import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from bot.web.webhook import MOST_BYTES
from tests.benchmarks.hostile import _KINDS as TEXTS
from tests.support.updates import (
    callback_query,
    edited,
    group,
    my_chat_member,
    origin_channel,
    photo_message,
    poll_message,
    private_chat,
    text_message,
    user,
)

Json = dict[str, Any]

_DEEP = 200
"""Levels; Telegram's own nest ten at most, and Python's reader gives up near a thousand."""
_WRONG: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, -(2**63), 2**63, 2**70, -(10**300), 1e308, 0.5),
    *("", "0", "null", "\x00", "\ud83d", "-1001", [], [[]], [None], {}, {"": {}}, {"id": {}}),
)


def hostile_update(rng: random.Random, chat: int, messages: Sequence[str]) -> Json:
    """Return an update without a number: sound, then spoilt in up to four places."""
    # A copy: the bot itself stands in some, and getMe is answered with the same.
    update = copy.deepcopy(_sound(rng, chat, _text(rng, messages)))
    del update["update_id"]
    for _ in range(rng.choice((0, 1, 1, 1, 2, 4))):
        _spoil(rng, update)
    if rng.random() < 0.1:
        _spoil(rng, update, _nested)  # once: the fake copies updates, which Python does 300 deep
    if len(json.dumps(update)) > MOST_BYTES:
        return {"message": {"text": "a" * 900_000}}
    return update


def _text(rng: random.Random, messages: Sequence[str]) -> str:
    _, make = rng.choice(TEXTS)
    return make(rng, messages)[: rng.choice((60, 600, 4096, 4096, 20_000))] or "a"


def _sound(rng: random.Random, chat: int, text: str) -> Json:  # noqa: PLR0911 - one for each kind
    person = user(chat)
    entity = {"type": "text_link", "offset": 0, "length": 10**6, "url": text[:50]}
    match rng.randrange(10):
        case 0:
            return photo_message(text, user=person)
        case 1:
            return edited(text_message("before", user=person), text)
        case 2:
            return callback_query(text[:64], text_message("a", user=person)["message"])
        case 3:
            return poll_message(text[:300], [text[:100], "b"], user=person)
        case 4:
            return text_message(text, entities=[entity], user=person)
        case 5:
            return text_message(text, forward_origin=origin_channel(), user=person)
        case 6:
            return text_message("/" + text, user=person)
        case 7:
            return my_chat_member(rng.choice(("kicked", "member", text)), chat=private_chat(person))
        case 8:
            update = text_message("-", chat=group(-chat, kind="group"))
            del update["message"]["text"]
            update["message"]["migrate_to_chat_id"] = -1_000 - chat
            return update
        case _:
            return text_message(text, user=person)


def _spoil(
    rng: random.Random,
    update: Json,
    change: Callable[[random.Random, Any], Any] | None = None,
) -> None:
    """Change one place, anywhere."""
    place: Any = update
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = rng.choice(keys)
        if isinstance(place[key], dict | list) and rng.random() < 0.75:
            place = place[key]
            continue
        break
    if change:
        place[key] = change(rng, place[key])
        return
    match rng.randrange(5):
        case 0:
            del place[key]
        case 1 if isinstance(place, dict):
            place[f"{key}\u202e"] = place.pop(key)
        case 2:
            times = rng.choice((2, 50))
            # Fifty times fifty times fifty took a quarter of an hour to write down.
            if len(str(place[key])) * times > MOST_BYTES:
                times = 1
            place[key] = [copy.deepcopy(place[key]) for _ in range(times)]
        case _:
            place[key] = copy.deepcopy(rng.choice(_WRONG))


def _nested(rng: random.Random, value: Any) -> Any:
    """Return *value* inside itself, or inside lists, many times."""
    if isinstance(value, dict):
        key = rng.choice(("reply_to_message", "pinned_message", "message", "chat", "x"))
        for _ in range(rng.choice((3, _DEEP))):
            value = {**value, key: value} if len(str(value)) < 2_000 else {key: value}
        return value
    for _ in range(_DEEP):
        value = [value]
    return value
