"""The real huggingface_hub client of this process, pointed at a Hub on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from emalign_tui.lab.hub import client
from emalign_tui.lab.secrets import hub_token_file
from tests.servers.fake_hub import FakeHub


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """The library reads most of its variables when it is imported, so its constants are set as well."""
    from huggingface_hub.utils import close_session

    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_TOKEN_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", True)
    for limit in ("CONNECT", "READ", "PATIENT"):
        monkeypatch.setattr(client, limit, 120.0)  # a busy machine is no Hub that does not answer
    close_session()
    with FakeHub() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        yield server
    close_session()


@pytest.fixture
def real_login(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> FakeHub:
    """The Hub also for `huggingface_hub.login` and `get_token`, which read their variables when they were imported."""
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", hub.url)
    monkeypatch.setattr("huggingface_hub.hf_api.api.endpoint", hub.url)
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(hub_token_file()))
    stored = str(hub_token_file().with_name("stored_tokens"))
    monkeypatch.setattr("huggingface_hub.constants.HF_STORED_TOKENS_PATH", stored)
    return hub
