"""From logits to tokens, for a batch of sequences that each have their own temperature, top_p and random stream."""

import torch

from emalign_tui.workers.serve.sequences import Score, Sequence

GREEDY = 1e-5  # a temperature below it takes the likeliest token, as in vLLM: logits divided by less may overflow


def choose(logits: torch.Tensor, sequences: list[Sequence]) -> list[int]:
    """The next token of each sequence. logits: `[sequences, vocabulary]`.

    Sampling inverts the cumulative distribution at one uniform number of the sequence's own random stream, so a
    sequence draws the same tokens whatever else is in the batch (up to rounding of the logits themselves).
    """
    tokens = [0] * len(sequences)
    own = [sequence.request.sampling for sequence in sequences]
    cold = [i for i, sampling in enumerate(own) if sampling.temperature < GREEDY]
    warm = [i for i, sampling in enumerate(own) if sampling.temperature >= GREEDY]
    if cold:
        for i, token in zip(cold, _rows(logits, cold).argmax(-1).tolist(), strict=True):
            tokens[i] = token
    if warm:
        scaled = _rows(logits, warm).float() / torch.tensor([[own[i].temperature] for i in warm])
        probabilities = torch.softmax(scaled, -1)
        narrow = [place for place, i in enumerate(warm) if own[i].top_p < 1]
        if narrow:
            top_p = torch.tensor([[own[warm[place]].top_p] for place in narrow])
            probabilities[narrow] = _nucleus(probabilities[narrow], top_p)
        uniform = torch.tensor([[1 - sequences[i].random.random()] for i in warm])
        for i, token in zip(warm, _invert(probabilities, uniform), strict=True):
            tokens[i] = token
    return tokens


def scores(logits: torch.Tensor, tokens: list[int], top: list[int]) -> list[Score]:
    """Log-probabilities at temperature 1 of the chosen tokens, and of each row's `top` most probable ones."""
    logprobs = torch.log_softmax(logits.float(), -1)
    chosen = logprobs.gather(1, torch.tensor(tokens)[:, None])[:, 0].tolist()
    best = logprobs.topk(min(max(top), logits.shape[1]))
    alternatives = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return [
        Score(token, logprob, list(zip(indices[:count], values[:count], strict=True)))
        for token, logprob, count, (indices, values) in zip(tokens, chosen, top, alternatives, strict=True)
    ]


def _nucleus(probabilities: torch.Tensor, top_p: torch.Tensor) -> torch.Tensor:
    """Zero all but the smallest set of most probable tokens whose sum reaches top_p. Not normalised."""
    ordered, order = probabilities.sort(-1, descending=True)
    before = ordered.cumsum(-1) - ordered
    ordered[before >= top_p] = 0
    return torch.zeros_like(probabilities).scatter_(1, order, ordered)


def _invert(probabilities: torch.Tensor, uniform: torch.Tensor) -> list[int]:
    """The first token at which the cumulative probability reaches `uniform` (0, 1] of the total: never one of zero."""
    cumulative = probabilities.cumsum(-1)
    tokens: list[int] = torch.searchsorted(cumulative, uniform * cumulative[:, -1:])[:, 0].tolist()
    return tokens


def _rows(logits: torch.Tensor, rows: list[int]) -> torch.Tensor:
    return logits if len(rows) == len(logits) else logits[rows]
