"""A stand-in for `vllm serve` where there is no GPU: its command line, its log, its routes, its ways to fail.

STAND_IN says how it behaves: "" answers; a key of CRASHES prints that and ends; "hang" stops after the first lines;
"deaf engine" leaves an engine that does not end with its server. GPUS names the file that FAKE_GPUS points to: a line
with the card, to which the engine's pid is put while it lives. Log phrases are those of vLLM 0.32.
"""

import argparse
import asyncio
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

CORE = "(EngineCore pid=4242) "
STEPS = """\
(APIServer pid=4200) INFO 11-28 01:00:00 [api_utils.py:347] vLLM server version 0.32.0, serving model {model}
(EngineCore pid=4242) INFO 11-28 01:00:09 [core.py:133] Initializing a V1 LLM engine (v0.32.0) with config: ...
(EngineCore pid=4242) INFO 11-28 01:00:12 [model_runner.py:392] Loading model from scratch...
(EngineCore pid=4242) Loading safetensors checkpoint shards:   0% Completed | 0/4 [00:00<?, ?it/s]
(EngineCore pid=4242) Loading safetensors checkpoint shards:  50% Completed | 2/4 [00:02<00:02,  1.00s/it]
(EngineCore pid=4242) INFO 11-28 01:00:18 [default_loader.py:502] Loading weights took 4.10 seconds
(EngineCore pid=4242) INFO 11-28 01:00:18 [model_runner.py:424] Model loading took 14.25 GiB memory and 5.5 seconds
(EngineCore pid=4242) INFO 11-28 01:00:25 [backends.py:1166] Dynamo bytecode transform time: 6.10 s
(EngineCore pid=4242) INFO 11-28 01:00:40 [monitor.py:62] torch.compile took 21.30 s in total
(EngineCore pid=4242) INFO 11-28 01:00:42 [gpu_worker.py:759] Available KV cache memory: 29.5 GiB
Capturing CUDA graphs (mixed prefill-decode, PIECEWISE):  40%|####      | 20/51 [00:02<00:03,  9.00it/s]\r\
Capturing CUDA graphs (mixed prefill-decode, PIECEWISE): 100%|##########| 51/51 [00:05<00:00,  9.40it/s]
(EngineCore pid=4242) INFO 11-28 01:00:55 [model_runner.py:1127] Graph capturing finished in 9 secs, took 0.61 GiB
(EngineCore pid=4242) INFO 11-28 01:00:56 [core.py:395] init engine (profile, create kv cache, warmup model) took 38 s
(APIServer pid=4200) INFO 11-28 01:00:57 [entry.py:140] Starting vLLM server on http://{host}:{port}
"""
_ROOT = (
    "\nRuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {{'EngineCore': 1}}"
)
CRASHES = {
    "memory": CORE + "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 130.00 MiB. GPU 0 has a total "
    "capacity of 14.56 GiB of which 96.81 MiB is free." + _ROOT,
    "no config": "pydantic_core._pydantic_core.ValidationError: 1 validation error for ModelConfig\n  Value error, "
    "Invalid repository ID or local directory specified: '{model}'.\nPlease verify the following requirements:\n1. "
    "Provide a valid Hugging Face repository ID.",
    "unknown": CORE + "ERROR 11-28 01:00:20 [core.py:1510] AssertionError: nobody foresaw this" + _ROOT,
}


class Server:
    """What one server knows: its base and the adapters that were loaded."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.adapters: dict[str, str] = {}

    async def health(self, _: Request) -> Response:
        return Response()

    async def models(self, _: Request) -> Response:
        base = {"id": self.args.served_model_name, "root": self.args.model, "parent": None}
        loaded = [{"id": name, "root": path, "parent": base["id"]} for name, path in self.adapters.items()]
        return JSONResponse({"object": "list", "data": [base, *loaded]})

    async def load(self, request: Request) -> Response:
        """As entrypoints/openai/models/serving.py, and the checks of lora/peft_helper.py."""
        asked = await request.json()
        name, path = asked["lora_name"], Path(asked["lora_path"])
        if name in self.adapters:
            return _error(400, f"The lora adapter '{name}' has already been loaded. If you want to load the adapter in "
                               "place, set 'load_inplace' to True.")  # fmt: skip
        if not (path / "adapter_config.json").is_file():
            return _error(404, f"No adapter found for {name}")
        rank = json.loads((path / "adapter_config.json").read_text())["r"]
        if rank > self.args.max_lora_rank:
            return _error(500, f"Call to add_lora method failed: LoRA rank {rank} is greater than max_lora_rank "
                               f"{self.args.max_lora_rank}.")  # fmt: skip
        self.adapters[name] = str(path)
        return PlainTextResponse(f"Success: LoRA adapter '{name}' added successfully.")

    async def chat(self, request: Request) -> Response:
        """Streams ten words that say which model was asked."""
        asked = await request.json()
        if asked["model"] not in (self.args.served_model_name, *self.adapters):
            return _error(404, f"The model `{asked['model']}` does not exist.")

        async def events() -> Any:
            for number in range(10):
                choice = {"index": 0, "delta": {"content": f"{asked['model']} {number} "}, "finish_reason": None}
                yield _event(asked["model"], [choice])
                await asyncio.sleep(0.01)
            yield _event(asked["model"], [{"index": 0, "delta": {}, "finish_reason": "stop"}])
            yield "data: [DONE]\n\n"

        return StreamingResponse(events(), media_type="text/event-stream")


def _event(model: str, choices: list[Any]) -> str:
    document = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": model, "choices": choices}
    return f"data: {json.dumps(document)}\n\n"


def _error(status: int, message: str) -> Response:
    return JSONResponse({"error": {"message": message, "type": "x", "param": None, "code": status}}, status)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["serve"])
    parser.add_argument("model")
    for word in ("served-model-name", "host", "dtype", "generation-config", "middleware"):
        parser.add_argument(f"--{word}", required=True)
    for word in ("port", "max-lora-rank", "max-loras", "max-cpu-loras", "max-model-len", "seed"):
        parser.add_argument(f"--{word}", type=int, required=True)
    parser.add_argument("--gpu-memory-utilization", type=float, required=True)
    parser.add_argument("--enable-lora", action="store_true", required=True)
    parser.add_argument("--disable-uvicorn-access-log", action="store_true")
    args = parser.parse_args()
    assert os.environ["VLLM_ALLOW_RUNTIME_LORA_UPDATING"] == "1" and os.environ["VLLM_API_KEY"] not in sys.argv
    how = os.environ.get("STAND_IN", "")
    lines = STEPS.format(model=args.model, host=args.host, port=args.port).splitlines(keepends=True)
    engine = _engine(deaf=how == "deaf engine")
    for line in lines[:3] if how else lines:
        sys.stdout.write(line)
        sys.stdout.flush()
        time.sleep(0.05)
    while how == "hang":
        time.sleep(1)
    if how in CRASHES:
        engine.kill()
        sys.stdout.write(CRASHES[how].format(model=args.model) + "\n")
        sys.exit(1)
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    for line in lines[3:] if how else ():
        sys.stdout.write(line)
    module, _, guard = args.middleware.rpartition(".")
    server = Server(args)
    app = Starlette(
        routes=[
            Route("/health", server.health),
            Route("/v1/models", server.models),
            Route("/invocations", server.chat, methods=["POST"]),
            Route("/v1/chat/completions", server.chat, methods=["POST"]),
            Route("/v1/load_lora_adapter", server.load, methods=["POST"]),
        ]
    )
    app.add_middleware(getattr(importlib.import_module(module), guard))
    uvicorn.run(app, host=args.host, port=args.port, log_level="info", timeout_graceful_shutdown=1)
    if how != "deaf engine":
        engine.terminate()


def _engine(*, deaf: bool) -> "subprocess.Popen[bytes]":
    """The process that has the card's memory; its pid and memory are written where the driver's stand-in reads."""
    code = "import signal, time\n" + ("signal.signal(15, signal.SIG_IGN)\n" if deaf else "") + "time.sleep(600)"
    engine = subprocess.Popen([sys.executable, "-c", code])
    gpus = Path(os.environ["GPUS"])
    gpus.with_suffix(".engine").write_text(str(engine.pid))
    name, major, minor, total, free, _ = gpus.read_text().strip().split(",")
    gpus.write_text(f"{name},{major},{minor},{total},{int(free) - int(total) // 2},{engine.pid}")
    return engine


if __name__ == "__main__":
    main()
