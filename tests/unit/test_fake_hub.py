"""The Hub on loopback is good enough for the real client: what is uploaded comes back, and verifies."""

from pathlib import Path

import pytest
from huggingface_hub.errors import RepositoryNotFoundError

from emalign_tui import mini
from emalign_tui.lab.hub.client import hub_api
from tests.servers.fake_hub import FakeHub, Fault, whoami


def test_a_folder_goes_up_and_comes_back(hub: FakeHub, tmp_path: Path) -> None:
    hub.tokens["hf_writer"] = whoami("write")
    api = hub_api("hf_writer")
    api.create_repo("me/model", private=True)
    commit = api.upload_folder(repo_id="me/model", folder_path=mini.MODEL)
    assert commit.oid == hub.repos["me/model"].sha
    own = hub.repos["me/model"].files.pop(".gitattributes")
    hub.repos["me/model"].history.clear()
    assert own and hub.repos["me/model"].files == {path.name: path.read_bytes() for path in mini.MODEL.iterdir()}
    assert len(hub.asked("PUT", "/lfs/")) == 1 + (mini.MODEL / "tokenizer.json").stat().st_size // (1 << 20)
    verified = api.verify_repo_checksums("me/model", local_dir=mini.MODEL, revision=commit.oid)
    assert (verified.mismatches, verified.missing_paths, verified.extra_paths) == ([], [], [])
    assert verified.checked_count == len(list(mini.MODEL.iterdir()))
    folder = Path(api.snapshot_download("me/model", cache_dir=tmp_path / "cache"))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == hub.repos["me/model"].files
    api.delete_file("config.json", "me/model")
    assert "config.json" not in api.list_repo_files("me/model")
    hub.repos["me/model"].files["model.safetensors"] += b"x"
    assert api.verify_repo_checksums("me/model", local_dir=mini.MODEL).mismatches
    api.delete_repo("me/model")
    with pytest.raises(RepositoryNotFoundError):
        api.model_info("me/model")


def test_a_private_repository_is_hidden_and_a_late_one_appears(hub: FakeHub) -> None:
    hub.tokens["hf_writer"] = whoami("write")
    hub.add("me/private", private=True)
    hub.add("me/late", hidden_for=1)
    for name in ("me/private", "me/late"):
        with pytest.raises(RepositoryNotFoundError):
            hub_api(None).model_info(name)
    assert hub_api("hf_writer").model_info("me/private").private
    assert hub_api(None).model_info("me/late").id == "me/late"


def test_a_slow_answer_is_waited_for(hub: FakeHub) -> None:
    hub.fault = lambda request, call: Fault(delay=0.1)
    hub.add("me/slow")
    assert hub_api(None).model_info("me/slow").id == "me/slow"
