"""A queue on a card that serves: whether the server gives way is asked first, and done when the turn comes."""

import json
from pathlib import Path

from emalign_tui.lab.runs.layout import RunDir, run_info
from tests.unit.test_serve_vllm import PATIENCE, Box, box, driver  # noqa: F401  # fixtures
from tests.waiting import wait_until

ROW = json.dumps({"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "no"}]}) + "\n"


def queue(box: Box, *words: str) -> tuple[RunDir, str]:  # noqa: F811
    """A run in the queue; on this card, which is none, it ends soon after its start."""
    config = box.root / "quick.yaml"
    (box.root / "rows.jsonl").write_text(ROW * 4)
    config.write_text(f"model: mini\ntraining_file: {box.root / 'rows.jsonl'}\nloss: sft\n")
    code, document, err = box.run("queue", str(config), *words)
    assert code == 0, err
    return RunDir(Path(document["runs"][0]["path"])), err


def started(run: RunDir) -> bool:
    return run_info(run).state not in ("queued",)


def test_the_server_is_stopped_when_the_turn_comes_and_only_after_a_yes(box: Box) -> None:  # noqa: F811
    assert box.run("serve", "mini", "--engine", "vllm")[0] == 0
    (server,) = box.servers()
    run, err = queue(box)
    assert f"{server.name} is served on GPU 0" in err and f"emalign unserve {server.run}" in err, "nobody was asked"
    wait_until(lambda: started(run), PATIENCE, "its turn")
    log = box.home.state / "queue.log"
    assert f"{run.id} starts beside the server" in log.read_text() and box.servers()[0].alive
    assert box.run("stop", run.id)[0] in (0, 1)

    run, err = queue(box, "--yes")
    wait_until(lambda: started(run), PATIENCE, "its turn")
    assert f"is stopped to make room for {run.id}" in log.read_text() and box.servers() == []
    assert box.run("stop", run.id)[0] in (0, 1)
    run, err = queue(box)
    assert "is served" not in err, "no server, no question"
    box.run("stop", run.id)
