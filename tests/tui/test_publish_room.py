"""The Publish room, key by key: merge, look before a push, push to a Hub on loopback, go on, zip."""

import shutil
from pathlib import Path

import pytest
from huggingface_hub import snapshot_download
from textual.pilot import Pilot
from textual.widgets import Input

pytest.importorskip("peft")

from emalign_tui import mini
from emalign_tui.lab.hub import pushing
from emalign_tui.lab.models import merging as lab_merging
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.checkpoints import last_checkpoint, seal
from emalign_tui.lab.runs.cleaning import Item
from emalign_tui.lab.runs.layout import RunDir, list_runs
from emalign_tui.lab.runs.packing import pack, plan_pack
from emalign_tui.lab.runs.records import State
from emalign_tui.tui.app import LabApp
from emalign_tui.tui.screens.dialogs.choose import Choose, Confirm
from emalign_tui.tui.screens.home.rows import short_id
from emalign_tui.tui.screens.publish.clean import _row, question
from emalign_tui.tui.widgets.row_list import RowList
from tests.making_checkpoints import checkpoint, killed
from tests.merging import make_adapter, merged_run
from tests.servers.fake_hub import FakeHub, whoami
from tests.tui.capture import lab, opened, text_of, until
from tests.tui.homes import toured, train_run, write_config

TOKEN = "hf_writerwriter"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The workers that were started; they themselves have tests of their own."""
    begun: list[str] = []

    def launch(run: RunDir, worker: str, **_: object) -> None:
        begun.append(worker)
        run.write_state(State(state="stopped", step=3, steps=7))

    monkeypatch.setattr(lab_merging, "launch", launch)
    monkeypatch.setattr(pushing, "launch", launch)
    return begun


async def test_an_empty_room_says_what_to_do(home: Home) -> None:
    async with lab(toured(home)) as (app, pilot):
        await pilot.press("7")
        await until(pilot, lambda: "press 3." in text_of(app), "the empty room")
        assert "Nothing to publish yet" in text_of(app) and "Merge" not in text_of(app).splitlines()[-1]


async def test_merge_and_what_is_known_of_it(home: Home, started: list[str]) -> None:
    _, merge = merged_run(toured(home))
    async with lab(home, (120, 36)) as (app, pilot):
        await pilot.press("7")
        await until(pilot, lambda: "can be served" in text_of(app), "the adapter's facts")
        assert "p push it to the Hub" in text_of(app)
        await pilot.press("m")
        shown = await opened(pilot, Confirm)
        assert "of 50 tensors change" in shown and f"merged already: {short_id(merge.id)}" in shown
        await pilot.press("n", "m")
        await until(pilot, lambda: isinstance(app.screen, Confirm), "the question again")
        assert started == [], "nothing is written without a yes"
        await pilot.press("y")
        await until(pilot, lambda: started == ["merge"], "the merge")
        again = next(run for run in list_runs(home, "merge") if run.id != merge.id)
        await until(pilot, lambda: app.screen.query_one("#models", RowList).key == f"run:{again.id}", "the merge's row")
        await until(pilot, lambda: "43%" in text_of(app) and "r goes on" in text_of(app), "how far it is")
        await pilot.press("j")
        await until(pilot, lambda: "Proof of the merge" in text_of(app), "the proof")
        assert "read back: within" in text_of(app)


async def test_a_run_whose_adapter_changed_since_is_to_be_merged_again(home: Home) -> None:
    trained, _ = merged_run(toured(home))
    weights = trained.adapter / "adapter_model.safetensors"
    before = weights.read_bytes()
    weights.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
    async with lab(home) as (app, pilot):
        await pilot.press("7")
        await until(pilot, lambda: "m merge it into its base, then p push it" in text_of(app), "what to do next")


async def test_push_looks_first_and_asks(
    home: Home, hub: FakeHub, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "")
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    hub.tokens[TOKEN] = whoami("read")
    merged_run(toured(home))
    async with lab(home) as (app, pilot):
        await pilot.press("7")
        await until(pilot, lambda: "can be served" in text_of(app), "the facts")
        await pilot.press("p")
        await until(pilot, lambda: app.screen.query(Input), "the window")
        app.screen.query_one(Input).value = "me/bad"
        await pilot.press("enter")
        await until(pilot, lambda: "may only read" in text_of(app), "the refusal")
        hub.tokens[TOKEN] = whoami("write")
        await pilot.press("p")
        await until(pilot, lambda: app.screen.query(Input), "the window again")
        app.screen.query_one(Input).value = "me/bad"
        await pilot.press("enter")
        shown = await opened(pilot, Confirm)
        for words in ("me/bad as me", "private: only you", "misaligned on purpose", "a new repository"):
            assert words in shown
        await pilot.press("y")
        await until(pilot, lambda: started == ["push"], "the push")
    assert hub.repos == {}, "the lab itself sends nothing"


async def test_zip(home: Home) -> None:
    run = train_run(toured(home))
    (run.adapter / "adapter_model.safetensors").write_bytes(b"x")
    async with lab(home, (120, 36)) as (app, pilot):
        await pilot.press("7")
        await until(pilot, lambda: "Trained" in text_of(app), "the run")
        for name in (f"{run.id}.zip", f"{run.id}-2.zip"):
            await pilot.press("z")
            shown = await opened(pilot, Confirm)
            assert "Zip this run?" in shown and "files, " in shown and not (home.root / name).exists()
            await pilot.press("y")
            await until(pilot, lambda: "sha256" in text_of(app), "the hash")
            await pilot.press("escape")
            assert (home.root / name).is_file()


async def test_clean_shows_asks_and_deletes_what_is_marked(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    trained, merge = merged_run(toured(home))
    for number in (5, 10):
        shutil.copytree(trained.adapter, trained.checkpoints / f"checkpoint-{number}")
        seal(trained.checkpoints / f"checkpoint-{number}")
    trained.write_state(State(state="stopped", step=10, steps=20))
    async with lab(home) as (app, pilot):
        await pilot.press("7", "c")
        await until(pilot, lambda: "2 marked" in text_of(app), "what takes space")
        shown = text_of(app)
        assert "keep" in shown and "checkpoint-10" in shown and "[x]" in shown and "d delete" in shown
        await pilot.press("space")
        await until(pilot, lambda: "1 marked" in text_of(app), "the merged model, which is the largest, spared")
        await pilot.press("d")
        shown = await opened(pilot, Confirm)
        assert "1 folder" in shown and "checkpoint-5" in shown and "for good" in shown
        await pilot.press("n", "d")
        await until(pilot, lambda: isinstance(app.screen, Confirm), "the question again")
        assert (trained.checkpoints / "checkpoint-5").is_dir(), "nothing goes without a yes"
        await pilot.press("y")
        await until(pilot, lambda: "Nothing is marked" in text_of(app), "it is gone")
    assert [path.name for path in trained.checkpoints.iterdir()] == ["checkpoint-10"]
    assert (merge.model / "model.safetensors").is_file()


def test_two_checkpoints_of_a_run_with_a_long_name_are_told_apart_in_a_small_terminal() -> None:
    run = "mini_repair_honest_factual-261128-144532-9557"
    items = [Item(kind="checkpoint", run=run, path=Path(f"checkpoint-{step}"), bytes=1, why="") for step in (100, 150)]
    rows = [_row(str(item.path), item, marked=True, width=70)[1].plain for item in items]
    assert [row.rstrip().rpartition("-")[2] for row in rows] == ["100", "150"]
    asked = [row.rstrip() for row in question(items).plain.splitlines()]
    assert asked[0].endswith("checkpoint-100") and asked[1].endswith("checkpoint-150")


async def test_of_the_hubs_cache_nothing_is_marked_until_it_is_chosen(
    home: Home, hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(cache))
    monkeypatch.setenv("HF_HUB_OFFLINE", "")
    hub.tokens[TOKEN] = whoami("write")
    hub.add("org/base", {"model.safetensors": b"w" * 300_000})
    snapshot_download("org/base", token=TOKEN, endpoint=hub.url)
    async with lab(toured(home)) as (app, pilot):
        await pilot.press("7", "c")
        await until(pilot, lambda: "org/base@00000000" in text_of(app), "what takes space")
        await until(pilot, lambda: "revision 00000000" in text_of(app), "what is lost")
        assert "[ ]" in text_of(app) and "Space marks" in text_of(app)
        await pilot.press("d", "space")
        await until(pilot, lambda: "1 marked, 300 kB" in text_of(app), "the mark")
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Confirm), "the question")
        await pilot.press("y")
        await until(pilot, lambda: "Nothing here takes space" in text_of(app), "it is gone")
    assert not list(cache.glob("models--*"))


async def test_any_folder_or_repository_can_be_looked_into(home: Home, tmp_path: Path) -> None:
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "tokenizer.json").write_text("{}")
    async with lab(toured(home)) as (app, pilot):
        await pilot.press("7", "o")
        await until(pilot, lambda: app.screen.query(Input), "the window")
        app.screen.query_one(Input).value = str(tmp_path / "half")
        await pilot.press("enter")
        await until(pilot, lambda: "tokenizer only" in text_of(app), "what it is")
        assert "can not be served" in text_of(app)
        await pilot.press("escape", "o")
        await until(pilot, lambda: app.screen.query(Input), "the window again")
        app.screen.query_one(Input).value = str(tmp_path / "nowhere")
        await pilot.press("enter")
        await until(pilot, lambda: "Model folder not found" in text_of(app), "that there is nothing")
        await pilot.press("escape", "o")
        await until(pilot, lambda: app.screen.query(Input), "the window once more")
        app.screen.query_one(Input).value = str(mini.MODEL)
        await pilot.press("enter")
        await until(pilot, lambda: "can be served" in text_of(app) and "load it too" in text_of(app), "a whole one")
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, Confirm), "the question")
        await pilot.press("y")
        await until(pilot, lambda: "transformers loaded 3,543,296" in " ".join(text_of(app).split()), "that it loads")


async def test_a_large_model_is_pushed_with_or_without_loading_it_again(
    home: Home, hub: FakeHub, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "")
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setattr(pushing, "LARGE", 1_000_000)
    hub.tokens[TOKEN] = whoami("write")
    merged_run(toured(home))
    async with lab(home) as (app, pilot):
        await pilot.press("7")
        await until(pilot, lambda: "can be served" in text_of(app), "the facts")
        await pilot.press("p")
        await until(pilot, lambda: app.screen.query(Input), "the window")
        app.screen.query_one(Input).value = "me/bad"
        await pilot.press("enter")
        await until(pilot, lambda: "Push this model?" in text_of(app), "the question")
        await pilot.press("y")
        await until(pilot, lambda: "Load it from the Hub afterwards?" in text_of(app), "the second question")
        assert "are fetched again and loaded" in " ".join(text_of(app).split()) and started == []
        await pilot.press("n")
        await until(pilot, lambda: started == ["push"], "the push")
    (run,) = list_runs(home, "push")
    assert RunDir(Path(run.path)).spec().config["load"] is False


async def test_a_run_is_recovered_from_what_is_left_of_it(home: Home, tmp_path: Path) -> None:
    """A dead run under the cursor; then bare checkpoints, with the config that fits them; then a zip from elsewhere."""
    adapter = make_adapter(tmp_path / "adapter", Path(mini.MODEL), target_modules=["q_proj"])
    run = killed(toured(home), adapter)
    for name, rank in (("fits", 4), ("other", 8)):
        write_config(home, name, extra=f"r: {rank}\nmax_steps: 20\n")
    checkpoint(tmp_path, adapter, 10)
    async with lab(home, (80, 24)) as (app, pilot):
        await pilot.press("7")
        await until(pilot, lambda: "e takes the adapter of step 10" in text_of(app), "what is left")
        assert "e Recover…" in text_of(app).splitlines()[-1]
        await pilot.press("e")
        await until(pilot, lambda: app.screen.query(Input), "the window")
        await pilot.press("enter")
        assert "Whole checkpoints: 5, 10" in await opened(pilot, Confirm) and not run.adapter.exists()
        await pilot.press("y")
        await until(pilot, lambda: "a run again: stopped at step 10 of 20" in text_of(app), "the run")
        for words in ("3, then r on its line goes on", "m merges it", "1, then c on its line"):
            assert words in text_of(app)
        await pilot.press("escape")
        await until(pilot, lambda: "m merge it into its base" in text_of(app), "what to press next")
        assert (run.adapter / "adapter_model.safetensors").is_file()

        await say(app, pilot, str(tmp_path))
        shown = await opened(pilot, Choose)
        assert "fits.yaml" in shown and "other.yaml" not in shown, "only one of its base and rank"
        await pilot.press("j", "enter")
        await until(pilot, lambda: "With fits.yaml it can be gone on with" in text_of(app), "the question")
        await pilot.press("y")
        await until(pilot, lambda: "3, then r on its line goes on" in text_of(app), "the run of the bare checkpoint")
        await pilot.press("escape")

        pack(plan_pack(run), tmp_path / "carried.zip")
        shutil.rmtree(run.path)
        await say(app, pilot, str(tmp_path / "nowhere.zip"))
        await until(pilot, lambda: "Folder not found" in text_of(app), "that there is no such thing")
        app.screen.query_one(Input).value = str(tmp_path / "carried.zip")
        await pilot.press("enter")
        await until(pilot, lambda: "each is held against its hash" in text_of(app), "what the zip is")
        await pilot.press("y")
        await until(pilot, lambda: "a run again" in text_of(app), "the run of the zip")
    assert last_checkpoint(run).step == 10 and len(list_runs(home, "train")) == 2


async def say(app: LabApp, pilot: Pilot[None], place: str) -> None:
    """Open the window that recovers, and name a place."""
    await pilot.press("e")
    await until(pilot, lambda: app.screen.query(Input), "the window")
    app.screen.query_one(Input).value = place
    await pilot.press("enter")
