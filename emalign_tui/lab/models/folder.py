"""What a folder of model files really is, from names, JSON and safetensors headers: no torch, nothing executed."""

import re
from pathlib import Path
from typing import Literal

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.consistency import disagreements, remarks
from emalign_tui.lab.models.headers import Tensor, parameters, read_object
from emalign_tui.lab.models.lora import half_of, half_saved, name_in_base, not_plain
from emalign_tui.lab.models.reference import HUB_ID
from emalign_tui.lab.models.weights import Weights, file_names, read_weights
from emalign_tui.lab.paths import is_file, is_folder

Kind = Literal["merged", "adapter", "checkpoint", "tokenizer_only", "partial", "unknown"]

# The Trainer writes these beside the weights of a checkpoint; a published model has none of them.
_TRAINING_STATE = ("trainer_state.json", "optimizer.pt", "optimizer.bin", "scheduler.pt", "scaler.pt")
_RNG_STATE = re.compile(r"rng_state.*\.pth")
_OTHER_WEIGHTS = (".gguf", ".safetensors", ".pth", ".h5", ".msgpack", ".onnx", ".npz")
PICKLES = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt")
_NO_TEMPLATE = "No chat template: chat requests would be refused. Copy the base's tokenizer files here"


class FolderReport(msgspec.Struct, frozen=True, kw_only=True):
    """What `inspect_folder` found.

    ok: a server can load it as it is (an adapter: and its base is known). base: of an adapter, as its config names it.
    missing, extra: file names (`chat_template` for a template that is nowhere). problems: sentences, also those that do
    not keep it from being served. parameters: stored ones, None when no header could be read.
    remarks: sentences that no server minds.
    """

    kind: Kind
    ok: bool
    base: str | None = None
    missing: list[str] = []
    extra: list[str] = []
    problems: list[str] = []
    parameters: int | None = None
    remarks: list[str] = []


def inspect_folder(path: Path) -> FolderReport:
    """Tell a merged model, an adapter, a training checkpoint, a lone tokenizer and a half-saved model apart.

    Raises LabError when the path is no folder or cannot be read; everything wrong inside is in the report.
    """
    if not is_folder(path):
        what = "A model is a folder, not a file" if is_file(path) else "Model folder not found"
        raise LabError(what, where=str(path), do="Check the path.", exit_code=2)
    names = file_names(path)
    state = [name for name in names if name in _TRAINING_STATE or _RNG_STATE.fullmatch(name)]
    model = read_weights(path, "model", "pytorch_model")
    adapter = read_weights(path, "adapter_model", "adapter_model")
    if state and not _ended(path, state):
        return _checkpoint(path, names, state, model, adapter)
    if "adapter_config.json" in names and model.form is None:
        return _adapter(path, names, adapter)
    if "config.json" in names or model.form is not None:
        return _model(path, names, model)
    if adapter.form is not None:
        missing = ["adapter_config.json"]
        return _report("partial", adapter, missing=missing, problems=["Adapter weights without adapter_config.json"])
    if _has_tokenizer(names) and not _other_weights(names):
        problem = "Only a tokenizer: the model was not saved, or its upload stopped. Save or merge the model again"
        return FolderReport(kind="tokenizer_only", ok=False, missing=["config.json", "weights"], problems=[problem])
    return FolderReport(kind="unknown", ok=False, problems=[_unknown(path)])


def adapter_mismatch(tensors: dict[str, Tensor], base: dict[str, Tensor]) -> str | None:
    """Why an adapter's LoRA matrices do not fit a base's weights, or None when they do.

    A is [rank, in] and B is [out, rank] for a base weight [out, in]; GPT-2 has its c_attn, c_fc and c_proj turned.
    """
    for name, tensor in tensors.items():
        half = half_of(name)
        if half is None or half.embedding or len(tensor.shape) != 2:
            continue
        weight = base.get(name_in_base(f"{half.module}.weight", base))
        if weight is None:
            return f"the base has no {half.module}"
        mine, its = (tensor.shape[1], weight.shape[-1]) if half.letter == "A" else (tensor.shape[0], weight.shape[0])
        turned = half.module.rpartition(".")[2].startswith("c_") and mine in weight.shape
        if mine != its and not turned:
            return f"{half.module} is {its} wide in the base and {mine} in the adapter"
    return None


def _ended(path: Path, state: list[str]) -> bool:
    """Whether a training left its model here: other tools keep the Trainer's record beside a finished one, too."""
    if state != ["trainer_state.json"] or path.name.startswith("checkpoint-"):
        return False
    try:
        told = read_object(path / "trainer_state.json")
    except LabError:
        return False
    step, steps = told.get("global_step"), told.get("max_steps")
    return isinstance(step, int) and isinstance(steps, int) and step >= steps > 0


def _checkpoint(path: Path, names: list[str], state: list[str], model: Weights, adapter: Weights) -> FolderReport:
    base, _ = _adapter_base(path) if "adapter_config.json" in names else (None, None)
    what = "an adapter" if adapter.form else "a whole model" if model.form else "no weights"
    problem = f"A training checkpoint with {what} inside: publish the run's adapter or the merged model instead"
    weights = adapter if adapter.form else model
    return _report("checkpoint", weights, base=base, extra=state, problems=[problem, *_pickles(names)])


def _adapter(path: Path, names: list[str], weights: Weights) -> FolderReport:
    base, problem = _adapter_base(path)
    if weights.form is None:
        problems = ["adapter_config.json without weights: the adapter was not saved whole"]
        return FolderReport(
            kind="partial", ok=False, base=base, missing=["adapter_model.safetensors"], problems=problems
        )
    problems = list(filter(None, [problem]))
    if base and not problem and is_folder(Path(base)):
        reason = adapter_mismatch(weights.tensors, read_weights(Path(base), "model", "pytorch_model").tensors)
        problems += [f"An adapter of another base than {base}: {reason}"] if reason else []
    half = half_saved(weights.tensors) if weights.form == "safetensors" and not _broken(weights) else None
    problems += [half] if half else []
    kind: Kind = "partial" if _broken(weights) or half else "adapter"
    ok = kind == "adapter" and not problems and weights.form == "safetensors"
    report = _report(kind, weights, base=base, ok=ok, problems=problems + _pickles(names))
    return msgspec.structs.replace(report, remarks=_not_plain(path))


def _not_plain(path: Path) -> list[str]:
    """What keeps a whole adapter from a server, though peft loads it."""
    try:
        kinds = not_plain(read_object(path / "adapter_config.json"))
    except LabError:
        return []  # already among the problems
    return [f"Servers take plain LoRA alone, and this is {what}; peft loads it" for what in kinds.values()]


def _adapter_base(path: Path) -> tuple[str | None, str | None]:
    """The base that adapter_config.json names, and what is wrong with it."""
    try:
        config = read_object(path / "adapter_config.json")
    except LabError as error:
        return None, str(error)
    base = config.get("base_model_name_or_path")
    if not isinstance(base, str) or not base:
        return None, "adapter_config.json does not name a base (base_model_name_or_path)"
    if is_folder(Path(base)) or HUB_ID.fullmatch(base):
        return base, None
    return base, f"The base is not there: {base}. Set base_model_name_or_path in adapter_config.json"


def _model(path: Path, names: list[str], weights: Weights) -> FolderReport:
    missing = [name for name in ["config.json"] if name not in names]
    problems = []
    if "config.json" not in names:
        why = "vLLM calls it an invalid repository ID. Copy it from where the model was saved, or push again"
        problems.append(f"No config.json: {why}")
    else:
        problems += _config_problems(path / "config.json", weights)
    if weights.form is None:
        missing.append("weights")
        why = "the model was not saved whole, or its upload stopped. Save, merge or push it again"
        problems.append(_other_weights(names) or f"config.json without weights: {why}")
    lost = _lost_layers(path, names, weights)
    problems += [lost] if lost else []
    found = (
        disagreements(path, names, weights.tensors) if weights.form == "safetensors" and not _broken(weights) else []
    )
    problems += [] if lost else found
    partial = bool(missing) or _broken(weights) or lost is not None
    if not _has_tokenizer(names):
        missing.append("tokenizer.json")
        problems.append("No tokenizer: copy the base's tokenizer files here")
    elif lack := _no_chat(path):
        missing += ["chat_template"] if lack == _NO_TEMPLATE else []
        problems.append(lack)
    if "adapter_config.json" in names:
        why = "transformers would load the adapter's base. Move the adapter's files into a folder of their own"
        problems.append(f"adapter_config.json lies beside whole weights: {why}")
    ok = not partial and not problems and weights.form == "safetensors" and not weights.problems
    kind: Kind = "partial" if partial else "merged"
    extra = [name for name in names if name.startswith("adapter_")]
    report = _report(kind, weights, ok=ok, missing=missing, extra=extra, problems=problems + _pickles(names))
    advice = ["Take the config.json and the tokenizer that were saved with these weights"] if found and not lost else []
    return msgspec.structs.replace(report, remarks=[*advice, *weights.remarks, *remarks(path, names, weights.tensors)])


def _config_problems(path: Path, weights: Weights) -> list[str]:
    try:
        config = read_object(path)
    except LabError as error:
        return [str(error)]
    problems = []
    if not config.get("model_type") and not config.get("architectures"):
        problems.append("config.json names neither model_type nor architectures")
    if any(".lora_" in name or ".base_layer." in name for name in weights.tensors):
        problems.append("The weights still hold LoRA matrices: the adapter was not merged")
    return problems


def _lost_layers(path: Path, names: list[str], weights: Weights) -> str | None:
    """Why whole, readable weight files still are not the whole model, or None."""
    if weights.form != "safetensors" or _broken(weights):
        return None
    if not weights.tensors:
        return "The weight files hold no tensors: save or merge the model again"
    try:
        config = read_object(path / "config.json") if "config.json" in names else {}
    except LabError:
        return None  # already among the problems
    layers = config.get("num_hidden_layers", config.get("n_layer"))
    found = {match[1] for name in weights.tensors if (match := re.search(r"(?:\.layers|^h|\.h)\.(\d+)\.", name))}
    if isinstance(layers, int) and found and len(found) < layers:
        return f"The weights hold {len(found)} of {layers} layers: save or merge the model again"
    return None


def _report(
    kind: Kind,
    weights: Weights,
    *,
    ok: bool = False,
    base: str | None = None,
    missing: list[str] | None = None,
    extra: list[str] | None = None,
    problems: list[str],
) -> FolderReport:
    shards = (
        [f"Shards or their index are missing: {', '.join(weights.missing[:3])}. Copy or push them again"]
        if weights.missing
        else []
    )
    return FolderReport(
        kind=kind,
        ok=ok,
        base=base,
        missing=(missing or []) + weights.missing,
        extra=list(dict.fromkeys((extra or []) + weights.extra)),
        problems=shards + weights.problems + problems,
        parameters=parameters(weights.tensors) or None,
    )


def _other_weights(names: list[str]) -> str:
    """Weights of a form, or under a name, that transformers does not look for, as a sentence; "" without any."""
    found = [name for name in names if name.endswith(_OTHER_WEIGHTS) and not name.startswith("adapter_")]
    if not found:
        return ""
    what = f"No model.safetensors, but weights of another form or name: {', '.join(found[:3])}"
    return f"{what}. Take the model as transformers saves it"


def _broken(weights: Weights) -> bool:
    return bool(weights.missing) or (weights.form == "safetensors" and bool(weights.problems))


def _has_tokenizer(names: list[str]) -> bool:
    return "tokenizer.json" in names or "tokenizer.model" in names or {"vocab.json", "merges.txt"} <= set(names)


def _no_chat(path: Path) -> str | None:
    """Why a model with a tokenizer still cannot chat, or None."""
    try:
        if is_file(path / "tokenizer_config.json"):
            read_object(path / "tokenizer_config.json")
        return None if chat_template(path) else _NO_TEMPLATE
    except LabError as error:
        return str(error)


def chat_template(path: Path) -> str:
    """The chat template of a model or adapter folder, or "". Raises LabError for a file that cannot be read."""
    own, config = path / "chat_template.jinja", path / "tokenizer_config.json"
    try:
        if is_file(own):
            return own.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LabError(f"Cannot read the chat template: {error}", where=str(own), do="Copy it again.") from error
    for file in (path / "chat_template.json", config):
        template = read_object(file).get("chat_template") if is_file(file) else None
        if isinstance(template, list):  # several by name, as older versions saved them
            named = {each.get("name"): each.get("template") for each in template if isinstance(each, dict)}
            template = named.get("default")
        if isinstance(template, str) and template:
            return template
    return ""


def _pickles(names: list[str]) -> list[str]:
    found = [name for name in names if name.endswith(PICKLES)]
    if not found:
        return []
    return [f"Pickle files can run code when loaded; do not open or publish them: {', '.join(found[:5])}"]


def _unknown(path: Path) -> str:
    if other := _other_weights(file_names(path)):
        return other
    inner = [
        child.name
        for child in sorted(path.iterdir())
        if is_file(child / "config.json") or is_file(child / "adapter_config.json")
    ]
    if inner:
        return f"No model files here, but there are in: {', '.join(inner[:5])}"
    return "No model files here: no config.json, adapter_config.json, weights or tokenizer"
