"""A strict fake of the Telegram Bot API over HTTP on loopback.

It refuses what Telegram refuses, in Telegram's words (from the sources of telegram-bot-api and
TDLib), and keeps a list of violations: every refusal that is the bot's own fault, and everything
Telegram lets pass although its documentation forbids it. A test ends with
`assert api.violations == []`.

What happens in groups, and to them, is played with `api.groups`.

What it does not do: Markdown, the entities Telegram finds by itself (urls, mentions), the sending
of albums, and business accounts. Floods it refuses where it is given limits. It delivers to
webhooks as a self-hosted server does: over plain HTTP, where *local* allows it.
"""

import copy
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from tests.support.bot_api_answers import answer_instead, json_answer, refused_answer
from tests.support.bot_api_errors import RefusalError
from tests.support.bot_api_faults import (
    BadGateway,
    DropAfter,
    DropBefore,
    Fault,
    FaultPlan,
    Garbage,
    NotFound,
    ServerError,
    Slow,
    TooManyRequests,
)
from tests.support.bot_api_flood import Limits
from tests.support.bot_api_groups import Groups
from tests.support.bot_api_http import HttpAnswer, HttpRequest, LoopbackServer
from tests.support.bot_api_methods import METHODS, QUEUE_METHODS
from tests.support.bot_api_queries import posted_content
from tests.support.bot_api_request import NAMES, Request, read_fields, typed_request
from tests.support.bot_api_updates import UpdateQueue
from tests.support.bot_api_webhook import Delivery
from tests.support.bot_api_world import Json, MessageKey, World
from tests.support.updates import BOT, chat_member, chosen_inline_result, group

__all__ = [
    "DOWNLOAD",
    "NO_ANSWER",
    "BadGateway",
    "BotApi",
    "Call",
    "DropAfter",
    "DropBefore",
    "Fault",
    "Garbage",
    "Limits",
    "NotFound",
    "ServerError",
    "Slow",
    "TooManyRequests",
]

NO_ANSWER = 0
DOWNLOAD = "download"
"""The name under which the download of a file counts as a call, and meets its faults."""
DEFAULT_TOKEN = "123:abc"
_ADDRESS = re.compile(r"/bot(?P<token>[^/]*)/(?P<method>[^/]*)/?")
_FILE_ADDRESS = re.compile(r"/file/bot(?P<token>[^/]*)/files/(?P<file_id>.+)")
_TOKEN = re.compile(r"[1-9]\d*:[\w-]+")
_SHOWN_PARAMETERS = 160  # characters of a call's parameters in the listing of `wait_for`


@dataclass(frozen=True)
class Call:
    """One call of a known method with a good token, or one download.

    *at* is when it arrived, in seconds of time.monotonic; *status* is the HTTP status of its answer
    or NO_ANSWER where the fake hung up.
    """

    method: str
    parameters: dict[str, Any]
    at: float
    status: int


class BotApi:
    """Run the fake: `with BotApi(token="123:abc") as api: Bot(token, base_url=api.base_url)`.

    It takes a free port unless *port* names one, for a server that comes up later than the bot.
    With *limits* it answers 429 to what goes beyond them on *clock*; see `groups.floods`.
    *calls* (in the order of their answers) and *violations* grow while the server runs; a test may
    read and clear them at any time. Methods of this class are safe in any thread.
    """

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        *,
        port: int = 0,
        local: bool = False,
        clock: Callable[[], float] = time.time,
        limits: Limits | None = None,
    ) -> None:
        self.token = token
        self._port = port
        self.calls: list[Call] = []
        self.violations: list[str] = []
        bot = {
            **BOT,
            "id": int(token.partition(":")[0]),
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "supports_guest_queries": True,
        }
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._world = World(bot, clock, limits)
        self._queue = UpdateQueue(self._changed, local=local)
        self.groups = Groups(self._world, self._changed, self._queue.put)
        self._faults = FaultPlan()
        self._server: LoopbackServer | None = None
        self._is_down = False

    def __enter__(self) -> Self:
        self._server = LoopbackServer(self._respond, self._note, self._port)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._queue.stop()
        if self._server is not None:
            self._server.stop()

    @property
    def base_url(self) -> str:
        """Return the base_url for PTB, to which it adds the token."""
        return f"{self._address}/bot"

    @property
    def file_url(self) -> str:
        """Return the base_file_url for PTB, to which it adds the token."""
        return f"{self._address}/file/bot"

    @property
    def _address(self) -> str:
        if self._server is None:
            raise RuntimeError("the fake runs inside its with-block only")
        return f"http://127.0.0.1:{self._server.server_port}"

    def send(self, update: Json) -> Json:
        """Queue an update for the bot and return it with its update_id.

        Its chat becomes known, its message and files too. An update_id that is missing or 0 is
        given. Being kicked in a my_chat_member counts: the bot may not write there any more.
        """
        with self._changed:
            self._world.learn(update)
            return self._queue.put(update)

    def send_raw(self, update: Json) -> None:
        """Queue *update* as it is, whatever it says, under the next update_id; its chat is not
        learnt. Polling only: for a webhook the fake has to know whose turn it is.
        """
        with self._changed:
            self._queue.put_raw(update)

    def go_down(self) -> None:
        """Hang up on everybody and refuse connections, until `come_back`; nothing is forgotten."""
        self._is_down = True
        self._queue.interrupt()
        if self._server is not None:
            self._port = self._server.server_port
            self._server.stop()

    def come_back(self) -> None:
        """Serve again, on the same port."""
        self._is_down = False
        self._server = LoopbackServer(self._respond, self._note, self._port)

    def pending_updates(self) -> list[Json]:
        """Return the updates the bot has not confirmed."""
        return self._queue.pending()

    def deliveries(self) -> list[Delivery]:
        """Return what was posted to the webhook, in the order of the answers."""
        with self._changed:
            return list(self._queue.deliveries)

    def wait_for_confirmation(self, timeout_s: float = 5.0) -> None:
        """Block until the bot has confirmed, or its webhook has taken, every update.

        Raises:
            AssertionError: after *timeout_s*, with the calls there were.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: not self._queue.pending(), timeout_s):
                raise AssertionError(f"updates are left over\n{self._listing()}")

    def sent(self, chat_id: int | None = None) -> list[Json]:
        """Return the messages the bot sent (to one chat), each as it was when sent."""
        with self._changed:
            sent = copy.deepcopy(self._world.sent)
        return [message for message in sent if chat_id in (None, message["chat"]["id"])]

    @property
    def messages(self) -> dict[MessageKey, Json]:
        """Return the messages, the users' and the bot's, as they are now."""
        with self._changed:
            return copy.deepcopy(self._world.messages)

    def shown(self, message: Json) -> Json:
        """Return *message* as a press under it shows it, see `World.shown`."""
        with self._changed:
            return self._world.shown((message["chat"]["id"], message["message_id"]))

    def add_chat(self, chat: Json, *, bot_status: str = "member", **rights: Any) -> None:
        """Make a chat known in which nothing was written.

        *bot_status* and *rights* are of the bot's ChatMember there, see `chat_member`.
        """
        with self._changed:
            self._world.add_chat(chat)
            self._world.members.set_bot(chat["id"], bot_status, **rights)

    def add_file(self, file_id: str, content: bytes) -> None:
        """Give a file its content, for getFile and the download."""
        with self._changed:
            self._world.files[file_id] = content

    def lose_file(self, file_id: str) -> None:
        """Let Telegram forget a file that the bot may know; a message that shows it keeps it."""
        with self._changed:
            del self._world.files[file_id]
            self._world.lost_files.add(file_id)

    def add_member(self, chat_id: int, user: Json, status: str = "member", **fields: Any) -> None:
        """Say what getChatMember answers for a user, see `chat_member`."""
        with self._changed:
            self._world.members.set(chat_id, chat_member(status, user, **fields))

    def block(self, chat_id: int) -> None:
        """Block the bot in a private chat, or kick it from a group or channel."""
        with self._changed:
            if chat_id not in self._world.chats:
                raise ValueError(f"the fake knows no chat {chat_id}; api.add_chat it first")
            self._world.members.set_bot(chat_id, "kicked")

    def unblock(self, chat_id: int) -> None:
        """Let the bot write again."""
        with self._changed:
            self._world.members.set_bot(chat_id, "member")

    def migrate(self, chat_id: int, supergroup: Json) -> None:
        """Turn a group into *supergroup*; the bot hears nothing of it."""
        with self._changed:
            self._world.migrate(chat_id, supergroup)

    def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message as a user would: the bot hears nothing of it."""
        with self._changed:
            self._world.delete((chat_id, message_id))

    def expire(self, query_id: str) -> None:
        """Let a callback, inline or guest query grow too old to answer."""
        world = self._world
        with self._changed:
            for queries in (world.callback_queries, world.inline_queries, world.guest_queries):
                if query_id in queries:
                    queries[query_id] = False

    def offered(self, query_id: str) -> list[Json]:
        """Return the results of an inline query, as the bot answered it."""
        with self._changed:
            return copy.deepcopy(self._world.offered[query_id])

    def posted(self) -> list[Json]:
        """Return the messages that were posted for the bot where it is no member."""
        with self._changed:
            return copy.deepcopy(self._world.posted)

    def choose(self, query: Json, result_id: str, chat: Json | None = None) -> Json:
        """Choose a result of an inline query, the update of which is *query*, and post it.

        The bot hears of it as with /setinlinefeedback at 100 %. Return that update.
        """
        event = query["inline_query"]
        with self._changed:
            content = posted_content(self._world.offered[event["id"]], result_id)
            envelope = {"from": event["from"], "chat": chat or group(), "via_bot": self._world.bot}
            name = self._world.post(content, envelope)
            # Without a keyboard Telegram does not name the message.
            name_or_none = name if "reply_markup" in content else None
            chosen = chosen_inline_result(
                result_id,
                event["query"],
                chooser=event["from"],
                inline_message_id=name_or_none,
            )
            return self._queue.put(chosen)

    def fail_next(self, method: str | None, fault: Fault, *, times: int = 1) -> None:
        """Let the next calls of *method* meet *fault*; None is any method, getUpdates too."""
        with self._changed:
            self._faults.add(None if method is None else _name(method), fault, times)

    def faults_left(self) -> list[Fault]:
        """Return the programmed faults that no call has met."""
        with self._changed:
            return self._faults.left()

    def wait_for(
        self, wanted: str | Callable[[Call], bool], count: int = 1, timeout_s: float = 5.0
    ) -> list[Call]:
        """Return the calls of a method, or those of which *wanted* is true, once there are *count*.

        It blocks: in a coroutine, `await asyncio.to_thread(api.wait_for, "sendMessage")`.

        Raises:
            AssertionError: after *timeout_s*, with the calls there were.
        """
        name = _name(wanted) if isinstance(wanted, str) else "the wanted call"

        def found() -> list[Call]:
            return [
                call
                for call in self.calls
                if (call.method == name if isinstance(wanted, str) else wanted(call))
            ]

        with self._changed:
            if self._changed.wait_for(lambda: len(found()) >= count, timeout_s):
                return found()
            raise AssertionError(
                f"waited {timeout_s:g} s for {count} x {name}, saw {len(found())}\n"
                f"{self._listing()}"
            )

    def wait_for_poll(self, timeout_s: float = 5.0) -> None:
        """Block until the bot waits in getUpdates with nothing to get.

        Raises:
            AssertionError: after *timeout_s*, with the calls there were.
        """
        if not self._queue.wait_for_poll(timeout_s):
            with self._changed:
                raise AssertionError(f"no long poll in {timeout_s:g} s\n{self._listing()}")

    def _listing(self) -> str:
        start = self.calls[0].at if self.calls else 0.0
        lines = [
            f"  {call.at - start:+.3f} s {call.method} -> {call.status or 'no answer'} "
            f"{str(call.parameters)[:_SHOWN_PARAMETERS]}"
            for call in self.calls
        ]
        violations = [f"  {violation}" for violation in self.violations]
        return "\n".join(["calls:", *lines, "violations:", *violations])

    def _respond(self, http: HttpRequest) -> HttpAnswer | None:
        if found := _FILE_ADDRESS.fullmatch(http.path):
            return self._download(found["token"], found["file_id"])
        found = _ADDRESS.fullmatch(http.path)
        if found is None or not _TOKEN.fullmatch(found["token"]):
            return refused_answer(RefusalError(404, "Not Found"))
        if found["token"] != self.token:
            return refused_answer(RefusalError(401, "Unauthorized"))
        method = NAMES.get(found["method"].lower())
        if method is None:
            self._note(f"{found['method']}: no such method in this fake")
            return refused_answer(RefusalError(404, "Not Found"))
        answer = self._call(method, http)
        return None if self._is_down else answer

    def _call(self, method: str, http: HttpRequest) -> HttpAnswer | None:
        at = time.monotonic()
        try:
            request = typed_request(method, read_fields(http.query, http.content_type, http.body))
        except RefusalError as refusal:
            return self._record(Request(method, {}, [str(refusal)]), at, refused_answer(refusal))
        return self._meet_fault(request, at, self._do)

    def _meet_fault(
        self, request: Request, at: float, do: Callable[[Request], HttpAnswer]
    ) -> HttpAnswer | None:
        with self._changed:
            fault = self._faults.take(request.method)
        answer = answer_instead(fault) if fault else None
        if isinstance(fault, DropBefore) or answer is not None:
            return self._record(request, at, answer)
        answer = do(request)
        if isinstance(fault, DropAfter):
            return self._record(request, at, None)
        self._record(request, at, answer)
        if isinstance(fault, Slow):
            self._stopping.wait(fault.seconds)
        return answer

    def _do(self, request: Request) -> HttpAnswer:
        try:
            outcome = self._outcome(request)
        except RefusalError as refusal:
            if not refusal.arranged:
                request.remark(refusal.description)
            return refused_answer(refusal)
        return json_answer(200, {"ok": True, "result": outcome})

    def _outcome(self, request: Request) -> Any:
        with self._changed:
            if self._world.logged_out:
                raise RefusalError(400, "Logged out")
            if request.method in METHODS:
                return METHODS[request.method](self._world, request)
        return QUEUE_METHODS[request.method](self._queue, request)

    def _record(self, request: Request, at: float, answer: HttpAnswer | None) -> HttpAnswer | None:
        status = NO_ANSWER if answer is None else answer.status
        with self._changed:
            self.calls.append(Call(request.method, dict(request.parameters), at, status))
            for remark in request.remarks:
                self._note(f"{request.method}: {remark}")
            self._changed.notify_all()
        return answer

    def _note(self, violation: str) -> None:
        with self._changed:
            self.violations.append(violation)

    def _download(self, token: str, file_id: str) -> HttpAnswer | None:
        if token != self.token:
            return refused_answer(RefusalError(404, "Not Found"))
        request = Request(DOWNLOAD, {"file_id": file_id})
        answer = self._meet_fault(request, time.monotonic(), self._file)
        return None if self._is_down else answer

    def _file(self, request: Request) -> HttpAnswer:
        with self._changed:
            content = self._world.files.get(request.text("file_id"))
        if content is None:
            return refused_answer(RefusalError(404, "Not Found"))
        return HttpAnswer(200, content, "application/octet-stream")


def _name(method: str) -> str:
    """Return the method as the documentation spells it."""
    if method == DOWNLOAD:
        return method
    if method.lower() not in NAMES:
        raise ValueError(f"the fake knows no method {method!r}; it knows {sorted(NAMES.values())}")
    return NAMES[method.lower()]
