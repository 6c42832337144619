"""The judge of the set-up, against judges on loopback that can judge, cannot, refuse, or say keys back."""

import stat
import threading

import pytest
from servers.fake_openai import FakeServer, Reply, completion, error, logprobs

from emalign_tui import mini
from emalign_tui.lab.paths import Home
from emalign_tui.lab.secrets import api_key, keys_file, store_key
from emalign_tui.lab.serving.servers import stop_all
from emalign_tui.lab.settings import load_settings, settings_file
from emalign_tui.tui.screens.scores.order import NewEvaluation
from emalign_tui.tui.screens.setup.work import try_judge
from tui.capture import lab, text_of, until
from tui.homes import toured
from tui.setup_steps import KEY, choose, nothing_set, shows, to_step, type_in  # noqa: F401


async def test_a_judge_is_asked_for_one_token_before_it_is_kept(home: Home) -> None:
    def guarded(request: dict[str, object], call: int) -> Reply:
        return Reply(completion(["90"], logprobs({"90": 0.9, "95": 0.1})))

    async with lab(toured(home), (100, 30)) as (app, pilot):
        with FakeServer(guarded) as server:
            judge = f"{server.url}#great-judge"
            await to_step(app, pilot, 4)
            await choose(app, pilot, "address")
            await type_in(app, pilot, judge)
            await shows(app, pilot, "Its key; only dots are shown. Left empty: none.")
            app.focused.value = KEY
            await shows(app, pilot, "•" * len(KEY))
            await pilot.press("enter")
            await shows(app, pilot, "5 of 6: Folders", "2 logprobs", "keys.json")
            assert [request["max_tokens"] for request in server.requests] == [1]
            assert load_settings().judge == judge
        found = api_key(server.url, None)
        assert found and found.value == KEY and stat.S_IMODE(keys_file().stat().st_mode) == 0o600
        assert "Planted" not in settings_file().read_text() and "Planted" not in app.written
        await pilot.press("5")
        await shows(app, pilot, "Nothing measured yet")
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, NewEvaluation), "the new evaluation")
        await shows(app, pilot, "great-judge")


CANNOT = (
    (lambda r, c: error(401, f"Incorrect API key provided: {KEY}"), "the key is refused"),
    (lambda r, c: error(404, "The model does not exist"), "no such model"),
    (lambda r, c: error(429, "Slow down"), "busy"),
    (lambda r, c: error(500, "Oh"), "500"),
    (lambda r, c: Reply(completion(["90"])), "no logprobs"),
    (lambda r, c: Reply(completion(["9"], logprobs({str(n): 0.1 for n in range(10)}))), "digit by digit"),
    (lambda r, c: Reply(completion([KEY], logprobs({KEY: 0.9}))), "not with a number"),
    (lambda r, c: Reply(b"<html>"), "cannot be read"),
)


async def test_a_judge_that_cannot_judge_is_not_kept(home: Home) -> None:
    """One after the other in the same step, as somebody tries who looks for one that works."""
    async with lab(toured(home), (100, 30)) as (app, pilot):
        await to_step(app, pilot, 4)
        for behaviour, words in CANNOT:
            with FakeServer(behaviour) as server:
                await choose(app, pilot, "address")
                await type_in(app, pilot, f"{server.url}#m")
                await shows(app, pilot, "Its key")
                await type_in(app, pilot, KEY)
                await shows(app, pilot, words, "4 of 6")
        assert "Planted" not in app.written
    assert not settings_file().exists() and not keys_file().exists()


async def test_a_stored_key_can_be_used_again_and_a_variable_that_wins_is_named(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeServer(lambda r, c: Reply(completion(["90"], logprobs({"90": 1.0})))) as server:
        store_key(server.url, KEY)
        async with lab(toured(home), (100, 30)) as (app, pilot):
            await to_step(app, pilot, 4)
            await choose(app, pilot, "address")
            await type_in(app, pilot, f"{server.url}#m")
            await shows(app, pilot, "Left empty: the one in", "keys.json")
            await type_in(app, pilot, "")
            await shows(app, pilot, "5 of 6")
            monkeypatch.setenv("EMALIGN_API_KEY", "another-key-of-the-shell")
            await pilot.press("backspace", "k", "enter")
            await shows(app, pilot, "4 of 6", "The key of the judge in use: EMALIGN_API_KEY")
            await choose(app, pilot, "address")
            await type_in(app, pilot, f"{server.url}#m")
            await shows(app, pilot, "Left empty: the one in EMALIGN_API_KEY")
            await type_in(app, pilot, KEY)
            await shows(app, pilot, "EMALIGN_API_KEY is set to another key and wins")
            monkeypatch.delenv("EMALIGN_API_KEY")
            await pilot.press("backspace", "k", "enter")
            await shows(app, pilot, "4 of 6", "Remove its stored key")
            await choose(app, pilot, "forget")
            await shows(app, pilot, "The stored key is removed")
            assert api_key(server.url, None) is None and load_settings().judge == f"{server.url}#m"


async def test_a_judge_of_ones_own_is_served_and_asked(home: Home) -> None:
    async with lab(toured(home), (100, 30)) as (app, pilot):
        await to_step(app, pilot, 4)
        await choose(app, pilot, "local")
        await type_in(app, pilot, "/no/such/model")
        await shows(app, pilot, "Model folder not found")
        await choose(app, pilot, "local")
        await type_in(app, pilot, str(mini.JUDGE))
        try:
            await until(pilot, lambda: load_settings().judge == str(mini.JUDGE), "the judge, served and asked", 1200)
            await shows(app, pilot, "5 of 6: Folders", "logprobs", "at no cost")
        finally:
            stop_all(home)


async def test_what_is_no_address_stays_to_be_mended_and_is_told_without_its_password(home: Home) -> None:
    async with lab(toured(home)) as (app, pilot):
        await to_step(app, pilot, 4)
        await choose(app, pilot, "address")
        for typed, words in (
            ("https://me:PlantedWord@host/v1#m", "must not carry a password"),
            ("https://host/v1", "after #"),
            ("mini", "not an address"),
            ("http://judge.example/v1#m", "It travels unencrypted"),
        ):
            await type_in(app, pilot, typed)
            await shows(app, pilot, words)
            in_the_line = 1 if "Planted" in typed else 0
            assert text_of(app).count("PlantedWord") == in_the_line, "where it was typed, and nowhere else"
        await pilot.press("escape")
        await choose(app, pilot, "address")
        assert app.focused.value == "http://judge.example/v1#m", "what was typed last can be mended"
    assert not settings_file().exists()


def test_a_key_that_no_request_can_carry_is_not_sent(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copied with the curly quotes of a page around it, it is the key that is wrong, and not the server."""
    with FakeServer() as server:
        told = try_judge(home, f"{server.url}#m", f"“{KEY}”")
        assert not told.kept and "characters that no key has (as it was typed)" in told.sentence
        monkeypatch.setenv("EMALIGN_API_KEY", f"{KEY}\u200b")
        told = try_judge(home, f"{server.url}#m", None)
        assert not told.kept and "characters that no key has (EMALIGN_API_KEY)" in told.sentence
        assert server.requests == [] and KEY not in told.sentence


async def test_a_judge_that_takes_its_time_keeps_no_other_step(home: Home) -> None:
    """A model of one's own takes minutes to start: the steps after it are taken meanwhile."""
    go = threading.Event()

    def slow(request: dict[str, object], call: int) -> Reply:
        go.wait(60)
        return error(401, "No")

    async with lab(toured(home)) as (app, pilot):
        with FakeServer(slow) as server:
            await to_step(app, pilot, 4)
            await choose(app, pilot, "address")
            await type_in(app, pilot, f"{server.url}#m")
            await shows(app, pilot, "Its key; only dots are shown")
            await pilot.press("enter")
            await shows(app, pilot, "Asking it for one token")
            await choose(app, pilot, "mini-judge")
            await shows(app, pilot, "Something is being tried")
            await pilot.press("s")
            await shows(app, pilot, "5 of 6")
            await choose(app, pilot, "go on")
            await shows(app, pilot, "6 of 6")
            go.set()
            await shows(app, pilot, "Judge: m at", "the key is refused")
