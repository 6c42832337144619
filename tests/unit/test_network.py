"""A proxy or certificates from the environment that cannot be used are told, by whoever asks over the network."""

import importlib.util
from pathlib import Path

import pytest

from emalign_tui.lab.chat.client import open_client
from emalign_tui.lab.doctor.check import Subject
from emalign_tui.lab.doctor.run import run_checks
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import Caller
from emalign_tui.lab.network import by_proxy, check_network
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.records import Endpoint

REMOTE = "http://judge.invalid/v1"
NAMES = ("all_proxy", "http_proxy", "https_proxy", "no_proxy", "ssl_cert_file")


@pytest.fixture(autouse=True)
def none_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("proxy", "words"),
    [
        ("socks5://127.0.0.1:9", "names a SOCKS proxy"),
        ("socks5h://127.0.0.1:9", "names a SOCKS proxy"),
        ("htp://proxy", "is no address of a proxy: htp://proxy"),
        ("http://[::1", "is no address of a proxy"),
        ("http://proxy:port", "is no address of a proxy"),
        ("http://me:planted-word@:1", "is no address of a proxy: :1"),
        ("me:planted-word@proxy:0", "is no address of a proxy: proxy:0"),
    ],
)
async def test_everybody_who_asks_says_so(home: Home, monkeypatch: pytest.MonkeyPatch, proxy: str, words: str) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "socksio" else found(name))
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setenv("HF_TOKEN", "hf_plantedplanted1")
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setenv("EMALIGN_API_KEY", "a-planted-key")
    subject = Subject(judge=f"{REMOTE}#m", model="some-org/some-model")
    for result in run_checks(home, ["hub_token", "judge", "model"], subject=subject):
        assert result.status in ("warn", "fail") and f"HTTPS_PROXY {words}" in result.evidence and result.fix, result
    with pytest.raises(LabError, match="HTTPS_PROXY"):
        open_client(Endpoint(REMOTE, "", "m"))
    with pytest.raises(LabError, match="HTTPS_PROXY"):
        async with Caller(REMOTE, "", "m", limit=1):
            pass
    assert not by_proxy("http://127.0.0.1:8000/v1") and not by_proxy("http://[::1]:8000/v1")


@pytest.mark.parametrize("proxy", ["http://proxy:3128", "proxy:3128", "https://me:word@proxy"])
def test_one_that_can_be_used(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("all_proxy", proxy)
    check_network()
    assert by_proxy(REMOTE)
    monkeypatch.setenv("all_proxy", "none at all")
    monkeypatch.setenv("NO_PROXY", "*")
    check_network()


def test_certificates_that_are_gone_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As conda's, whose variable outlives the environment that it points into."""
    gone, none = tmp_path / "gone.pem", tmp_path / "none.pem"
    none.write_text("no certificate\n")
    for path, reason in ((gone, "No such file"), (none, "no certificate is in it"), (tmp_path, "Is a directory")):
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        with pytest.raises(LabError) as told:
            by_proxy(REMOTE)
        assert reason in told.value.what and told.value.where == str(path) and told.value.do == "unset SSL_CERT_FILE"
