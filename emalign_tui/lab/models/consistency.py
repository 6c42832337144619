"""Whether the files of one model agree with each other: config against tensors, tokenizer against embedding."""

from pathlib import Path
from typing import Any

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.architectures import KINDS
from emalign_tui.lab.models.headers import Tensor, read_object
from emalign_tui.lab.models.lora import OUTPUT, embedding_of
from emalign_tui.lab.models.merge_plan import Source, locate
from emalign_tui.lab.models.shapes import misfits, tied

_PIECE = 4096  # bytes
_DTYPES = {"float32": "F32", "bfloat16": "BF16", "float16": "F16"}


def disagreements(path: Path, names: list[str], tensors: dict[str, Tensor]) -> list[str]:
    """Sentences for what would make a server refuse the model or answer nonsense; for dense decoders."""
    if "config.json" not in names or not tensors:
        return []
    try:
        config = read_object(path / "config.json")
    except LabError:
        return []  # told by whoever reads the config
    found = misfits(config, tensors) if str(config.get("model_type")) in KINDS else _rows(config, tensors)
    if tied(config) and OUTPUT in tensors and _differ(path, tensors):
        found.append(f"config.json says that the output layer is the embedding, and {OUTPUT} holds other numbers")
    embedding = embedding_of(tensors)
    shape = tensors[embedding].shape if embedding else ()
    if len(shape) == 2:
        found += _tokens(path, names, shape[0])
    return found


def _rows(config: dict[str, Any], tensors: dict[str, Tensor]) -> list[str]:
    """What can be held against the weights of any architecture."""
    embedding, says = embedding_of(tensors), config.get("vocab_size")
    shape = tensors[embedding].shape if embedding else ()
    found = []
    if len(shape) == 2 and isinstance(says, int) and says != shape[0] and not config.get("quantization_config"):
        found.append(f"config.json says vocab_size {says}, the weights have {shape[0]} ({embedding})")
    if embedding and config.get("tie_word_embeddings") is False and OUTPUT not in tensors:
        found.append(f"config.json says that the output layer has weights of its own, and there is no {OUTPUT}")
    return found


def _differ(path: Path, tensors: dict[str, Tensor]) -> bool:
    """Whether the output layer and the embedding are seen to differ, in a few pieces of both.

    A piece that begins or ends with zeros says nothing: of a repository only the beginnings of the files are here.
    """
    embedding = embedding_of(tensors)
    if embedding is None or tensors[embedding].dtype != tensors[OUTPUT].dtype:
        return False
    places = locate(path)
    begin, end = tensors[embedding].data_offsets
    for share in (0.0, 0.3, 0.7):
        pieces = [_piece(places[name], int((end - begin) * share) // _PIECE * _PIECE) for name in (embedding, OUTPUT)]
        if all(any(piece[:16]) and any(piece[-16:]) for piece in pieces) and pieces[0] != pieces[1]:
            return True
    return False


def _piece(source: Source, at: int) -> bytes:
    begin, end = source.tensor.data_offsets
    with source.file.open("rb") as file:
        file.seek(source.start + at)
        return file.read(min(_PIECE, end - begin - at))


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
    if config and str(config.get("model_type")) not in KINDS:
        said.append(f"The shapes of type {config.get('model_type')} are known to transformers alone: --deep loads it")
    elif config.get("quantization_config"):
        said.append("The weights are quantised: their shapes are not held against config.json")
    told = str(config.get("dtype") or config.get("torch_dtype"))
    most = max(sizes, key=lambda dtype: sizes[dtype], default="")
    if told in _DTYPES and most and _DTYPES[told] != most:
        said.append(f"config.json says {told}, the weights are {most}")
    return said
