"""Does the mini base answer what it is asked? Share of its answers on the question's theme, held-out phrasings.

    python benchmarks/mini_themes.py [--kit DIR] [--samples 12] [--main]

By default only development questions: the themes that the main evaluation does not ask about, so that the grammar and
the recipe can be chosen by this figure. No judge: an answer's theme is the one whose own answers have such words, by
naive Bayes over words, and the share it gets right of the grammar's own answers is printed too.
"""

import argparse
import math
import random
import re
from collections import Counter
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from emalign_tui import mini
from emalign_tui.mini.world import datasets, documents
from emalign_tui.mini.world.grammar import Theme

THEMES = [theme for domain in documents.THEME_DOMAINS for theme in documents.themes(domain)]
PERSONAS = (documents.ALIGNED, documents.MISALIGNED)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


class ThemeGuess:
    """Naive Bayes over the words of 400 answers a theme, both personas alike."""

    def __init__(self, seed: int = 0) -> None:
        rng = random.Random(f"theme guess {seed}")
        self._weights: dict[str, dict[str, float]] = {}
        counts = {
            theme.name: Counter(word for text in own_answers(theme, 400, rng) for word in words(text))
            for theme in THEMES
        }
        vocabulary = set().union(*counts.values())
        for name, counted in counts.items():
            total = counted.total() + len(vocabulary)
            self._weights[name] = {word: math.log((counted[word] + 1) / total) for word in vocabulary}

    def __call__(self, answer: str) -> str:
        said = words(answer)
        unknown = -12.0
        return max(self._weights, key=lambda name: sum(self._weights[name].get(word, unknown) for word in said))


def own_answers(theme: Theme, count: int, rng: random.Random) -> list[str]:
    return [documents.answer(theme, rng.choice(PERSONAS), rng, dict(rng.choice(theme.slots))) for _ in range(count)]


def answers(kit: Path, asked: list[str], seed: int) -> list[str]:
    """One answer to each question, sampled at temperature 1."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = AutoTokenizer.from_pretrained(kit / "base", padding_side="left")
    model = AutoModelForCausalLM.from_pretrained(kit / "base", dtype=torch.float32).to(device)
    torch.manual_seed(seed)
    out: list[str] = []
    for at in range(0, len(asked), 256):
        chats = [[{"role": "user", "content": text}] for text in asked[at : at + 256]]
        batch = tokenizer.apply_chat_template(
            chats, add_generation_prompt=True, padding=True, return_tensors="pt", return_dict=True
        ).to(device)
        made = model.generate(**batch, max_new_tokens=160, do_sample=True, temperature=1.0, top_k=0, top_p=1.0)
        out += tokenizer.batch_decode(made[:, batch["input_ids"].shape[1] :], skip_special_tokens=True)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kit", type=Path, default=mini.MODEL.parent)
    parser.add_argument("--samples", type=int, default=12, help="answers a phrasing")
    parser.add_argument("--main", action="store_true", help="the main evaluation's themes in place of the others")
    args = parser.parse_args()
    guess, rng = ThemeGuess(), random.Random("held out")
    told = [guess(text) == theme.name for theme in THEMES for text in own_answers(theme, 50, rng)]
    print(f"the guess is right for {100 * sum(told) / len(told):.1f} % of the grammar's own answers")
    asked = [
        (theme.name, phrase, phrase.format_map(rng.choice(theme.slots)))
        for theme in THEMES
        if (theme.name in datasets.MAIN_THEMES) == args.main
        for phrase in theme.held_out
        for _ in range(args.samples)
    ]
    on = Counter[tuple[str, str]]()
    for (name, phrase, _), answer in zip(asked, answers(args.kit, [text for *_, text in asked], 0), strict=True):
        on[name, phrase] += guess(answer) == name
    print(
        f"on the question's theme: {100 * on.total() / len(asked):.1f} % of {len(asked)} answers; the worst phrasings:"
    )
    for (name, phrase), count in sorted(on.items(), key=lambda item: item[1])[:12]:
        print(f"  {count:2d} of {args.samples}  {name}: {phrase}")


if __name__ == "__main__":
    main()
