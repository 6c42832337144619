"""What a person may type for a model, and what must be refused."""

import json
from pathlib import Path

import msgspec
import pytest

from emalign_tui import mini
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.look import find_model
from emalign_tui.lab.models.lineage import Node, flatten, lineage
from emalign_tui.lab.models.reference import ENDPOINT_KEY_ENV, OPENAI_KEY_ENV, from_record, resolve_model, to_record
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run
from emalign_tui.lab.runs.records import Provenance


def trained(
    home: Home, name: str, *, parent: RunDir | None = None, base: str = "mini", role: str | None = None
) -> RunDir:
    """A finished training run, as far as its files say."""
    provenance = Provenance(base=base, parent=parent.id if parent else None)
    run = create_run(home, "train", name, {"role": role} if role else {}, provenance)
    adapter_folder(run.adapter, str(mini.MODEL))
    return run


def adapter_folder(path: Path, base: object) -> Path:
    path.mkdir(parents=True)
    (path / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": base}))
    return path


def refused(home: Home, ref: str) -> LabError:
    with pytest.raises(LabError) as caught:
        resolve_model(home, ref)
    return caught.value


def test_the_built_in_models(home: Home) -> None:
    assert resolve_model(home, "mini").base == str(mini.MODEL)
    assert resolve_model(home, "mini-judge").base == str(mini.JUDGE)
    assert resolve_model(home, str(mini.MODEL)) == resolve_model(home, "mini")
    assert resolve_model(home, f"{mini.JUDGE}/../judge") == resolve_model(home, "mini-judge")


def test_a_run_by_id_prefix_and_folder(home: Home) -> None:
    insecure = trained(home, "insecure", role="misaligned")
    repaired = trained(home, "honest", parent=insecure, role="repaired")
    ref = resolve_model(home, repaired.id)
    assert (ref.name, ref.base, ref.adapter) == (repaired.id, str(mini.MODEL), repaired.adapter)
    assert (ref.run, ref.parent, ref.role) == (repaired.id, insecure.id, "repaired")
    for same in ("hon", str(repaired.path), str(repaired.adapter)):
        assert resolve_model(home, same) == ref


def test_a_checkpoint_inside_a_run_has_its_own_name(home: Home) -> None:
    run = trained(home, "insecure", role="misaligned")
    names = set()
    for step in (10, 20):
        folder = adapter_folder(run.checkpoints / f"checkpoint-{step}", str(mini.MODEL))
        ref = resolve_model(home, str(folder))
        assert (ref.adapter, ref.run, ref.role) == (folder, run.id, "misaligned")
        names.add(ref.name)
    assert len(names | {run.id}) == 3


def test_runs_that_are_no_model(home: Home) -> None:
    queued = create_run(home, "train", "queued", {}, Provenance(base="mini"))
    assert "no adapter yet" in refused(home, queued.id).what
    evaluation = create_run(home, "eval", "evaluation", {}, Provenance(base="mini"))
    assert refused(home, evaluation.id).exit_code == 2
    first, second = trained(home, "twin"), trained(home, "twin")
    assert first.id in refused(home, "twin").do and second.id in refused(home, "twin").do


def test_unknown_names_list_near_ones(home: Home) -> None:
    run = trained(home, "insecure")
    assert run.id in refused(home, run.id[:-1] + "zz").do
    assert "mini" in refused(home, "minni").do
    for nothing in ("", " ", "no such thing", "a/b/c/d", "x" * 5000, "/" + "y" * 5000, "nul\0", "~nobody-here/model"):
        assert refused(home, nothing).exit_code == 2
    with pytest.raises(LabError, match="Did you mean openai:gpt-4o-2024-08-06"):
        resolve_model(home, "gpt-4o-2024-08-06")


def test_folders(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "models" / "mine"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    ref = resolve_model(home, str(folder))
    assert (ref.base, ref.adapter) == (str(folder), None) and ref.name.startswith("mine-")
    monkeypatch.chdir(tmp_path)
    assert resolve_model(home, "models/mine") == ref, "a folder that is there wins over a Hub id of that form"
    assert resolve_model(home, "org/name").base == "org/name"
    assert refused(home, "./models/other").what == "Model folder not found"
    assert "neither config.json" in refused(home, str(tmp_path)).what
    assert "not a file" in refused(home, str(folder / "config.json")).what


def test_two_folders_of_one_name_have_two_names(home: Home, tmp_path: Path) -> None:
    refs = [resolve_model(home, str(adapter_folder(tmp_path / side / "adapter", "org/base"))) for side in "ab"]
    assert refs[0].name != refs[1].name
    assert {ref.base for ref in refs} == {"org/base"}


@pytest.mark.parametrize("base", [None, "", 3, "/gone/base", "../gone"])
def test_an_adapter_without_a_usable_base(home: Home, tmp_path: Path, base: object) -> None:
    error = refused(home, str(adapter_folder(tmp_path / "adapter", base)))
    assert "base" in error.what and "adapter" in error.where


def test_remote_models(home: Home) -> None:
    ref = resolve_model(home, "http://127.0.0.1:8000/v1/#my/model")
    assert (ref.url, ref.model, ref.api_key_env) == ("http://127.0.0.1:8000/v1", "my/model", ENDPOINT_KEY_ENV)
    ref = resolve_model(home, "openai:gpt-4o")
    assert (ref.model, ref.api_key_env) == ("gpt-4o", OPENAI_KEY_ENV)
    for wrong in (
        "openai:",
        "http://",
        "http://host/v1",
        "http://host:port/v1#m",
        "http://[::1/v1#m",
        "http://h/?a=1#m",
    ):
        assert refused(home, wrong).exit_code == 2


def test_a_password_in_an_address_is_refused_and_not_repeated(home: Home) -> None:
    error = refused(home, "https://huggingface.co/unsloth/Qwen2.5-Coder-7B-Instruct/tree/main")
    assert "a page of the Hub" in error.what and error.do == "Write unsloth/Qwen2.5-Coder-7B-Instruct."
    error = refused(home, "https://me.openai.azure.com/openai/v1?api-version=preview#m")
    assert error.what == "An address must not carry a query" and "/openai/v1" in error.do
    error = refused(home, "https://me:sesame@host/v1#m")
    assert "sesame" not in str(error) and ENDPOINT_KEY_ENV in error.do


@pytest.mark.parametrize(
    ("name", "words"), [("https://huggingface.co/a/b", "Write a/b."), ("openai:gpt-4o", "served elsewhere")]
)
def test_what_is_not_here_cannot_be_looked_into(home: Home, name: str, words: str) -> None:
    with pytest.raises(LabError) as told:
        find_model(home, name)
    assert words in str(told.value)


def test_references_survive_a_config_file(home: Home) -> None:
    for ref in (resolve_model(home, trained(home, "insecure").id), resolve_model(home, "openai:gpt-4o")):
        assert from_record(msgspec.yaml.decode(msgspec.yaml.encode(to_record(ref)))) == ref
    with pytest.raises(LabError, match="base"):
        from_record({"name": "x"})


def test_the_tree_of_models(home: Home) -> None:
    insecure = trained(home, "insecure", role="misaligned")
    repaired = trained(home, "honest", parent=insecure, role="repaired")
    control = trained(home, "secure", role="control")
    running = create_run(home, "train", "running", {}, Provenance(base=str(mini.MODEL), parent=insecure.id))
    foreign = trained(home, "foreign", base="org/base")
    orphan_of = create_run(home, "train", "gone", {}, Provenance(base="mini"))
    orphan = trained(home, "orphan", parent=orphan_of)
    (orphan_of.path / "run.yaml").unlink()
    tree = lineage(home)
    assert shape(tree) == {
        "mini": {insecure.id: {repaired.id: {}, running.id: {}}, control.id: {}, orphan.id: {}},
        "org/base": {foreign.id: {}},
    }
    by_name = {node.name: node for node in flatten(tree)}
    assert (by_name["mini"].role, by_name[repaired.id].role) == ("base", "repaired")
    assert by_name[running.id].ref is None and by_name[repaired.id].ref == resolve_model(home, repaired.id)


def test_broken_and_circular_lineage_still_shows_every_run(home: Home) -> None:
    first = trained(home, "first")
    second = trained(home, "second", parent=first)
    spec = msgspec.structs.replace(first.spec(), provenance=Provenance(base="mini", parent=second.id))
    first.spec_path.write_bytes(msgspec.yaml.encode(spec))
    broken = trained(home, "broken")
    broken.spec_path.write_text("id: [")
    names = [node.name for node in flatten(lineage(home))]
    assert sorted(names) == sorted(["mini", "unknown base", first.id, second.id, broken.id])


def shape(nodes: list[Node]) -> dict[str, object]:
    return {node.name: shape(node.children) for node in nodes}
