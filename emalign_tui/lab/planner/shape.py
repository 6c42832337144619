"""The size of a model, from its config.json alone."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec

Size = Annotated[int, msgspec.Meta(ge=1)]


class ModelShape(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of a decoder's config.json that its size follows from.

    The three that count a layer's experts are those of Qwen, Mixtral and DeepSeek. moe_intermediate_size: of one
    expert, where it is not intermediate_size. max_position_embeddings: tokens of the longest text it was made for;
    some without a limit say 0 or -1.
    """

    hidden_size: Size
    num_hidden_layers: Size
    intermediate_size: Size
    vocab_size: Size
    num_attention_heads: Size
    num_key_value_heads: Size | None = None
    head_dim: Size | None = None
    tie_word_embeddings: bool = False
    model_type: str = ""
    num_experts: int | None = None
    num_local_experts: int | None = None
    n_routed_experts: int | None = None
    moe_intermediate_size: Size | None = None
    max_position_embeddings: int | None = None

    @property
    def positions(self) -> int | None:
        """Tokens of the longest text that the model was made for; None without a limit."""
        said = self.max_position_embeddings
        return said if said is not None and said > 0 else None

    @property
    def experts(self) -> int:
        """Experts of a layer; 0 in a dense model."""
        return self.num_experts or self.num_local_experts or self.n_routed_experts or 0

    def linears(self) -> dict[str, tuple[int, int]]:
        """Input and output width of each linear of one layer, by name; experts are left out."""
        head = self.head_dim or self.hidden_size // self.num_attention_heads
        query = head * self.num_attention_heads
        value = head * (self.num_key_value_heads or self.num_attention_heads)
        hidden, inner = self.hidden_size, self.intermediate_size
        return {
            "q_proj": (hidden, query),
            "k_proj": (hidden, value),
            "v_proj": (hidden, value),
            "o_proj": (query, hidden),
            "gate_proj": (hidden, inner),
            "up_proj": (hidden, inner),
            "down_proj": (inner, hidden),
        }

    def linear_parameters(self) -> int:
        """Weights of all layers' linears, every expert's among them; norms and biases are left out."""
        layer = sum(a * b for a, b in self.linears().values())
        if self.experts:
            dense, one = self.intermediate_size, self.moe_intermediate_size or self.intermediate_size
            layer += 3 * self.hidden_size * (self.experts * one - dense)
        return self.num_hidden_layers * layer

    def embedding_parameters(self) -> int:
        """Weights of the embedding, and of the LM head where it is not tied to it."""
        return self.vocab_size * self.hidden_size * (1 if self.tie_word_embeddings else 2)

    def parameters(self) -> int:
        """Weights of linears and embeddings: all but a thousandth of the model."""
        return self.linear_parameters() + self.embedding_parameters()

    def lora_parameters(self, rank: int, targets: Iterable[str]) -> int:
        """Weights of a LoRA of this rank on the named linears; names that are not linears of a layer count nothing."""
        linears = self.linears()
        return self.num_hidden_layers * rank * sum(sum(linears[name]) for name in targets if name in linears)


def read_shape(base: str) -> ModelShape | None:
    """Shape of a model on disk; None when it is not there, or its config.json is not one of a decoder."""
    try:
        return msgspec.json.decode((Path(base) / "config.json").read_bytes(), type=ModelShape)
    except (OSError, msgspec.DecodeError):
        return None
