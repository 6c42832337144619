"""A Hub on loopback that speaks the protocol of huggingface_hub, with every kind of fault.

    with FakeHub() as hub:
        hub.tokens["hf_reader"] = whoami("read")
        hub.fault = lambda request, call: Fault(status=500) if call == 2 else None

Point HF_ENDPOINT at `hub.url`, and set HF_HUB_DISABLE_XET=1: large files then come by the LFS protocol.
"""

import json
import re
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.servers.hub_routes import answer
from tests.servers.hub_store import Body, Reply, Repo, Request, Store, whoami

__all__ = ["FakeHub", "Fault", "Repo", "Request", "whoami"]

_PIECE = 1 << 16  # bytes of a body that are read at once


@dataclass(frozen=True)
class Fault:
    """Instead of, or before, an answer. delay: seconds. cut: hang up after half of the body. hang: never answer.

    after: do what was asked, then fail: the client does not learn that it worked.
    """

    status: int = 0
    body: Body | bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut: bool = False
    hang: bool = False
    after: bool = False


class FakeHub(Store):
    """Context manager. requests: every one that arrived, in order.

    fault: asked before each answer with the request and its number, counted from 1. arriving: told, as the bodies of
    requests come in, how many bytes have come since the beginning.
    """

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[Request] = []
        self.fault: Callable[[Request, int], Fault | None] = lambda request, call: None
        self.arriving: Callable[[int], None] = lambda count: None
        self.arrived = 0
        self.lock = threading.RLock()
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "FakeHub":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def asked(self, method: str, pattern: str) -> list[Request]:
        """The requests of a kind that arrived."""
        return [each for each in self.requests if each.method == method and re.search(pattern, each.path)]

    def wait_or_close(self, seconds: float) -> None:
        self._closing.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *where: Any) -> None:
        """Clients that hang up in the middle are part of the tests; a mistake in a route is not."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(*where)


def _answer(hub: FakeHub, request: Request) -> Reply:
    with hub.lock:
        return answer(hub, request)


def _handler(hub: FakeHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            body = self._body(int(self.headers.get("content-length") or 0))
            if body is None:  # whoever sent it is dead
                self.close_connection = True
                return
            token = self.headers.get("authorization", "").removeprefix("Bearer ")
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, urlsplit(self.path).path, token, body, headers)
            with hub.lock:
                hub.requests.append(request)
                call = len(hub.requests)
            fault = hub.fault(request, call) or Fault()
            hub.wait_or_close(600 if fault.hang else fault.delay)
            reply = _answer(hub, request) if fault.after or not fault.status else Reply()
            if fault.status:
                reply = Reply(fault.status, fault.body or {"error": "A planted fault"}, fault.headers)
            self._send(reply, cut=fault.cut)

        def _body(self, length: int) -> bytes | None:
            body = bytearray()
            while len(body) < length:
                piece = self.rfile.read(min(_PIECE, length - len(body)))
                if not piece:
                    return None
                body += piece
                with hub.lock:
                    hub.arrived += len(piece)
                    hub.arriving(hub.arrived)
            return bytes(body)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve

        def _send(self, reply: Reply, *, cut: bool) -> None:
            data = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            if not isinstance(reply.body, bytes):
                self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data[: len(data) // 2] if cut else data)
            self.close_connection |= cut

        def log_message(self, *_: object) -> None:
            pass

    return Handler
