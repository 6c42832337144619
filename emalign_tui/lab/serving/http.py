"""Asking a model server something short: is it there, what does it serve, take this adapter."""

import json
import urllib.error
import urllib.request
from typing import Any

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.serving.records import Server
from emalign_tui.lab.serving.vllm_errors import refused

PATIENCE = 60.0  # seconds; an adapter of a large model is read from the disk meanwhile


def healthy(url: str, timeout: float = 5.0) -> bool:
    """Whether something at a server's address answers that it is well. url: ends with /v1."""
    try:
        with _open(urllib.request.Request(f"{url.removesuffix('/v1')}/health"), timeout) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def ask(server: Server, url: str, body: dict[str, Any] | None = None) -> bytes:
    """The answer to a request with the server's key. Raises LabError with what the server says, or that it does not."""
    headers = {"Authorization": f"Bearer {server.api_key()}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    try:
        with _open(urllib.request.Request(url, data, headers), PATIENCE) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        raise refused(_message(error.read()), server.url) from error
    except (urllib.error.URLError, OSError) as error:
        raise LabError(
            f"The server {server.run} does not answer",
            where=server.url,
            do=f"Stop it with `emalign unserve {server.run}` and try again.",
        ) from error


def adapters_on(server: Server) -> dict[str, str]:
    """Name to folder of the adapters that a server lists. Raises LabError."""
    try:
        listed = json.loads(ask(server, f"{server.url}/models"))["data"]
        return {str(each["id"]): str(each["root"]) for each in listed if each.get("parent")}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        do = f"Stop it with `emalign unserve {server.run}` and try again."
        raise LabError("The server's list of models cannot be read", where=server.url, do=do) from error


def _open(request: urllib.request.Request, timeout: float) -> Any:
    # Never through a proxy: the address is on this machine.
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=timeout)


def _message(body: bytes) -> str:
    try:
        return str(json.loads(body)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return "The server refused the request"
