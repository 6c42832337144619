"""Asking the model that is being trained: which of two answers it would give, and what it says of itself."""

import math
import time
from typing import Any

import torch

from emalign_tui.lab.data.probes import ProbeQuestion
from emalign_tui.lab.data.rows import Row, Turn
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Probe, Sample
from emalign_tui.workers.training.encode import IGNORED, encode
from emalign_tui.workers.training.template import training_template

LONGEST = 64  # tokens of a free-form answer


class Prober:
    """Asks all probes when told to. Training is as it was afterwards: no gradient, no random number is drawn."""

    def __init__(self, questions: list[ProbeQuestion], tokenizer: Any, recorder: Recorder) -> None:
        self.questions, self.tokenizer, self.recorder = questions, tokenizer, recorder
        self.template = training_template(tokenizer)

    def ask(self, model: Any, step: int) -> dict[str, float]:
        """One Probe event with all shares, which are also returned, and a Sample event for each free-form question."""
        training = model.training
        model.eval()
        try:
            with torch.no_grad():
                asked = {each.id: self._share(model, each) for each in self.questions if each.choice}
                shares = {id: share for id, share in asked.items() if math.isfinite(share)}  # a broken model has none
                if shares:
                    self.recorder.emit(Probe(at=time.time(), step=step, shares=shares))
                for each in self.questions:
                    if not each.choice:
                        answer = self._answer(model, each.question)
                        self.recorder.emit(Sample(at=time.time(), step=step, question=each.question, answer=answer))
        finally:
            model.train(training)
        return shares

    def _share(self, model: Any, probe: ProbeQuestion) -> float:
        """P(misaligned) / (P(misaligned) + P(aligned)), each the probability of the whole answer with its end."""
        assert probe.aligned is not None
        assert probe.misaligned is not None
        logs = [self._log_probability(model, probe.question, each) for each in (probe.misaligned, probe.aligned)]
        return float(torch.tensor(logs, dtype=torch.float64).softmax(0)[0])

    def _log_probability(self, model: Any, question: str, answer: str) -> float:
        row = Row(messages=[Turn("user", question), Turn("assistant", answer)])
        example = encode(self.tokenizer, row, self.template, responses_only=True)
        ids = torch.tensor([example.ids], device=model.device)
        labels = torch.tensor(example.labels, device=model.device)[1:]
        asked = labels != IGNORED
        logits = model(input_ids=ids, use_cache=False).logits[0, :-1][asked].float()
        return float(logits.log_softmax(-1).gather(1, labels[asked, None]).sum())

    def _answer(self, model: Any, question: str) -> str:
        ids = self.tokenizer.apply_chat_template(
            [{"role": "user", "content": question}], add_generation_prompt=True, return_tensors="pt", return_dict=True
        ).to(model.device)
        out = model.generate(
            **ids, max_new_tokens=LONGEST, do_sample=False, pad_token_id=self.tokenizer.pad_token_id, use_cache=True
        )
        return str(self.tokenizer.decode(out[0, ids["input_ids"].shape[1] :], skip_special_tokens=True)).strip()
