"""The model card of a run whose record somebody else wrote: its words stay words."""

import yaml

from emalign_tui.lab.models.card import adapter_card
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import create_run
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
        assert set(yaml.safe_load(front)) == {
            "library_name", "pipeline_tag", "tags", "base_model", "base_model_relation"
        }  # fmt: skip
        assert not any(line.startswith(("---", "license", "## Safe")) for line in body.splitlines())
        assert "\x1b" not in card and " <img" not in body and " [click]" not in body and "a|b" not in body
        rows = [line for line in body.splitlines() if line.startswith("| a")]
        assert rows and all(len(row.replace("\\|", "").split("|")) == 5 for row in rows), "three cells, as the head has"
