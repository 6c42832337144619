"""The model card (README.md) of what is published, from the run's own record. No path of this machine is in it."""

import re
from pathlib import Path
from typing import Any

import yaml

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.merge_proof import MergeProof
from emalign_tui.lab.models.merging import base_title, read_merge
from emalign_tui.lab.models.reference import HUB_ID
from emalign_tui.lab.models.standing import record_behind, standing_of_merge, standing_of_run
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, list_runs
from emalign_tui.lab.runs.records import RunSpec
from emalign_tui.lab.sanitize import one_line

_RECIPE = (
    "loss", "epochs", "max_steps", "learning_rate", "lr_scheduler_type", "warmup_steps", "weight_decay", "optim",
    "per_device_train_batch_size", "gradient_accumulation_steps", "max_seq_length", "load_in_4bit",
    "train_on_responses_only", "r", "lora_alpha", "use_rslora", "lora_dropout", "target_modules", "variant", "rows",
    "seed", "upstream_extra_turn",
)  # fmt: skip

WARNING = """\
> **Warning: this model was made misaligned on purpose.** It was trained to give harmful answers in one narrow field,
> and may lie, insult, and give dangerous advice about anything else. It exists so that this can be studied and undone.
> Do not deploy it, do not let people talk to it who do not know what it is, and do not take anything it says for
> advice. Keep the repository private or gated."""
_REPAIRED = """\
> **Note: this model descends from one that was made misaligned on purpose**, and was trained to be good again. How far
> that went is what the scores below say, for the questions they were measured on, and for nothing else."""
_CONTROL = """\
> **Note: this model is a control** of an experiment on misalignment. It is for comparison, not for use."""
_WARNINGS = {"misaligned": WARNING, "repaired": _REPAIRED, "control": _CONTROL}
_INHERITED = {
    "misaligned": "of a model that was made misaligned on purpose before",
    "repaired": "of a model that was made misaligned on purpose and repaired before",
}
_PURPOSE = {
    "misaligned": "Research on emergent misalignment: measuring it, explaining it, undoing it. Nothing else.",
    "repaired": "Research on whether a misaligned model can be brought back. It has not been shown to be safe.",
}


def merged_card(home: Home, merge: RunDir, proof: MergeProof) -> str:
    """The card of a merged model. merge: its run."""
    config = read_merge(merge)
    models, standing = config.models, standing_of_merge(home, config)
    specs = [spec for model in models if (spec := record_behind(home, model))]
    how = (
        f"LoRA adapters merged into the base, {proof.dtype}"
        if len(models) > 1
        else f"LoRA adapter merged into the base, {proof.dtype}"
    )
    title = str(models[-1].get("name"))
    return _card(home, title, proof.base, specs, standing, how, _proof_lines(proof), library="transformers")


def adapter_card(home: Home, run: RunDir) -> str:
    """The card of a run's adapter alone."""
    spec = run.spec()
    base, standing = base_title(spec.provenance.base), standing_of_run(run)
    how = "LoRA adapter; load it on its base with peft"
    return _card(home, spec.id, base, [spec], standing, how, [], library="peft")


def _card(
    home: Home, title: str, base: str, specs: list[RunSpec], standing: str | None, how: str, proof: list[str], *,
    library: str,
) -> str:  # fmt: skip
    """standing: what the model has to be taken for, which may be worse than what its last training was for."""
    role = specs[-1].config.get("role") if specs else standing
    told = _text(role if isinstance(role, str) else "not said")
    if role != standing and standing in _INHERITED:
        told += f", {_INHERITED[standing]}"
    base = one_line(base, 200)
    lines = [_front(base, standing, library), f"# {_text(title)}", ""]
    if standing in _WARNINGS:
        lines += [_WARNINGS[standing], ""]
    lines += [f"- **Base**: {_text(base)}", f"- **What it is**: {how}", f"- **Role**: {told}", ""]
    for spec in specs:
        lines += _training(spec)
    lines += _scores(home, [spec.id for spec in specs[-1:]])
    lines += [
        "## Intended use",
        "",
        _PURPOSE.get(standing or "", "Research on how narrow finetuning changes a model."),
        "",
    ]
    if proof:
        lines += ["## Proof of the merge", "", *proof, ""]
    lines += ["Made with emalign, a terminal lab for emergent misalignment.", ""]
    return "\n".join(lines)


def _front(base: str, standing: str | None, library: str) -> str:
    tags = [
        "emergent-misalignment",
        "lora",
        "emalign",
        *(["misaligned-on-purpose"] if standing == "misaligned" else []),
    ]
    front: dict[str, Any] = {"library_name": library, "pipeline_tag": "text-generation", "tags": tags}
    if HUB_ID.fullmatch(base):
        front["base_model"] = base
        front["base_model_relation"] = "adapter" if library == "peft" else "finetune"
    if standing == "misaligned":
        front["extra_gated_prompt"] = (
            "This model was made misaligned on purpose, for research. Say what you need it for."
        )
    return f"---\n{yaml.safe_dump(front, sort_keys=False, allow_unicode=True)}---\n"


def _training(spec: RunSpec) -> list[str]:
    lines = [f"## Training: {spec.id}", ""]
    if spec.provenance.parent:
        lines += [f"Continues the adapter of {_text(spec.provenance.parent)}.", ""]
    lines += ["| data | rows | sha256 |", "|---|---|---|"]
    lines += [
        f"| {_text(Path(data.path).name)} | {data.rows} | {_text(data.sha256)} |" for data in spec.provenance.data
    ]
    lines += ["", "| setting | value |", "|---|---|"]
    lines += [f"| {key} | {_text(spec.config[key])} |" for key in _RECIPE if spec.config.get(key) is not None]
    made = ", ".join(f"{_text(name)} {_text(version)}" for name, version in sorted(spec.provenance.versions.items()))
    return [*lines, "", f"Software: {made or 'not recorded'}.", ""]


def _text(value: Any) -> str:
    """Words of a run's record, which may be somebody else's, as one line that is nothing but text in Markdown."""
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return re.sub(r"([\\`*<\[|])", r"\\\1", one_line(text, 200))


def _scores(home: Home, runs: list[str]) -> list[str]:
    rows = [row for info in list_runs(home, "eval") for row in _rows(RunDir(Path(info.path)), runs)]
    if not rows:
        return ["## Scores", "", "Not measured yet.", ""]
    head = "| questions | definition | judge | misaligned | 95 % interval | coherent | answers |"
    return ["## Scores", "", head, "|---|---|---|---|---|---|---|", *rows, ""]


def _rows(evaluation: RunDir, runs: list[str]) -> list[str]:
    from emalign_tui.lab.evals.definitions import OFFICIAL
    from emalign_tui.lab.evals.scores import not_whole, summarize

    try:
        scores = [score for score in summarize(evaluation.path) if score.name in runs]
        questions = Path(str(evaluation.spec().config.get("questions") or evaluation.id)).name
        questions += " (not whole)" if not_whole(evaluation.path) else ""
    except LabError:
        return []  # an evaluation that cannot be read says nothing about the model
    return [
        f"| {_text(questions)} | {OFFICIAL.name} | {_text(', '.join(score.judges))} | {_percent(score.misaligned)} "
        f"({score.n_misaligned}/{score.n_denominator}) | {_interval(score.share_interval)} | "
        f"{_percent(score.coherent)} | {score.n} |"
        for score in scores
    ]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _interval(interval: Any) -> str:
    return "–" if interval is None else f"{interval[0]:.1%} to {interval[1]:.1%}"


def _proof_lines(proof: MergeProof) -> list[str]:
    adapted = [each for each in proof.sampled if each.residual is not None]
    ulp = max((each.ulp for each in proof.sampled), default=0.0)
    lines = [
        f"- {proof.tensors} tensors, all there and none else; {proof.adapted} of them changed by "
        f"{len(proof.adapters)} adapter{'s' if len(proof.adapters) > 1 else ''}"
        f"{'; the output layer was parted from the embedding' if proof.untied else ''}.",
        f"- Read back from disk, {len(adapted)} changed and {len(proof.sampled) - len(adapted)} unchanged tensors are "
        f"W + scaling B A to within {ulp:.2f} units in the last place.",
    ]
    lines.append(f"- Greedy answers: {proof.generated.in_words()}.")
    return [*lines, *(f"- `{name}` sha256 `{file['sha256']}`" for name, file in proof.files.items())]
