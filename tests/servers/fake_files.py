"""A file server on loopback that misbehaves on request: cuts, stalls, lies, refuses."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """How to answer one request. body: None for the true file.

    cut: close the connection after so many bytes; stall: wait so many seconds before the last byte. ranges: whether a
    range is honoured; shift: bytes by which the part that is sent is off. length: what content-length says, if it lies.
    """

    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    stall: float = 0.0
    ranges: bool = True
    shift: int = 0
    length: int | None = None


Behaviour = Callable[[str, int], Answer]


class FileServer:
    """Context manager. files: content by path. asked: (path, the Range header) of every request, in order."""

    def __init__(self, files: dict[str, bytes], behaviour: Behaviour = lambda path, call: Answer()) -> None:
        self.files, self.behaviour = files, behaviour
        self.asked: list[tuple[str, str | None]] = []
        self._closing = threading.Event()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                owner.asked.append((self.path, self.headers.get("Range")))
                answer = owner.behaviour(self.path, len(owner.asked))
                whole = owner.files.get(self.path.lstrip("/"))
                if answer.status == 200 and whole is None:
                    answer.status, answer.body = 404, b"404: Not Found"
                body = whole or b"" if answer.body is None else answer.body
                begin = 0
                if answer.status == 200 and answer.ranges and (wanted := self.headers.get("Range")):
                    begin = int(wanted.removeprefix("bytes=").rstrip("-"))
                    answer.status = 206 if begin < len(body) else 416
                    begin += answer.shift
                    answer.headers["Content-Range"] = f"bytes {begin}-{len(body) - 1}/{len(body)}"
                body = b"" if answer.status == 416 else body[begin:]
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(body) if answer.length is None else answer.length))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body[:-1] if answer.stall else body[: answer.cut])
                self.wfile.flush()
                if answer.stall:
                    owner._closing.wait(answer.stall)
                    self.wfile.write(body[-1:])
                if answer.cut is not None or answer.length is not None:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass  # clients that hang up are part of the tests

        self._server = Server(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "FileServer":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
