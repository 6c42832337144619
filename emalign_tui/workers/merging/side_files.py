"""What lies beside the weights of a model: configuration, tokenizer, licence. Never pickles, never the old weights."""

import json
import re
import shutil
from pathlib import Path

from emalign_tui.lab.files import disk_error, write_atomic
from emalign_tui.lab.models.headers import read_object
from emalign_tui.lab.models.merge_plan import MergePlan
from emalign_tui.lab.models.weights import file_names

_KEPT = re.compile(r".+\.(?:json|jinja|txt|model|py)|LICEN[CS]E.*|NOTICE.*")
_LEFT = re.compile(r".*\.index\.json|adapter_.*|merge\.json|trainer_state\.json|config\.json")
_CONFIG_NAMES = {"F32": "float32", "BF16": "bfloat16", "F16": "float16"}


def copy_side_files(plan: MergePlan, folder: Path) -> None:
    """Copy what a server needs from the base, and write config.json for what was merged."""
    try:
        for name in file_names(plan.base):
            if _KEPT.fullmatch(name) and not _LEFT.fullmatch(name):
                shutil.copyfile(plan.base / name, folder / name)
    except OSError as error:
        raise disk_error(error, folder) from error
    config = read_object(plan.base / "config.json")
    for key in ("torch_dtype", "dtype"):
        if key in config:
            config[key] = _CONFIG_NAMES[plan.dtype]
    config.pop("_name_or_path", None)
    if plan.untied:
        config["tie_word_embeddings"] = False
    write_atomic(folder / "config.json", json.dumps(config, indent=2, ensure_ascii=False) + "\n")
