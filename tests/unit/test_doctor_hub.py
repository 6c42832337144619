"""The Hub checks, against a Hub on loopback: stale and read-only tokens, uploads, repositories of every kind."""

import time
from pathlib import Path

import pytest

from emalign_tui.lab.doctor import model as model_check
from emalign_tui.lab.doctor.check import CheckResult, Subject
from emalign_tui.lab.doctor.run import run_checks
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub import repo as repo_reader
from emalign_tui.lab.paths import Home
from tests.making_models import make_models
from tests.servers.fake_hub import FakeHub, Fault, Request, whoami

GOOD, STALE, OTHER = "hf_goodgoodgood", "hf_stalestale", "hf_otherother"


def one(home: Home, name: str, **subject: object) -> CheckResult:
    (result,) = run_checks(home, [name], subject=Subject(**subject))
    return result


@pytest.fixture
def token_file(tmp_path: Path, hub: FakeHub) -> Path:
    file = tmp_path / "hf" / "token"
    file.parent.mkdir()
    return file


def test_no_token(home: Home, hub: FakeHub) -> None:
    result = one(home, "hub_token")
    assert (result.status, result.fix) == ("warn", "hf auth login --force") and result.action is not None
    assert result.action.asks == "secret"
    assert one(home, "hub_token", repo="me/model").status == "fail"
    assert hub.requests == [], "there is nothing to ask"


def test_a_good_token(home: Home, hub: FakeHub, token_file: Path) -> None:
    token_file.write_text(GOOD)
    hub.tokens[GOOD] = whoami("write", orgs={"lab": "read"})
    result = one(home, "hub_token", repo="me/model")
    assert result.status == "ok" and result.fix == ""
    assert f"{token_file}: write token 'laptop' of me" in result.evidence and hub.url in result.evidence
    club = one(home, "hub_token", repo="lab/model")
    assert club.status == "fail" and "me is only read in lab" in club.evidence
    assert "repo.write on lab" in club.fix and f"{hub.url}/settings/tokens" in club.fix


def test_a_token_that_may_only_read(home: Home, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", GOOD)
    hub.tokens[GOOD] = whoami("read")
    assert one(home, "hub_token").status == "warn"
    result = one(home, "hub_token", repo="me/model")
    assert result.status == "fail" and "403" in result.evidence and "repo.write on me" in result.fix
    hub.tokens[GOOD] = whoami("fineGrained", grants={"me": ["repo.content.read"], "elsewhere": ["repo.write"]})
    result = one(home, "hub_token", repo="me/model")
    assert result.status == "fail" and "no repo.write on me, only on elsewhere" in result.evidence


def test_rights_that_nobody_knows_never_pass(home: Home, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", GOOD)
    for answer in (
        {"name": "me"},
        {"name": "me", "auth": {"accessToken": {"role": "god"}}},
        whoami("fineGrained") | {"auth": 1},
    ):
        hub.tokens[GOOD] = answer
        result = one(home, "hub_token", repo="me/model")
        assert result.status == "warn" and "--probe-write" in result.fix
    hub.tokens[GOOD] = ["nonsense"]
    assert "cannot be read" in one(home, "hub_token").evidence


def test_the_stale_token_in_the_environment(
    home: Home, hub: FakeHub, token_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The secret was changed, the variable was not: the old one wins, and fails."""
    token_file.write_text(GOOD)
    monkeypatch.setenv("HF_TOKEN", STALE)
    hub.tokens[GOOD] = whoami("write")
    result = one(home, "hub_token", repo="me/model")
    assert result.status == "fail" and result.fix == "unset HF_TOKEN"
    assert "does not know the token in HF_TOKEN" in result.evidence
    assert f"the one in {token_file} is valid (write, me) and not used" in result.evidence
    assert result.action is not None and "HF_TOKEN" in result.action.what
    said = result.action.run(home, "")
    assert "unset HF_TOKEN" in said
    assert one(home, "hub_token", repo="me/model").status == "ok", "this process now uses the file's"


def test_two_valid_tokens_that_differ(
    home: Home, hub: FakeHub, token_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token_file.write_text(GOOD)
    monkeypatch.setenv("HUGGING_FACE_HUB_TOKEN", OTHER)
    hub.tokens[GOOD], hub.tokens[OTHER] = whoami("write"), whoami("read")
    result = one(home, "hub_token")
    assert (
        result.status == "warn"
        and f"HUGGING_FACE_HUB_TOKEN wins over a different token in {token_file}" in result.evidence
    )
    assert result.fixable and "unset HUGGING_FACE_HUB_TOKEN" in result.fix
    monkeypatch.setenv("HUGGING_FACE_HUB_TOKEN", GOOD)
    assert one(home, "hub_token").status == "ok", "the same token twice is no trap"


def test_what_is_no_token(home: Home, hub: FakeHub, token_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_ENDPOINT")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    for odd in ("sk-abcdefgh", "hf_a b", "hf_abc\x01defg", "hf_ümlaut"):
        monkeypatch.setenv("HF_TOKEN", odd)
        result = one(home, "hub_token")
        assert result.status == "warn" and "does not look like a token" in result.evidence
        assert odd not in result.evidence + result.fix
    token_file.write_text(GOOD)
    result = one(home, "hub_token")
    assert result.fix == "unset HF_TOKEN" and result.action is not None and result.action.asks == "none"
    token_file.unlink()
    monkeypatch.delenv("HF_TOKEN")
    token_file.mkdir()
    assert one(home, "hub_token").status == "warn"


def test_stored_tokens_that_nobody_uses(home: Home, hub: FakeHub, token_file: Path) -> None:
    token_file.with_name("stored_tokens").write_text(f"[laptop]\nhf_token = {GOOD}\n")
    result = one(home, "hub_token")
    assert "1 are stored by name" in result.evidence and result.fix == "hf auth switch"


def test_stored_tokens_that_are_damaged(home: Home, hub: FakeHub, token_file: Path) -> None:
    token_file.write_text(GOOD)
    hub.tokens[GOOD] = whoami("write")
    token_file.with_name("stored_tokens").write_text(f"hf_token = {OTHER}\n")
    result = one(home, "hub_token")
    assert result.status == "warn" and "stored by name cannot be read" in result.evidence and "--force" in result.fix
    assert OTHER not in result.evidence


def test_where_else_tokens_lie(home: Home, hub: FakeHub, token_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same token in several places is no fault, nor are others that are stored by name."""
    monkeypatch.setenv("HF_TOKEN", GOOD)
    monkeypatch.setenv("HUGGING_FACE_HUB_TOKEN", GOOD)
    token_file.write_text(GOOD)
    names = token_file.with_name("stored_tokens")
    names.write_text(f"[laptop]\nhf_token = {GOOD}\n[box]\nhf_token = {OTHER}\n")
    hub.tokens[GOOD] = whoami("write")
    result = one(home, "hub_token")
    assert result.status == "ok" and "HF_TOKEN: write token" in result.evidence
    places = f"HUGGING_FACE_HUB_TOKEN and in {token_file} and in {names}, laptop; others are in {names}, box"
    assert f"the same token is in {places}" in result.evidence and OTHER not in result.evidence


def test_offline_and_another_address(
    home: Home, hub: FakeHub, token_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token_file.write_text(GOOD)
    hub.tokens[GOOD] = whoami("write")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    result = one(home, "hub_token")
    assert result.status == "ok" and "HF_HUB_OFFLINE is set" in result.evidence and hub.requests == []
    assert one(home, "hub_token", repo="me/x").status == "warn"
    assert one(home, "hub_write", probe_write=True).status == "fail"
    monkeypatch.setenv("HF_ENDPOINT", "http://mirror.example")
    result = one(home, "hub_token")
    assert result.status == "warn" and "unencrypted" in result.evidence and "HF_ENDPOINT" in result.fix


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(status=403), "forbids"),
        (Fault(status=404), "is no Hub (404)"),
        (Fault(status=429), "429"),
        (Fault(status=500), "trouble"),
        (Fault(cut=True), "broke the connection off"),
    ],
)
def test_a_hub_in_trouble_is_a_warning(home: Home, hub: FakeHub, token_file: Path, fault: Fault, words: str) -> None:
    token_file.write_text(GOOD)
    hub.fault = lambda request, call: fault
    result = one(home, "hub_token", repo="me/x")
    assert result.status == "warn" and "not verified" in result.evidence and words in result.evidence
    hub.tokens[GOOD] = whoami("write")
    hub.fault = lambda request, call: Fault(delay=0.3)
    assert one(home, "hub_token", repo="me/x").status == "ok", "a slow one is waited for"


def test_a_hub_that_never_answers_is_a_warning(
    home: Home, hub: FakeHub, token_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token_file.write_text(GOOD)
    monkeypatch.setattr("emalign_tui.lab.hub.client.READ", 0.5)
    hub.fault = lambda request, call: Fault(hang=True)
    result = one(home, "hub_token", repo="me/x")
    assert result.status == "warn" and "not verified" in result.evidence and "in time" in result.evidence


def test_logging_in_through_the_action(
    home: Home, hub: FakeHub, real_login: FakeHub, token_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.tokens[GOOD] = whoami("write")
    action = one(home, "hub_token").action
    assert action is not None
    for wrong in ("", "two words", STALE):
        with pytest.raises(LabError) as caught:
            action.run(home, wrong)
        assert not token_file.exists() and STALE not in str(caught.value)
    said = action.run(home, f" {GOOD}\n")
    assert token_file.read_text() == GOOD and GOOD not in said and "write token of me" in said
    assert token_file.stat().st_mode & 0o077 == 0
    assert one(home, "hub_token", repo="me/x").status == "ok"
    monkeypatch.setenv("HF_TOKEN", STALE)
    assert "HF_TOKEN left out here" in action.run(home, GOOD)
    assert one(home, "hub_token", repo="me/x").status == "ok", "what was just given counts"


def test_a_browser_login_that_is_about_to_end_is_renewed(
    home: Home, real_login: FakeHub, token_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`hf auth login` stores a token that ends, and what renews it: huggingface_hub does that when it is asked."""
    monkeypatch.setattr(model_check, "_WAIT", 0.1)
    old, new = "hf_oauth_oldoldold", "hf_oauth_newnewnew"
    token_file.write_text(old)
    names = token_file.with_name("stored_tokens")
    names.write_text(f"[oauth-me]\nhf_token = {old}\nrefresh_token = refreshrefresh\nexpires_at = 1000\n")
    real_login.tokens[new] = {"name": "me", "auth": {"type": "app_token_as_user"}}
    fresh = {"access_token": new, "expires_in": 9999999}
    real_login.fault = lambda request, call: Fault(status=200, body=fresh) if "oauth" in request.path else None
    result = one(home, "hub_token")
    assert result.status == "warn" and "valid token of me; the Hub describes its rights" in result.evidence
    assert "--probe-write" in result.fix and token_file.read_text() == new
    assert len(real_login.asked("POST", "oauth/token")) == 1
    assert one(home, "model", model="me/nothing").status == "fail", "its other users take the new one too"
    assert {request.token for request in real_login.asked("GET", "me/nothing")} == {new}


@pytest.mark.parametrize("odd", ["nonsense", "http://[::1", "ftp://hub", "http://a b", "127.0.0.1:80", "http://a:port"])
def test_an_endpoint_that_is_no_address(home: Home, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, odd: str) -> None:
    monkeypatch.setenv("HF_ENDPOINT", odd)
    monkeypatch.setenv("HF_TOKEN", GOOD)
    result = one(home, "hub_token")
    assert result.status == "warn" and result.evidence == f"HF_ENDPOINT is no address: {odd}"
    assert result.fix.startswith("unset HF_ENDPOINT")


def test_the_write_probe_as_a_check(
    home: Home, hub: FakeHub, token_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert one(home, "hub_write").status == "skipped"
    assert one(home, "hub_write", probe_write=True).status == "fail", "without a token"
    token_file.write_text(GOOD)
    hub.tokens[GOOD] = whoami("write")
    asked = one(home, "hub_write")
    assert asked.status == "skipped" and asked.action is not None and "your own name" in asked.action.what
    assert "deleted it again" in asked.action.run(home, "") and hub.repos == {}
    result = one(home, "hub_write", probe_write=True)
    assert result.status == "ok" and "Created me/emalign-write-probe-" in result.evidence
    result = one(home, "hub_write", probe_write=True, repo="lab/model")
    assert result.status == "fail" and "rights" in result.evidence and hub.repos == {}
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    result = one(home, "hub_write", probe_write=True)
    assert (result.status, result.fix) == ("fail", "unset HF_HUB_OFFLINE"), "what was asked for was not done"
    assert one(home, "hub_write").status == "skipped"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_models(tmp_path_factory.mktemp("made"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("merged", "ok", "merged, 3.5 M parameters"),
        ("checkpoint", "fail", "training checkpoint"),
        ("tokenizer", "fail", "only a tokenizer"),
        ("adapter", "fail", "The base is not there"),
    ],
)
def test_repositories_of_every_kind(home: Home, hub: FakeHub, made: Path, name: str, status: str, words: str) -> None:
    files = contents(made / name)
    if "adapter_config.json" in files:
        files["adapter_config.json"] = files["adapter_config.json"].replace(b"/", b"/gone/", 1)
    hub.add("me/model", files, changed=time.time() - 86400)
    result = one(home, "model", model="me/model")
    assert (result.status, words in result.evidence) == (status, True), result
    weights = sum(len(content) for file, content in files.items() if file.endswith(".safetensors"))
    asked = sum(int(each.headers["range"].split("-")[1]) for each in hub.asked("GET", "resolve.*safetensors"))
    assert asked <= weights / 2 or weights < 1 << 20, "headers, not weights"


def test_a_half_uploaded_repository(home: Home, hub: FakeHub, made: Path) -> None:
    files = contents(made / "merged")
    shards = sorted(file for file in files if file.endswith(".safetensors"))
    repo = hub.add("me/model", {name: data for name, data in files.items() if name != shards[1]}, changed=0.0)
    result = one(home, "model", model="me/model")
    assert result.status == "fail" and "half a model" in result.evidence and shards[1] in result.evidence
    repo.files = {**files, shards[1]: files[shards[1]][:-10]}
    result = one(home, "model", model="me/model")
    assert result.status == "fail" and f"({shards[1]})" in result.evidence and "Truncated" in result.evidence
    repo.files = {name: files[name] for name in ("config.json", "tokenizer.json")}
    assert "upload stopped" in one(home, "model", model="me/model").evidence
    repo.files = {**files, "old.bin": b"x"}
    found = one(home, "model", model="me/model")
    assert found.status == "warn" and "Pickle" in found.evidence and "Remove" in found.fix


def test_a_trainers_whole_output_folder(hub: FakeHub, made: Path) -> None:
    """The checkpoints of it lie in folders, which a clone shows and a list of the top does not."""
    files = {f"checkpoint-5/{name}": data for name, data in contents(made / "checkpoint").items()}
    hub.add("me/model", {**files, "notes": b"x", "notes/config.json": b"{}", "../out/config.json": b"{}"}, changed=0.0)
    report = repo_reader.inspect_repo("me/model", None).folder
    assert report.problems == ["No model files here, but there are in: checkpoint-5"]
    assert not hub.asked("GET", "resolve.*safetensors"), "nothing of it is read"


def test_pushed_a_moment_ago(home: Home, hub: FakeHub, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repo_reader, "_EVERY", 0.05)
    monkeypatch.setattr(model_check, "_WAIT", 3.0)
    hub.add("me/late", contents(made / "merged"), hidden_for=3)
    assert one(home, "model", model="me/late").status == "ok", "waited for"
    monkeypatch.setattr(model_check, "_WAIT", 0.2)
    hub.add("me/half", {"README.md": b"x"})
    result = one(home, "model", model="me/half")
    assert result.status == "warn" and "may still be indexing" in result.evidence and "Look again" in result.fix
    hub.add("me/checkpoint", contents(made / "checkpoint"))
    assert one(home, "model", model="me/checkpoint").status == "fail", "what is wrong is wrong at once"
    result = one(home, "model", model="me/never")
    assert result.status == "fail" and "hides it (private)" in result.evidence


def test_a_hub_that_is_not_asked_or_does_not_answer(home: Home, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.add("me/model")
    hub.fault = lambda request, call: Fault(status=500)
    assert one(home, "model", model="me/model").status == "warn"
    hub.fault = lambda request, call: Fault(status=403, headers={"x-error-code": "GatedRepo"})
    gated = one(home, "model", model="me/model")
    assert gated.status == "fail" and "gated" in gated.evidence and f"{hub.url}/me/model" in gated.fix
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert one(home, "model", model="me/model").status == "skipped"


def test_a_server_without_ranges_and_with_odd_names(home: Home, hub: FakeHub, made: Path) -> None:
    files = contents(made / "merged")
    hub.add("me/model", {**files, "..": b"x", "a/b.json": b"{", "späße.json": b"{}"}, changed=0.0)

    def whole(request: Request, call: int) -> Fault | None:
        if "range" in request.headers:
            request.headers.pop("range")
        return None

    hub.fault = whole
    assert one(home, "model", model="me/model").status == "ok"
