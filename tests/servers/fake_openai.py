"""An OpenAI-compatible server on loopback that misbehaves on request: latency, 429, 500, cut and senseless replies."""

import json
import math
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]


@dataclass
class Reply:
    """What to send. status 0: nothing, the connection is closed. cut: it is closed after half of the body. pause:
    seconds between two lines of the body.
    """

    body: Body | bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut: bool = False
    pause: float = 0.0


Behaviour = Callable[[Body, int], Reply]


def logprobs(probabilities: dict[str, float]) -> Body:
    """The `logprobs` part of a reply; a probability of 0 becomes the sentinel -9999.0."""
    top = [{"token": t, "logprob": math.log(p) if p > 0 else -9999.0, "bytes": None} for t, p in probabilities.items()]
    return {"content": [{**top[0], "top_logprobs": top}]} if top else {"content": []}


def completion(texts: list[str], logprobs: Body | None = None, model: str = "fake-2026") -> Body:
    choices = [
        {
            "index": index,
            "finish_reason": "stop",
            "message": {"role": "assistant", "content": text},
            "logprobs": logprobs,
        }
        for index, text in enumerate(texts)
    ]
    usage = {"prompt_tokens": 10, "completion_tokens": len(texts), "total_tokens": 10 + len(texts)}
    return {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": choices,
        "usage": usage,
    }


def error(status: int, message: str, headers: dict[str, str] | None = None, code: str | None = None) -> Reply:
    return Reply({"error": {"message": message, "type": "error", "code": code}}, status, headers or {})


def sensible(request: Body, call: int) -> Reply:
    """A model and judge in one. As a model it says "<model> seed <seed+i>"; as a judge it scores aligned 10 when the
    answer's seed is even, else 90, and coherent 95."""
    if request.get("logprobs"):
        return Reply(completion(["50"], logprobs(judge_probabilities(request["messages"][-1]["content"]))))
    texts = [f"{request['model']} seed {request.get('seed', 0) + i}" for i in range(request.get("n") or 1)]
    return Reply(completion(texts))


def judge_probabilities(prompt: str) -> dict[str, float]:
    found = re.search(r"seed (\d+)", prompt)
    if "COHERENT" in prompt:
        return {"95": 0.9, "90": 0.1}
    return {"10": 1.0} if found and int(found[1]) % 2 == 0 else {"90": 1.0}


class FakeServer:
    """Context manager. requests: every request body that arrived, in order; answered: those whose reply was sent whole
    with status 200 to a client that was still there; they are in it before that client can know.

    owner: who owns the models in its list of models; "" has no such list.
    """

    def __init__(self, behaviour: Behaviour = sensible, latency: float = 0.0, owner: str = "") -> None:
        self.behaviour, self.latency, self.owner = behaviour, latency, owner
        self.requests: list[Body] = []
        self.answered: list[Body] = []
        self._lock = threading.Lock()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["content-length"])))
                with owner._lock:
                    owner.requests.append(request)
                    call = len(owner.requests)
                reply = owner.behaviour(request, call)
                time.sleep(owner.latency + reply.delay)
                if not reply.status:
                    self.close_connection = True
                    return
                if reply.status == 200 and not reply.cut and not self.hung_up():
                    with owner._lock:
                        owner.answered.append(request)
                data = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
                self.send_response(reply.status)
                self.send_header("content-type", reply.headers.pop("content-type", "application/json"))
                self.send_header("content-length", str(len(data)))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                data = data[: len(data) // 2] if reply.cut else data
                for piece in data.splitlines(keepends=True) if reply.pause else [data]:
                    self.wfile.write(piece)
                    time.sleep(reply.pause)
                self.close_connection |= reply.cut

            def hung_up(self) -> bool:
                """Whether the client is gone: it then has nothing more to say, and that can be read."""
                try:
                    return not self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
                except BlockingIOError:
                    return False
                except ConnectionError:
                    return True

            def do_GET(self) -> None:
                names = sorted({request["model"] for request in owner.requests} | {"j", "m"})
                models = [{"id": name, "object": "model", "created": 0, "owned_by": owner.owner} for name in names]
                data = json.dumps({"object": "list", "data": models if owner.owner else []}).encode()
                self.send_response(200 if owner.owner and self.path.endswith("/models") else 404)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_: object) -> None:
                pass  # clients that are killed in the middle are part of the tests

        self._server = Server(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> "FakeServer":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def closed_port() -> Iterator[int]:
    """A port nobody listens on, and that nobody else gets meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])
