"""How a vLLM server is laid out on a card: rank, adapters, context length, share of the memory. Pure arithmetic."""

from collections.abc import Iterable

import msgspec

from emalign_tui.lab.config import LINEARS
from emalign_tui.lab.doctor.gpu_facts import GIB, Card
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.planner.shape import ModelShape

RANKS = (1, 8, 16, 32, 64, 128, 256, 320, 512)  # what vLLM's --max-lora-rank takes (vllm/config/lora.py, 0.26 to 0.32)
USUAL_RANK = 32  # of the published recipe, so that the next run of it fits without a restart
LONGEST = 32_768  # tokens; longer contexts are not used here, and cost memory
TOKENS = 512 * 1024  # held at once: the 8 questions x 100 answers of an evaluation, about 600 tokens each
SMALL = 50e6  # parameters; vLLM takes more than a minute to start whatever the model, the CPU server seconds
BATCH = 8192  # vLLM's max_num_batched_tokens on the largest cards
SEQUENCES = 1024  # and its max_num_seqs there
_HALF = 2  # bytes of a weight in 16 bit
_RUNTIME = 1.5 * GIB  # CUDA context, kernels, the graphs of a small model
_SPARE = 0.5 * GIB  # what may go between this look at the card and vLLM's
_MOST = 0.92  # of the card


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """rank: cap on the rank of adapters. adapters: in one batch. parked: kept in main memory, swapped in when asked.

    context: tokens of prompt and answer. share: of the card's whole memory, 0..1. half: float16, for cards without
    bfloat16, and for tiny models, whose probabilities are then those of the CPU server. why: the reasons, as sentences.
    free: bytes of the card when this was chosen; None in records of before this was kept.
    """

    rank: int
    adapters: int
    parked: int
    context: int
    share: float
    half: bool = False
    why: tuple[str, ...] = ()
    free: int | None = None


def lay_out(shape: ModelShape, card: Card, ranks: Iterable[int], context: int) -> Layout:
    """Choose for a base on a card. ranks: of the adapters that are there. context: the most that the model takes.

    Raises LabError when the model, or one conversation on it, does not fit into what is free.
    """
    known = list(ranks)
    rank = cap(known)
    room = min(card.free - _SPARE, _MOST * card.total)
    parameters = shape.parameters()
    weights = _HALF * parameters
    rest = room - weights - _work(shape)
    token = token_bytes(shape)
    length = min(context, LONGEST)
    while rest < length * token and length > 2048:
        length //= 2
    slot = _HALF * shape.lora_parameters(rank, LINEARS)
    slots = max(4, min(8, len(known) + 2))
    while slots > 1 and rest - slots * slot < length * token:
        slots -= 1
    if rest - slots * slot < length * token:
        raise _too_big(weights + _work(shape) + slots * slot + length * token, card)
    cache = min(max(TOKENS, length) * token, rest - slots * slot)
    share = (weights + _work(shape) + slots * slot + cache) / card.total
    why = (
        f"adapters up to rank {rank}" + (f": the largest here has {max(known)}" if known else ", the usual one"),
        f"{slots} adapters in one batch; more take turns",
        f"context {length:,} tokens" + ("" if length == min(context, LONGEST) else ": more does not fit"),
        f"{share * card.total / GIB:.1f} of {card.total / GIB:.1f} GiB: weights {weights / GIB:.1f}, "
        f"{cache / token:,.0f} tokens of answers {cache / GIB:.1f}; the rest stays free",
    )
    return Layout(
        rank=rank, adapters=slots, parked=32, context=length, share=_up(share),
        half=not card.bf16 or parameters < SMALL, why=why, free=card.free,
    )  # fmt: skip


def cap(ranks: Iterable[int]) -> int:
    """The smallest cap that vLLM knows which holds these ranks and the usual one.

    Raises LabError for a rank above all caps.
    """
    largest = max([USUAL_RANK, *ranks])
    found = next((rank for rank in RANKS if rank >= largest), None)
    if found is None:
        what = f"vLLM serves adapters up to rank {RANKS[-1]}, and one here has {largest}"
        raise LabError(what, do="Merge that adapter into its base and serve the merged model.")
    return found


def token_bytes(shape: ModelShape) -> int:
    """Bytes of keys and values of one token, in 16 bit."""
    head = shape.head_dim or shape.hidden_size // shape.num_attention_heads
    heads = shape.num_key_value_heads or shape.num_attention_heads
    return 2 * _HALF * shape.num_hidden_layers * heads * head


def _work(shape: ModelShape) -> float:
    """Bytes beside weights and cache: the runtime, a batch's activations, and the logits with two copies in 32 bit."""
    activations = BATCH * _HALF * (3 * shape.intermediate_size + 4 * shape.hidden_size)
    return _RUNTIME + activations + 3 * 4 * SEQUENCES * shape.vocab_size


def _up(share: float) -> float:
    """Rounded up to what the command line says, so that rounding takes nothing away."""
    return min(int(share * 1000 + 1) / 1000, _MOST)


def _too_big(needed: float, card: Card) -> LabError:
    what = f"Serving it takes {needed / GIB:.1f} GiB of GPU memory, {card.free / GIB:.1f} of {card.total / GIB:.1f} "
    do = "Free the card (`emalign doctor --only gpu` says who holds it), or serve a smaller base."
    return LabError(what + "are free", where=card.name, do=do)
