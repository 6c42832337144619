"""The HTTP side: OpenAI's routes, and vLLM's for adapters."""

import asyncio
import hmac
import secrets
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import TemplateError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from emalign_tui.lab.errors import LabError
from emalign_tui.workers.serve import protocol
from emalign_tui.workers.serve.adapters import Adapter
from emalign_tui.workers.serve.answers import Answer
from emalign_tui.workers.serve.engine import Engine
from emalign_tui.workers.serve.protocol import ChatRequest, LoadAdapter, RequestError, UnloadAdapter
from emalign_tui.workers.serve.sequences import Piece, Prompt, Request


class Service:
    """The routes of one server. name: of the base model, as clients ask for it."""

    def __init__(self, engine: Engine, name: str, key: str, changed: Callable[[dict[str, str]], None]) -> None:
        """changed: called with the adapters (name to path) whenever they change."""
        self.engine = engine
        self.name = name
        self._changed = changed
        self._loading = asyncio.Lock()
        self.app = Starlette(
            routes=[
                Route("/health", self.health),
                Route("/v1/models", self.models),
                Route("/v1/chat/completions", self.chat, methods=["POST"]),
                Route("/v1/load_lora_adapter", self.load_adapter, methods=["POST"]),
                Route("/v1/unload_lora_adapter", self.unload_adapter, methods=["POST"]),
            ],
            exception_handlers={
                RequestError: _wrong,
                HTTPException: _no_such_route,
                ClientDisconnect: _gone,
                Exception: _failed,
            },
        )
        self.app.add_middleware(KeyCheck, key=key)

    async def health(self, _: HttpRequest) -> Response:
        """Open to everyone: alive, and how busy."""
        return _json({"status": "ok", **self.engine.load})

    async def models(self, _: HttpRequest) -> Response:
        """The base and its adapters."""
        root = self.engine.model.base
        known = [(self.name, root, None), *((each.name, each.path, self.name) for each in self.engine.adapters)]
        context = self.engine.model.context
        data = [
            {"id": id, "object": "model", "created": 0, "owned_by": "emalign", "root": root, "parent": parent}
            | {"max_model_len": context}
            for id, root, parent in known
        ]
        return _json({"object": "list", "data": data})

    async def chat(self, http: HttpRequest) -> Response:
        """A chat completion, whole or streamed."""
        asked: ChatRequest = protocol.decode(await _body(http), ChatRequest)
        adapter = self._adapter(asked.model)
        tokens = self._tokens(asked)
        sampling = protocol.sampling(asked, len(tokens), self.engine.model.context)
        loop, news = asyncio.get_running_loop(), asyncio.Queue[Piece | Exception]()
        request = Request(
            Prompt(tokens, adapter),
            adapter,
            sampling,
            lambda piece: _post(loop, news, piece),
            choices=asked.n or 1,
            streamed=bool(asked.stream),
        )
        id = f"chatcmpl-{secrets.token_hex(12)}"
        answer = Answer(id, asked.model, self.engine.model, len(tokens), scored=sampling.top is not None)
        if asked.stream:
            usage = bool(asked.stream_options and asked.stream_options.include_usage)
            events = self._events(request, news, answer, usage=usage)
            return StreamingResponse(events, media_type="text/event-stream", headers={"Cache-Control": "no-cache"})
        return _json(answer.whole(await self._all(http, request, news)))

    async def load_adapter(self, http: HttpRequest) -> Response:
        """vLLM's route. 400 for a name that is taken or an adapter that cannot be applied, 404 for a missing one."""
        asked: LoadAdapter = protocol.decode(await _body(http), LoadAdapter)
        async with self._loading:
            if asked.lora_name == self.name or self.engine.adapters.get(asked.lora_name):
                raise RequestError(
                    400, f"The lora adapter '{asked.lora_name}' has already been loaded.", param="lora_name"
                )
            path = Path(asked.lora_path)
            if not (path / "adapter_config.json").is_file():
                raise RequestError(404, f"No adapter found for '{asked.lora_name}': {path}", param="lora_path")
            try:
                adapter = await run_in_threadpool(self.engine.adapters.read, asked.lora_name, path)
            except LabError as error:
                raise RequestError(400, str(error), param="lora_path") from error
            await self._between_steps(lambda: self.engine.adapters.add(adapter))
            self.tell()
        return _text(f"Success: LoRA adapter '{asked.lora_name}' added successfully.")

    async def unload_adapter(self, http: HttpRequest) -> Response:
        """vLLM's route. Sequences that use the adapter finish."""
        asked: UnloadAdapter = protocol.decode(await _body(http), UnloadAdapter)
        if not self.engine.adapters.remove(asked.lora_name):
            raise RequestError(404, f"The lora adapter '{asked.lora_name}' cannot be found.", param="lora_name")
        self.tell()
        return _text(f"Success: LoRA adapter '{asked.lora_name}' removed successfully.")

    async def _all(self, http: HttpRequest, request: Request, news: "asyncio.Queue[Piece | Exception]") -> list[Piece]:
        """Every choice, finished. A client that hangs up frees the work."""
        collecting = asyncio.ensure_future(_collect(request, news))
        gone = asyncio.ensure_future(_hung_up(http))
        self.engine.submit(request)
        try:
            await asyncio.wait({collecting, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not collecting.done():
                raise ClientDisconnect
            return collecting.result()
        finally:
            request.cancelled = True
            collecting.cancel()
            gone.cancel()

    async def _events(
        self, request: Request, news: "asyncio.Queue[Piece | Exception]", answer: Answer, *, usage: bool
    ) -> AsyncIterator[bytes]:
        """Server-sent events. Starlette cancels this when the client hangs up, which frees the work."""
        tokens, open = 0, request.choices
        self.engine.submit(request)
        try:
            for index in range(request.choices):
                yield _event(answer.first(index))
            while open:
                piece = _piece(await news.get())
                if piece.text or piece.finish or piece.scores:
                    yield _event(answer.chunk(piece))
                if piece.finish:
                    open -= 1
                    tokens += piece.tokens
            if usage:
                yield _event(answer.usage(tokens))
        except RequestError as error:
            yield _event(error.body)
        finally:
            request.cancelled = True
        yield b"data: [DONE]\n\n"

    def _adapter(self, name: str) -> Adapter | None:
        adapter = None if name == self.name else self.engine.adapters.get(name)
        if adapter is None and name != self.name:
            raise RequestError(404, f"The model '{name}' does not exist.", param="model", code="model_not_found")
        return adapter

    def _tokens(self, asked: ChatRequest) -> list[int]:
        try:
            tokens = self.engine.model.prompt(protocol.messages(asked), begun=protocol.begun(asked))
        except (TemplateError, ValueError) as error:
            raise RequestError(400, f"The chat template refused the messages: {error}", param="messages") from error
        if not tokens:
            raise RequestError(400, "The messages hold no tokens.", param="messages")
        return tokens

    def tell(self) -> None:
        """Say which adapters are loaded."""
        self._changed({adapter.name: adapter.path for adapter in self.engine.adapters})

    async def _between_steps(self, call: Callable[[], None]) -> None:
        loop, done = asyncio.get_running_loop(), asyncio.Event()

        def called() -> None:
            call()
            loop.call_soon_threadsafe(done.set)

        self.engine.between_steps(called)
        await done.wait()


class KeyCheck:
    """Nothing but /health without the server's key."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app = app
        self._expected = f"Bearer {key}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope.get("headers", ())).get(b"authorization", b"")
        if scope["type"] != "http" or scope["path"] == "/health" or hmac.compare_digest(given, self._expected):
            await self._app(scope, receive, send)
            return
        error = RequestError(401, "Incorrect API key provided.", code="invalid_api_key")
        await _json(error.body, 401)(scope, receive, send)


async def _body(http: HttpRequest) -> bytes:
    parts, size = [], 0
    async for part in http.stream():
        parts.append(part)
        size += len(part)
        if size > protocol.BIGGEST_BODY:
            raise RequestError(413, f"The body is larger than {protocol.BIGGEST_BODY} bytes.")
    return b"".join(parts)


def _post(loop: asyncio.AbstractEventLoop, news: "asyncio.Queue[Piece | Exception]", piece: Piece | Exception) -> None:
    loop.call_soon_threadsafe(news.put_nowait, piece)


async def _collect(request: Request, news: "asyncio.Queue[Piece | Exception]") -> list[Piece]:
    return [_piece(await news.get()) for _ in range(request.choices)]


async def _hung_up(http: HttpRequest) -> None:
    while (await http.receive())["type"] != "http.disconnect":
        pass


def _piece(news: Piece | Exception) -> Piece:
    if isinstance(news, LabError):
        raise RequestError(500, str(news)) from news
    if isinstance(news, Exception):
        raise RequestError(500, f"The server failed: {type(news).__name__}. Its log tells more.") from news
    return news


def _event(document: dict[str, Any]) -> bytes:
    return b"data: " + msgspec.json.encode(document) + b"\n\n"


def _json(document: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(document), status, media_type="application/json")


def _text(line: str) -> Response:
    return Response(line, media_type="text/plain")


async def _wrong(_: HttpRequest, error: Exception) -> Response:
    assert isinstance(error, RequestError)
    return _json(error.body, error.status)


async def _no_such_route(http: HttpRequest, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    wrong = RequestError(error.status_code, f"{error.detail}: {http.method} {http.url.path}")
    return _json(wrong.body, error.status_code)


async def _gone(_: HttpRequest, __: Exception) -> Response:
    return Response(status_code=499)  # nobody reads it


async def _failed(_: HttpRequest, __: Exception) -> Response:
    return _json(RequestError(500, "The server failed. Its log tells more.").body, 500)
