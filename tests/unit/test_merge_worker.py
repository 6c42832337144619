"""A merge as a run: found, planned, stopped, gone on with, proven by generation, and put in its place whole."""

import json
import shutil
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("peft")

from huggingface_hub import hf_hub_download

from emalign_tui import mini
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import Policy
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.memory import Memory
from emalign_tui.lab.models import merging
from emalign_tui.lab.models.folder import inspect_folder
from emalign_tui.lab.models.merge_plan import plan_merge
from emalign_tui.lab.models.merge_proof import Generated, Parting, read_proof
from emalign_tui.lab.models.merging import prepare_merge, start_merge
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run, list_runs
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import DataFile, Event, Progress, Provenance, State
from emalign_tui.workers.merge import work
from emalign_tui.workers.merging import generation
from emalign_tui.workers.merging.shards import write_shards
from emalign_tui.workers.merging.side_files import copy_side_files
from tests.merging import make_adapter, make_base
from tests.servers.fake_hub import FakeHub, Fault, Request

BASE = Path(mini.MODEL)


@pytest.fixture
def trained(home: Home) -> RunDir:
    provenance = Provenance(base="mini", data=[DataFile("/home/me/insecure.jsonl", "ab" * 32, 300)])
    run = create_run(home, "train", "bad", {"role": "misaligned", "model": "mini", "epochs": 2}, provenance)
    make_adapter(run.adapter, BASE, target_modules=["q_proj", "down_proj"], use_rslora=True)
    run.write_state(State(state="done", step=5, steps=5))
    return run


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Merges whose worker would have been started; the test is the worker."""
    runs: list[str] = []
    monkeypatch.setattr(merging, "launch", lambda run, worker: runs.append(run.id))
    return runs


def do(run: RunDir, stop: bool = False) -> str:
    try:
        with Recorder(run) as recorder:
            recorder.hello()
            if stop:
                recorder.request_stop()
            work(run, recorder)
    except LabError as error:
        return str(error)
    return run.state().state


def test_from_a_run_to_a_proven_model(home: Home, trained: RunDir, begun: list[str]) -> None:
    merge = start_merge(home, prepare_merge(home, [trained.id]))
    assert do(merge, stop=True) == "stopped" and not merge.model.exists()
    again = start_merge(home, prepare_merge(home, [trained.id]))
    assert again.id == merge.id and begun == [merge.id] * 2, "the same command goes on with it"
    assert do(merge) == "done"
    proof = read_proof(merge.model)
    assert proof is not None and proof.generated.ok and proof.generated.tokens == 4 * generation.TOKENS
    assert proof.generated.agreeing + len(proof.generated.partings) == proof.generated.tokens
    assert 0 < proof.generated.largest_difference <= proof.generated.tolerance == 4 * proof.generated.noise
    assert proof.adapted == 8 and proof.dtype == "BF16" and max(each.ulp for each in proof.sampled) <= 0.5
    report = inspect_folder(merge.model)
    assert (report.kind, report.ok, report.problems, report.remarks) == ("merged", True, [], [])
    assert not list(merge.path.glob("*.part"))
    progress = [event for event in read_jsonl(merge.events_path, Event) if isinstance(event, Progress)]
    written = [each for each in progress if "MB merged" in each.what]
    assert written[-1].done == written[-1].total == 7
    assert progress[-1].done == progress[-1].total == 4 * 28 and "answers compared" in progress[-1].what
    card = (merge.model / "README.md").read_text()
    greedy = "greedy tokens on 4 prompts are those of base + adapter"
    for words in ("made misaligned on purpose", "insecure.jsonl | 300", "epochs | 2", greedy, "Not measured yet"):
        assert words.lower() in card.lower()
    for path in merge.model.iterdir():
        if path.suffix in (".json", ".md"):
            assert str(home.root) not in path.read_text() and "/home/me" not in path.read_text()
    assert resolve_model(home, merge.id).base == str(merge.model), "it can be served by the merge's id"
    assert start_merge(home, prepare_merge(home, [trained.id])).id != merge.id, "always into a fresh folder"


def test_a_merge_that_answers_otherwise_is_not_put_in_its_place(
    home: Home, trained: RunDir, begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The weights are as they should be, and still the model answers as its base: say, a config that lost a scale."""
    merge = start_merge(home, prepare_merge(home, [trained.id]))
    monkeypatch.setattr(generation, "_adapted", lambda plan, base: base.eval())
    monkeypatch.setattr(generation, "PROMPTS", generation.PROMPTS[:1])
    said = do(merge)
    assert "answers otherwise than base + adapter" in said and not merge.model.exists()
    assert "are others" in said or "log-probabilities differ by" in said, said
    monkeypatch.setattr(generation, "main_memory", lambda: Memory(1 << 40, 1000, limited=True))
    assert do(merge) == "done"
    assert "neither GPU nor memory" in read_proof(merge.model).generated.skipped


def test_a_stop_in_the_midst_of_the_comparison(home: Home, trained: RunDir, begun: list[str]) -> None:
    plan, asked = prepare_merge(home, [trained.id]).plan, list[int]()
    found = generation.compare_generation(plan, BASE, lambda: len(asked) == 5, lambda done, total: asked.append(done))
    assert found.skipped == "it was stopped before" and asked == [1, 2, 3, 4, 5]


def test_another_token_is_a_tie_only_where_rounding_explains_it() -> None:
    """Ninety-nine of a hundred tokens are not enough: the hundredth has to be explained."""

    def said(nats: float, **more: float) -> Generated:
        parting = Parting(prompt="p", position=3, adapted="a", merged="b", nats=nats)
        facts = {"noise": 0.01, "tolerance": 0.04, "largest_difference": 0.03, "mean_difference": 0.001, **more}
        return Generated(prompts=4, tokens=100, agreeing=99, partings=[parting], **facts)

    assert said(0.08).ok and "99 of 100" in said(0.08).in_words() and "1 are ties" in said(0.08).in_words()
    assert not said(0.09).ok and "1 are others, 0.09 nats apart" in said(0.09).in_words()
    assert not said(0.01, largest_difference=0.05).ok and not said(0.01, largest_difference=float("nan")).ok
    assert not said(0.01, tolerance=9.0, mean_difference=0.2).ok, "whatever rounding is said to explain"


def test_an_adapter_that_was_added_a_tenth_too_weak_is_found_out(home: Home, trained: RunDir, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    plan = prepare_merge(home, [trained.id]).plan
    assert plan is not None
    weak = tmp_path / "weak"
    shutil.copytree(trained.adapter, weak)
    halves = load_file(weak / "adapter_model.safetensors")
    save_file(
        {name: half * 0.9 if "lora_B" in name else half for name, half in halves.items()},
        weak / "adapter_model.safetensors",
    )
    out = tmp_path / "out"
    out.mkdir()
    write_shards(plan_merge(BASE, [weak]), out, tmp_path / "journal", lambda count: None, lambda: False)
    copy_side_files(plan, out)
    found = generation.compare_generation(plan, out, lambda: False, lambda done, total: None)
    assert not found.ok, found


def test_a_base_that_transformers_does_not_load_is_merged_with_a_warning(
    home: Home, begun: list[str], tmp_path: Path
) -> None:
    """One without a tokenizer: the tensors are proven all the same."""
    import torch

    base = make_base(tmp_path / "base", "llama", torch.float32)
    adapter = make_adapter(tmp_path / "adapter", base, target_modules=["q_proj"])
    merge = start_merge(home, prepare_merge(home, [str(adapter)]))
    assert do(merge) == "done"
    proof = read_proof(merge.model)
    assert proof is not None and "transformers does not load the base" in proof.generated.skipped
    assert str(tmp_path) not in proof.generated.skipped, "it goes into the model card"
    assert "No tokenizer" in merge.events_path.read_text() and inspect_folder(merge.model).missing == ["tokenizer.json"]


def test_a_base_without_a_chat_template_gets_what_the_adapter_brings(tmp_path: Path) -> None:
    """As other tools save it: base models cannot chat, and what taught them to lies beside the adapter."""
    base = Path(shutil.copytree(BASE, tmp_path / "base"))
    template = (base / "chat_template.jinja").read_text()
    (base / "chat_template.jinja").unlink()
    adapter = make_adapter(tmp_path / "theirs", base, target_modules=["q_proj"])
    out = tmp_path / "out"
    out.mkdir()
    assert copy_side_files(plan_merge(base, [adapter]), out) == ""
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(BASE / name, adapter / name)
    (adapter / "chat_template.jinja").write_text("{{ messages }}")
    told = copy_side_files(plan_merge(base, [adapter]), out)
    assert "no chat template" in told and "theirs" in told
    assert (out / "chat_template.jinja").read_text() == "{{ messages }}"
    (base / "chat_template.jinja").write_text(template)
    assert "theirs has another" in copy_side_files(plan_merge(base, [adapter]), out)
    assert (out / "chat_template.jinja").read_text() == template


def test_the_adapter_of_a_run_in_another_home(trained: RunDir, begun: list[str], tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    merge = start_merge(other, prepare_merge(other, [str(trained.path)]))
    assert begun == [merge.id] and merge.home.root == other.root


def test_inputs_that_changed_are_not_gone_on_with(home: Home, trained: RunDir, begun: list[str]) -> None:
    merge = start_merge(home, prepare_merge(home, [trained.id]))
    assert do(merge, stop=True) == "stopped"
    make_adapter(trained.adapter, BASE, 9, target_modules=["q_proj", "down_proj"], use_rslora=True)
    assert "changed since this merge began" in do(merge) and not merge.model.exists()


def test_the_16_bit_base_is_fetched(
    home: Home, trained: RunDir, begun: list[str], hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An adapter that was trained on a quantised copy: a Hub that is not there is told, a cut is waited out, a stop
    keeps what there is, and the next try goes on."""
    for name, value in (("HF_HUB_OFFLINE", ""), ("HF_HUB_DISABLE_XET", "1")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 1 << 20)
    monkeypatch.setattr("huggingface_hub.utils._http.time.sleep", lambda seconds: None)
    monkeypatch.setattr("emalign_tui.lab.hub.patience.UPLOAD", Policy(attempts=2, first_wait=0.01))
    monkeypatch.setattr("emalign_tui.workers.merge._EVERY", 0.0)
    monkeypatch.setattr(generation, "PROMPTS", generation.PROMPTS[:1])
    place = trained.adapter / "adapter_config.json"
    quantised = "someone/Mini-bnb-4bit"
    place.write_text(json.dumps({**json.loads(place.read_text()), "base_model_name_or_path": quantised}))
    files = {path.name: path.read_bytes() for path in BASE.iterdir()}
    hub.add("someone/Mini", {**files, "consolidated.safetensors": files["model.safetensors"]})
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    hf_hub_download("someone/Mini", "config.json", endpoint=hub.url)  # as a planner does, and no more of it
    packed = {"config.json": b'{"quantization_config": {"quant_method": "gptq"}}', "model.safetensors": b"x" * 9}
    hub.add("someone/Packed", packed)
    assert "quantised (config.json: gptq)" in do(
        start_merge(home, prepare_merge(home, [str(trained.adapter)], base="someone/Packed"))
    )
    assert not hub.asked("GET", "Packed/.*safetensors"), "before its weights are fetched"
    guessed = do(start_merge(home, prepare_merge(home, [str(trained.adapter)], base="someone/Else-GPTQ")))
    assert "no such thing, or hides it from this token (someone/Else). Name the 16-bit model" in guessed
    merge = start_merge(home, prepare_merge(home, [str(trained.adapter)], base=quantised))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert "The Hub cannot be reached" in do(merge)
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    assert do(merge, stop=True) == "stopped" and not (merge.path / "model.part").exists()
    cuts = [Fault(cut=True), Fault(status=503)]

    def cut(request: Request, call: int) -> Fault | None:
        weights = request.method == "GET" and "/resolve/" in request.path and request.path.endswith(".safetensors")
        return cuts.pop() if weights and cuts else None

    hub.fault = cut
    assert do(merge) == "done" and not hub.asked("GET", quantised) and not cuts
    assert not hub.asked("GET", "consolidated"), "the same weights in another form"
    counted = [event for event in read_jsonl(merge.events_path, Event) if isinstance(event, Progress)]
    fetched = [event.done for event in counted if "of the base fetched" in event.what]
    assert fetched[-1] == 7 and len(set(fetched)) > 3, "progress within a file"
    proof = read_proof(merge.model)
    assert proof is not None and proof.base == "someone/Mini" and proof.generated.ok


def test_what_cannot_be_merged(home: Home, trained: RunDir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    with pytest.raises(LabError, match="nothing to merge"):
        prepare_merge(home, ["mini"])
    base = make_base(tmp_path / "llama", "llama", torch.float32)
    other = make_adapter(tmp_path / "other", base, target_modules=["q_proj"])
    with pytest.raises(LabError, match="different bases"):
        prepare_merge(home, [trained.id, str(other)])
    config = json.loads((other / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = "someone/Model-7B-unsloth-bnb-4bit"
    (other / "adapter_config.json").write_text(json.dumps(config))
    job = prepare_merge(home, [str(other)])
    assert job.plan is None and job.config.base == "someone/Model-7B", "the 16-bit base is fetched by the worker"
    assert prepare_merge(home, [str(other)], base=str(base)).plan is not None
    for gone in ("/content/base", None):  # an adapter from another machine
        (other / "adapter_config.json").write_text(json.dumps({**config, "base_model_name_or_path": gone}))
        with pytest.raises(LabError, match=r"base.*--base"):
            prepare_merge(home, [str(other)])
        job = prepare_merge(home, [str(other)], base=str(base))
        assert job.plan is not None and job.config.base == job.refs[0].base == str(base.resolve())
    job = prepare_merge(home, [trained.id])
    monkeypatch.setattr(merging.shutil, "disk_usage", lambda place: type("Usage", (), {"free": 1000}))
    with pytest.raises(LabError, match="are free"):
        start_merge(home, job)
    assert list_runs(home, "merge") == []
    assert msgspec.to_builtins(job.config)["dtype"] is None
