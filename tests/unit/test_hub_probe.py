"""The write probe: a real repository through the real client, and never one that stays."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from emalign_tui.lab.hub.client import HubError
from emalign_tui.lab.hub.probe import PREFIX, write_probe
from tests.servers import fake_hub
from tests.servers.fake_hub import FakeHub, Fault, Request
from tests.waiting import wait_until

TOKEN = "hf_writerwriter"


def on(method: str, part: str, fault: Fault, times: int = 99) -> Callable[[Request, int], Fault | None]:
    """The fault, for the first requests of a kind."""
    left = [times]

    def plant(request: Request, call: int) -> Fault | None:
        if request.method != method or part not in request.path or not left[0]:
            return None
        left[0] -= 1
        return fault

    return plant


def test_it_creates_uploads_lists_and_deletes(hub: FakeHub) -> None:
    hub.tokens[TOKEN] = fake_hub.whoami("write", orgs={"lab": "write"})
    repo = write_probe(TOKEN, "lab")
    assert repo.startswith(f"lab/{PREFIX}")
    assert hub.repos == {}
    (created,) = hub.asked("POST", "repos/create")
    assert created.json()["visibility"] == "private"
    assert len(hub.asked("POST", f"{repo}/commit/main")) == len(hub.asked("DELETE", "repos/delete")) == 1


@pytest.mark.parametrize("answer", [fake_hub.whoami("read"), fake_hub.whoami("fineGrained", grants={"me": []})])
def test_a_token_that_may_not_write(hub: FakeHub, answer: dict) -> None:
    hub.tokens[TOKEN] = answer
    with pytest.raises(HubError) as caught:
        write_probe(TOKEN, "me")
    assert caught.value.status == 403 and "rights" in caught.value.what
    assert hub.asked("DELETE", "") == [], "nothing was created, so nothing is deleted"


@pytest.mark.parametrize(
    "fault",
    [
        on("POST", "preupload", Fault(status=403)),
        on("POST", "commit", Fault(status=403)),
        on("POST", "commit", Fault(cut=True)),
        on("POST", "commit", Fault(status=500, after=True)),
        on("POST", "create", Fault(status=502, after=True)),
        on("POST", "create", Fault(cut=True)),
    ],
)
def test_it_is_gone_whatever_fails(hub: FakeHub, fault: Callable[[Request, int], Fault | None]) -> None:
    hub.tokens[TOKEN] = fake_hub.whoami("write")
    hub.fault = fault
    with pytest.raises(HubError):
        write_probe(TOKEN, "me")
    assert hub.asked("POST", "repos/create") and hub.repos == {}


def test_it_is_gone_when_the_hub_stops_to_answer(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.tokens[TOKEN] = fake_hub.whoami("write")
    monkeypatch.setattr("emalign_tui.lab.hub.client.READ", 3.0)
    hub.fault = on("POST", "commit", Fault(hang=True))
    with pytest.raises(HubError, match="did not answer in time"):
        write_probe(TOKEN, "me")
    assert hub.repos == {}


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(status=500, after=True), Fault(cut=True)])
def test_a_deletion_is_tried_again(hub: FakeHub, fault: Fault) -> None:
    hub.tokens[TOKEN] = fake_hub.whoami("write")
    hub.fault = on("DELETE", "", fault, times=1)
    assert write_probe(TOKEN, "me")
    assert hub.repos == {} and len(hub.asked("DELETE", "")) == 2


def test_one_that_cannot_be_deleted_is_named(hub: FakeHub) -> None:
    hub.tokens[TOKEN] = fake_hub.whoami("write")
    hub.fault = on("DELETE", "", Fault(status=500))
    with pytest.raises(HubError) as caught:
        write_probe(TOKEN, "me")
    (repo,) = hub.repos
    assert f"{hub.url}/{repo}/settings" in caught.value.do


def test_a_name_that_the_hub_does_not_take_leaves_nothing_to_delete(hub: FakeHub) -> None:
    with pytest.raises(HubError, match="Not a repository name"):
        write_probe(TOKEN, "a/b")
    assert hub.requests == []


def test_ctrl_c_in_the_middle_leaves_nothing(hub: FakeHub) -> None:
    hub.tokens[TOKEN] = fake_hub.whoami("write")
    interrupted = threading.Event()

    def wait_for_it(request: Request, call: int) -> None:
        if "commit" in request.path:
            interrupted.wait(120)

    hub.fault = wait_for_it
    code = f"from emalign_tui.lab.hub.probe import write_probe; write_probe({TOKEN!r}, 'me')"
    env = {**os.environ, "HF_ENDPOINT": hub.url, "HF_HUB_DISABLE_XET": "1"}
    process = subprocess.Popen([sys.executable, "-c", code], env=env, stderr=subprocess.PIPE)
    wait_until(lambda: hub.asked("POST", "commit"))
    process.send_signal(signal.SIGINT)
    interrupted.set()
    process.communicate(timeout=120)
    assert process.returncode != 0 and hub.repos == {}


def test_a_hub_that_is_not_there_leaves_nothing_to_delete(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{closed.getsockname()[1]}")
        with pytest.raises(HubError, match="cannot be reached") as told:
            write_probe(TOKEN, "me")
    assert "delete" not in f"{told.value.what} {told.value.do}".lower()
