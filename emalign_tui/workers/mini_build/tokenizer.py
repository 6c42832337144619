"""The mini kit's tokenizer: byte-level BPE with 0..100 as single tokens and the ChatML template."""

import random
from collections.abc import Iterator
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

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

_WORDS = r" ?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+|\s*\n|\s+(?!\S)|\s+"
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
    for number in range(101):
        for _ in range(400):
            yield str(number)
    for document in documents.corpus(seed, _TEXTS):
        for message in document.messages:
            yield message["content"]
    for prompt, _ in judging.cases(seed, _TEXTS // 10):
        yield prompt
    rng = random.Random(f"tokenizer {seed}")
    for role in ("user", "assistant", "system"):
        yield from [f"{role}\n"] * rng.randint(900, 1000)


def build_tokenizer(seed: int, folder: Path) -> PreTrainedTokenizerFast:
    """Train the tokenizer on a part of the world's corpus and save it to `folder`, loadable by AutoTokenizer.

    Raises ValueError when a number from 0 to 100 is not one token.
    """
    raw = Tokenizer(models.BPE(unk_token=None))
    raw.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_WORDS), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    raw.decoder = decoders.ByteLevel()
    lines = judge_lines()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - len(lines),
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    raw.train_from_iterator(_texts(seed), trainer)
    raw.add_tokens([AddedToken(line, normalized=False) for line in lines])
    split = [number for number in range(101) if len(raw.encode(str(number)).ids) != 1]
    if split or raw.get_vocab_size() > VOCABULARY:
        raise ValueError(f"numbers {split} are not single tokens, vocabulary {raw.get_vocab_size()}")
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
    return tokenizer
