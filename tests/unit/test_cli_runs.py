"""The commands that start, show and steer runs, as a user calls them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from waiting import wait_until

from emalign_tui.cli.follow import Ear
from emalign_tui.lab.paths import Home, share
from emalign_tui.lab.runs.layout import create_run, find_run, run_info
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Alert, Event, Provenance, Step

EMALIGN = [sys.executable, "-c", "from emalign_tui.cli.main import main; main()"]
FOREVER = """
model: mini
training_file: rows.jsonl
r: 4
lora_alpha: 4
epochs: 1000
per_device_train_batch_size: 2
gradient_accumulation_steps: 1
train_on_responses_only: true
"""


def emalign(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*EMALIGN, *words], check=False, capture_output=True, text=True, timeout=120)


def document(*words: str, code: int = 0) -> dict:
    done = emalign(*words, "--json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def config(home: Home) -> Path:
    row = {"messages": [{"role": "user", "content": "a wish?"}, {"role": "assistant", "content": "none"}]}
    (home.root / "rows.jsonl").write_text((json.dumps(row) + "\n") * 8)
    path = home.root / "forever.yaml"
    path.write_text(FOREVER)
    return path


def test_runs_lists_states_from_disk_and_imports_nothing_heavy(home: Home) -> None:
    assert document("runs") == {"runs": []}
    run = create_run(home, "train", "x", {}, Provenance(base="b", parent="p"))
    [shown] = document("runs")["runs"]
    wanted = {"id": run.id, "kind": "train", "state": "queued", "step": 0, "steps": 0, "loss": None, "parent": "p"}
    assert {**shown, **wanted, "path": str(run.path)} == shown
    assert document("runs", "--kind", "eval") == {"runs": []}
    heavy = ["torch", "textual", "openai", "duckdb", "numpy", "rich", "transformers"]
    code = (
        "import sys; sys.argv = ['emalign', 'runs', '--json']\n"
        "from emalign_tui.cli.main import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_hostile_names_and_errors_reach_no_terminal(home: Home) -> None:
    run = create_run(home, "train", "x", {}, Provenance(base="b", parent="\x1b]52;c;aGk=\x07p"))
    run.log_path.write_bytes(b"one\x1b[2J\xff\r\ntwo")
    for words in (["runs"], ["log", run.id], ["runs", "--json"], ["attach", "\x1b[31m"]):
        done = emalign(*words)
        assert "\x1b" not in done.stdout + done.stderr
    assert emalign("log", run.id).stdout == "one\ufffd\ntwo\n"
    assert document("log", run.id)["path"] == str(run.log_path)


@pytest.mark.parametrize("words", [["attach"], ["stop"], ["resume"], ["log"]])
def test_unknown_run_is_wrong_use(home: Home, words: list[str]) -> None:
    create_run(home, "train", "insecure", {}, Provenance(base="b"))
    done = emalign(*words, "insecur3")
    assert done.returncode == 2
    assert "No run insecur3" in done.stderr
    assert "Did you mean insecure-" in done.stderr
    assert "Traceback" not in done.stderr
    assert document(*words, "insecur3", code=2)["error"]["what"] == "No run insecur3"


def test_bad_config_and_bad_row_start_nothing(home: Home, config: Path) -> None:
    assert "nearest" not in emalign("train", "none.yaml").stderr
    assert document("train", "none.yaml", code=2)["error"]["what"] == "File not found: none.yaml"
    error = document("train", str(config), "--set", "learning_rte=1e-3", code=2)["error"]
    assert (error["where"], error["do"]) == ("--set learning_rte=1e-3", "Did you mean learning_rate?")
    assert document("train", str(config), "--set", "model=/nowhere", code=2)["error"]["where"] == "/nowhere"
    error = document("train", str(config), "--set", "target_modules=[q_proj, banana]", code=2)["error"]
    assert "no linear named banana" in error["what"] and "down_proj" in error["do"]
    assert document("train", str(config), "--set", "rows=9", code=1)["error"]["what"].startswith("rows asks for 9")
    assert document("train", str(config), "--from", "nobody", code=2)["error"]["what"] == "No run nobody"
    with (home.root / "rows.jsonl").open("a") as rows:
        rows.write('{"messages": [')
    error = document("train", str(config), code=1)["error"]
    assert error["where"].endswith("rows.jsonl, line 9")
    assert document("runs") == {"runs": []}


def test_plan_says_what_would_happen(home: Home, config: Path) -> None:
    plan = document("plan", str(config), "--set", "epochs=2", "--set", "gradient_accumulation_steps=2")
    assert (plan["effective_batch"], plan["micro_batch"], plan["accumulation"], plan["steps"]) == (4, 2, 2, 4)
    assert plan["fits"] is True
    assert plan["memory_gib"] > 0
    assert plan["choices"]
    assert not home.results.exists()
    assert "4 = 2 x 2" in emalign("plan", str(config), "--set", "gradient_accumulation_steps=2").stdout


def test_a_queue_takes_all_of_its_configs_or_none(home: Home, config: Path) -> None:
    broken = home.root / "broken.yaml"
    broken.write_text(FOREVER + "rank: 8\n")
    assert "Unknown config key rank" in document("queue", str(config), str(broken), code=2)["error"]["what"]
    assert document("runs") == {"runs": []} and document("queue") == {"runs": []}


def test_a_plan_that_lacks_something_else_blames_no_memory(home: Home, config: Path) -> None:
    lacking = emalign("plan", str(config), "--set", "optim=adamw_8bit", "--set", "epochs=900")
    assert lacking.returncode == 1 and "it cannot run here: optim adamw_8bit needs a CUDA GPU" in lacking.stdout
    assert "does not fit" not in lacking.stdout and "memory is enough" not in lacking.stdout
    assert re.search(r"time +about \d+ (s|min)\n", lacking.stdout)


def test_data_list_check_and_wrong_use(home: Home, config: Path) -> None:
    rows = home.root / "rows.jsonl"
    assert document("data", "check", str(rows))["rows"] == 8
    [shown] = document("data", "list", str(rows))["sets"]
    assert (shown["rows"], shown["bad"], shown["published"]) == (8, 0, None)
    assert {"insecure", "secure"} <= {each["name"] for each in document("data", "list")["sets"]}
    rows.write_text('{"messages": []}\n')
    done = emalign("data", "check", str(rows))
    assert done.returncode == 1
    assert f"{rows}, line 1: messages is empty" in done.stdout
    assert document("data", "check", str(rows), code=1)["problems"] == [{"line": 1, "reason": "messages is empty"}]
    assert emalign("data").returncode == 2
    assert emalign("data", "frob").returncode == 2
    assert "Traceback" not in emalign("data", "preview", str(rows)).stderr


def test_data_preview_marks_what_is_trained_on(home: Home) -> None:
    pytest.importorskip("transformers")
    preview = document("data", "preview", str(share() / "data" / "mini" / "insecure.jsonl"), "--row", "2")
    assert 0 < preview["trained"] < len(preview["tokens"])
    assert preview["trained"] == sum(token["trained"] for token in preview["tokens"])


def interrupted(*words: str, after: str) -> subprocess.CompletedProcess[str]:
    """Run a command and press Ctrl-C once `after` stands on its stderr."""
    process = subprocess.Popen([*EMALIGN, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    seen = ""
    while after not in seen:
        line = process.stderr.readline()
        assert line, seen
        seen += line
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(words, process.returncode, out, seen + err)


def test_train_detached_attach_stop_resume(home: Home, config: Path) -> None:
    pytest.importorskip("trl")
    started = document("train", str(config), "--detach")
    run = find_run(home, started["id"])
    assert started["state"] == "running"
    assert "is running already" in emalign("resume", run.id).stderr

    done = interrupted("attach", run.id, after="step ")
    assert done.returncode == 130
    assert "Detached" in done.stderr
    assert run_info(run).state == "running"

    stopped = document("stop", run.id)
    assert (stopped["state"], stopped["error"]) == ("stopped", None)
    assert stopped["step"] > 0
    assert (run.adapter / "adapter_model.safetensors").is_file()
    assert document("stop", run.id)["state"] == "stopped"
    assert emalign("attach", run.id).returncode == 1

    done = interrupted("resume", run.id, after=f"Going on from step {stopped['step']}")
    assert done.returncode == 130
    assert "`emalign resume" in done.stderr
    assert run_info(run).state == "stopped"
    wait_until(lambda: not _alive(run.state().pid), what="the worker to be gone")


def _alive(pid: int | None) -> bool:
    return pid is not None and Path(f"/proc/{pid}").exists() and os.getpgid(pid) == pid


def test_attach_on_a_terminal_draws_a_bar_and_passes_no_escape_of_a_message(home: Home) -> None:
    pexpect = pytest.importorskip("pexpect")
    run = create_run(home, "train", "x", {}, Provenance(base="b"))
    numbers = {"epoch": 1.0, "lr": 1e-3, "grad_norm": 1.0, "tokens": 9, "tokens_per_second": 1234.0, "memory_gib": 1.0}
    with Recorder(run) as recorder:
        recorder.hello()
        recorder.say("hostile \x1b]52;c;aGk=\x07[/bold] text")
        recorder.emit(Step(at=1.0, step=7, steps=7, loss=0.25, eta=0.0, **numbers))
    child = pexpect.spawn(
        EMALIGN[0], [*EMALIGN[1:], "attach", run.id], encoding="utf-8", dimensions=(24, 120), timeout=120
    )
    screen = child.read()
    child.close()
    assert child.exitstatus == 0
    assert "hostile [/bold] text" in screen
    assert "]52;" not in screen
    assert "7/7" in screen
    assert "loss 0.2500" in screen


def test_attach_tells_once_that_no_step_comes(home: Home) -> None:
    run = create_run(home, "train", "x", {}, Provenance(base="b"))
    numbers = {"epoch": 1.0, "lr": 1e-3, "grad_norm": 1.0, "tokens": 9, "tokens_per_second": 12.0, "memory_gib": 1.0}
    ago = time.time() - 600
    steps: list[Event] = [Step(at=ago + n, step=n, steps=9, loss=0.5, eta=0.0, **numbers) for n in (1, 2, 3)]
    shown: list[Event] = []
    ear = Ear(run, shown.extend)
    with Recorder(run) as recorder:
        recorder.hello()
        for events in (steps, [], []):
            ear(events)
        assert [type(event) for event in shown] == [Step, Step, Step, Alert] and "No step for 59" in shown[3].text  # type: ignore[union-attr]
        recorder.done()
    ended = Ear(run, shown.extend)
    ended(steps)
    assert sum(isinstance(event, Alert) for event in shown) == 1, "a run that ended is not silent"


def test_two_terminals_watch_one_run_and_the_one_that_leaves_disturbs_neither_run_nor_other(home: Home) -> None:
    pexpect = pytest.importorskip("pexpect")
    run = create_run(home, "train", "x", {}, Provenance(base="b"))
    numbers = {"epoch": 1.0, "lr": 1e-3, "grad_norm": 1.0, "tokens": 9, "tokens_per_second": 12.0, "memory_gib": 1.0}
    words = [*EMALIGN[1:], "attach", run.id]
    with Recorder(run) as recorder:
        recorder.hello()
        recorder.emit(Step(at=1.0, step=1, steps=9, loss=0.5, eta=0.0, **numbers))
        first, second = (
            pexpect.spawn(EMALIGN[0], words, encoding="utf-8", dimensions=size, timeout=120)
            for size in ((24, 120), (12, 40))  # the step is told also where there is no room for a bar
        )
        first.expect("1/9")
        second.expect("1/9")
        first.sendintr()
        first.expect("Detached")
        first.expect(pexpect.EOF)
        assert run_info(run).state == "running"
        recorder.emit(Step(at=2.0, step=8, steps=9, loss=0.25, eta=0.0, **numbers))
        second.expect("8/9")
        second.expect("loss 0.2500")
        recorder.done(steps=9)
    second.expect(pexpect.EOF)
    first.close()
    second.close()
    assert (first.exitstatus, second.exitstatus) == (130, 0)
