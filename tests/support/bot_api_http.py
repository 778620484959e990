"""HTTP on loopback: requests in, answers out, and connections that can be cut."""

import socket
import socketserver
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

_POLL_S = 0.001  # how long stopping may take to be noticed; the default is half a second
_PATIENCE_S = 5.0


@dataclass(frozen=True)
class HttpRequest:
    """What came in: the path without its percent signs, the raw query and body."""

    path: str
    query: str
    content_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class HttpAnswer:
    """What goes out."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


# None hangs up without an answer.
Respond = Callable[[HttpRequest], HttpAnswer | None]


class LoopbackServer(ThreadingHTTPServer):
    """Serve *respond* on a port of 127.0.0.1 (0: a free one), a daemon thread for a connection."""

    daemon_threads = True
    respond: Respond

    def __init__(self, respond: Respond, report: Callable[[str], None], port: int = 0) -> None:
        self.respond = respond
        self._report = report
        self._open: set[socket.socket] = set()
        self._changed = threading.Condition()
        super().__init__(("127.0.0.1", port), _Handler)
        self._thread = threading.Thread(
            target=self.serve_forever, args=(_POLL_S,), name="bot-api", daemon=True
        )
        self._thread.start()

    def server_bind(self) -> None:
        """Bind without the look-up of the host's name, which asks the network."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, so that `stop` can cut it."""
        with self._changed:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close the connection and forget it."""
        super().shutdown_request(request)
        with self._changed:
            self._open.discard(request)
            self._changed.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an exception in the fake, which has closed the connection."""
        self._report(f"the fake itself broke: {traceback.format_exc()}")

    def stop(self) -> None:
        """Take no more connections, cut the open ones, and wait until their threads are done."""
        self.shutdown()
        self.server_close()
        self._thread.join()
        with self._changed:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:  # the client was first
                    continue
            if not self._changed.wait_for(lambda: not self._open, _PATIENCE_S):
                raise RuntimeError(f"{len(self._open)} requests of the fake did not end")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: LoopbackServer

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:  # the client has gone, or `stop` has cut the connection
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Keep quiet: the calls are on record."""

    def _answer(self) -> None:
        address = urlsplit(self.path)
        answer = self.server.respond(
            HttpRequest(
                path=unquote(address.path),
                query=address.query,
                content_type=self.headers.get("content-type", ""),
                body=self._body(),
                headers=dict(self.headers),
            )
        )
        if answer is None:
            self.close_connection = True
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        # One write: headers and body apart would wait for each other's acknowledgement.
        self._headers_buffer.append(b"\r\n" + answer.body)  # type: ignore[attr-defined]
        self.flush_headers()

    def _body(self) -> bytes:
        if self.headers.get("transfer-encoding", "").lower() == "chunked":
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body
        length = int(self.headers.get("content-length", 0))
        body = self.rfile.read(length)
        if len(body) < length:
            raise ConnectionAbortedError("the client was killed in the middle of its request")
        return body
