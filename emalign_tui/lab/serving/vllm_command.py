"""The command that starts vLLM: everything that was chosen, and the key by environment only."""

import os
from pathlib import Path

from emalign_tui.lab.serving.records import ServeConfig

GUARD = "emalign_key_guard"  # vllm imports it from the run's folder
_GUARD_CODE = '''\
"""Nothing but /health without the key. vLLM itself leaves /invocations, /adapters, /metrics and others open."""

import hmac
import os


class KeyGuard:
    def __init__(self, app):
        self.app = app
        self.expected = ("Bearer " + os.environ["VLLM_API_KEY"]).encode()

    async def __call__(self, scope, receive, send):
        given = dict(scope.get("headers") or ()).get(b"authorization", b"")
        open_to_all = scope["type"] == "lifespan" or scope.get("path") == "/health"
        if open_to_all or hmac.compare_digest(given, self.expected):
            await self.app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        body = b'{"error": {"message": "Incorrect API key provided.", "type": "invalid_request_error", "code": 401}}'
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 401, "headers": headers})
        await send({"type": "http.response.body", "body": body})
'''


def vllm_command(python: str, config: ServeConfig) -> list[str]:
    """`vllm serve` for a config whose layout was chosen and whose port is known. No secret is in it."""
    layout = config.layout
    assert layout is not None
    return [
        python, "-P", "-m", "vllm.entrypoints.cli.main", "serve", config.base,
        "--served-model-name", config.name,
        "--host", config.host,
        "--port", str(config.port),
        "--enable-lora",
        "--max-lora-rank", str(layout.rank),
        "--max-loras", str(layout.adapters),
        "--max-cpu-loras", str(layout.parked),
        "--max-model-len", str(layout.context),
        "--gpu-memory-utilization", f"{layout.share:.3f}",
        "--dtype", "half" if layout.half else "auto",
        # Qwen's generation_config.json would set a repetition penalty and top_p that nobody asked for.
        "--generation-config", "vllm",
        "--seed", "0",
        "--disable-uvicorn-access-log",  # the watcher's health checks would fill the log
        "--middleware", f"{GUARD}.KeyGuard",
    ]  # fmt: skip


def vllm_environment(config: ServeConfig, key: str, guard: Path) -> dict[str, str]:
    """What the process gets: this one's environment, the key and the card. guard: the folder of `write_guard`."""
    path = os.environ.get("PYTHONPATH")
    device = {"CUDA_VISIBLE_DEVICES": config.device} if config.device else {}
    return {
        **os.environ,
        **device,
        "VLLM_API_KEY": key,
        "VLLM_ALLOW_RUNTIME_LORA_UPDATING": "1",
        "VLLM_NO_USAGE_STATS": "1",
        "VLLM_LOGGING_COLOR": "0",
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": f"{guard}{os.pathsep}{path}" if path else str(guard),
    }


def write_guard(folder: Path) -> Path:
    """Put the middleware that asks for the key on every route into a folder of its own; returns that folder."""
    place = folder / "guard"
    place.mkdir(exist_ok=True)
    (place / f"{GUARD}.py").write_text(_GUARD_CODE)
    return place
