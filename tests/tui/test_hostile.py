"""Text that wants to write to the terminal, driven through every screen; the bytes that the lab writes are read."""

import json
import re
import time

import pyte
from textual.pilot import Pilot
from textual.widgets import Input, Static

from emalign_tui.lab.files import JsonlWriter
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.records import Message, State
from emalign_tui.tui.screens.chat.side import Side
from emalign_tui.tui.services.boundary import Trouble
from emalign_tui.tui.wishes import Watch
from tui.capture import RecordedLab, lab, text_of, until
from tui.homes import evaluation, toured, train_run, write_config

NASTY = (
    "\x1b]52;c;SE9TVElMRQ==\x07"  # writes the clipboard
    "\x1b]0;OWNED\x1b\\"  # sets the title
    "\x1b[31337m\x1b[2J\x1b[6n\x9b31338m\x9d52;c;SE9T\x9c"  # CSI, clear, report, and C1 forms
    "\x1bPpayload\x1b\\\x1b_apc\x1b\\\x1bc\x07\x08\x0e\x0f"
    "[/ [bold red]markup[/bold red] [link=http://x]l[/link] [@click=app.quit]q[/] {curly} $primary"
    "\u202egnp.exe\u2066\u200f\u061c"  # direction overrides
    "\rhello\ud800world\x00\ufeff"
)
LONG = "x" * 100_000 + NASTY
FOREIGN = re.compile(
    r"\x1b\]|\x1b\[31337m|\x1b\[6n|\x1bP(?!\+|\$)|\x1b_|\x1bc|[\x80-\x9f]"
    r"|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]|[\x00\x07\x08\x0e\x0f]|[\ud800-\udfff]"
)
POINTER = re.compile(r"\x1b\]22;[a-z-]+\x07")  # Textual's own: the shape of the mouse pointer
# What else Textual itself sends: CSI with digits, and nothing else.
ESCAPE = re.compile(r"\x1b(\[[0-9;:?<>=]*[ !$]?[A-Za-z]|[78=>])?")


def assert_clean(app: RecordedLab, where: str) -> None:
    """No foreign sequence in anything written so far, and a terminal emulator can read it all."""
    written = POINTER.sub("", app.written)
    found = FOREIGN.search(written)
    assert not found, f"{where}: {found[0]!r} in …{written[max(0, found.start() - 60) : found.end() + 20]!r}"
    broken = [match for match in ESCAPE.finditer(written) if match[1] is None]
    assert not broken, f"{where}: an escape that is not one of Textual's: {written[broken[0].start() :][:40]!r}"
    written.encode()


def hostile_home(home: Home) -> RunDir:
    """Runs, configs, logs, events, errors, questions and answers that are all hostile."""
    toured(home)
    write_config(home, "fine")
    broken = home.root / "configs" / "train" / f"{'e[vil'}\x1b]52;c;x\x07.yaml"
    broken.write_text(f"model: mini\n{json.dumps(NASTY.encode('utf-8', 'replace').decode())}: 1\n")
    bad = home.root / "configs" / "train" / "bad.yaml"
    bad.write_text(json.dumps({"model": "mini\x1b[31337m[/", "training_file": "\x1b]0;OWNED\x07[/nowhere"}))
    run = train_run(home, "[/bold]\x1b[31337m")
    spec = run.spec_path.read_text()
    run.spec_path.write_text(spec.replace("role: misaligned", 'role: "[/\\e[31337m"'))
    with JsonlWriter(run.events_path) as events:
        events.append(Message(at=time.time(), level="warning", text=NASTY.encode("utf-8", "replace").decode()))
    run.log_path.write_bytes(
        LONG.encode("utf-8", "surrogatepass") + b"\n\xff\xfe\n" + NASTY.encode("utf-8", "replace") + b"\n"
    )
    failed = train_run(home, "broken", state="failed")
    error = {"what": NASTY.encode("utf-8", "replace").decode(), "where": "[/", "do": "\x1b]52;c;x\x07 [/do it"}
    failed.write_state(State(state="failed", step=3, steps=20, error=error, updated=time.time()))
    text = NASTY.encode("utf-8", "replace").decode()
    evaluation(home, {"mini": "base", f"m[/{chr(27)}[31337m": "misaligned"}, {f"q{text}": text, "long": "y" * 100_000})
    return run


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def test_hostile_text_in_every_screen(home: Home) -> None:
    run = hostile_home(home)
    async with lab(home, (100, 30)) as (app, pilot):
        await until(pilot, lambda: "mini" in text_of(app), "home")
        await press(pilot, "j", "j", "j", "k")
        assert_clean(app, "home")
        await press(pilot, "2")
        await until(pilot, lambda: "Python" in text_of(app), "doctor")
        assert_clean(app, "doctor")
        await press(pilot, "3")
        await until(pilot, lambda: "Training" in text_of(app) and "fine" in text_of(app), "train")
        await press(pilot, *["j"] * 8, "g")
        await app.visit("train", Watch(run.id))
        await until(pilot, lambda: "step 20/20" in text_of(app), "the run")
        await press(pilot, "o")
        await until(pilot, lambda: "markup" in text_of(app) or "xxxx" in text_of(app), "the log")
        await press(pilot, "g", "G", "o")
        assert_clean(app, "train")
        await press(pilot, "5")
        await until(pilot, lambda: "eval" in text_of(app), "evaluations")
        await press(pilot, "enter")
        await until(pilot, lambda: "official" in text_of(app) and "100.0 %" in text_of(app), "the summary")
        assert_clean(app, "summary")
        await press(pilot, "j", "enter")
        await until(pilot, lambda: "answers" in text_of(app) and "aligned" in text_of(app), "answers")
        await press(pilot, "o", "o", "slash")
        app.screen.query_one("#filter", Input).value = NASTY
        await press(pilot, "enter")
        await press(pilot, "u")
        await until(pilot, lambda: "to 12 of 12 answers" in text_of(app), "all answers again")
        await press(pilot, "enter")
        await until(pilot, lambda: "Question" in text_of(app), "one answer")
        await press(pilot, "right_square_bracket", "right_square_bracket", "G")
        assert_clean(app, "scores")
        await press(pilot, "backspace", "backspace", "backspace", "a")
        await until(pilot, lambda: "New evaluation" in text_of(app), "the new evaluation")
        await press(pilot, "j", "space", "escape")
        assert_clean(app, "new evaluation")
        await press(pilot, "question_mark")
        await press(pilot, "q", "f2")
        await press(pilot, "escape")
        assert_clean(app, "help and palette")
        emulator = pyte.Stream(pyte.Screen(100, 30))
        emulator.feed(app.written)


async def test_hostile_answers_questions_pastes_and_errors(home: Home) -> None:
    toured(home)
    async with lab(home, (100, 30)) as (app, pilot):
        await press(pilot, "4")
        await until(pilot, lambda: isinstance(app.focused, Input), "the chat")
        field = app.screen.query_one("#question", Input)
        field.value = NASTY
        await pilot.pause()
        for side in app.screen.query(Side):
            side.take_model(f"http://127.0.0.1:9/v1#{NASTY}", NASTY, NASTY)
            side.pane.add("user", NASTY)
            side.pane.add("answer", NASTY)
            for cut in range(0, len(NASTY), 7):
                side.pane.replace_last(NASTY[:cut])
                await pilot.pause()
            side.pane.replace_last(LONG)
            side.pane.add(
                "markdown", f"# head\n\n**bold** [link](http://x/{NASTY}) `{NASTY}`\n\n```\n{NASTY}\n```\n\n{NASTY}"
            )
            side.pane.add("error", NASTY)
        await pilot.pause()
        app.post_message(Trouble(NASTY))
        await until(pilot, lambda: "hello" in text_of(app), "the answers")
        await press(pilot, "f3", "escape", "f8", "g", "G", "y")
        assert_clean(app, "chat")


async def test_even_a_widget_that_forgets_to_clean_cannot_reach_the_terminal(home: Home) -> None:
    toured(home)
    async with lab(home) as (app, pilot):
        app.screen.query_one("#next", Static).update(NASTY.replace("[/", "").replace("[", ""), layout=False)
        app.notify(NASTY, title=NASTY, markup=False)
        await pilot.pause(0.2)
        assert "hello" in text_of(app)
        assert_clean(app, "a bare Static and a toast")
