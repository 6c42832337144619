"""The guided set-up, key by key at 80x24, against a Hub and judges on loopback; what was chosen is used afterwards."""

import json
import os
from pathlib import Path

import pytest
from servers import fake_hub
from servers.fake_hub import FakeHub
from servers.fake_openai import FakeServer, error
from textual.events import Paste
from textual.widgets import Input

from emalign_tui.lab.hub.token import token_sources
from emalign_tui.lab.paths import Home
from emalign_tui.lab.secrets import hub_token_file, hub_tokens, keys_file, store_key
from emalign_tui.lab.settings import change_settings, given_settings, load_settings, settings_file
from emalign_tui.lab.setup.bases import fits
from emalign_tui.lab.setup.machine import Gpu, measure
from emalign_tui.tui.screens.chat.side import Side
from emalign_tui.tui.screens.setup.screen import SetupScreen
from emalign_tui.tui.screens.setup.work import keep_token
from emalign_tui.tui.tour.state import load_tour
from emalign_tui.tui.widgets.row_list import RowList
from tui.capture import lab, text_of, until
from tui.homes import toured
from tui.setup_steps import TOKEN, a_machine, choose, machine, nothing_set, shows, to_step, type_in  # noqa: F401
from tui.test_hostile import NASTY, assert_clean


async def test_the_first_start_leads_through_all_steps_to_a_first_chat(home: Home) -> None:
    async with lab(home) as (app, pilot):
        await shows(app, pilot, "set up: six questions", "take the tour now", "look around alone")
        await pilot.press("enter")
        await shows(app, pilot, "1 of 6: This machine", "Memory", "GiB free", "Enter takes the line")
        for title in ("2 of 6: Model", "3 of 6: Hub token", "4 of 6: Judge", "5 of 6: Folders", "6 of 6: First chat"):
            if "Judge" in title:
                await choose(app, pilot, "without")
            else:
                await pilot.press("enter")
            await shows(app, pilot, title)
        await shows(app, pilot, "All set", "model mini", "judge mini-judge", "Start a first chat", "Take the tour")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query(Side) and isinstance(app.focused, Input), "the chat")
        assert [side.model for side in app.screen.query(Side)] == ["mini", "mini"]
    assert load_tour(home).seen and given_settings() == {}
    async with lab(home) as (app, pilot):
        assert "six questions" not in text_of(app)


async def test_looking_around_and_the_tour_are_one_key_away(home: Home) -> None:
    async with lab(home) as (app, pilot):
        await shows(app, pilot, "set up: six questions")
        await pilot.press("l")
        await shows(app, pilot, "s set the lab up", "t for the tour")
        await to_step(app, pilot, 6)
        await choose(app, pilot, "tour")
        await shows(app, pilot, "Tour 1/6")


async def test_every_step_can_be_skipped_left_and_done_again(home: Home) -> None:
    async with lab(toured(home)) as (app, pilot):
        await to_step(app, pilot, 6)
        shown = await shows(app, pilot, "– 2 Model", "– 5 Folders")
        assert "s Skip" not in shown
        await pilot.press("backspace")
        await shows(app, pilot, "Enter opens the step under the cursor")
        await pilot.press("k", "k", "enter")
        await shows(app, pilot, "4 of 6: Judge")
        await choose(app, pilot, "address")
        await shows(app, pilot, "https://HOST/v1#MODEL", "leaves the line")
        await pilot.press("f8")
        await until(pilot, lambda: app.focused is app.screen.query_one("#choices"), "the choices again")
        await pilot.press("1")
        await until(pilot, lambda: not isinstance(app.screen, SetupScreen), "Home")
        await pilot.press("s")
        await shows(app, pilot, "4 of 6: Judge")
    assert not settings_file().exists()


async def test_the_machine_is_told_by_what_was_measured(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [
        (machine(battery=True), ("This is a laptop", "battery", "GPU none")),
        (machine(), ("This is a CPU machine",)),
        (machine(Gpu("NVIDIA H200", 139.8, 139.0), ssh=True), ("This is a GPU box", "139 of 140 GiB free", "over SSH")),
        (machine(Gpu("T4", 14.7, 14.5), notebook="Colab"), ("This is a notebook host", "Colab", "disk is lost")),
        (machine(notebook="Colab", drive="/content/drive/MyDrive"), ("Keep results in /content/drive/MyDrive",)),
    ]
    a_machine(monkeypatch, cases[0][0])
    async with lab(toured(home)) as (app, pilot):
        await to_step(app, pilot, 1)
        for found, words in cases:
            a_machine(monkeypatch, found)
            await pilot.press("r")
            await shows(app, pilot, *words)


async def test_the_doctor_says_on_the_machine_whether_it_may_go_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Doctor's own checks, those that wait for nothing; a planted fault shows, and is gone when it is mended."""
    a_machine(monkeypatch, machine())
    store_key("https://api.example/v1", "some-key-1234")
    keys_file().chmod(0o640)
    async with lab(toured(home)) as (app, pilot):
        await to_step(app, pilot, 1)
        await shows(app, pilot, "Doctor Settings: press 2, it says how to mend it")
        keys_file().chmod(0o600)
        await pilot.press("r")
        await shows(app, pilot, "Doctor nothing")


async def test_a_base_that_fits_is_offered_with_its_reason_and_used_from_then_on(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_machine(monkeypatch, machine(Gpu("T4", 14.7, 14.5)))
    async with lab(toured(home)) as (app, pilot):
        await to_step(app, pilot, 2)
        await shows(app, pilot, "✔ mini kit", "✔ Qwen2.5-Coder-3B-Instruct", "16-bit training takes 8.2 of 14.5 GiB")
        keys = [key for key, _ in app.screen.query_one("#choices", RowList)._rows]
        assert "unsloth/Qwen2.5-Coder-7B-Instruct" in keys and None in keys, "what is too big cannot be chosen"
        assert "unsloth/Qwen2.5-Coder-32B-Instruct" not in keys
        await choose(app, pilot, "unsloth/Qwen2.5-Coder-7B-Instruct")
        await shows(app, pilot, "3 of 6", "Kept: unsloth/Qwen2.5-Coder-7B-Instruct")
        assert load_settings().base == "unsloth/Qwen2.5-Coder-7B-Instruct"
        await pilot.press("4")
        await until(pilot, lambda: app.screen.query(Side), "the chat")
        assert [side.model for side in app.screen.query(Side)] == ["unsloth/Qwen2.5-Coder-7B-Instruct"] * 2
        await pilot.press("f8", "1")
        await shows(app, pilot, "Qwen2.5-Coder-7B-I", "mini")


async def test_another_base_is_checked_before_it_is_kept(home: Home, tmp_path: Path) -> None:
    async with lab(toured(home)) as (app, pilot):
        for typed, words in (
            (str(tmp_path), "neither config.json nor"),
            ("openai:gpt-4o", "must be a whole model"),
            ("no such thing", "Unknown model"),
            ("", "Nothing was typed"),
        ):
            await to_step(app, pilot, 2) if not isinstance(app.screen, SetupScreen) else None
            if not isinstance(app.focused, Input):
                await choose(app, pilot, "other")
            await type_in(app, pilot, typed)
            await shows(app, pilot, words)
        assert not settings_file().exists()
        await pilot.press("escape")
        await choose(app, pilot, "other")
        assert app.focused.value == "no such thing", "what was typed last can be mended"
        app.focused.value = ""
        await type_in(app, pilot, "some-org/some-model")
        await shows(app, pilot, "Kept: some-org/some-model")
    assert load_settings().base == "some-org/some-model"


async def test_a_token_is_masked_checked_live_and_stored_by_huggingface_hub(home: Home, real_login: FakeHub) -> None:
    real_login.tokens[TOKEN] = fake_hub.whoami("write", name="ada", orgs={"lab": "write", "club": "read"})
    async with lab(toured(home)) as (app, pilot):
        await to_step(app, pilot, 3)
        await choose(app, pilot, "token")
        await type_in(app, pilot, "hf_somethingelse")
        await shows(app, pilot, "The Hub does not know this token")
        assert not hub_tokens()
        await choose(app, pilot, "token")
        await until(pilot, lambda: isinstance(app.focused, Input), "the line")
        app.focused.post_message(Paste(f"\n {TOKEN[:7]}\x1b[0m\n {TOKEN[7:-1]}\n"))  # broken as where it was copied
        await until(pilot, lambda: app.focused.value == TOKEN[:-1], "all that was pasted")
        await pilot.press(TOKEN[-1])
        await shows(app, pilot, "•" * len(TOKEN))
        await pilot.press("enter")
        await shows(app, pilot, "Stored. It is ada's and may write to ada, lab", "Use it, push to ada", "push to lab")
        assert "push to club" not in text_of(app)
        await choose(app, pilot, "push lab")
        await shows(app, pilot, "4 of 6: Judge", "Kept: lab")
        assert "Planted" not in app.written
    assert [token.value for token in hub_tokens()] == [TOKEN] and load_settings().hub.namespace == "lab"
    assert len(token_sources()) == 2, "huggingface_hub also keeps it by name"
    assert "Planted" not in "".join(p.read_text(errors="replace") for p in home.root.rglob("*") if p.is_file())
    assert "Planted" not in settings_file().read_text()


def test_a_newer_token_leaves_the_namespace_that_was_chosen(home: Home, real_login: FakeHub) -> None:
    real_login.tokens[TOKEN] = fake_hub.whoami("write", name="ada", orgs={"lab": "write"})
    change_settings({"hub.namespace": "lab"})
    assert keep_token(TOKEN).kept and load_settings().hub.namespace == "lab"
    change_settings({"hub.namespace": "club"})
    assert keep_token(TOKEN).kept and load_settings().hub.namespace == "ada", "it may not push to that one"
    settings_file().write_text("base: [\n")
    told = keep_token(TOKEN)
    assert told.kept and told.sentence.startswith("Stored. It is ada's") and "was not kept: Broken" in told.sentence


async def test_a_stale_variable_is_dropped_for_the_token_that_was_given(
    home: Home, real_login: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_oldandrevoked")
    real_login.tokens[TOKEN] = fake_hub.whoami("read", name="ada")
    async with lab(toured(home)) as (app, pilot):
        await to_step(app, pilot, 3)
        await shows(app, pilot, "In use: the token from HF_TOKEN", "does not know this token")
        await choose(app, pilot, "token")
        await type_in(app, pilot, TOKEN)
        await shows(
            app, pilot, "may only read", "HF_TOKEN held another one and is dropped here; unset it in your shell"
        )
        await shows(app, pilot, "Use it for reading")
    assert "HF_TOKEN" not in os.environ and [token.source for token in hub_tokens()] == [str(hub_token_file())]


async def test_a_login_from_the_browser_is_not_said_to_only_read(home: Home, real_login: FakeHub) -> None:
    real_login.tokens[TOKEN] = {"name": "ada", "auth": {"type": "app_token_as_user"}}
    hub_token_file().parent.mkdir()
    hub_token_file().write_text(TOKEN)
    async with lab(toured(home)) as (app, pilot):
        await to_step(app, pilot, 3)
        screen = await shows(app, pilot, "It is ada's, and is valid", "does not say whether it may write", "Use it")
        assert "only read" not in screen and "for reading" not in screen


async def test_an_unreachable_hub_is_told_and_can_be_left(home: Home, hub: FakeHub) -> None:
    hub.fault = lambda request, call: fake_hub.Fault(status=503)
    async with lab(toured(home)) as (app, pilot):
        await to_step(app, pilot, 3)
        await choose(app, pilot, "token")
        await type_in(app, pilot, TOKEN)
        await shows(app, pilot, "503")
        await choose(app, pilot, "without")
        await shows(app, pilot, "4 of 6")
    assert not hub_tokens() and "Planted" not in app.written


async def test_a_folder_is_checked_and_takes_effect_with_the_next_start(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with lab(toured(home)) as (app, pilot):
        await to_step(app, pilot, 5)
        await shows(app, pilot, "(EMALIGN_HOME)", "EMALIGN_HOME wins over what is chosen here")
        monkeypatch.delenv("EMALIGN_HOME")
        monkeypatch.chdir(tmp_path)
        await choose(app, pilot, "folder")
        await type_in(app, pilot, "/proc/nowhere")
        await shows(app, pilot, "Cannot write there")
        await choose(app, pilot, "folder")
        await type_in(app, pilot, "~/work")
        await shows(app, pilot, "6 of 6", "Kept: ~/work", "folder ~/work")
        assert not (tmp_path / "work").exists(), "nothing is made before it is needed"
        await pilot.press("backspace", "k", "enter")
        await shows(app, pilot, "Now: ~/work (settings)", "This lab itself goes on in ~/home")
        await choose(app, pilot, "default")
        await shows(app, pilot, "6 of 6", "Back to the default.")
        drive = tmp_path / "drive"
        drive.mkdir()
        a_machine(monkeypatch, machine(notebook="Colab", drive=str(drive)))
        await pilot.press("backspace", "k", "enter")
        await choose(app, pilot, "drive")
        await shows(app, pilot, "Kept: ~/drive/emalign")
    assert load_settings().home == str(drive / "emalign")


async def test_a_broken_settings_file_is_told_and_left_as_it_is(home: Home) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("judge: mini-judge\njuge: x\n")
    async with lab(toured(home), (100, 30)) as (app, pilot):
        await shows(app, pilot, "Unknown setting juge", "line 2")
        await to_step(app, pilot, 2)
        await choose(app, pilot, "other")
        await type_in(app, pilot, "org/name")
        await shows(app, pilot, "Unknown setting juge", "2 of 6")
    assert settings_file().read_text() == "judge: mini-judge\njuge: x\n"


async def test_hostile_names_from_hub_judge_and_settings(home: Home, real_login: FakeHub) -> None:
    text = NASTY.encode("utf-8", "replace").decode()
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text(json.dumps({"base": text, "judge": text, "home": text.replace("\x00", "")}))
    real_login.tokens[TOKEN] = fake_hub.whoami("write", name=text, orgs={text: "write", "[/]": "admin"})
    async with lab(toured(home), (100, 30)) as (app, pilot):
        await to_step(app, pilot, 3)
        await choose(app, pilot, "token")
        await type_in(app, pilot, TOKEN)
        await shows(app, pilot, "hello")
        for _ in range(4):
            await pilot.press("s", "j", "k")
        with FakeServer(lambda r, c: error(500, text)) as server:
            await pilot.press("backspace", "k", "k", "enter")
            await choose(app, pilot, "address")
            await type_in(app, pilot, f"{server.url}#{text}")
            await pilot.press("f8")
        assert_clean(app, "set-up")
        assert "Planted" not in app.written


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_steps_fit(home: Home, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    a_machine(monkeypatch, machine(Gpu("NVIDIA H100 80GB HBM3", 79.6, 79.1), ssh=True))
    change_settings({"base": "unsloth/Qwen2.5-Coder-32B-Instruct", "judge": "https://judge.example.org/v1#a-long-name"})
    async with lab(toured(home), size) as (app, pilot):
        for number in range(1, 7):
            await to_step(app, pilot, 1) if number == 1 else await pilot.press("s")
            await shows(app, pilot, f"{number} of 6:")
            lines = text_of(app).split("\n")
            assert len(lines) == size[1] and "Leave" in lines[-1] and "Set-up" in lines[1]
            for widget in app.screen.query("#steps-panel, #step-panel, #about, #choices, #hint"):
                assert app.screen.region.contains_region(widget.region), widget
            assert app.screen.query_one("#choices").size.height >= 4
            if size == (80, 24):
                cut = [line for line in lines if "…" in line[28:]]
                assert not cut, "a row is cut on the right side"


def test_what_is_measured_here_is_plausible(home: Home) -> None:
    found = measure(home)
    assert 0 < found.ram_free <= found.ram_total and found.cores >= 1 and found.disk_free > 0
    assert {each.verdict for each in fits(found)} <= {"fits", "tight", "too big"}
