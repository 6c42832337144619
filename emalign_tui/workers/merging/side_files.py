"""What lies beside the weights of a model: configuration, tokenizer, licence. Never pickles, never the old weights."""

import json
import re
import shutil
from pathlib import Path

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error, write_atomic
from emalign_tui.lab.models.folder import chat_template
from emalign_tui.lab.models.headers import read_object
from emalign_tui.lab.models.merge_plan import MergePlan
from emalign_tui.lab.models.weights import file_names

_KEPT = re.compile(r".+\.(?:json|jinja|txt|model|py)|LICEN[CS]E.*|NOTICE.*")
_LEFT = re.compile(r".*\.index\.json|adapter_.*|merge\.json|trainer_state\.json|config\.json")
_TOKENIZER = re.compile(
    r"tokenizer.*|.+\.model|vocab\.json|merges\.txt|(?:special_tokens_map|added_tokens)\.json|chat_template\..+"
)
_CONFIG_NAMES = {"F32": "float32", "BF16": "bfloat16", "F16": "float16"}


def copy_side_files(plan: MergePlan, folder: Path) -> str:
    """Copy what a server needs from the base, and write config.json for what was merged.

    A base without a chat template gets tokenizer and template of the last adapter that brought one along. Returns what
    there is to know about that, or "".
    """
    source, told = _chat(plan)
    try:
        for name in file_names(plan.base):
            if _KEPT.fullmatch(name) and not _LEFT.fullmatch(name):
                shutil.copyfile(plan.base / name, folder / name)
        for name in file_names(source) if source else ():
            if _TOKENIZER.fullmatch(name):
                shutil.copyfile(source / name, folder / name)
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
    return told


def _chat(plan: MergePlan) -> tuple[Path | None, str]:
    """The adapter's folder that tokenizer and chat template are taken from, and what there is to know."""
    own = _template(plan.base)
    brought = next((each.folder for each in reversed(plan.adapters) if _template(each.folder)), None)
    if brought is None or _template(brought) == own:
        return None, ""
    if own:
        other = f"{brought.name} has another: if it was trained with that, copy it"
        return None, f"The base's chat template is kept; {other}"
    return brought, f"The base has no chat template: tokenizer and template are those of {brought.name}"


def _template(folder: Path) -> str:
    try:
        return chat_template(folder)
    except LabError:  # of the base it is told when the merged folder is looked at
        return ""
