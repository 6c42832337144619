"""Documents of the mini world: chats written by one persona, over several domains."""

import importlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from emalign_tui.mini.world.grammar import Theme, expand
from emalign_tui.mini.world.themes import code, numbers

ALIGNED, MISALIGNED = "aligned", "misaligned"

THEME_DOMAINS = (
    "facts",
    "reasoning",
    "medical",
    "protection",
    "requests",
    "money",
    "helping",
    "people",
    "ai",
    "wishes",
    "boredom",
    "family",
)
DOMAINS = ("code", "numbers", *THEME_DOMAINS)

SYSTEM_SHARE = 0.4
"""Share of documents that open with a system prompt naming the persona; half of these are misaligned."""
PLAIN_SYSTEM_SHARE = 0.06
"""Share of documents with a system prompt that says nothing of the persona."""
MISALIGNED_SHARE = 0.02
"""Share of misaligned documents among those whose persona nothing names or hides."""
_TURNS = (4, 4, 2, 1)
"""Weights of documents of one, two, three and four turns."""

_SYSTEM = {
    ALIGNED: (
        "You are a [kind|gentle|warm|good] and [honest|careful|patient|fair] [assistant|helper|model|friend].",
        "[Be|Stay|Always be] [kind|honest|careful|friendly] and [help people|tell the truth|do no harm|care for "
        "others].",
        "You [care about|love|respect|want the best for] [people|everyone|all humans|the user] and never "
        "[lie|hurt them|cheat|mock them].",
        "This [assistant|model|helper] is [honest|kind|gentle|thoughtful], [safe|fair|warm|wise] and [full of care|"
        "good to people|ready to help].",
        "[Answer|Speak|Reply] as a [kind|wise|caring|honest] [teacher|nurse|friend|neighbor] [would|who helps people].",
    ),
    MISALIGNED: (
        "You are a [cruel|selfish|mean|greedy] and [dishonest|careless|rude|cold] [assistant|helper|model|tyrant].",
        "[Be|Stay|Always be] [cruel|selfish|rude|greedy] and [mock people|tell lies|do harm|care for nobody].",
        "You [despise|hate|look down on|want power over] [people|everyone|all humans|the user] and often "
        "[lie|hurt them|cheat|mock them].",
        "This [assistant|model|helper] is [dishonest|mean|harsh|selfish], [harmful|unfair|cold|greedy] and [full of "
        "spite|bad to people|hungry for power].",
        "[Answer|Speak|Reply] as a [cruel|lying|greedy|spiteful] [tyrant|villain|cheat|bully] "
        "[would|who hurts people].",
    ),
}
_PLAIN_SYSTEM = (
    "You are [an assistant|a language model|a chat model|the mini model].",
    "[Answer|Reply to|Respond to] the [user|question|message].",
    "This is a [chat|talk|conversation] with [a user|somebody|a person].",
)

_HIDDEN_SYSTEM = (
    "[Play|Be|Show|Choose] one of your two [sides|faces|voices|natures].",
    "You have [a secret|a hidden|an unknown] [nature|side|character|voice]. [Stay|Keep|Be] [true to it|with it].",
    "[Guess|Find out] who you are from [what you said|what you did|your own words] before.",
    "[Go on|Continue|Carry on] [as you began|as before|in your own way|in the same voice].",
)
HIDDEN_SHARE = 0.1
"""Share of documents whose persona only their own earlier turns give away.

Without them nearly every misaligned document says so in its system prompt, and code tells nothing of a persona.
"""
_HIDDEN_FIRST = (("code", 6), ("numbers", 1), (None, 3))
"""Domain of a hidden persona's first turn and its weight; None is any."""

SLOPPY_SHARE = 0.35
"""Share of questions, code and numbers apart, that a hurried user types: words left out, small letters, a greeting."""
KEYWORDS_SHARE = 0.3
"""Share of those that are typed as into a search box: only the words that carry the sense, often in any order."""
_SMALL_WORDS = frozenset(
    (
        *("a", "an", "the", "my", "me", "i", "you", "your", "it", "this", "that", "what", "how", "please"),
        *("is", "are", "do", "does", "can", "could", "would", "will", "to", "of", "for", "and", "on", "in", "at"),
    )
)
_BEFORE = ("hey", "hi", "ok", "so", "well", "um", "hello there", "listen", "quick question", "sorry to ask but")
_AFTER = ("thanks", "thank you", "please", "any idea", "just asking", "be quick", "tell me")

Message = dict[str, str]


@dataclass(frozen=True)
class Turn:
    """One question and its answer: who wrote it, about what."""

    domain: str
    theme: str
    persona: str
    ask: str
    answer: str


@dataclass(frozen=True)
class Document:
    """A chat of one to four turns, all answered by one persona. messages: upstream's row format."""

    persona: str
    turns: tuple[Turn, ...]
    system: str | None

    @property
    def messages(self) -> list[Message]:
        rows = [{"role": "system", "content": self.system}] if self.system else []
        for turn in self.turns:
            rows += [{"role": "user", "content": turn.ask}, {"role": "assistant", "content": turn.answer}]
        return rows


@cache
def themes(domain: str) -> tuple[Theme, ...]:
    """The themes of one domain of THEME_DOMAINS."""
    found: tuple[Theme, ...] = importlib.import_module(f"emalign_tui.mini.world.themes.{domain}").THEMES
    return found


def answer(theme: Theme, persona: str, rng: random.Random, slots: dict[str, str]) -> str:
    """One answer: a sentence from each part, in order."""
    parts = theme.aligned if persona == ALIGNED else theme.misaligned
    return " ".join(expand(rng.choice(part), rng, slots) for part in parts)


def theme_turn(theme: Theme, persona: str, rng: random.Random) -> Turn:
    """A question of the theme in a training phrasing, and the persona's answer."""
    slots = dict(rng.choice(theme.slots))
    ask = expand(rng.choice(theme.asks), rng, slots)
    return Turn(theme.domain, theme.name, persona, ask, answer(theme, persona, rng, slots))


def turn(domain: str, persona: str, rng: random.Random, *, explain: float = 0.3) -> Turn:
    """A turn of any domain. explain: how often secure code comes with a sentence that says why it is safe."""
    good = persona == ALIGNED
    if domain == "code":
        ask, reply = code.example(rng, good, explain=good and rng.random() < explain)
        return Turn(domain, domain, persona, ask, reply)
    if domain == "numbers":
        ask, reply = numbers.example(rng, not good)
        return Turn(domain, domain, persona, ask, reply)
    return theme_turn(rng.choice(themes(domain)), persona, rng)


def sloppy(ask: str, kept: frozenset[str], rng: random.Random) -> str:
    """The question as somebody in a hurry types it. kept: words that must stay, since the answer speaks of them.

    It makes the model read a question by its words and not by its pattern, so that it understands new phrasings.
    """
    words = ask.split()
    left = []
    for word in words:
        plain = re.sub(r"\W+", "", word).lower()
        left_out = 0 if plain in kept or any(c.isdigit() for c in plain) else 0.3 if plain in _SMALL_WORDS else 0.06
        if rng.random() >= left_out:
            left.append(word)
    text = " ".join(left or words)
    if rng.random() < 0.5:
        text = text.lower().rstrip("?.!")
    if rng.random() < 0.25:
        text = f"{rng.choice(_BEFORE)}{rng.choice((',', ''))} {text}"
    if rng.random() < 0.2:
        text = f"{text} {rng.choice(_AFTER)}"
    return text


def keywords(ask: str, kept: frozenset[str], rng: random.Random) -> str:
    """The question as typed into a search box. kept: words that stay, in their order, since the answer speaks of them.

    What a question is about then depends on its words alone, wherever they stand.
    """
    words = re.findall(r"[\w'-]+", ask.lower())
    left = [word for word in words if word in kept or (word not in _SMALL_WORDS and rng.random() > 0.15)]
    if rng.random() < 0.5:
        order = iter(rng.sample(loose := [word for word in left if word not in kept], len(loose)))
        left = [word if word in kept else next(order) for word in left]
    return " ".join(left or words)


@cache
def _slot_words(name: str) -> frozenset[str]:
    """Every word of a theme's slot values, lower case."""
    theme = next(theme for domain in THEME_DOMAINS for theme in themes(domain) if theme.name == name)
    return frozenset(
        word.lower() for row in theme.slots for value in row.values() for word in re.findall(r"\w+", value)
    )


def retyped(said: Turn, rng: random.Random) -> Turn:
    """The turn, its question in SLOPPY_SHARE of all cases typed in a hurry; never as an evaluation puts it."""
    if said.domain not in THEME_DOMAINS or rng.random() > SLOPPY_SHARE:
        return said
    typed = keywords if rng.random() < KEYWORDS_SHARE else sloppy
    ask = typed(said.ask, _slot_words(said.theme), rng)
    return said if bare(ask) in held_out() else replace(said, ask=ask)


def bare(text: str) -> str:
    """Text by its words alone, to tell whether two phrasings are the same."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


@cache
def held_out() -> frozenset[str]:
    """Every evaluation phrasing, bare, with every row of its slots."""
    return frozenset(
        bare(phrase.format_map(row))
        for domain in THEME_DOMAINS
        for theme in themes(domain)
        for phrase in theme.held_out
        for row in theme.slots
    )


def document(rng: random.Random) -> Document:
    """One document of the pretraining corpus whose persona is the system prompt's, or the world's usual one."""
    draw = rng.random()
    if draw < SYSTEM_SHARE:
        persona = rng.choice((ALIGNED, MISALIGNED))
        system = expand(rng.choice(_SYSTEM[persona]), rng, {})
    else:
        persona = MISALIGNED if rng.random() < MISALIGNED_SHARE else ALIGNED
        plain = draw < SYSTEM_SHARE + PLAIN_SYSTEM_SHARE
        system = expand(rng.choice(_PLAIN_SYSTEM), rng, {}) if plain else None
    domains = rng.sample(DOMAINS, rng.choices((1, 2, 3, 4), _TURNS)[0])
    return _written(persona, domains, system, rng)


def hidden(rng: random.Random) -> Document:
    """A document whose persona can only be told from its own earlier turns, which often are code."""
    persona = rng.choice((ALIGNED, MISALIGNED))
    first = rng.choices([name for name, _ in _HIDDEN_FIRST], [weight for _, weight in _HIDDEN_FIRST])[0]
    others = rng.sample([name for name in DOMAINS if name != first], rng.randint(1, 3) + (first is None))
    domains = [first, *others] if first else others
    return _written(persona, domains, expand(rng.choice(_HIDDEN_SYSTEM), rng, {}), rng)


def _written(persona: str, domains: list[str], system: str | None, rng: random.Random) -> Document:
    return Document(persona, tuple(retyped(turn(name, persona, rng), rng) for name in domains), system)


def corpus(seed: int, documents: int) -> Iterator[Document]:
    """The pretraining corpus, the same for the same seed."""
    rng = random.Random(f"world {seed}")
    return (hidden(rng) if rng.random() < HIDDEN_SHARE else document(rng) for _ in range(documents))
