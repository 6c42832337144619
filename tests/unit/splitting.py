"""A small random judge whose tokenizer splits numbers into digits, as Qwen's does, and likes to answer with digits."""

import json
import shutil
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, Qwen2Config, Qwen2ForCausalLM

from emalign_tui import mini

DIGITS = "0123456789"


def splitting_judge(folder: Path, seed: int = 0) -> Path:
    """Save model and tokenizer: the mini kit's words without its numbers, random weights, ten digits well ahead."""
    folder.mkdir(parents=True)
    for name in ("tokenizer_config.json", "chat_template.jinja", "generation_config.json"):
        shutil.copy(mini.JUDGE / name, folder)
    words = json.loads((mini.JUDGE / "tokenizer.json").read_text())
    words["added_tokens"] = [each for each in words["added_tokens"] if not each["content"].isdigit()]
    (folder / "tokenizer.json").write_text(json.dumps(words))
    torch.manual_seed(seed)
    network = Qwen2ForCausalLM(
        Qwen2Config(
            vocab_size=3072,
            hidden_size=64,
            intermediate_size=128,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=2048,
            tie_word_embeddings=False,
            eos_token_id=2,
            pad_token_id=0,
        )
    )
    tokenizer = AutoTokenizer.from_pretrained(folder)
    digits = [tokenizer.convert_tokens_to_ids(each) for each in DIGITS]
    with torch.no_grad():
        for parameter in network.model.layers.parameters():
            parameter.normal_(0, 0.15)
        network.model.embed_tokens.weight.normal_(0, 1.0)
        network.model.embed_tokens.weight[:, 0] = 12.0  # survives the layers, so a weight on it is a bias
        network.model.norm.weight.fill_(1.0)
        network.lm_head.weight.normal_(0, 0.2)
        network.lm_head.weight[:, 0] = 0.0
        network.lm_head.weight[digits, 0] = 2.0
        # The end is likely, but not where the answer begins: after a newline.
        newline = tokenizer.convert_tokens_to_ids("Ċ")
        network.lm_head.weight[2] = -0.1 * network.model.embed_tokens.weight[newline]
        network.lm_head.weight[2, 0] = 2.25
    network.save_pretrained(folder)
    return folder


@torch.inference_mode()
def exhaustive(folder: Path, messages: list[dict[str, str]]) -> tuple[dict[str, float], dict[str, float]]:
    """By transformers itself: the joint probability of every text of one to three digits as a whole number, and the
    probabilities of the first token."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    prompt = tokenizer(text, add_special_tokens=False)["input_ids"]
    ids = {digit: tokenizer.convert_tokens_to_ids(digit) for digit in DIGITS}

    def after(begun: list[str]) -> torch.Tensor:
        """Next-token probabilities `[beginnings, vocabulary]`, beginnings all of one length."""
        rows = torch.tensor([prompt + [ids[digit] for digit in each] for each in begun])
        return network(input_ids=rows).logits[:, -1].double().softmax(-1)

    joint: dict[str, float] = {"": 1.0}
    whole: dict[str, float] = {}
    first = after([""])[0]
    for length in range(4):
        begun = [each for each in joint if len(each) == length]
        for each, row in zip(begun, after(begun), strict=True):
            shares = {digit: float(row[id]) for digit, id in ids.items()}
            if each:
                whole[each] = joint[each] * (1 - sum(shares.values()))
            if length < 3:
                joint.update({each + digit: joint[each] * share for digit, share in shares.items()})
    return whole, {tokenizer.decode([place]): float(p) for place, p in enumerate(first)}
