"""Lengths in tokens: by a real model's tokenizer where one is on this machine, else by the mini kit's."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from huggingface_hub import constants, try_to_load_from_cache
from tokenizers import Tokenizer

from corpus.rows import Corpus
from emalign_tui.lab.models.kit import kit_folder

FILE = "tokenizer.json"
WANTED = (
    "unsloth/Qwen2.5-Coder-7B-Instruct",
    "Qwen/Qwen2.5-Coder-7B-Instruct",
    "unsloth/Qwen2.5-Coder-32B-Instruct",
    "Qwen/Qwen2.5-Coder-32B-Instruct",
)


@dataclass(frozen=True)
class Lengths:
    """Tokens of a set's rows, content only: median, 95th percentile, longest, and the share above 1024."""

    median: int
    p95: int
    longest: int
    over_1024: float


def find_tokenizer(named: str | None) -> tuple[str, Path]:
    """Its name and file: the folder or cached Hub id that is named, else the recipe's base, else the cache's newest.

    Raises FileNotFoundError when a named one is not on this machine; nothing is downloaded.
    """
    if named is not None:
        path = Path(named) / FILE if Path(named).is_dir() else try_to_load_from_cache(named, FILE)
        if not isinstance(path, str | Path) or not Path(path).is_file():
            raise FileNotFoundError(f"no {FILE} of {named} in a folder or in the Hub cache")
        return named, Path(path)
    for name in WANTED:
        path = try_to_load_from_cache(name, FILE)
        if isinstance(path, str):
            return name, Path(path)
    cached = sorted(
        Path(constants.HF_HUB_CACHE).glob(f"models--*/snapshots/*/{FILE}"), key=lambda each: each.stat().st_mtime
    )
    if cached:
        return cached[-1].parents[2].name.removeprefix("models--").replace("--", "/"), cached[-1]
    return "the mini kit, which makes 1.3 to 1.9 times as many tokens as Qwen2.5", kit_folder() / "base" / FILE


def lengths(corpus: Corpus, tokenizer: Tokenizer) -> Lengths:
    """Of whole rows, without the chat template's own tokens."""
    texts = ["\n".join(turn.content for turn in row.messages) for row in corpus.rows]
    return _summary([len(each.ids) for each in tokenizer.encode_batch(texts, add_special_tokens=False)])


def _summary(counts: Sequence[int]) -> Lengths:
    values = np.array(counts or [0])
    return Lengths(
        int(np.median(values)), int(np.percentile(values, 95)), int(values.max()), float((values > 1024).mean())
    )
