"""The queue of updates: getUpdates, its offset and its rivals, and the webhook that bars it."""

import copy
import re
import threading
import time
from typing import Any

from tests.support.bot_api_errors import RefusalError
from tests.support.bot_api_request import Request
from tests.support.bot_api_webhook import Delivery, Desk, Sender, Target, start

Json = dict[str, Any]

_OPT_IN = {"chat_member", "message_reaction", "message_reaction_count"}
UPDATE_TYPES = (
    *("message", "edited_message", "channel_post", "edited_channel_post"),
    *("business_connection", "business_message", "edited_business_message"),
    *("deleted_business_messages", "guest_message", "managed_bot"),
    *("message_reaction", "message_reaction_count", "inline_query", "chosen_inline_result"),
    *("callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media"),
    *("poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request"),
    *("chat_boost", "removed_chat_boost"),
)
_DEFAULT_TYPES = frozenset(UPDATE_TYPES) - _OPT_IN
_FIRST_UPDATE_ID = 900_000_001
_MAX_TIMEOUT_S = 50
_MAX_CONNECTIONS = 40
_THREADS = 16
_LOOK_S = 0.02
_WEBHOOK_IS_SET = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_RIVAL = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


class UpdateQueue:
    """Hold updates until the bot confirms them; every method is safe in any thread.

    *local* is a self-hosted server with --local, which delivers to plain HTTP on any port. To an
    https address nothing is delivered.
    """

    def __init__(self, changed: threading.Condition, *, local: bool = False) -> None:
        self._changed = changed
        self._local = local
        self._desk = Desk()
        self._threads: list[threading.Thread] = []
        self.deliveries: list[Delivery] = []
        self._updates: list[Json] = []
        self._raw: set[int] = set()
        self._last_id: int | None = None
        self._allowed = _DEFAULT_TYPES
        self._webhook: Target | None = None
        self._poll = 0  # the number of the getUpdates that has the floor
        self._waiting = 0  # long polls
        self._stopped = False

    def put(self, update: Json) -> Json:
        """Queue a copy of *update*, numbered where its update_id is missing or 0, and return it.

        Raises:
            ValueError: where it is no update, or its update_id does not grow.
        """
        kinds = update.keys() - {"update_id"}
        if len(kinds) != 1 or not kinds <= set(UPDATE_TYPES):
            raise ValueError(f"an update has one of {UPDATE_TYPES}, found {sorted(update)}")
        with self._changed:
            next_id = _FIRST_UPDATE_ID if self._last_id is None else self._last_id + 1
            update_id = update.get("update_id") or next_id
            if self._last_id is not None and update_id <= self._last_id:
                raise ValueError(f"update_id {update_id} comes after {self._last_id}")
            self._last_id = update_id
            queued = {"update_id": update_id} | copy.deepcopy(
                {kind: update[kind] for kind in kinds}
            )
            self._updates.append(queued)
            self._changed.notify_all()
        return queued

    def put_raw(self, update: Json) -> None:
        """Queue *update* as it is, under the next update_id, whatever its kind."""
        with self._changed:
            self._last_id = _FIRST_UPDATE_ID if self._last_id is None else self._last_id + 1
            self._raw.add(self._last_id)
            self._updates.append(update | {"update_id": self._last_id})
            self._changed.notify_all()

    def interrupt(self) -> None:
        """End the long polls that wait."""
        with self._changed:
            self._poll += 1
            self._changed.notify_all()

    def pending(self) -> list[Json]:
        """Return the updates that are not confirmed."""
        with self._changed:
            return list(self._updates)

    def get(self, request: Request) -> list[Json]:
        """Answer getUpdates: confirm what is below the offset, wait for the first of the rest.

        Unlike Telegram, a type outside the last allowed_updates is not delivered even if it was
        queued before that list, and an offset asked for twice within 3 s does not slow down.

        Raises:
            RefusalError: 409 while a webhook is set and where another getUpdates comes in.
        """
        offset, timeout_s = request.integer("offset"), request.integer("timeout")
        limit = min(max(request.integer("limit", 100), 1), 100)
        with self._changed:
            self._refuse_beside_webhook()
            self._allow(request)
            self._poll += 1
            poll = self._poll
            self._changed.notify_all()
            if offset < 0:
                self._updates = self._updates[offset:]
            self._updates = [
                update
                for update in self._updates
                if update["update_id"] >= offset and self._is_wanted(update)
            ]
            self._waiting += timeout_s > 0
            self._changed.wait_for(
                lambda: (
                    self._deliverable()
                    or self._stopped
                    or self._webhook is not None
                    or poll != self._poll
                ),
                timeout=min(max(timeout_s, 0), _MAX_TIMEOUT_S),
            )
            self._waiting -= timeout_s > 0
            self._refuse_beside_webhook("Conflict: terminated by setWebhook request")
            if poll != self._poll:
                raise RefusalError(409, _RIVAL, arranged=True)
            return copy.deepcopy(self._deliverable()[:limit])

    def _deliverable(self) -> list[Json]:
        return [update for update in self._updates if self._is_wanted(update)]

    def _is_wanted(self, update: Json) -> bool:
        return bool(update.keys() & self._allowed) or update["update_id"] in self._raw

    def _refuse_beside_webhook(self, description: str = _WEBHOOK_IS_SET) -> None:
        if self._webhook:
            raise RefusalError(409, description, arranged=True)

    def _allow(self, request: Request) -> None:
        """Remember allowed_updates; an empty list is the default, none leaves the last one."""
        allowed = request.parameters.get("allowed_updates")
        if not isinstance(allowed, list):
            if allowed:
                request.remark("allowed_updates is not a JSON array")
            return
        for name in sorted(set(map(str, allowed)) - set(UPDATE_TYPES)):
            request.remark(f'unknown update type "{name}" in allowed_updates')
        self._allowed = frozenset(map(str, allowed)) & set(UPDATE_TYPES) or _DEFAULT_TYPES

    def set_webhook(self, request: Request) -> bool:
        """Answer setWebhook and deleteWebhook. Updates stay in the queue until they are taken."""
        target = self._target(request)
        with self._changed:
            if target:
                self._allow(request)
            self._webhook = target
            if request.flag("drop_pending_updates"):
                self._updates.clear()
            if target and target.url.startswith("http://") and not self._threads:
                self._threads = start(_THREADS, self._deliver)
            self._changed.notify_all()
        return True

    def _target(self, request: Request) -> Target | None:
        url, secret = request.text("url"), request.text("secret_token")
        if not url:
            return None
        if not url.startswith(("https://", "http://") if self._local else "https://"):
            raise RefusalError(
                400,
                "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
            )
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise RefusalError(400, "Bad Request: secret token contains unallowed characters")
        connections = request.integer("max_connections", _MAX_CONNECTIONS)
        return Target(url, secret, min(max(connections, 1), 100))

    def _deliver(self) -> None:
        """Post updates, one after the other, until the fake stops."""
        sender = Sender()
        while on_its_way := self._take():
            target, update = on_its_way
            at = time.monotonic()
            status = sender.send(target, update)
            with self._changed:
                self.deliveries.append(Delivery(update["update_id"], at, status))
                taken = 200 <= status < 300
                if taken:
                    self._updates = [one for one in self._updates if one != update]
                self._desk.back(update, taken=taken)
                self._changed.notify_all()
        sender.close()

    def _take(self) -> tuple[Target, Json] | None:
        """Return what to deliver and where to, once there is something; None at the end."""
        with self._changed:
            while not self._stopped:
                if self._webhook:
                    update = self._desk.next(self._deliverable(), self._webhook)
                    if update:
                        return self._webhook, update
                self._changed.wait(_LOOK_S if self._updates and self._webhook else None)
        return None

    def webhook_info(self) -> Json:
        """Answer getWebhookInfo."""
        with self._changed:
            answer = {
                "url": self._webhook.url if self._webhook else "",
                "has_custom_certificate": False,
                "pending_update_count": len(self._updates),
            }
            if self._webhook:
                answer["max_connections"] = self._webhook.max_connections
            if self._allowed != _DEFAULT_TYPES:
                answer["allowed_updates"] = sorted(self._allowed)
            return answer

    def wait_for_poll(self, timeout_s: float) -> bool:
        """Return whether a long poll waits, or comes to within *timeout_s*."""
        with self._changed:
            return self._changed.wait_for(lambda: self._waiting > 0, timeout_s)

    def stop(self) -> None:
        """Let a waiting getUpdates return at once, and deliver nothing more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(1.0)
