"""Home's list of servers, and what chat may choose: those that start, those that answer, those elsewhere."""

from pathlib import Path

import msgspec

from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import create_run, run_info
from emalign_tui.lab.runs.records import Provenance, State
from emalign_tui.lab.serving.records import ServeConfig, Server
from emalign_tui.lab.serving.remotes import Remote
from emalign_tui.tui.screens.chat.models import choice_of_model, chosen
from emalign_tui.tui.screens.home.rows import server_rows
from emalign_tui.tui.services.snapshot import Snapshot, SnapshotReader
from tui.capture import lab, text_of, until
from tui.homes import toured

AWAY = Remote("big\x1b[2J@there:8000", "http://there:8000/v1#big")


def test_a_start_shows_the_seconds_it_needs_and_a_remote_its_name(home: Home) -> None:
    config = msgspec.to_builtins(ServeConfig(base="org/seven", name="seven"))
    info = run_info(create_run(home, "serve", "seven", config, Provenance(base="org/seven")))
    loading = msgspec.structs.replace(info, state="running", step=20, steps=65)
    rows = server_rows(Snapshot(runs=(loading,), remotes=(AWAY,)), 34)
    assert [key for key, _ in rows] == [loading.id, None]
    assert rows[0][1].plain.startswith("◌ seven") and rows[0][1].plain.endswith("starting, 45 s left")
    assert rows[1][1].plain.rstrip() == "○ big@there:8000"
    assert all("\x1b" not in content.plain and content.cell_length <= 34 for _, content in rows)


async def test_why_the_last_server_failed_is_told_at_its_row(home: Home) -> None:
    config = msgspec.to_builtins(ServeConfig(base="org/seven", name="seven"))
    run = create_run(toured(home), "serve", "seven", config, Provenance(base="org/seven"))
    error = {"what": "Out of GPU memory", "where": "log.txt", "do": "Free the card, or serve a smaller base."}
    run.write_state(State(state="failed", error=error, updated=1.0))
    async with lab(home, (80, 24)) as (app, pilot):
        await until(pilot, lambda: "✖ seven" in text_of(app), "the failed server")
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "Free the card, or serve" in text_of(app), "the cause and what to do")
        assert "Out of GPU memory" in text_of(app) and "Stop server" not in text_of(app)
        create_run(home, "serve", "seven", config, Provenance(base="org/seven"))
        await until(pilot, lambda: "✖ seven" not in text_of(app), "the next start takes its place")


def test_a_server_with_adapters_takes_one_line_at_80_columns(home: Home) -> None:
    about = {"run": "r", "base": "b", "url": "http://127.0.0.1:43741/v1", "pid": 1, "key_file": Path("key")}
    adapters = {f"a{number}": "" for number in range(12)}
    server = Server(**about, name="Qwen2.5-Coder-7B-Instruct", started=0.0, adapters=adapters, alive=True)
    ((_, row),) = server_rows(Snapshot(servers=(server,)), 26)
    assert row.cell_length <= 26 and row.plain.endswith(":43741  12 adapters")


def test_a_remote_can_be_chosen_in_chat_and_is_read_when_it_changes(home: Home) -> None:
    reader = SnapshotReader(home)
    first = reader.read()
    assert first is not None and first.remotes == ()
    path = Path(home.state / "remotes.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.encode([AWAY]))
    snapshot = reader.read()
    assert snapshot is not None and snapshot.remotes == (AWAY,)
    window = choice_of_model(snapshot, "Left", "mini")
    (key,) = [key for key, _ in window._rows if key and key.startswith("remote:")]
    assert chosen(snapshot, key) == AWAY.reference
