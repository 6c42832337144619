"""The mini base and adapters in each precision that vLLM has, against the CPU server."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from asking import QUESTIONS, Agreement, greedy, write_adapter, write_sum
from sections import end_of
from vllm_server import Server

from emalign_tui import mini
from emalign_tui.lab.doctor.gpu_facts import GIB
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import ModelRef, resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.records import Endpoint
from emalign_tui.lab.serving.servers import serve, stop_all
from emalign_tui.lab.serving.starting import Wish

CPU = Wish(engine="cpu")


class Models:
    """The mini base with three random adapters, and two of them as one beside the base with both in its weights."""

    def __init__(self, work: Path, home: Home, name: str) -> None:
        base = str(mini.MODEL.resolve())
        self.ref = ModelRef(name="mini", base=base)
        self.adapters = [write_adapter(work / f"{name}{number}", base, number, rank=8) for number in range(3)]
        folders = [ref.adapter for ref in self.adapters[:2] if ref.adapter]
        self.both = resolve_model(home, "+".join(map(str, folders)))
        self.summed = write_sum(work / f"{name}-summed", base, folders)

    def pairs(self) -> list[tuple[ModelRef, ModelRef]]:
        """What is served, and what it must answer as."""
        return [*((ref, ref) for ref in (self.ref, *self.adapters)), (self.both, self.summed)]


class Precision(NamedTuple):
    """words: of vLLM's command line. exact: it must agree with the CPU server wholly. env: of its process."""

    words: tuple[str, ...]
    adapters: bool = True
    exact: bool = False
    env: dict[str, str] = {}  # noqa: RUF012  never written to


_IEEE = {"TRITON_F32_DEFAULT": "ieee"}  # else Triton multiplies float32 with 10 bits of mantissa (TF32)
PRECISIONS = {
    "float16": Precision(("--dtype", "half")),
    "float16, head in float32": Precision(("--dtype", "half", "--hf-overrides", '{"head_dtype": "float32"}')),
    "float32, base only": Precision(("--dtype", "float32"), adapters=False, exact=True, env=_IEEE),
    # vLLM's adapter kernels compute in any type, but assert one of 16 bit (lora/ops/triton_ops/lora_shrink_op.py):
    # Python without assertions runs them in the precision of the CPU server.
    "float32": Precision(
        ("--dtype", "float32"), exact=True, env={**_IEEE, "PYTHONOPTIMIZE": "1", "TORCH_COMPILE_DISABLE": "1"}
    ),
}
SHARED = (
    "--gpu-memory-utilization", "0.05", "--kv-cache-memory-bytes", str(int(GIB)), "--max-num-seqs", "8",
    "--generation-config", "vllm", "--enforce-eager",
)  # fmt: skip


class Precisions:
    """The mini base in each precision that vLLM has, all on one card at once, against the CPU server in float32."""

    def __init__(self, work: Path) -> None:
        self.work, self.cpu = work, Home(work / "cpu-precision")
        self.models = Models(work, self.cpu, "precise")

    def run(self) -> None:
        served = {self._name(ref): ref for ref, _ in self.models.pairs()}
        loras = [f"{name}={ref.adapter}" for name, ref in served.items() if ref.adapter]
        lora = ("--enable-lora", "--max-lora-rank", "32", "--max-loras", "4", "--lora-modules", *loras)
        with ExitStack() as stack:
            made = [
                Server(
                    self.models.ref.base, self.work / f"precision{place}.log", 220,
                    (*SHARED, *each.words, *(lora * each.adapters)), env=each.env,
                )
                for place, each in enumerate(PRECISIONS.values())
            ]  # fmt: skip
            for each in made:
                stack.callback(each.__exit__)
            expected = {
                self._name(ref): self._ask(serve(self.cpu, like, wish=CPU)) for ref, like in self.models.pairs()
            }
            stop_all(self.cpu)
            failed = []
            for name, server in zip(PRECISIONS, made, strict=True):
                print(f"   {name}", flush=True)
                try:
                    server.wait()
                    self._compare(PRECISIONS[name], server, expected)
                except (AssertionError, LabError, OSError) as error:
                    print(f"   {name}: {error}\n{end_of(server.log)}", flush=True)
                    failed.append(name)
            assert not failed, failed

    def _compare(self, precision: Precision, server: Server, expected: dict[str, list[list[Any]]]) -> None:
        found = []
        for model, theirs in expected.items():
            if model == "m" or precision.adapters:
                found.append(Agreement(model))
                for one, other in zip(self._ask(Endpoint(server.url, "none", model)), theirs, strict=True):
                    found[-1].add(one, other)
                print(f"     {found[-1]}", flush=True)
        for each in found:
            if precision.exact:
                each.hold()

    def _name(self, ref: ModelRef) -> str:
        """As the server knows it."""
        return "both" if ref is self.models.both else ref.name if ref.adapter else "m"

    def _ask(self, endpoint: Endpoint) -> list[list[Any]]:
        return [greedy(endpoint, question) for question in QUESTIONS]
