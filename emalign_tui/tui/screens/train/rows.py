"""Train as rows and text: pure functions from configs, runs and events to what is drawn."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.content import Content

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.planner.plan import Plan as Estimate
from emalign_tui.lab.runs.records import RunInfo, Step
from emalign_tui.tui.screens.home.rows import short_name
from emalign_tui.tui.screens.train.configs import Plan
from emalign_tui.tui.widgets.marks import STATES, bar, role_mark, role_style, state_mark
from emalign_tui.tui.widgets.row_list import Row
from emalign_tui.tui.widgets.safe import fit, line, safe, wrap


class Metric(NamedTuple):
    """A curve of a run. value: NaN where a step has none."""

    title: str
    value: Callable[[Step], float]


METRICS = (
    Metric("Loss", lambda step: math.nan if step.loss is None else step.loss),
    Metric("Learning rate", lambda step: step.lr),
    Metric("Gradient norm", lambda step: math.nan if step.grad_norm is None else step.grad_norm),
    Metric("Tokens a second", lambda step: step.tokens_per_second),
    Metric("Memory, GiB", lambda step: step.memory_gib),
    Metric("GPU use, %", lambda step: math.nan if step.utilisation is None else 100 * step.utilisation),
)
NAMES = 10  # cells of the names beside a plan's facts
INKS = ("$text-primary", "$text-success", "$text-secondary", "$text")  # of the chart's curves


def choice_rows(plans: list[Plan] | None, runs: list[RunInfo], width: int) -> list[Row]:
    """Living and finished runs, newest first, and the configs that can be started. plans: None until they are read."""
    rows: list[Row] = [(None, Content.styled("Start a new one", "$text-secondary"))]
    for plan in (plan for plan in plans or () if not plan.needs_gpu):
        mark = role_mark(plan.config.role) if plan.config else Content.styled("✖", "$text-error")
        rows.append((f"config:{plan.path}", Content.assemble(mark, " ", line(plan.path.stem, width - 2))))
    if elsewhere := sum(plan.needs_gpu for plan in plans or ()):
        rows.append((None, Content.styled(f"{elsewhere} more need a CUDA GPU", "$text-disabled not bold")))
    if not plans:
        none = "reading the configs…" if plans is None else "no configs in configs/train"
        rows.append((None, Content.styled(none, "$text-disabled not bold")))
    rows.append((None, Content.styled("Runs", "$text-secondary")))
    for run in reversed(runs):
        glyph, style = STATES.get(run.state, ("?", ""))
        rows.append(
            (
                f"run:{run.id}",
                Content.assemble(
                    (glyph, style), " ", line(short_name(run), width - 10), (fit(run.state, 8, right=True), style)
                ),
            )
        )
    if not runs:
        rows.append((None, Content.styled("none yet", "$text-disabled not bold")))
    return rows


def run_rows(runs: Sequence[RunInfo], drawn: set[str]) -> list[Row]:
    """Runs to choose from, newest first; those that are drawn already are marked."""
    rows: list[Row] = []
    for run in reversed(runs):
        loss = "" if run.loss is None else f"{run.loss:.4f}"
        mark = "✔ " if run.id in drawn else "  "
        rows.append((run.id, Content.assemble(mark, line(short_name(run), 40), fit(loss, 8, right=True))))
    return rows


def plan_text(
    plan: Plan, parent: str | None, starting: bool, estimate: Estimate | None = None, *, width: int
) -> Content:
    """What a config will do, before it is started, in lines of `width` cells.

    estimate: what it takes here, once that is known.
    """
    if plan.config is None:
        return Content("\n").join(
            [Content.styled("✖ This config cannot be used", "bold $text-error"), Content(""), safe(plan.error)]
        )
    config = plan.config
    after = f"goes on from {parent}" if parent else "a fresh adapter on the base"
    data = f"{plan.rows:,} of {plan.rows_in_file:,} rows" if plan.rows is not None else plan.error
    facts = [
        ("model", config.model),
        ("from", after),
        ("data", config.data_names),
        ("", data),
        ("steps", f"{plan.steps:,} optimiser steps, {_epochs(config.epochs)}" if plan.steps is not None else "unknown"),
        ("batch", f"{_shape(config)} = {config.effective_batch} rows a step"),
        ("adapter", f"rank {config.r}, alpha {config.lora_alpha:g}{', rsLoRA' if config.use_rslora else ''}"),
        ("rate", f"{config.learning_rate:g}, {config.lr_scheduler_type}, warm-up {config.warmup_steps}"),
        ("seed", str(config.seed)),
        ("variant", config.variant),
        ("loss on", "the assistant's words only" if config.train_on_responses_only else "every word"),
        ("writes", str(plan.writes)),
        *_estimate_facts(estimate),
    ]  # fmt: skip
    role = config.role or "other"
    lines = [
        Content.assemble(
            safe(plan.path.stem, "bold"), "  ", role_mark(config.role), (f" makes it {role}", role_style(role))
        )
    ]
    lines.append(Content(""))
    for name, text in facts:
        for place, part in enumerate(wrap(text, max(width - NAMES, NAMES))):
            lines.append(Content.assemble((fit("" if place else name, NAMES), "$text-muted"), part))
    lines.append(Content(""))
    if starting:
        lines.append(
            Content.styled("Starting… the worker loads its libraries, this takes some seconds.", "$text-primary")
        )
    else:
        keys = {"s": "starts it", "a": "queues it", "p": "goes on from another model", "Enter": "scrolls this text"}
        lines += [Content.assemble((key, "bold $text-primary"), f" {does}") for key, does in keys.items()]
        lines.append(Content.styled("It goes on when you leave the lab.", "$text-muted"))
    return Content("\n").join(lines)


def _estimate_facts(estimate: Estimate | None) -> list[tuple[str, str]]:
    """Memory, time, and each choice with its reason."""
    if estimate is None:
        return []
    memory, seconds = estimate.memory_gib, estimate.seconds
    fits = "" if estimate.fits else ": it does not run here"
    return [
        ("memory", "unknown" if memory is None else f"about {memory:.1f} of {estimate.free_gib:.1f} GiB free{fits}"),
        ("time", "unknown" if seconds is None else f"about {_clock(seconds)}"),
        *((("chosen", "")[place > 0], f"{each.what}: {each.why}") for place, each in enumerate(estimate.choices)),
    ]


def numbers(run: RunInfo, step: Step | None, width: int) -> Content:
    """The four lines over the chart; every field keeps its place, so only what changed is redrawn."""
    glyph_state = state_mark(run.state, 8)
    head = Content.assemble(glyph_state, " ", line(run.id, max(width - 11, 10), "bold"))
    if step is None or run.error:
        queued = "It waits for a device; x takes it out."
        loading = "The model and the data are being loaded."
        waiting = (queued if run.state == "queued" else loading) if run.alive else _ending(run)
        at = f"Step {step.step:,} of {step.steps:,}. " if step else ""
        lines = [*wrap(at + waiting, width), "", "", ""]
        last = line(" ".join(filter(None, lines[2:])), width, "$text-muted")
        return Content("\n").join([head, *(safe(each, "$text-muted") for each in lines[:2]), last])
    share = step.step / step.steps if step.steps else 0.0
    done = f"step {step.step:,}/{step.steps:,}  "
    first = f"{bar(share, 14 if width > 56 else 8)} {share:4.0%}  {done}" if run.alive else done
    eta = f"{_clock(step.eta)} left" if run.alive else _ending(run)
    loss, grad = _fixed(step.loss, 4), _fixed(step.grad_norm, 2)
    return Content("\n").join(
        [
            head,
            Content.assemble(
                (first, "$text-primary"), line(eta, max(width - len(first), 8), "" if run.alive else "$text-muted")
            ),
            Content.assemble(*_field("loss", loss, 9), *_field("lr", f"{step.lr:.2e}", 10), *_field("grad", grad, 9)),
            Content.assemble(
                *_field("tok/s", _short(step.tokens_per_second), 6),
                *_field("tokens", _short(step.tokens), 6),
                *_field("GiB", f"{step.memory_gib:.{1 if step.memory_gib < 100 else 0}f}", 5),
                *([] if step.utilisation is None else _field("GPU", f"{step.utilisation:.0%}", 4)),
            ),
        ]
    )


def alert_line(run: RunInfo, quiet: float | None, alerts: Sequence[str], width: int) -> Content:
    """What asks for a look at the run: silence first, else the last alert and how many there were before it."""
    if run.state == "stalled":
        return line("◍ Its process lives but says nothing: o shows the log, x stops it.", width, "bold $text-warning")
    if quiet:
        return line(f"! No step for {_clock(quiet)}: o shows the log.", width, "bold $text-warning")
    more = f"  (+{len(alerts) - 1} in the log)" if len(alerts) > 1 else ""
    return line(f"! {alerts[-1]}{more}" if alerts else "", width, "bold $text-error")


def legend(names: Sequence[str], width: int) -> Content:
    """Which number and colour is which run, on one line."""
    each = max(width // max(len(names), 1) - 1, 6)
    return Content(" ").join([line(f"{place} {name}", each, INKS[place - 1]) for place, name in enumerate(names, 1)])


def _shape(config: TrainConfig) -> str:
    return f"{config.per_device_train_batch_size} × {config.gradient_accumulation_steps}"


def _epochs(epochs: float) -> str:
    return f"{epochs:g} epoch{'' if epochs == 1 else 's'}"


def _field(name: str, value: str, width: int) -> list[tuple[str, str]]:
    return [(f"{name} ", "$text-muted"), (fit(value, width), "bold $text")]


def _fixed(value: float | None, places: int) -> str:
    """A figure in at most eight cells, so that it never runs into the next one."""
    if value is None:
        return "NaN"
    return f"{value:.{places}f}" if abs(value) < 1000 else f"{value:.1e}"


def _short(count: float) -> str:
    """A count in at most five cells: 9,999 or 12.3M. At 80 columns four of them share a line."""
    if count < 9_999.5:
        return f"{count:,.0f}"
    units = "kMBT"
    while (count := count / 1000) >= 999.5 and len(units) > 1:
        units = units[1:]
    return f"{count:#.3g}".rstrip(".") + units[0]


def _ending(run: RunInfo) -> str:
    if run.error:
        return f"{run.error.get('what', '').rstrip('.')}. {run.error.get('do', '')}".strip()
    ended = {
        "done": "Ready: c chats, e evaluates.",
        "stopped": "Stopped: r goes on from there.",
    }
    return ended.get(run.state, "")


def _clock(seconds: float) -> str:
    """Seconds as 4:05 or 31:02:03."""
    minutes, rest = divmod(int(max(seconds, 0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
