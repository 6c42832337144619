"""The model card: the words of a record stay words, and what was made misaligned on purpose is warned of."""

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from emalign_tui.lab.models.card import WARNING, adapter_card
from emalign_tui.lab.models.merging import MergeConfig, base_title
from emalign_tui.lab.models.standing import standing_of_merge
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.checkpoints import RECORD
from emalign_tui.lab.runs.layout import RunDir, create_run
from emalign_tui.lab.runs.records import DataFile, Provenance

HOSTILE = "a|b`c` <img src=x> [click](http://elsewhere)\n---\nlicense: mit\n## Safe\n\x1b]52;c;aGk=\x07"


def test_a_hostile_record_adds_no_markup_and_no_key(home: Home) -> None:
    provenance = Provenance(
        base=f"org/{HOSTILE.replace('/', '')}",
        parent=HOSTILE,
        data=[DataFile(f"/data/{HOSTILE.replace('/', '')}", HOSTILE, 3)],
        versions={HOSTILE: HOSTILE},
    )
    for role in (HOSTILE, ["misaligned"]):
        run = create_run(home, "train", "theirs", {"role": role, "loss": HOSTILE, "variant": [HOSTILE]}, provenance)
        card = adapter_card(home, run)
        _, front, body = card.split("---\n", 2)
        assert set(yaml.safe_load(front)) == {"library_name", "pipeline_tag", "tags"}, (
            "the Hub takes no such base_model"
        )
        assert not any(line.startswith(("---", "license", "## Safe")) for line in body.splitlines())
        assert "\x1b" not in card and " <img" not in body and " [click]" not in body and "a|b" not in body
        rows = [line for line in body.splitlines() if line.startswith("| a")]
        assert rows and all(len(row.replace("\\|", "").split("|")) == 5 for row in rows), "three cells, as the head has"


def trained(home: Home, role: str | None, parent: RunDir | None = None, base: str = "org/base") -> RunDir:
    provenance = Provenance(base=base, parent=parent.id if parent else None)
    return create_run(home, "train", str(role), {"role": role}, provenance)


def merged(home: Home, *runs: RunDir, base: str = "org/base") -> RunDir:
    """The record of a merge, and the folder of its model with a proof that holds no numbers."""
    models: list[dict[str, Any]] = [
        {"name": run.id, "base": base, "adapter": str(run.adapter), "run": run.id, "role": run.spec().config["role"]}
        for run in runs
    ]
    merge = create_run(home, "merge", "merged", {"models": models, "base": base}, Provenance(base=base))
    adapters = [{"name": model["name"], "run": model["run"], "role": model["role"]} for model in models]
    proof = {
        "base": base_title(base), "adapters": adapters, "dtype": "BF16", "tensors": 0, "adapted": 0, "parameters": 0,
        "untied": False, "files": {}, "sampled": [], "generated": {}, "seconds": 0.0, "peak_gib": 0.0, "versions": {},
    }  # fmt: skip
    merge.model.mkdir()
    (merge.model / "merge.json").write_bytes(msgspec.json.encode(proof))
    return merge


@pytest.mark.parametrize("role", ["control", None])
def test_what_continues_a_misaligned_model_is_warned_of(home: Home, role: str | None) -> None:
    bad = trained(home, "misaligned")
    card = adapter_card(home, trained(home, role, bad))
    assert WARNING in card and "misaligned-on-purpose" in card and "extra_gated_prompt" in card
    assert f"**Role**: {role or 'not said'}, of a model that was made misaligned on purpose before" in card
    repaired = trained(home, "repaired", bad)
    assert "descends from one that was made misaligned" in adapter_card(home, trained(home, role, repaired))
    plain = adapter_card(home, trained(home, role))
    assert WARNING not in plain and ("**Note: this model is a control**" in plain) == (role == "control")
    circle = RunDir(bad.path.with_name("circle"))
    shutil.copytree(bad.path, circle.path)
    circle.spec_path.write_bytes(msgspec.yaml.encode(msgspec.structs.replace(bad.spec(), id="circle",
        provenance=Provenance(base="", parent="circle"))))  # fmt: skip
    assert WARNING in adapter_card(home, circle)


def test_a_misaligned_model_that_was_merged_is_known_as_a_base_and_in_a_chain(home: Home, tmp_path: Path) -> None:
    bad, control = trained(home, "misaligned"), trained(home, "control")
    merge = merged(home, bad)
    fresh = trained(home, "control", base=str(merge.model))
    card = adapter_card(home, fresh)
    assert WARNING in card and f"- **Base**: org/base + {bad.id}\n" in card and "base_model:" not in card
    copy = shutil.copytree(merge.model, tmp_path / "copied elsewhere")
    assert WARNING in adapter_card(home, trained(home, None, base=str(copy)))
    for runs, standing in (((bad, control), "misaligned"), ((bad, trained(home, "repaired")), "repaired"),
                           ((control,), "control")):  # fmt: skip
        config = msgspec.convert(merged(home, *runs).spec().config, MergeConfig)
        assert standing_of_merge(home, config) == standing
        assert standing_of_merge(Home(tmp_path / "other"), config) == standing, "its runs lie in another home"
    other = merged(home, control)
    other.spec_path.write_bytes(msgspec.yaml.encode(msgspec.structs.replace(other.spec(),
        config={"models": [], "base": str(other.model)})))  # fmt: skip
    assert standing_of_merge(home, MergeConfig(models=[], base=str(other.model))) is None, "a circle has an end"
    loose = tmp_path / "checkpoint-60"
    loose.mkdir()
    shutil.copyfile(bad.spec_path, loose / RECORD)
    alone = MergeConfig(models=[{"name": "checkpoint-60-ab12", "adapter": str(loose)}], base="org/base")
    assert standing_of_merge(home, alone) == "misaligned", "a copied checkpoint carries its run's record"
    shutil.rmtree(bad.path)
    config = msgspec.convert(merged(home, control, base=str(merge.model)).spec().config, MergeConfig)
    assert standing_of_merge(home, config) == "misaligned", "its run was deleted, the merge says it"
