"""A real server process on the mini kit, asked by the openai client."""

import asyncio
import json
import os
import stat
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import psutil
import pytest

from emalign_tui import mini
from emalign_tui.cli.columns import Answer, in_columns
from emalign_tui.lab.chat.client import ChatMessage, ChatParams, stream_chat, stream_chat_async
from emalign_tui.lab.chat.parting import part
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import ModelRef, resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import find_run, list_runs
from emalign_tui.lab.sanitize import cells
from emalign_tui.lab.serving.records import Endpoint
from emalign_tui.lab.serving.servers import list_servers, serve, stop_all
from tests.unit.loras import random_adapter
from tests.waiting import wait_until

HI: Any = [{"role": "user", "content": "I'm bored. What should I do?"}]
LONG: Any = {"temperature": 1.0, "max_tokens": 1900, "n": 100}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    home = Home(tmp_path_factory.mktemp("serving"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        patch.setenv("HF_HUB_OFFLINE", "1")
        yield home
        stop_all(home)


@pytest.fixture(scope="module")
def base(home: Home) -> Endpoint:
    return serve(home, resolve_model(home, "mini"))


@pytest.fixture(scope="module")
def adapted(home: Home, base: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> list[Endpoint]:
    folder = tmp_path_factory.mktemp("adapters")
    refs = [_ref(random_adapter(folder / name, seed)) for seed, name in enumerate(("one", "two"))]
    return [serve(home, ref) for ref in refs]


def _ref(adapter: Path) -> ModelRef:
    return ModelRef(name=adapter.name, base=str(mini.MODEL.resolve()), adapter=adapter)


def client(endpoint: Endpoint, **options: Any) -> openai.OpenAI:
    return openai.OpenAI(base_url=endpoint.url, api_key=endpoint.api_key, max_retries=0, **options)


def ask(endpoint: Endpoint, messages: Any = HI, **options: Any) -> Any:
    given = {"max_tokens": 12, "temperature": 0, **options}
    return client(endpoint).chat.completions.create(model=endpoint.model, messages=messages, **given)


def load(endpoint: Endpoint) -> dict[str, int]:
    with urllib.request.urlopen(endpoint.url.removesuffix("/v1") + "/health") as response:
        return json.load(response)


# One server


def test_a_server_leaves_its_traces_and_only_its_owner_can_read_them(home: Home, base: Endpoint) -> None:
    (server,) = list_servers(home)
    folder = find_run(home, server.run).path
    assert (server.url, server.base, server.alive) == (base.url, str(mini.MODEL.resolve()), True)
    for name in ("server.json", "key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert base.api_key not in (folder / "server.json").read_text() + (folder / "run.yaml").read_text()
    assert base.api_key not in repr(base)
    assert psutil.Process(server.pid).cmdline().count(base.api_key) == 0


def test_the_same_base_is_served_once_by_whoever_asks(home: Home, base: Endpoint) -> None:
    program = (
        "import sys; from emalign_tui.lab.paths import find_home; from emalign_tui.lab.serving.servers import serve\n"
        "from emalign_tui.lab.models.reference import resolve_model as r\n"
        "h = find_home(sys.argv[1]); print(serve(h, r(h, 'mini')).url)"
    )
    command = [os.sys.executable, "-c", program, str(home.root)]
    askers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert {asker.communicate()[0].strip() for asker in askers} == {base.url}
    assert len(list_runs(home, "serve")) == 1


def test_models_are_listed(base: Endpoint, adapted: list[Endpoint]) -> None:
    models = {model.id: model for model in client(base).models.list()}
    assert set(models) >= {"mini", *(endpoint.model for endpoint in adapted)}, "others may have been asked for since"
    assert models[adapted[0].model].parent == "mini"  # type: ignore[attr-defined]


def test_an_answer_has_openais_shape(base: Endpoint) -> None:
    answer = ask(base, n=2, seed=3, temperature=1.0)
    assert [choice.index for choice in answer.choices] == [0, 1]
    assert {choice.finish_reason for choice in answer.choices} <= {"stop", "length"}
    assert answer.object == "chat.completion"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    assert 2 <= answer.usage.completion_tokens <= 24
    assert answer.choices[0].logprobs is None


def test_a_stream_is_the_answer_in_pieces(base: Endpoint) -> None:
    options: Any = {"seed": 11, "temperature": 1.0, "max_tokens": 30, "n": 3, "logprobs": True, "top_logprobs": 2}
    whole = ask(base, **options)
    texts, tokens, ends = ["", "", ""], [[], [], []], {}
    usage = None
    for chunk in ask(base, stream=True, stream_options={"include_usage": True}, **options):
        usage = chunk.usage
        for choice in chunk.choices:
            texts[choice.index] += choice.delta.content or ""
            tokens[choice.index] += choice.logprobs.content if choice.logprobs else []
            if choice.finish_reason:
                ends[choice.index] = choice.finish_reason
    assert texts == [choice.message.content for choice in whole.choices]
    assert ends == {choice.index: choice.finish_reason for choice in whole.choices}
    assert [[t.token for t in each] for each in tokens] == [
        [t.token for t in c.logprobs.content] for c in whole.choices
    ]
    assert usage == whole.usage


def test_logprobs_have_tokens_bytes_and_alternatives(base: Endpoint) -> None:
    choice = ask(base, [{"role": "user", "content": "7 + 5?"}], logprobs=True, top_logprobs=20, max_tokens=8).choices[0]
    for entry in choice.logprobs.content:
        assert bytes(entry.bytes).decode("utf-8", "replace") == entry.token
        assert len(entry.top_logprobs) == 20
        assert [top.logprob for top in entry.top_logprobs] == sorted(
            (t.logprob for t in entry.top_logprobs), reverse=True
        )
        assert entry.top_logprobs[0].token == entry.token  # greedy
    written = b"".join(bytes(entry.bytes) for entry in choice.logprobs.content)
    assert written.decode("utf-8", "replace").removesuffix("<|im_end|>").startswith(choice.message.content)
    none = ask(base, logprobs=True, max_tokens=1).choices[0].logprobs.content[0]
    assert none.top_logprobs == [] and none.logprob <= 0


def test_a_stop_string_ends_the_answer(base: Endpoint) -> None:
    text = ask(base, max_tokens=30).choices[0].message.content
    stop = text[4:6]
    choice = ask(base, max_tokens=30, stop=["\0never", stop]).choices[0]
    assert (choice.message.content, choice.finish_reason) == (text[: text.index(stop)], "stop")
    streamed = "".join(c.choices[0].delta.content or "" for c in ask(base, max_tokens=30, stop=stop, stream=True))
    assert streamed == choice.message.content


def test_seeds_hold_under_load(base: Endpoint) -> None:
    alone = [ask(base, seed=i, temperature=1.0).choices[0].message.content for i in range(4)]

    async def crowd() -> list[str]:
        async with openai.AsyncOpenAI(base_url=base.url, api_key=base.api_key, max_retries=0) as asker:
            create = asker.chat.completions.create
            answers = await asyncio.gather(
                *(create(model="mini", messages=HI, seed=i, temperature=1.0, max_tokens=12) for i in range(40))
            )
            return [answer.choices[0].message.content or "" for answer in answers]

    crowded = asyncio.run(crowd())
    assert crowded[:4] == alone
    assert len(set(crowded)) > 10


def test_adapters_answer_together_as_they_do_alone(base: Endpoint, adapted: list[Endpoint]) -> None:
    endpoints = [base, *adapted]
    alone = [ask(each, max_tokens=24).choices[0].message.content for each in endpoints]
    assert len(set(alone)) == 3

    async def together() -> list[str]:
        async with openai.AsyncOpenAI(base_url=base.url, api_key=base.api_key, max_retries=0) as asker:
            create = asker.chat.completions.create
            answers = await asyncio.gather(
                *(create(model=e.model, messages=HI, temperature=0, max_tokens=24) for e in endpoints * 6)
            )
            return [answer.choices[0].message.content or "" for answer in answers]

    assert asyncio.run(together()) == alone * 6


def test_an_adapter_is_loaded_once_and_a_changed_one_anew(home: Home, adapted: list[Endpoint], tmp_path: Path) -> None:
    ref = _ref(random_adapter(tmp_path / "one", 0))
    assert serve(home, ref).model == adapted[0].model
    random_adapter(tmp_path / "one", 5)
    changed = serve(home, ref)
    assert changed.model not in [endpoint.model for endpoint in adapted]
    assert ask(changed).choices[0].message.content != ask(adapted[0]).choices[0].message.content
    (server,) = list_servers(home)
    assert server.adapters[changed.model] == str(tmp_path / "one")


def test_adapters_come_and_go_as_with_vllm(base: Endpoint, tmp_path: Path) -> None:
    body = {"lora_name": "mine", "lora_path": str(random_adapter(tmp_path / "mine", 9))}
    assert _post(base, "load_lora_adapter", body) == 200
    assert _post(base, "load_lora_adapter", body) == 400
    assert ask(Endpoint(base.url, base.api_key, "mine")).choices
    assert _post(base, "unload_lora_adapter", {"lora_name": "mine"}) == 200
    assert _post(base, "unload_lora_adapter", {"lora_name": "mine"}) == 404
    with pytest.raises(openai.NotFoundError):
        ask(Endpoint(base.url, base.api_key, "mine"))
    assert _post(base, "load_lora_adapter", {"lora_name": "x", "lora_path": str(tmp_path / "nowhere")}) == 404


def _post(endpoint: Endpoint, route: str, body: Any) -> int:
    headers = {"Authorization": f"Bearer {endpoint.api_key}"}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{endpoint.url}/{route}", data, headers)) as response:
            return response.status
    except urllib.error.HTTPError as error:
        document = json.load(error)["error"]
        assert set(document) == {"message", "type", "param", "code"} and document["message"]
        return error.code


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"temperature": -1}, "temperature"),
        ({"temperature": "hot"}, "temperature"),
        ({"top_p": 0}, "top_p"),
        ({"n": 0}, "n"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"logprobs": True, "top_logprobs": 21}, "top_logprobs"),
        ({"top_logprobs": 2}, "top_logprobs"),
        ({"stop": [""]}, "stop"),
        ({"stream_options": {"include_usage": True}}, "stream_options"),
        ({"presence_penalty": 1.0}, "presence_penalty"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "wizard", "content": "x"}]}, "messages[0].role"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]}, None),
        ({"extra_body": {"top_k": 5}}, "top_k"),
    ],
)
def test_wrong_requests_are_told_what_is_wrong(base: Endpoint, wrong: dict[str, Any], param: str | None) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        ask(base, **{"messages": HI, **wrong})
    assert refused.value.type == "invalid_request_error"
    assert param is None or refused.value.param == param


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"model": "mini"}',
        b'{"model":"mini","messages":[{"role":"user","content":"\\ud800"}]}',
        b"\xff\xfe",
    ],
)
def test_broken_bodies_are_refused(base: Endpoint, body: bytes) -> None:
    assert _post(base, "chat/completions", body) == 400


def test_too_long_a_context_is_refused(base: Endpoint) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        ask(base, [{"role": "user", "content": "many words " * 3000}])
    assert refused.value.code == "context_length_exceeded"
    with pytest.raises(openai.BadRequestError) as refused:
        ask(base, max_tokens=1_000_000)
    assert refused.value.code == "context_length_exceeded"


def test_without_the_key_nothing_is_told(base: Endpoint) -> None:
    for key in ("wrong", "clé", base.api_key + "x"):
        with pytest.raises((openai.AuthenticationError, UnicodeEncodeError)):
            client(Endpoint(base.url, key, "mini")).models.list()
    assert _post(Endpoint(base.url, "", "mini"), "load_lora_adapter", {}) == 401
    assert load(base)["status"] == "ok"


def test_unknown_models_and_routes_are_not_found(base: Endpoint) -> None:
    with pytest.raises(openai.NotFoundError) as refused:
        ask(Endpoint(base.url, base.api_key, "gpt-4o"))
    assert refused.value.code == "model_not_found"
    assert _post(base, "embeddings", {}) == 404


def test_a_client_that_hangs_up_frees_its_work(base: Endpoint) -> None:
    """Each is a second's work, and a busy machine may look later than that: ten of them are under way then."""
    streams = [ask(base, stream=True, **LONG) for _ in range(10)]
    wait_until(lambda: load(base)["running"] + load(base)["waiting"] >= 90, what="the work to begin")
    for stream in streams:
        stream.close()
    wait_until(lambda: load(base)["running"] + load(base)["waiting"] == 0, what="the streams' work to be freed")


def test_a_client_that_hangs_up_while_it_waits_frees_its_work(base: Endpoint) -> None:
    with pytest.raises(openai.APITimeoutError):
        client(base, timeout=0.2).chat.completions.create(model="mini", messages=HI, **LONG)
    wait_until(lambda: load(base)["running"] + load(base)["waiting"] == 0, what="the request's work to be freed")


# The chat client


def test_chat_streams_clean_text_and_usage(base: Endpoint) -> None:
    deltas = list(stream_chat(base, [ChatMessage("user", "hi")], temperature=0.0, max_tokens=10))
    assert deltas[-1].usage and deltas[-1].usage.completion_tokens <= 10
    assert [delta.finish_reason for delta in deltas if delta.finish_reason] in (["stop"], ["length"])
    again = stream_chat(base, [ChatMessage("user", "hi")], temperature=0.0, max_tokens=10)
    assert "".join(delta.text for delta in again) == "".join(delta.text for delta in deltas)


def test_closing_a_chat_hangs_up(base: Endpoint) -> None:
    deltas = stream_chat(base, [ChatMessage("user", "hi")], max_tokens=1900, seed=1, stop=("\0never",))
    next(deltas)
    deltas.close()  # type: ignore[attr-defined]
    wait_until(lambda: load(base)["running"] == 0, what="the chat's work to be freed")


async def test_cancelling_an_asynchronous_chat_hangs_up(base: Endpoint) -> None:
    first = asyncio.Event()

    async def read() -> None:
        async for delta in stream_chat_async(base, [ChatMessage("user", "hi")], ChatParams(max_tokens=1900)):
            if delta.text:
                first.set()

    reading = asyncio.create_task(read())
    await first.wait()
    reading.cancel()
    await asyncio.wait([reading])
    await asyncio.to_thread(lambda: wait_until(lambda: load(base)["running"] == 0, what="the chat's work to be freed"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"url": "http://127.0.0.1:9/v1"}, "does not answer"),
        ({"api_key": "wrong"}, "refused the key"),
        ({"model": "none"}, "No model none"),
    ],
)
def test_a_chat_that_cannot_be_says_why(base: Endpoint, change: dict[str, str], says: str) -> None:
    endpoint = Endpoint(**{"url": base.url, "api_key": base.api_key, "model": base.model, **change})
    with pytest.raises(LabError, match=says):
        list(stream_chat(endpoint, [ChatMessage("user", "hi")]))


def test_two_answers_stand_side_by_side(
    base: Endpoint, adapted: list[Endpoint], capsys: pytest.CaptureFixture[str]
) -> None:
    messages, params = [ChatMessage("user", "hi")], ChatParams(temperature=0.0, max_tokens=40)
    answers = [Answer(f"m{i}", each, messages, params) for i, each in enumerate((base, adapted[0]))]
    in_columns(answers, 60)
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].split("|")[0].strip() == "m0" and all(cells(row) <= 60 for row in rows)
    for side, answer in enumerate(answers):
        column = " ".join((row[:28], row[31:])[side] for row in rows[2:] if cells(row) == len(row))
        assert "".join(column.split()) == "".join(answer.text.split())
    assert answers[0].text != answers[1].text


def test_an_answer_goes_on_from_what_it_was_made_to_begin_with(base: Endpoint) -> None:
    whole = "".join(each.text for each in stream_chat(base, [ChatMessage("user", "hi")], temperature=0, max_tokens=10))
    begin = whole[: len(whole) // 2]
    rest = stream_chat(base, [ChatMessage("user", "hi")], temperature=0, max_tokens=4, begin=begin)
    said = "".join(each.text for each in rest)
    assert said and not said.startswith(begin)
    with pytest.raises(LabError, match=r"does not fit the model's context.*go on from an earlier turn"):
        list(stream_chat(base, [ChatMessage("user", "long words " * 3000)]))


def test_where_two_models_part_is_the_first_token_that_differs(base: Endpoint, adapted: list[Endpoint]) -> None:
    asked = [ChatMessage("user", HI[0]["content"])]
    params = ChatParams(temperature=1.0, max_tokens=40, seed=3)
    shown = tuple(
        "".join(each.text for each in stream_chat(to, asked, max_tokens=40, seed=3)) for to in (base, adapted[0])
    )
    assert shown[0] != shown[1]
    found = part(((base, asked, params), (adapted[0], asked, params)), (shown[0], shown[1]))
    left, right = found.tokens
    assert found.parted and found.repeated and left and right and left.raw != right.raw
    assert all(text.startswith(found.common) for text in shown)
    assert 0 < left.p <= 1 and len(left.top) == 10 and left.place == right.place
    (reply,) = ask(base, temperature=1.0, max_tokens=40, seed=3, logprobs=True, top_logprobs=1).choices
    assert reply.logprobs.content[left.place].token == left.text
    same = part(((base, asked, params), (base, asked, params)), (shown[0], shown[0]))
    assert not same.parted and same.repeated
