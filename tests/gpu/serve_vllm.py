"""Real vLLM through the lab: `python tests/gpu/serve_vllm.py [--only mini|precision|7b]`. Needs a CUDA GPU, no network.

1. one server for the mini base: its start by stages, three adapters added while an answer streams, the key;
2. greedy tokens and their log probabilities against the CPU server: base, adapters, and two adapters as one (against
   the base with both added to its weights); the same in each precision, float32 on both sides among them;
3. refusals and failed starts of the real vLLM, told with the cause that the lab knows; `unserve` frees all;
4. a 7B shape with random weights: time to the first token, two streams at once against one, adapters on against off.

`--engine cpu` runs the sections of the mini base against the CPU server, which transformers then agrees with; it needs
no GPU. mini, precision and 7b may run at once on cards of their own (CUDA_VISIBLE_DEVICES; 7b takes two if it sees
two). A section that fails or takes too long does not stop the others; then it ends with code 1.
"""

import argparse
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import msgspec
from asking import (
    LONG,
    QUESTIONS,
    Agreement,
    Asking,
    begin,
    by_transformers,
    greedy,
    my_card,
    open_port,
    rate_of,
    shape_at,
    told,
    write_adapter,
)
from precisions import CPU, Models, Precisions
from sections import Checks, see_this_checkout
from vllm_server import Server

from emalign_tui.lab.chat.client import ChatMessage, ChatParams
from emalign_tui.lab.chat.parting import part
from emalign_tui.lab.doctor.gpu_facts import GIB
from emalign_tui.lab.models.reference import ModelRef
from emalign_tui.lab.paths import Home
from emalign_tui.lab.planner.device import find_devices
from emalign_tui.lab.runs.launch import launch
from emalign_tui.lab.runs.layout import create_run, list_runs
from emalign_tui.lab.runs.records import Provenance
from emalign_tui.lab.serving import http, processes
from emalign_tui.lab.serving.records import KEY_FILE, Endpoint, ServeConfig
from emalign_tui.lab.serving.servers import list_servers, serve, stop_all
from emalign_tui.lab.serving.sizing import lay_out
from emalign_tui.lab.serving.starting import Wish, await_server, free_port
from emalign_tui.lab.serving.vllm_start import STAGES

VLLM = Wish(engine="vllm")


class Mini:
    """The sections on the mini base, served by vLLM or the CPU server."""

    def __init__(self, work: Path, wish: Wish) -> None:
        self.work, self.wish, self.home, self.cpu = work, wish, Home(work / "home"), Home(work / "cpu")
        self.models = Models(work, self.home, "adapter")
        self.ref, self.base, self.adapters = self.models.ref, self.models.ref.base, self.models.adapters
        self.free = my_card().free if wish is VLLM else 0

    def start(self) -> None:
        self.told: list[str] = []
        began = time.monotonic()
        self.endpoint = serve(self.home, self.ref, wish=self.wish, on_progress=self.told.append)
        print(f"   answers after {time.monotonic() - began:.1f} s; was told:")
        for line in dict.fromkeys(line.partition(", about")[0] for line in self.told):
            print(f"     {line}")

    def stages(self) -> None:
        (server,) = list_servers(self.home)
        if self.wish is VLLM:
            seen = [stage for stage in STAGES if any(line.startswith(stage) for line in self.told)]
            print(f"   {', '.join(seen)}")
            assert len(set(seen) & set(STAGES[1:])) >= 2, "few stages of the log were known"
            assert not any(line.startswith("downloading") for line in self.told), "the base is a folder"
        assert server.engine == self.wish.engine and serve(self.home, self.ref).url == self.endpoint.url

    def add_while_streaming(self) -> None:
        asking = Asking(self.endpoint)
        loads = []
        asking.more()
        for ref in self.adapters:
            began = time.monotonic()
            endpoint = serve(self.home, ref)
            loads.append((began, time.monotonic()))
            print(f"   {endpoint.model} loaded in {loads[-1][1] - began:.2f} s")
        asking.more()
        at = asking.finish()
        gap = max(after - before for before, after in pairwise(at))
        print(f"   {len(at)} pieces of text from {loads[0][0] - at[0]:.2f} s before the first load to "
              f"{at[-1] - loads[-1][1]:.2f} s after the last; longest gap {gap:.2f} s")  # fmt: skip
        assert at[0] < loads[0][0] and at[-1] > loads[-1][1] and gap < (5 if self.wish is VLLM else 60), (
            "answers stood still"
        )
        (server,) = list_servers(self.home)
        assert len(server.adapters) == 3, server.adapters

    def side_by_side(self) -> None:
        endpoints = [serve(self.home, ref) for ref in (self.ref, self.adapters[0])]
        prompt = [ChatMessage("user", QUESTIONS[0])]
        left, right = (each.wait() for each in [begin(each, prompt, seed=7, max_tokens=64) for each in endpoints])
        print(f"   first text after {left.first:.3f} s and {right.first:.3f} s")
        assert left.text != right.text, "an adapter that changes nothing"
        params = ChatParams(seed=7, max_tokens=64)
        asked = tuple((each, prompt, params) for each in endpoints)
        parting = part(asked, (left.text, right.text))  # type: ignore[arg-type]
        token = next(each for each in parting.tokens if each)
        print(f"   they part at token {token.place}; {len(token.top)} likeliest tokens are known there")
        assert parting.parted and len(token.top) >= 10

    def key(self) -> None:
        root = self.endpoint.url.removesuffix("/v1")
        for route in ("/v1/models", "/invocations", "/metrics", "/tokenize", "/adapters"):
            try:
                urllib.request.urlopen(root + route, timeout=10)
                raise AssertionError(f"{route} is open")
            except urllib.error.HTTPError as error:
                print(f"   {route} without the key: {error.code}")
                assert error.code == 401
        assert http.healthy(self.endpoint.url)

    def agree(self) -> None:
        """vLLM, in 16 bit, with the CPU server; the CPU server with transformers."""
        found = []
        for ref, like in self.models.pairs():
            ask = self._by_cpu_server(like) if self.wish is VLLM else by_transformers(like)
            found.append(Agreement(ref.name[:20]))
            for question in QUESTIONS:
                found[-1].add(greedy(serve(self.home, ref), question), ask(question))
            print(f"   {found[-1]}", flush=True)
        stop_all(self.cpu)
        for each in found:
            if self.wish is VLLM:
                each.hold_in_half()
            else:
                each.hold()

    def _by_cpu_server(self, ref: ModelRef) -> Callable[[str], list[Any]]:
        endpoint = serve(self.cpu, ref, wish=CPU)
        return lambda question: greedy(endpoint, question)

    def refuse(self) -> None:
        big = write_adapter(self.work / "big", self.base, 9, rank=128)
        (server,) = list_servers(self.home)
        body = {"lora_name": "big", "lora_path": str(big.adapter)}  # past the lab's own look, to the server's words
        if self.wish is VLLM:
            told(lambda: serve(self.home, big), "rank 128")
            told(lambda: http.ask(server, f"{server.url}/load_lora_adapter", body), "rank 128")
        assert big.adapter is not None
        path = big.adapter / "adapter_config.json"
        for key, value, words in (("use_dora", True, "DoRA"), ("bias", "all", "bias"), ("modules_to_save", ["a"], "")):
            config = msgspec.json.decode(path.read_bytes())
            path.write_bytes(msgspec.json.encode({**config, "r": 8, key: value}))
            told(lambda: serve(self.home, big), "Only plain LoRA adapters can be served")
            told(lambda: http.ask(server, f"{server.url}/load_lora_adapter", body), words)
            path.write_bytes(msgspec.json.encode(config))
        again = {"lora_name": "gone", "lora_path": str(self.work / "nowhere")}
        told(lambda: http.ask(server, f"{server.url}/load_lora_adapter", again), "")

    def stop(self) -> None:
        (server,) = list_servers(self.home)
        (ended,) = stop_all(self.home)
        if self.wish is CPU:
            assert not processes.alive({server.pid: server.started})
            return
        now = my_card().free
        print(f"   freed {ended.freed} GiB; {now / GIB:.2f} GiB free now, {self.free / GIB:.2f} at the beginning")
        assert not ended.held, ended.held
        assert not processes.alive({server.pid: server.started}) and now > self.free - 0.3 * GIB

    def no_config(self) -> None:
        empty = self.work / "empty"
        empty.mkdir()
        self._crash(str(empty), self._layout(), "config.json")

    def no_room(self) -> None:
        """The whole card, of which the driver itself always holds some: vLLM sees it before it loads the model."""
        self._crash(self.base, msgspec.structs.replace(self._layout(), share=1.0), "Out of GPU memory")

    def no_port(self) -> None:
        with open_port() as port:
            self._crash(self.base, self._layout(), f"Port {port} is in use", port)

    def fail(self) -> None:
        """All at once: they need nothing of each other."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda work: work(), (self.no_config, self.no_room, self.no_port)))

    def _layout(self) -> Any:
        return lay_out(shape_at(self.base), my_card(), [], 2048)

    def _crash(self, base: str, layout: Any, words: str, port: int = 0) -> None:
        """Start vLLM past the lab's own checks."""
        name = f"crash-{len(words)}"  # of its own, for starts at the same time
        config = ServeConfig(base=base, name=name, port=port or free_port(any_free=True), layout=layout)
        run = create_run(self.home, "serve", name, msgspec.to_builtins(config), Provenance(base=base))
        (run.path / KEY_FILE).write_text("a-key-for-a-crash")

        def go() -> None:
            launch(run, "vllm")
            await_server(run, lambda _: None)

        told(go, words)


class Seven:
    """The sections on a 7B shape."""

    def __init__(self, work: Path) -> None:
        self.home = Home(work / "home7")
        self.folder = str(work / "seven")
        script = str(Path(__file__).with_name("judge_vllm.py"))
        make = [sys.executable, script, "--model", self.folder, "--size", "7b", "--make"]
        subprocess.run(make, check=True)  # in a process of its own, whose GPU memory is free afterwards
        self.ref = ModelRef(name="seven", base=self.folder)
        self.adapters = [write_adapter(work / f"seven{n}", self.folder, n, size=0.01) for n in range(2)]
        self.other: Server | None = None
        self.off = self.on = math.nan

    def start(self) -> None:
        told: list[str] = []
        began = time.monotonic()
        self.base = serve(self.home, self.ref, wish=VLLM, on_progress=told.append)
        print(f"   {told[0]}\n   answers after {time.monotonic() - began:.1f} s")
        began = time.monotonic()
        self.one = serve(self.home, self.adapters[0])
        print(f"   an adapter of rank 32 loaded in {time.monotonic() - began:.1f} s", flush=True)
        began = time.monotonic()
        self.two = serve(self.home, self.adapters[1])
        print(f"   a second in {time.monotonic() - began:.1f} s", flush=True)
        (server,) = list_servers(self.home)
        began = time.monotonic()
        again = {"lora_name": "again", "lora_path": str(self.adapters[0].adapter)}
        http.ask(server, f"{server.url}/load_lora_adapter", again)
        print(f"   of which vLLM itself takes {time.monotonic() - began:.1f} s", flush=True)
        for endpoint in (self.base, self.one, self.two):
            begin(endpoint, LONG, max_tokens=16).wait()

    def streams(self) -> None:
        alone = [begin(self.one, LONG, max_tokens=256, seed=n).wait() for n in range(3)]
        both = [
            [each.wait() for each in [begin(end, LONG, max_tokens=256, seed=n) for end in (self.one, self.two)]]
            for n in range(3)
        ]
        pairs = [each for pair in both for each in pair]
        for name, found in (("one stream", alone), ("two at once, each", pairs)):
            first = 1000 * statistics.median(each.first for each in found)
            rate = statistics.median(each.rate for each in found)
            print(f"   {name:18} first token {first:6.0f} ms   {rate:6.1f} tokens/s")
        assert statistics.median(each.first for each in pairs) < 1.0, "more than a second to the first token"

    def throughput(self) -> None:
        off = rate_of([self.base])
        on, mixed = rate_of([self.one]), rate_of([self.one, self.two])
        print(f"   server with adapters: base {off:,.0f}, one adapter {on:,.0f}, two mixed {mixed:,.0f} tokens/s")
        self.off, self.on = off, on

    def stop(self) -> None:
        (ended,) = stop_all(self.home)
        print(f"   freed {ended.freed} GiB")
        assert not ended.held, ended.held

    def plain(self) -> None:
        assert self.other is not None
        self.other.wait()
        rate = rate_of([Endpoint(self.other.url, "none", "m")])
        print(f"   vLLM without --enable-lora: {rate:,.0f} tokens/s; with: {self.off / rate:.0%}, "
              f"adapter in use: {self.on / rate:.0%}")  # fmt: skip

    def begin_plain(self, work: Path, device: str = "") -> None:
        """vLLM as it is, on a card of its own or after the lab's server has ended."""
        self.other = Server(self.folder, work / "plain.log", 240, device=device)


def small(work: Path, checks: Checks, wish: Wish) -> None:
    """The server of the mini kit, from its start to its end, and starts that fail."""
    mini_base = Mini(work, wish)
    try:
        if checks.run("one server for the mini base", mini_base.start, 240):
            checks.run("the start was told in stages, and nobody starts a second", mini_base.stages, 30)
            checks.run("adapters added while another answer streams", mini_base.add_while_streaming, 120)
            checks.run("two answers side by side, and where they part", mini_base.side_by_side, 60)
            checks.run("the key is asked for on every route", mini_base.key, 30)
            checks.run(
                "agreement on greedy tokens and their log probabilities", mini_base.agree, 90 if wish is VLLM else 400
            )
            checks.run("adapters that are refused", mini_base.refuse, 60)
            checks.run("unserve frees all", mini_base.stop, 60)
    finally:
        stop_all(mini_base.home)
        stop_all(mini_base.cpu)
    if wish is CPU:
        return
    try:
        checks.run("no model in the folder, no room on the card, a port in use: told", mini_base.fail, 150)
    finally:
        stop_all(mini_base.home)


def seven(work: Path, checks: Checks) -> None:
    """A 7B shape: what adapters cost."""
    made: list[Seven] = []
    if not checks.run("7B: random weights", lambda: made.append(Seven(work)), 120):
        return
    (big,) = made
    first, *others = find_devices()
    os.environ["CUDA_VISIBLE_DEVICES"] = first  # the lab would take the one with most room
    try:
        if others:
            big.begin_plain(work, others[0])
        if checks.run("7B: start", big.start, 270):
            checks.run("7B: time to first token, two streams against one", big.streams, 60)
            checks.run("7B: adapters on against off", big.throughput, 90)
            checks.run("7B: unserve frees the card", big.stop, 60)
        stop_all(big.home)
        if not others:
            big.begin_plain(work)
        checks.run("7B: against vLLM without adapters", big.plain, 300)
    finally:
        stop_all(big.home)
        if big.other is not None:
            big.other.__exit__()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("mini", "precision", "7b"))
    parser.add_argument("--engine", choices=("vllm", "cpu"), default="vllm", help="cpu: only the mini sections")
    args = parser.parse_args()
    see_this_checkout()
    wish, only = (VLLM, args.only) if args.engine == "vllm" else (CPU, "mini")
    if wish is VLLM:
        card = my_card()
        print(f"{card.name}, {card.free / GIB:.1f} of {card.total / GIB:.1f} GiB free", flush=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)

        def logs() -> Iterator[Path]:
            """Of the last server in each home."""
            for home in ("home", "cpu", "home7"):
                yield from [Path(run.path) / "log.txt" for run in list_runs(Home(work / home), "serve")][-1:]
            yield from work.glob("*.log")

        checks = Checks(logs)
        if only in (None, "mini"):
            small(work, checks, wish)
        if only in (None, "precision"):
            checks.run("precisions of the mini base, all at once", Precisions(work).run, 280)
        if only in (None, "7b"):
            seven(work, checks)
    sys.exit(checks.end())


if __name__ == "__main__":
    main()
