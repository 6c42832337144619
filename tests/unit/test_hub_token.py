"""Tokens: where they come from, whose they are, what they may, as the real client learns it from a Hub on loopback."""

from pathlib import Path
from typing import Any

import pytest

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import HubError, endpoint, offline
from emalign_tui.lab.hub.token import in_environment, may_write, parse_whoami, token_sources, whoami
from emalign_tui.lab.secrets import hub_token_file
from tests.servers import fake_hub
from tests.servers.fake_hub import FakeHub, Fault
from tests.servers.fake_openai import closed_port

READER, WRITER = fake_hub.whoami("read"), fake_hub.whoami("write", orgs={"lab": "write", "club": "read", "odd": ""})


def fine(**grants: list[str]) -> dict[str, Any]:
    return fake_hub.whoami(
        "fineGrained", orgs={"lab": "admin"}, grants={k.replace("__", "/"): v for k, v in grants.items()}
    )


@pytest.mark.parametrize(
    ("answer", "target", "may"),
    [
        (READER, None, "no"),
        (READER, "me/x", "no"),
        (WRITER, None, "yes"),
        (WRITER, "me/x", "yes"),
        (WRITER, "Me/x", "yes"),
        (WRITER, "lab/x", "yes"),
        (WRITER, "club/x", "no"),
        (WRITER, "odd/x", "unknown"),
        (WRITER, "strangers/x", "no"),
        (fine(me=["repo.content.read", "repo.write"]), None, "yes"),
        (fine(me=["repo.content.read", "repo.write"]), "me/x", "yes"),
        (fine(me=["repo.content.read", "repo.write"]), "lab/x", "no"),
        (fine(me=["repo.content.read"]), None, "no"),
        (fine(), "me/x", "no"),
        (fine(me__x=["repo.write"]), "me/x", "yes"),
        (fine(me__x=["repo.write"]), "me/y", "no"),
    ],
)
def test_who_may_write_where(answer: dict[str, Any], target: str | None, may: str) -> None:
    verdict = may_write(parse_whoami(answer), target)
    assert verdict.may == may and verdict.reason


@pytest.mark.parametrize(
    "auth",
    [
        None,
        [],
        {},
        {"accessToken": None},
        {"accessToken": {"role": "owner"}},
        {"accessToken": {"role": ["write"]}},
        {"accessToken": {"role": "WRITE"}},
        {"accessToken": {"role": "fineGrained"}},
        {"accessToken": {"role": "fineGrained", "fineGrained": {"scoped": "all"}}},
        {"type": "oauth"},
    ],
)
def test_a_shape_nobody_knows_never_passes(auth: Any) -> None:
    identity = parse_whoami({"type": "user", "name": "me", "auth": auth})
    assert identity.role == "unknown"
    assert may_write(identity, "me/x").may == "unknown"


@pytest.mark.parametrize(
    ("kind", "may"),
    [("model", "yes"), ("dataset", "no"), ("space", "no"), ("collection", "no"), ("resource-group", "unknown")],
)
def test_a_scope_counts_for_models_only_where_it_is_one_of_models(kind: str, may: str) -> None:
    answer = fine(me__x=["repo.write"])
    answer["auth"]["accessToken"]["fineGrained"]["scoped"][0]["entity"]["type"] = kind
    identity = parse_whoami(answer)
    assert (may_write(identity, "me/x").may, may_write(identity, None).may) == (may, may)


def test_who_writes_only_in_a_group_of_an_organisations_repositories_may_or_may_not() -> None:
    answer = fake_hub.whoami("write", orgs={"lab": "read", "club": "write"})
    for org in answer["orgs"]:
        org["resourceGroups"] = [{"name": "evals", "role": "contributor"}]
    identity = parse_whoami(answer)
    assert (may_write(identity, "lab/x").may, may_write(identity, "club/x").may) == ("unknown", "yes")


def test_scopes_of_odd_shapes_grant_nothing() -> None:
    answer = fine(me=["repo.write"])
    answer["auth"]["accessToken"]["fineGrained"]["scoped"] = [
        None,
        "me",
        {"entity": "me", "permissions": ["repo.write"]},
    ]
    assert may_write(parse_whoami(answer), "me/x").may == "no"
    answer["orgs"] = [None, {"name": 3}, {"name": "lab"}]
    assert parse_whoami(answer).orgs == {"lab": ""}
    for nobody in ({}, [], None, {"name": ""}, {"name": 7}):
        with pytest.raises(ValueError):
            parse_whoami(nobody)


def test_the_real_client_asks(hub: FakeHub) -> None:
    hub.tokens["hf_writer"] = WRITER
    identity = whoami("hf_writer")
    assert (identity.user, identity.role, identity.token_name) == ("me", "write", "laptop")
    with pytest.raises(HubError) as caught:
        whoami("hf_unknowntoken")
    assert caught.value.status == 401 and "hf auth login --force" in caught.value.do
    assert "unknowntoken" not in str(caught.value)


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (Fault(status=403, body={"error": "hf_leakedLeaked7 is bad"}), 403, "forbids"),
        (Fault(status=404), 404, "is no Hub (404)"),
        (Fault(status=429, headers={"retry-after": "7"}), 429, "Wait 7 s"),
        (Fault(status=429, headers={"ratelimit": '"api";r=0;t=41'}), 429, "Wait 42 s"),
        (Fault(status=429, headers={"ratelimit": '"api";r=9;t=41'}), 429, "few minutes"),
        (Fault(status=429), 429, "few minutes"),
        (Fault(status=402), 402, "no room for it"),
        (Fault(status=403, body={"error": "Private repository storage limit reached"}), 403, "the account's storage"),
        (Fault(status=500), 500, "trouble of its own"),
        (Fault(status=503), 503, "trouble of its own"),
        (Fault(status=418, body=b"<html>teapot</html>"), 418, "refused (418)"),
        (Fault(status=200, body=b"not json"), 0, "cannot be read"),
        (Fault(status=200, body=b"[]"), 0, "names no user"),
        (Fault(status=200, body=b"none", headers={"content-encoding": "gzip"}), 0, "cannot be reached"),
        (Fault(status=302, headers={"location": "/api/whoami-v2"}), 0, "cannot be reached: Exceeded"),
        (Fault(cut=True), 0, "broke the connection off"),
    ],
)
def test_every_way_to_fail_is_a_sentence(hub: FakeHub, fault: Fault, status: int, words: str) -> None:
    hub.tokens["hf_writer"] = WRITER
    hub.fault = lambda request, call: fault
    with pytest.raises(HubError) as caught:
        whoami("hf_writer")
    assert caught.value.status == status and words in str(caught.value) and caught.value.do
    assert "leaked" not in str(caught.value)


def test_a_hub_that_never_answers_is_given_up(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emalign_tui.lab.hub.client.READ", 0.5)
    hub.fault = lambda request, call: Fault(hang=True)
    with pytest.raises(HubError, match="did not answer in time"):
        whoami("hf_writer")


def test_a_slow_hub_is_waited_for(hub: FakeHub) -> None:
    hub.tokens["hf_writer"] = WRITER
    hub.fault = lambda request, call: Fault(delay=0.3)
    assert whoami("hf_writer").user == "me"


def test_nobody_there_and_offline(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    with closed_port() as port, pytest.raises(HubError, match="cannot be reached"):
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{port}/")
        whoami("hf_writer")
    for odd in ("nonsense", "http://[::1", "ftp://hub", "http://a b"):
        monkeypatch.setenv("HF_ENDPOINT", odd)
        with pytest.raises(HubError):
            whoami("hf_writer")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(HubError, match="Offline mode"):
        whoami("hf_writer")


def test_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_ENDPOINT", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    assert (endpoint(), offline()) == ("https://huggingface.co", "")
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example/")
    monkeypatch.setenv("TRANSFORMERS_OFFLINE", "yes")
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    assert (endpoint(), offline()) == ("https://mirror.example", "TRANSFORMERS_OFFLINE")


def test_the_token_file_is_where_huggingface_hub_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_TOKEN_PATH", "HF_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setenv("PLACE", "/big")
    assert str(hub_token_file()) == "/home/me/.cache/huggingface/token"
    for name, value, place in (
        ("XDG_CACHE_HOME", "/fast", "/fast/huggingface/token"),
        ("HF_HOME", "$PLACE/hf/", "/big/hf/token"),
        ("HF_HOME", "~nobody-of-this-name/hf", "~nobody-of-this-name/hf/token"),
        ("HF_TOKEN_PATH", "$PLACE/tok", "/big/tok"),
    ):
        monkeypatch.setenv(name, value)
        assert str(hub_token_file()) == place


def test_all_sources_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_TOKEN_PATH", raising=False)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.setenv("HUGGING_FACE_HUB_TOKEN", "hf_old")
    (tmp_path / "token").write_text("hf_new\n")
    (tmp_path / "stored_tokens").write_text("[laptop]\nhf_token = hf_new\n\n[50%]\nhf_token = hf_other\n\n[empty]\n")
    found = token_sources()
    assert [token.value for token in found] == ["hf_old", "hf_new", "hf_new", "hf_other"]
    assert [in_environment(token) for token in found] == [True, False, False, False]
    assert found[3].source.endswith("stored_tokens, 50%") and "hf_" not in repr(found)
    for damaged in (b"\xff\xfe no ini", b"hf_token = hf_new\n"):
        (tmp_path / "stored_tokens").write_bytes(damaged)
        with pytest.raises(LabError, match="stored by name"):
            token_sources()
