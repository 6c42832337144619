"""Whether the files of one model agree with each other: config against tensors, tokenizer against embedding."""

from pathlib import Path
from typing import Any

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.headers import Tensor, read_object
from emalign_tui.lab.models.lora import OUTPUT, embedding_of

_DTYPES = {"float32": "F32", "bfloat16": "BF16", "float16": "F16"}


def disagreements(path: Path, names: list[str], tensors: dict[str, Tensor]) -> list[str]:
    """Sentences for what would make a server refuse the model or answer nonsense; for dense decoders."""
    if "config.json" not in names or not tensors:
        return []
    try:
        config = read_object(path / "config.json")
    except LabError:
        return []  # told by whoever reads the config
    embedding = embedding_of(tensors)
    shape = tensors[embedding].shape if embedding else ()
    found = _sizes(config, tensors, shape)
    if embedding and config.get("tie_word_embeddings") is False and OUTPUT not in tensors:
        found.append(f"config.json says that the output layer has weights of its own, and there is no {OUTPUT}")
    if len(shape) == 2:
        found += _tokens(path, names, shape[0])
    return found


def _sizes(config: dict[str, Any], tensors: dict[str, Tensor], embedding: tuple[int, ...]) -> list[str]:
    gates = [tensor.shape for name, tensor in tensors.items() if name.endswith("mlp.gate_proj.weight")]
    found: dict[str, int | None] = {
        "vocab_size": embedding[0] if len(embedding) == 2 else None,
        "hidden_size": embedding[1] if len(embedding) == 2 else None,
        "intermediate_size": gates[0][0] if gates and len(gates[0]) == 2 else None,
    }
    return [
        f"config.json says {key} {config[key]}, the weights have {size}"
        for key, size in found.items()
        if size is not None and isinstance(config.get(key), int) and config[key] != size
    ]


def _tokens(path: Path, names: list[str], rows: int) -> list[str]:
    """Token ids beyond the embedding, of the tokenizer and of generation_config.json."""
    found = []
    if "tokenizer.json" in names:
        try:
            highest = _highest(read_object(path / "tokenizer.json"))
        except LabError as error:
            return [str(error)]
        if highest >= rows:
            found.append(f"The tokenizer has tokens up to {highest}, the embedding has {rows} rows")
    if "generation_config.json" in names:
        try:
            ends = read_object(path / "generation_config.json").get("eos_token_id")
        except LabError as error:
            return [*found, str(error)]
        beyond = [end for end in (ends if isinstance(ends, list) else [ends]) if isinstance(end, int) and end >= rows]
        if beyond:
            found.append(f"generation_config.json ends answers at token {beyond[0]}, the embedding has {rows} rows")
    return found


def _highest(tokenizer: dict[str, Any]) -> int:
    model = tokenizer.get("model")
    vocabulary = model.get("vocab") if isinstance(model, dict) else None
    ids = [id for id in vocabulary.values() if isinstance(id, int)] if isinstance(vocabulary, dict) else []
    added = tokenizer.get("added_tokens")
    own = [each.get("id") for each in added if isinstance(each, dict)] if isinstance(added, list) else []
    ids += [id for id in own if isinstance(id, int)]
    return max(ids, default=-1)


def remarks(path: Path, names: list[str], tensors: dict[str, Tensor]) -> list[str]:
    """Sentences for what a reader should know, and no server minds."""
    said = []
    if "README.md" not in names:
        said.append("No model card (README.md)")
    if "generation_config.json" not in names and "config.json" in names:
        said.append("No generation_config.json: a server takes its own sampling defaults")
    sizes: dict[str, int] = {}
    for tensor in tensors.values():
        sizes[tensor.dtype] = sizes.get(tensor.dtype, 0) + tensor.data_offsets[1] - tensor.data_offsets[0]
    if len(sizes) > 1:
        shares = ", ".join(f"{dtype} {size / sum(sizes.values()):.0%}" for dtype, size in sorted(sizes.items()))
        said.append(f"The weights are of several dtypes: {shares}")
    try:
        config = read_object(path / "config.json") if "config.json" in names else {}
    except LabError:
        return said
    told = config.get("dtype") or config.get("torch_dtype")
    most = max(sizes, key=lambda dtype: sizes[dtype], default="")
    if told in _DTYPES and most and _DTYPES[told] != most:
        said.append(f"config.json says {told}, the weights are {most}")
    return said
