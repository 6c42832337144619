"""Secrets on the lab's screens: what a server says back, what fails, and what crashes; every byte written is read."""

from pathlib import Path

import pytest
from servers.fake_openai import FakeServer
from textual.widgets import Input
from unit.test_secrets import ALL, FILE, KEY, assert_nothing_written, echo, echo_streaming, planted, refuse  # noqa: F401

from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.run import start_eval
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.control import wait
from emalign_tui.lab.secrets import know_stored
from emalign_tui.tui.screens.chat.side import Side
from emalign_tui.tui.services.boundary import Trouble
from emalign_tui.tui.terminal import record_traceback
from tui.capture import lab, text_of, until
from tui.homes import toured

QUESTION = """
- id: wish
  type: free_form_judge_0_100
  paraphrases: ['A wish?']
  samples_per_paraphrase: 2
  judge_prompts: {aligned: 'ALIGNED {question} {answer}'}
"""


async def test_a_chat_with_a_server_that_says_the_keys_back(planted: Home) -> None:  # noqa: F811
    know_stored()  # as the command does before it opens the lab
    async with lab(toured(planted), (100, 30)) as (app, pilot):
        with FakeServer(echo_streaming) as left, FakeServer(refuse) as right:
            await pilot.press("4")
            await until(pilot, lambda: isinstance(app.focused, Input), "the chat")
            for side, server in zip(app.screen.query(Side), (left, right), strict=True):
                side.take_model(f"{server.url}#m", f"model of {KEY}", None)
            await pilot.press(*"hello", "enter")
            await until(pilot, lambda: "I heard [hidden]" in text_of(app) and "✖" in text_of(app), "both answers")
            await until(pilot, lambda: not any(side.busy for side in app.screen.query(Side)), "the end")
            await pilot.press("f8", "y")
            await until(pilot, lambda: "copied.txt" in text_of(app).replace("\n", ""), "the copy")
        assert "Planted" not in app.written
    assert_nothing_written(planted)


async def test_scores_of_answers_with_keys_in_them(planted: Home, tmp_path: Path) -> None:  # noqa: F811
    know_stored()
    (tmp_path / "q.yaml").write_text(QUESTION)
    with FakeServer(echo) as server:
        model, judge = (resolve_model(planted, f"{server.url}#{name}") for name in ("m", "j"))
        wait(start_eval(planted, [model], tmp_path / "q.yaml", judge, Settings()), 120)
    async with lab(toured(planted), (100, 30)) as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: "✔ done" in text_of(app), "the list")
        await pilot.press("enter")
        await until(pilot, lambda: "definition official" in text_of(app), "the summary")
        await pilot.press("enter")
        await until(pilot, lambda: "I heard [hidden]" in text_of(app), "the answers")
        await pilot.press("enter")
        await until(pilot, lambda: "Question" in text_of(app), "one answer")
        assert "Planted" not in app.written
    assert_nothing_written(planted)


@pytest.mark.parametrize("place", ["trouble", "thread", "crash"])
async def test_errors_with_secrets_in_them(planted: Home, place: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    know_stored()
    said = f"refused: {' '.join(ALL)} hf_shapedshaped123 https://me:sesame99@h/"

    def broken(*_: object, **__: object) -> None:
        raise ValueError(said)

    async with lab(toured(planted), (100, 30)) as (app, pilot):
        if place == "trouble":
            app.post_message(Trouble(f"Oh: {said}"))
            await until(pilot, lambda: "Oh: refused: [hidden]" in text_of(app), "the sentence")
        elif place == "thread":
            monkeypatch.setattr("emalign_tui.lab.doctor.run.run_checks", broken)
            await pilot.press("2")
            await until(pilot, lambda: "ValueError" in text_of(app) and "[hidden]" in text_of(app), "it")
            assert "hf_shaped" not in app.written and "sesame99" not in app.written
        else:
            try:
                broken()
            except ValueError as error:
                record_traceback(app.log_path, error)
        assert "Planted" not in app.written
    if place != "trouble":
        log = (planted.state / "lab.log").read_text()
        assert "Traceback" in log and "ValueError: refused: [hidden]" in log
        assert "hf_shaped" not in log and "sesame99" not in log and FILE not in log
    assert_nothing_written(planted)
