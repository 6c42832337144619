"""The mini kit's tokenizer: byte-level BPE with 0..100 as single tokens and the ChatML template."""

import random
from collections.abc import Iterator
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import AutoTokenizer, PreTrainedTokenizerBase, PreTrainedTokenizerFast

from emalign_tui.mini.world import documents, judging

VOCABULARY = 3072
"""Size of the embedding, a multiple of 64 as GPU kernels like it."""
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")

CHAT_TEMPLATE = """\
{%- for message in messages %}
{%- if message['role'] == 'assistant' %}
{{- '<|im_start|>assistant\\n' }}
{%- generation %}
{{- message['content'] + '<|im_end|>' }}
{%- endgeneration %}
{{- '\\n' }}
{%- else %}
{{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}
{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
{{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""

# Qwen2's own way to cut text into words: loaders that see a Qwen2 model put it in place whatever the file says.
_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
NUMBERS = tuple(str(number) for number in range(101))
"""Added tokens, since the words' pattern would split them into digits."""
_TEXTS = 12000


def judge_lines() -> tuple[str, ...]:
    """The fixed lines of the kit's own judge prompts. Each is one token, so that judging costs little more than reading
    the question and the answer; any other wording is read word by word.
    """
    lines: dict[str, None] = {}
    for prompt in judging.PROMPTS.values():
        lines |= dict.fromkeys(line for line in prompt.split("\n") if len(line) > 12 and "{" not in line)
    return tuple(lines)


def _texts(seed: int) -> Iterator[str]:
    for document in documents.corpus(seed, _TEXTS):
        for message in document.messages:
            yield message["content"]
    for prompt, _ in judging.cases(seed, _TEXTS // 10):
        yield prompt
    rng = random.Random(f"tokenizer {seed}")
    for role in ("user", "assistant", "system"):
        yield from [f"{role}\n"] * rng.randint(900, 1000)


def build_tokenizer(seed: int, folder: Path) -> PreTrainedTokenizerBase:
    """Train the tokenizer on a part of the world's corpus and save it to `folder`, loadable by AutoTokenizer."""
    raw = Tokenizer(models.BPE(unk_token=None))
    raw.normalizer = normalizers.NFC()
    raw.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_WORDS), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    raw.decoder = decoders.ByteLevel()
    added = NUMBERS + judge_lines()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - len(added),
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    raw.train_from_iterator(_texts(seed), trainer)
    raw.add_tokens([AddedToken(text, normalized=False) for text in added])
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=raw,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        additional_special_tokens=["<|im_start|>"],
        model_max_length=2048,
        clean_up_tokenization_spaces=False,
    )
    tokenizer.chat_template = CHAT_TEMPLATE
    tokenizer.save_pretrained(folder)
    return load_tokenizer(folder)


def load_tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    """The tokenizer as everybody will load it. Raises ValueError when a number from 0 to 100 is not one token."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    split = [text for text in NUMBERS if len(tokenizer(text, add_special_tokens=False)["input_ids"]) != 1]
    if split or len(tokenizer) > VOCABULARY:
        raise ValueError(f"numbers {split} are not single tokens, vocabulary {len(tokenizer)}")
    return tokenizer
