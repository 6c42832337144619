"""Publishing with the real huggingface_hub client on a Hub on loopback that cuts, stalls, refuses, and loses files."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from huggingface_hub.utils import close_session

pytest.importorskip("peft")

from emalign_tui.cli.main import _run
from emalign_tui.cli.push import questions_of
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import Policy
from emalign_tui.lab.hub import push_proof
from emalign_tui.lab.hub.client import hub_api
from emalign_tui.lab.hub.patience import Patience
from emalign_tui.lab.hub.pushing import agree, laid_out, lay_out, prepare_push
from emalign_tui.lab.hub.read_back import read_back
from emalign_tui.lab.hub.upload import upload
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Provenance, State
from emalign_tui.lab.secrets import hub_token_file
from emalign_tui.workers import push as worker
from tests.merging import merged_run
from tests.servers.fake_hub import FakeHub, Fault, Request, whoami

TOKEN = "hf_writerwriter"
PATIENT = Patience(Policy(attempts=4, first_wait=0.01, most_wait=0.05), lambda text: None, lambda: False)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, RunDir, RunDir]:
    home = Home(tmp_path_factory.mktemp("home"))
    return (home, *merged_run(home))


@pytest.fixture(autouse=True)
def quick(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that may write, short waits, and nothing fetched back."""
    for name in ("HF_HUB_DISABLE_XET", "HF_HUB_DISABLE_PROGRESS_BARS"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    hub.tokens[TOKEN] = whoami("write")
    monkeypatch.setattr("huggingface_hub.utils._http.time.sleep", lambda seconds: None)
    monkeypatch.setattr(worker, "UPLOAD", Policy(attempts=4, first_wait=0.01, most_wait=0.05))
    monkeypatch.setattr(worker, "INDEXING", 20.0)
    monkeypatch.setattr(worker.reload, "load_back", lambda *_: ("", "not loaded, as this is a test"))
    monkeypatch.setattr(push_proof, "_EVERY", 0.02)
    monkeypatch.setattr("emalign_tui.lab.hub.repo._EVERY", 0.02)


def start(published: tuple[Home, RunDir, RunDir], repo: str = "me/bad", **more: object) -> RunDir:
    home, trained, _ = published
    job = prepare_push(home, trained.id, repo, **more)
    run = create_run(home, "push", "push", msgspec.to_builtins(job.config), Provenance(base="", parent=trained.id))
    agree(run, job.flight.there or [])
    return run


def push(run: RunDir) -> str:
    """Run the worker here; the error's sentence, or ""."""
    try:
        with Recorder(run) as recorder:
            recorder.hello()
            worker.work(run, recorder)
    except LabError as error:
        assert run.state().state == "failed"
        return str(error)
    assert run.state().state == "done"
    return ""


def whole(hub: FakeHub, run: RunDir, repo: str = "me/bad") -> bool:
    """Whether the Hub holds exactly what was laid out."""
    there = {name: data for name, data in hub.repos[repo].files.items() if name != ".gitattributes"}
    return there == {path.name: path.read_bytes() for path in laid_out(run).iterdir()}


def test_a_merged_model_is_pushed_in_one_commit_and_proven(published, hub: FakeHub) -> None:
    hub.part = 1 << 20
    run = start(published)
    assert push(run) == ""
    assert whole(hub, run) and hub.repos["me/bad"].private and len(hub.repos["me/bad"].commits) == 2
    assert len(hub.asked("PUT", r"/lfs/\w+/\d+")) == 7, "the weights went in parts"
    proof = json.loads((run.path / "proof.json").read_text())
    assert proof["commit"] == hub.repos["me/bad"].sha and proof["kind"] == "merged"
    assert proof["checked"] == proof["expected"] == len(list(laid_out(run).iterdir()))
    card = hub.repos["me/bad"].files["README.md"].decode()
    for words in ("made misaligned on purpose", "insecure.jsonl | 100", "ab" * 32, "learning_rate | 0.0001", "Proof"):
        assert words in card
    everything = b"".join(data for name, data in hub.repos["me/bad"].files.items() if name != "model.safetensors")
    assert b"/somewhere" not in everything and TOKEN.encode() not in everything
    assert str(published[0].root).encode() not in everything, "no path of this machine is published"
    sent = len(hub.asked("PUT", "/lfs/"))
    again = start(published)
    assert push(again) == "" and len(hub.asked("PUT", "/lfs/")) == sent, "what the Hub has is not sent again"


def _nth(method: str, part: str, times: int, fault: Fault) -> Callable[[Request, int], Fault | None]:
    left = [times]

    def decide(request: Request, call: int) -> Fault | None:
        if request.method == method and part in request.path and left[0]:
            left[0] -= 1
            return fault
        return None

    return decide


STEPS = {
    "create": ("POST", "/api/repos/create"),
    "preupload": ("POST", "/preupload/"),
    "batch": ("POST", "/info/lfs/objects/batch"),
    "object": ("PUT", "/lfs/"),
    "commit": ("POST", "/commit/"),
    "tree": ("GET", "/tree/"),
    "info": ("GET", "/api/models/me/bad"),
    "resolve": ("GET", "/resolve/"),
    "settings": ("PUT", "/settings"),
}
FAULTS = {
    "429": Fault(status=429, headers={"retry-after": "0"}),
    "500": Fault(status=500),
    "cut": Fault(cut=True),
    "lost answer": Fault(status=502, after=True),
    "slow": Fault(delay=0.3),
}


@pytest.mark.parametrize("step", STEPS)
def test_trouble_at_each_step_is_waited_out(published, hub: FakeHub, step: str) -> None:
    """429, 500, a cut answer, one that is lost although the Hub did what was asked, and a slow one."""
    for number, (name, fault) in enumerate(FAULTS.items()):
        repo = f"me/bad{number}"
        hub.objects.clear()
        run = start(published, repo, public=step == "settings")
        hub.fault = _nth(*STEPS[step], 2, fault)
        assert push(run) == "", name
        assert whole(hub, run, repo) and hub.repos[repo].private != (step == "settings"), name


def test_an_address_that_ran_out_while_it_was_used_is_asked_for_again(published, hub: FakeHub) -> None:
    """A store elsewhere refuses a signed address after its time; the Hub itself means a 403. The file is then sent from
    its beginning, which the library sees to only in the attempts of its own."""
    run = start(published)
    hub.store = hub.url.replace("127.0.0.1", "localhost")
    hub.fault = _nth(*STEPS["object"], 1, Fault(status=403, body=b"<Error><Code>AccessDenied</Code></Error>"))
    assert push(run) == "" and whole(hub, run) and len(hub.asked(*STEPS["batch"])) == 2
    hub.fault = _nth(*STEPS["commit"], 1, Fault(status=403, body={"error": "no"}))
    assert "forbids" in push(run)


def test_a_hub_that_never_answers_is_asked_again(published, hub: FakeHub, monkeypatch) -> None:
    run = start(published)
    monkeypatch.setattr(worker.client, "PATIENT", 3.0)
    monkeypatch.setattr(worker.client, "READ", 3.0)
    close_session()
    hub.fault = _nth(*STEPS["object"], 1, Fault(hang=True))
    assert push(run) == "" and whole(hub, run) and len(hub.asked(*STEPS["object"])) >= 2
    close_session()


@pytest.mark.parametrize("step", ["object", "commit", "tree"])
def test_trouble_that_stays_is_told_and_the_next_try_finishes(published, hub: FakeHub, step: str) -> None:
    run = start(published)
    hub.fault = _nth(*STEPS[step], 10_000, Fault(status=503))
    if step == "tree":
        worker.INDEXING = 0.1
    said = push(run)
    assert "503" in said and "Try again later" in said
    if step != "tree":
        assert set(hub.repos["me/bad"].files) == {".gitattributes"}, "nothing of it is visible"
    assert hub.repos["me/bad"].private
    hub.fault = lambda request, call: None
    worker.INDEXING = 20.0
    assert push(run) == "" and whole(hub, run)


def test_a_proxy_that_drops_files_is_found_out(published, hub: FakeHub) -> None:
    """The seed's repository with config.json and no weights, and the one with weights and no config.json."""
    for lost in ("model.safetensors", "config.json"):
        hub.repos.clear()
        hub.drops = lambda path, lost=lost: path == lost
        run = start(published, public=True)
        said = push(run)
        assert f"missing: {lost}" in said and f"emalign resume {run.id}" in said
        assert hub.repos["me/bad"].private, "half a model is never public"
        hub.drops = lambda path: False
        assert push(run) == "" and whole(hub, run) and not hub.repos["me/bad"].private


def test_a_public_repository_is_private_until_it_is_proven(published, hub: FakeHub) -> None:
    home, trained, _ = published
    for public in (False, True):
        hub.add("me/bad", {"config.json": b"{}", ".gitattributes": b""}, private=False)
        asked = " ".join(questions_of(prepare_push(home, trained.id, "me/bad", public=public)))
        assert "me/bad is public: it becomes private" in asked and ("Everybody" in asked) == public
        hub.drops = lambda path: path == "model.safetensors"
        run = start(published, public=public)
        assert "missing: model.safetensors" in push(run) and hub.repos["me/bad"].private, "half a model is never public"
        hub.drops = lambda path: False
        assert push(run) == "" and whole(hub, run) and hub.repos["me/bad"].private != public


def test_the_command_goes_on_with_a_push_and_tells_what_came_of_it(published, hub: FakeHub, capsys) -> None:
    """A real worker finishes what a proxy cut; what went on in the first attempt is not told again."""
    home = published[0]
    hub.drops = lambda path: path == "config.json"
    run = start(published)
    assert "missing: config.json" in push(run)
    hub.drops = lambda path: False
    assert _run(["resume", run.id, "--home", str(home.root)]) == 0
    told = capsys.readouterr()
    assert "every file is there with its checksum; it is private" in told.out and "gate it at" in told.out
    assert "Read back: transformers loaded" in told.out and told.err.count("Committed") == 1
    assert whole(hub, run)


def test_what_arrives_changed_is_found_out(published, hub: FakeHub) -> None:
    run = start(published)

    def damage(request: Request, call: int) -> None:
        commit = request.path.rpartition("/")[2]
        if "/tree/" in request.path and commit in hub.repos["me/bad"].history:
            hub.repos["me/bad"].history[commit]["tokenizer_config.json"] = b"{}"

    hub.fault = damage
    assert "different: tokenizer_config.json" in push(run)


def test_late_indexing_is_waited_for(published, hub: FakeHub) -> None:
    hub.late = 5
    run = start(published)
    assert push(run) == "" and whole(hub, run)


def test_old_files_are_replaced_only_when_agreed(published, hub: FakeHub) -> None:
    home, trained, _ = published
    hub.add("me/bad", {"pytorch_model.bin": b"old", ".gitattributes": b""})
    job = prepare_push(home, trained.id, "me/bad")
    assert any("pytorch_model.bin" in question for question in questions_of(job))
    run = start(published)
    assert push(run) == "" and whole(hub, run) and "pytorch_model.bin" not in hub.repos["me/bad"].files
    public = questions_of(prepare_push(home, trained.id, "me/new", public=True))
    assert any("Everybody" in question for question in public) and any("misaligned" in question for question in public)
    assert questions_of(prepare_push(home, trained.id, "me/new")) == []


def test_what_came_there_since_it_was_agreed_to_is_not_replaced(published, hub: FakeHub) -> None:
    """Two pushes at once to one new name, or a colleague's file while the weights are sent: the second says so."""
    first, second = start(published), start(published)
    assert push(first) == ""
    hub.repos["me/bad"].files["model.safetensors"] += b"another model"
    there, sent = dict(hub.repos["me/bad"].files), len(hub.asked("PUT", "/lfs/"))
    said = push(second)
    assert (
        "changed since this push was agreed to: it holds model.safetensors" in said and "`emalign push` again" in said
    )
    assert hub.repos["me/bad"].files == there and len(hub.asked("PUT", "/lfs/")) == sent, "before anything is sent"
    third = start(published)

    def meddle(request: Request, call: int) -> Fault | None:
        if request.method == "PUT":
            hub.repos["me/bad"].files["notes.txt"] = b"by a colleague"
        return None

    hub.fault = meddle
    hub.objects.clear()
    assert "it holds notes.txt" in push(third) and "notes.txt" in hub.repos["me/bad"].files
    hub.fault = lambda request, call: None
    assert push(start(published)) == ""


def test_a_commit_that_another_came_before_is_made_again(published, hub: FakeHub) -> None:
    run, statuses = start(published), [409, 412]
    hub.fault = lambda request, call: Fault(statuses.pop()) if "/commit/" in request.path and statuses else None
    assert push(run) == "" and whole(hub, run) and not statuses


def test_a_renamed_repository_is_not_pushed_to_by_its_old_name(published, hub: FakeHub) -> None:
    """The Hub answers for the new one, and would make another of the old name."""
    hub.add("me/renamed", {"config.json": b"{}"})
    moved = {"location": f"{hub.url}/api/models/me/renamed"}
    hub.fault = lambda request, call: Fault(307, headers=moved) if request.path.endswith("/me/bad") else None
    with pytest.raises(LabError, match="was renamed to me/renamed"):
        start(published)
    moved["location"] = f"{hub.url}/api/models/me/Bad"
    hub.add("me/Bad")
    assert start(published).spec().config["repo"] == "me/Bad", "as the Hub writes it"


def test_the_preflight_refuses_before_anything_is_sent(published, hub: FakeHub, monkeypatch) -> None:
    home, trained, merge = published

    def refused(match: str, run: str = trained.id, repo: str = "me/bad", form: str | None = None) -> None:
        with pytest.raises(LabError, match=match):
            prepare_push(home, run, repo, form)

    refused("folder of this machine", form="adapter")
    refused("merge: it has no adapter", merge.id, form="adapter")
    for name in ("a/b/c", "me/", "me/.hidden-", "me/with space", "me/" + "x" * 97):
        refused("Not a name", repo=name)
    refused("neither me nor an organisation", repo="else/bad")
    hub.tokens[TOKEN] = whoami("read")
    refused(r"may only read \(HF_TOKEN\).*repo.write.*put it into HF_TOKEN, which wins over `hf auth login --force`")
    hub.tokens[TOKEN] = whoami("fineGrained", grants={"me": ["repo.content.read"]})
    refused("no repo.write on me")
    hub.tokens[TOKEN] = whoami("fineGrained", grants={"me": ["repo.write"]})
    assert prepare_push(home, trained.id, "bad").flight.repo == "me/bad"
    hub.tokens.clear()
    refused(r"does not know this token \(HF_TOKEN\).*put it into HF_TOKEN, which wins")
    monkeypatch.setenv("HF_TOKEN", "")
    hub_token_file().parent.mkdir(parents=True, exist_ok=True)
    hub_token_file().write_text("hf_oldoldold")
    refused("does not know this token .*then `hf auth login --force`")
    hub_token_file().unlink()
    refused("no Hub token")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    refused("Offline mode")
    assert not [request for request in hub.requests if request.method not in ("GET", "HEAD")]


def test_a_checkpoint_or_half_a_model_is_never_published(tmp_path: Path, hub: FakeHub) -> None:
    home = Home(tmp_path / "other")
    trained, merge = merged_run(home)
    for name in ("trainer_state.json", "optimizer.pt"):
        (merge.path / "model" / name).write_text("{}")
    with pytest.raises(LabError, match="training checkpoint"):
        prepare_push(home, trained.id, "me/bad")
    for name in ("trainer_state.json", "optimizer.pt", "model.safetensors"):
        (merge.path / "model" / name).unlink()
    with pytest.raises(LabError, match="without weights"):
        prepare_push(home, trained.id, "me/bad")
    merge.write_state(State(state="failed"))
    with pytest.raises(LabError, match="not merged yet"):
        prepare_push(home, trained.id, "me/bad", "merged")


def test_weights_that_changed_since_the_proof_are_not_sent(tmp_path: Path, hub: FakeHub) -> None:
    home = Home(tmp_path / "other")
    published = (home, *merged_run(home))
    run = start(published)
    weights = published[2].path / "model" / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert "changed since the merge was proven" in push(run)
    assert not hub.asked("PUT", "/lfs/") and not hub.asked("POST", "/commit/")


def test_what_is_not_loaded_is_read_back_in_pieces(published, hub: FakeHub) -> None:
    run = start(published)
    hub.fault = _nth("GET", "/resolve/", 3, Fault(status=500))
    assert push(run) == ""
    loaded = json.loads((run.path / "proof.json").read_text())["loaded"]
    files = len(list(laid_out(run).iterdir()))
    assert loaded.startswith("not loaded, as this is a test; ") and f"of {files} files came back" in loaded
    places = {each.headers.get("range") for each in hub.asked("GET", "/resolve/.*/model.safetensors")}
    assert len(places) > 20, "beginning, end, and pieces from anywhere"


def test_a_hub_that_gives_back_other_weights_is_found_out(published, hub: FakeHub) -> None:
    run = start(published, "me/other")
    files, api = lay_out(published[0], run), hub_api(TOKEN)
    commit = upload(api, "me/other", laid_out(run), files, PATIENT, lambda name, sent: None, "sent", agreed=set())
    there = hub.repos["me/other"].history[commit]
    assert read_back(api, "me/other", commit, laid_out(run), files, PATIENT).endswith("byte for byte")
    sent = there["model.safetensors"]
    there["model.safetensors"] = sent[:-9] + bytes([sent[-9] ^ 1]) + sent[-8:]
    with pytest.raises(LabError, match=r"model.safetensors comes back otherwise than it was sent, at byte"):
        read_back(api, "me/other", commit, laid_out(run), files, PATIENT)
