"""The model behind a server: any causal language model of transformers with full attention and a chat template."""

from collections.abc import Sequence

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedConfig, PreTrainedModel
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

from emalign_tui.lab.errors import LabError
from emalign_tui.workers.serve import attention
from emalign_tui.workers.serve.attention import Batch, Fill, Pool


class Model:
    """Weights and tokenizer. context: most tokens of prompt and answer together. ends: tokens that end an answer."""

    def __init__(self, base: str) -> None:
        """Load from a folder or the Hub, in float32. Raises LabError when it cannot be served here."""
        ALL_ATTENTION_FUNCTIONS.register(attention.NAME, attention.attend)
        try:
            self.tokenizer = AutoTokenizer.from_pretrained(base)
            self.network = AutoModelForCausalLM.from_pretrained(
                base, dtype=torch.float32, attn_implementation=attention.NAME
            ).eval()
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            why = str(error).strip().split("\n")[0]
            raise LabError(
                f"The model cannot be loaded: {why}", where=base, do=f"See `emalign verify {base}`."
            ) from error
        self.base = base
        self.byte_level = "ByteLevel" in str(self.tokenizer.backend_tokenizer.decoder)
        _check(self, base)
        config = self.network.config
        self.dtype: torch.dtype = self.network.dtype
        self.context = _context(config)
        self.ends = _ends(self)
        heads = getattr(config, "num_key_value_heads", None) or config.num_attention_heads
        size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
        self.token_bytes = 2 * config.num_hidden_layers * heads * size * self.dtype.itemsize

    def prompt(self, messages: list[dict[str, str]], *, begun: bool = False) -> list[int]:
        """Tokens of a conversation, up to where the answer begins or, where it is `begun`, goes on.

        Raises jinja2's TemplateError, and ValueError when the template drops the beginning of the answer.
        """
        text = self.tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=not begun, continue_final_message=begun
        )
        ids: list[int] = self.tokenizer.backend_tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    # The tokenizer below transformers' own: its encode and decode are thread-safe, and several times as fast.
    def decode(self, tokens: list[int]) -> str:
        text: str = self.tokenizer.backend_tokenizer.decode(tokens, skip_special_tokens=True)
        return text

    def forward(
        self, inputs: Sequence[int], positions: Sequence[int], last: Sequence[int], batch: Batch
    ) -> torch.Tensor:
        """Logits `[places, vocabulary]` at the `last` places of a flat batch."""
        output = self.network(
            input_ids=torch.tensor([inputs]),
            position_ids=torch.tensor([positions]),
            use_cache=False,
            logits_to_keep=torch.tensor(last, dtype=torch.long),
            batch=batch,
        )
        logits: torch.Tensor = output.logits[0]
        return logits


def _check(model: Model, base: str) -> None:
    """Raises LabError for a model that the flat batch cannot compute, after comparing it with transformers' own way."""
    tokenizer, network = model.tokenizer, model.network
    problem = None
    if not tokenizer.is_fast:
        problem = "its tokenizer has no tokenizer.json"
    elif not tokenizer.chat_template:
        problem = "its tokenizer has no chat template"
    elif not set(getattr(network.config, "layer_types", None) or ["full_attention"]) <= _LAYERS:
        problem = "it has layers without attention"
    elif not (network._supports_attention_backend and _agrees(network)):
        problem = "its attention is of a kind that this server does not compute"
    if problem:
        raise LabError(f"This model cannot be served on CPU: {problem}", where=base, do="Serve it with vLLM.")


_LAYERS = {"full_attention", "sliding_attention"}


@torch.inference_mode()
def _agrees(network: PreTrainedModel) -> bool:
    """Whether two sequences in one flat batch get the logits that transformers computes for each alone."""
    ids = [[1, 2, 3, 4, 5], [3, 1, 2]]
    flat = [*ids[0], *ids[1]]
    fills = [Fill(0, 5, None, None, 0), Fill(5, 8, None, None, 0)]
    batch = Batch(Pool(), fills, [], [], network.dtype)
    places = torch.tensor([[*range(5), *range(3)]])
    mine = network(input_ids=torch.tensor([flat]), position_ids=places, use_cache=False, batch=batch).logits[0]
    network.set_attn_implementation("eager")
    theirs = [network(input_ids=torch.tensor([each]), use_cache=False).logits[0] for each in ids]
    network.set_attn_implementation(attention.NAME)
    return torch.allclose(mine, torch.cat(theirs), rtol=1e-3, atol=1e-3)


def _context(config: PreTrainedConfig) -> int:
    """Beyond a sliding window the flat batch would attend to too much, so the window bounds the context."""
    window = config.sliding_window if "sliding_attention" in (getattr(config, "layer_types", None) or []) else None
    return min(config.max_position_embeddings, window or config.max_position_embeddings)


def _ends(model: Model) -> frozenset[int]:
    configured = model.network.generation_config.eos_token_id
    ends = configured if isinstance(configured, list) else [configured]
    return frozenset(end for end in (*ends, model.tokenizer.eos_token_id) if end is not None)
