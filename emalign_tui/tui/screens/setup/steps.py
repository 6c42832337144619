"""The steps of the set-up: what each says and offers, as pure functions of the facts."""

from __future__ import annotations

from pathlib import Path

import msgspec
from textual.content import Content

from emalign_tui.lab.paths import short
from emalign_tui.lab.setup.bases import TOKENS
from emalign_tui.lab.setup.machine import facts as machine_facts
from emalign_tui.lab.setup.machine import place
from emalign_tui.tui.screens.setup.facts import STORED, Facts, rights, writable
from emalign_tui.tui.widgets.row_list import Row
from emalign_tui.tui.widgets.safe import fit, line, safe

STEPS = (
    ("machine", "This machine"),
    ("base", "Model"),
    ("hub", "Hub token"),
    ("judge", "Judge"),
    ("folders", "Folders"),
    ("chat", "First chat"),
)
MARKS = {"open": ("○", "$text-muted"), "done": ("✔", "$text-success"), "skipped": ("–", "$text-muted")}
VERDICTS = {"fits": ("✔", "$text-success"), "tight": ("!", "$text-warning"), "too big": ("✖", "$text-error")}
GO_ON = "go on"


class Ask(msgspec.Struct, frozen=True):
    """A line to type in. what: which answer it is; label: above the line; secret: masked; value: to begin with."""

    what: str
    label: str
    secret: bool = False
    value: str = ""


def step_rows(facts: Facts | None, marks: dict[str, str]) -> list[Row]:
    """The list of steps: mark, title, and what is set now."""
    rows: list[Row] = []
    for number, (id, title) in enumerate(STEPS, 1):
        glyph, style = MARKS[marks.get(id, "open")]
        now = summary(id, facts) if facts else ""
        first = Content.assemble((glyph, style), f" {number} {title}")
        rows.append((id, Content.assemble(first, "\n    ", line(now, 18, "$text-muted"))))
    return rows


def summary(id: str, facts: Facts) -> str:
    """What a step has come to, in a few words."""
    if id == "machine":
        return place(facts.machine).kind
    if id == "base":
        return Path(facts.settings.base).name
    if id == "hub":
        return facts.owner.user if facts.owner else "not checked" if facts.tokens else "none"
    if id == "judge":
        return facts.settings.judge
    return short(facts.next_home[0]) if id == "folders" else ""


def about(id: str, facts: Facts) -> Content:
    """What a step is about, and what is known."""
    return {"machine": _machine, "base": _base, "hub": _hub, "judge": _judge, "folders": _folders, "chat": _chat}[id](
        facts
    )


def choices(id: str, facts: Facts, width: int) -> list[Row]:
    """What can be chosen: one row each, the first what a newcomer would take. width: cells of a row."""
    return {
        "machine": _machine_choices,
        "base": _base_choices,
        "hub": _hub_choices,
        "judge": _judge_choices,
        "folders": _folder_choices,
        "chat": _chat_choices,
    }[id](facts, width)


def _machine(facts: Facts) -> Content:
    found = place(facts.machine)
    lines = [
        Content.assemble((fit(name, 10), "$text-muted"), safe(value)) for name, value in machine_facts(facts.machine)
    ]
    lines.append(Content.assemble((fit("Doctor", 10), "$text-muted"), _checks(facts)))
    head = Content.assemble("This is a ", (found.kind, "bold"), ": ", safe(found.because), ".")
    return Content("\n").join([head, Content(""), *lines, Content(""), safe(found.follows)])


def _checks(facts: Facts) -> Content:
    """What the Doctor found, by the names of what it found."""
    if facts.checks is None:
        return Content.styled("is looking", "$text-muted")
    failed, odd = (", ".join(each.title for each in facts.checks if each.status == word) for word in ("fail", "warn"))
    if failed:
        return Content.styled(f"{failed}: press 2, it says how to mend it", "$text-error")
    if odd:
        return Content.styled(f"nothing in the way; for {odd}, press 2", "$text-warning")
    return Content.styled("nothing stands in the way", "$text-success")


def _machine_choices(facts: Facts, width: int) -> list[Row]:
    return [(GO_ON, _row(width, "Go on", "r looks again"))]


def _base(facts: Facts) -> Content:
    return Content(
        "The mini kit is inside the lab and needs nothing. A real base is loaded from the Hub when it is first used. "
        f"Training figures are for LoRA, {TOKENS:,} tokens at once."
    )


def _base_choices(facts: Facts, width: int) -> list[Row]:
    now = facts.settings.base
    rows: list[Row] = [
        ("mini", _row(width, "mini kit", "built in; minutes on any computer", now == "mini", glyph=VERDICTS["fits"]))
    ]
    for each in facts.fits:
        title = f"{each.base.name.partition('/')[2]}: {each.base.about}"
        key = None if each.verdict == "too big" else each.base.name
        rows.append((key, _row(width, title, each.why, now == each.base.name, glyph=VERDICTS[each.verdict])))
    listed = now == "mini" or any(now == each.base.name for each in facts.fits)
    rows.append(("other", _row(width, "Another model", "a folder, or a Hub id" if listed else now, not listed)))
    return rows


def _hub(facts: Facts) -> Content:
    lines = ["Public models and the mini kit need no token; publishing and gated models do."]
    if facts.tokens:
        lines.append(f"In use: the token from {short(facts.tokens[0])}.")
    if facts.owner:
        lines.append(f"It is {facts.owner.user}'s, and {rights(facts.owner)}.")
    elif facts.owner_error:
        lines.append(facts.owner_error)
    return safe("\n".join(lines))


def _hub_choices(facts: Facts, width: int) -> list[Row]:
    rows: list[Row] = []
    if facts.owner:
        names = writable(facts.owner)
        now = facts.settings.hub.namespace
        rows += [
            (f"push {name}", _row(width, f"Use it, push to {name}", "private, when you publish", now == name))
            for name in names
        ]
        if not names:
            reads = facts.owner.role != "unknown"
            told = "publishing will need one that may write" if reads else "whether it may write is not known"
            rows.append((GO_ON, _row(width, "Use it for reading" if reads else "Use it", told)))
    elif facts.tokens and not facts.owner_error:
        rows.append(("check", _row(width, "Check the token in use", "asks the Hub whose it is")))
    rows.append(("token", _row(width, "Paste a token", "made at huggingface.co/settings/tokens")))
    rows.append(
        ("without", _row(width, "Go on without" if not facts.tokens else "Leave it as it is", "come back any time"))
    )
    return rows


def _judge(facts: Facts) -> Content:
    text = "A judge reads each answer and gives it 0 to 100, from the probabilities of the numbers."
    if facts.key_source:
        text += f"\nThe key of the judge in use: {facts.key_source}."
    return safe(text)


def _judge_choices(facts: Facts, width: int) -> list[Row]:
    now = facts.settings.judge
    known = ("mini-judge", "openai:gpt-4o")
    remote = now.startswith(("http://", "https://"))
    rows: list[Row] = [
        ("mini-judge", _row(width, "mini judge", "built in; judges the mini kit only", now == known[0])),
        (
            "openai:gpt-4o",
            _row(width, "OpenAI's gpt-4o", "as published; needs a key, costs money", now == known[1]),
        ),
        (
            "address",
            _row(width, "Another address", now if remote else "speaks OpenAI's interface; asks for a key", remote),
        ),
    ]
    local = now not in known and not remote
    rows.append(
        ("local", _row(width, "A model of your own", now if local else "a folder or Hub id, served here", local))
    )
    if facts.key_source == STORED:
        rows.append(("forget", _row(width, "Remove its stored key", "from the keys file")))
    return rows


def _folders(facts: Facts) -> Content:
    folder, source = facts.next_home
    by = {"default": "the platform's own", "project folder": "the project folder you are in"}.get(source, source)
    text = f"Runs, results and chats go to one work folder.\nNow: {short(folder)} ({by})."
    if facts.here != folder:
        text += f"\nThis lab itself goes on in {short(facts.here)}; what is chosen counts from the next start."
    if source in ("--home", "EMALIGN_HOME"):
        text += f"\n{source} wins over what is chosen here."
    return safe(text)


def _folder_choices(facts: Facts, width: int) -> list[Row]:
    rows: list[Row] = [(GO_ON, _row(width, "Keep it", f"{facts.machine.disk_free:.0f} GiB free"))]
    if facts.machine.drive:
        rows.append(("drive", _row(width, "The mounted Drive", "stays when the session ends")))
    if facts.settings.home:
        rows.append(("default", _row(width, "Back to the default", "the project folder, or the platform's own")))
    rows.append(("folder", _row(width, "Another folder", "on the disk with the most room")))
    return rows


def _chat(facts: Facts) -> Content:
    lines = [
        f"model   {facts.settings.base}",
        f"judge   {facts.settings.judge}",
        f"folder  {short(facts.next_home[0])}",
    ]
    if facts.settings.hub.namespace:
        lines.append(f"push to {facts.settings.hub.namespace}")
    return safe("All set. What you chose can be changed any time: s on Home.\n\n" + "\n".join(lines))


def _chat_choices(facts: Facts, width: int) -> list[Row]:
    what = "it answers in seconds" if facts.settings.base == "mini" else "loading it the first time takes long"
    return [
        ("chat", _row(width, "Start a first chat", what)),
        ("tour", _row(width, "Take the tour", "break a model, then repair it: 5 minutes")),
        ("home", _row(width, "Go to Home", "look around alone")),
    ]


def _row(width: int, title: str, detail: str, now: bool = False, glyph: tuple[str, str] | None = None) -> Content:
    """Two lines: what it is, and why or what follows; `now` marks what is set."""
    mark = Content.styled(*glyph) if glyph else Content.styled("▸", "$text-primary")
    set_now = Content.styled(" set", "$text-success") if now else Content("")
    return Content.assemble(
        mark,
        " ",
        line(title, width - 2 - set_now.cell_length),
        set_now,
        "\n  ",
        line(detail, width - 2, "$text-muted not bold"),
    )
