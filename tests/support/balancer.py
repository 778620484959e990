"""What stands before several bots: each request to the next of them, in turn."""

import http.client
import itertools
import threading
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from tests.support.bot_api_http import HttpAnswer, HttpRequest, LoopbackServer

_PATIENCE_S = 20.0


class Balancer:
    """Hands on what comes to *url*; where nobody listens, the next one gets it."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.served: Counter[int] = Counter()
        """How many requests each answered with 200."""
        self._turns = itertools.cycle(ports)
        self._count = len(ports)
        self._lock = threading.Lock()
        self._broken: list[str] = []
        self._server = LoopbackServer(self._hand_on, self._broken.append)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()

    def _hand_on(self, request: HttpRequest) -> HttpAnswer:
        for _ in range(self._count):
            with self._lock:
                port = next(self._turns)
            status = _post(port, request)
            if status:
                self.served[port] += status == http.client.OK
                return HttpAnswer(status, b"")
        return HttpAnswer(http.client.BAD_GATEWAY, b"")


def _post(port: int, request: HttpRequest) -> int:
    """Return the status of the answer, 0 where none came."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_S)
    secret = "X-Telegram-Bot-Api-Secret-Token"
    headers = {secret: request.headers[secret], "Content-Type": request.content_type}
    try:
        connection.request("POST", request.path, request.body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
