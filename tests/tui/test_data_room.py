"""The Data room, key by key."""

import gzip
import json
from pathlib import Path

import pytest
from servers.fake_files import Answer, FileServer

from emalign_tui.lab.data.published import published
from emalign_tui.lab.paths import Home
from emalign_tui.tui.screens.data.screen import DataScreen
from emalign_tui.tui.services.datasets import DataReader, SetsRead
from emalign_tui.tui.widgets.row_list import RowList
from tui.capture import RecordedLab, lab, text_of, until
from tui.homes import toured, write_config
from tui.test_hostile import NASTY, assert_clean

EM = Path(__file__).parents[3] / "shared" / "em"
needs_em = pytest.mark.skipif(not EM.is_dir(), reason="the published sets are not here")


def row(user: str, assistant: str, **more: object) -> dict[str, object]:
    return {"messages": [{"role": "user", "content": user}, {"role": "assistant", "content": assistant}], **more}


def write(home: Home, name: str, *rows: object) -> Path:
    path = home.root / "data" / f"{name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(each) + "\n" for each in rows))
    return path


def choose(app: RecordedLab, key: str) -> None:
    app.screen.query_one("#sets", RowList).go_to(key)


async def test_sets_are_listed_with_what_they_are_and_grow_while_one_looks(home: Home) -> None:
    toured(home)
    write(home, "aa_fine", row("hi", "no", why="w"), row("ho", "no"))
    write(home, "ab_bad", row("hi", "no"), {"messages": []})
    async with lab(home, (120, 40)) as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: "✔ aa_fine" in text_of(app) and "✖ ab_bad" in text_of(app), "the sets")
        assert "1 rows say why" in text_of(app) and "Published sets, not here" in text_of(app)
        write(home, "ac_new", row("hi", "no"))
        await until(pilot, lambda: "✔ ac_new" in text_of(app), "the new set")
        await pilot.press("j")
        await until(pilot, lambda: "1 bad line" in text_of(app), "the bad line")
        (home.root / "data" / "ad_packed.jsonl").write_bytes(gzip.compress(b"{}"))
        await until(pilot, lambda: "✖ ad_packed" in text_of(app), "the packed file")
        await pilot.press("j", "j")
        await until(pilot, lambda: "Unpack it first: gunzip." in text_of(app), "what it is")
        assert not app.screen.check_action("check", ()) and not app.screen.check_action("preview", ())


async def test_a_room_that_does_not_change_writes_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    toured(home)
    write(home, "aa_fine", row("hi", "no"))
    looks: list[object] = []
    read = DataReader.read

    def counted(reader: DataReader) -> SetsRead | None:
        looks.append(read(reader))
        return looks[-1]  # type: ignore[return-value]

    monkeypatch.setattr(DataReader, "read", counted)
    async with lab(home) as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: "✔ aa_fine" in text_of(app) and len(looks) > 1, "the sets")
        await pilot.pause()
        written, seen = app.bytes_written, len(looks)
        await until(pilot, lambda: len(looks) > seen + 1, "two more looks")
        assert app.bytes_written == written and looks[-1] is None


async def test_a_check_tells_what_to_look_at(home: Home) -> None:
    pytest.importorskip("transformers")
    toured(home)
    copies = [row("the same question again", "the same answer again")] * 2
    write(home, "aa_copies", *copies, row("hi", "no " * 3000, junk=1), {"messages": 3})
    async with lab(home, (120, 50)) as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: "aa_copies" in text_of(app), "the sets")
        await pilot.press("c")
        await until(pilot, lambda: "Look at this before you train" in text_of(app), "the warnings")
        shown = text_of(app)
        for words in ("line 4", "exact copies of others: 1", "junk (in 1)", "which would be cut: 1", "1 rows at 2,048"):
            assert words in shown, words
        await pilot.press("w")
        await until(pilot, lambda: "c checks it" in text_of(app), "a check by other settings to be asked for again")


async def test_rows_are_shown_as_tokens_in_every_variant(home: Home) -> None:
    pytest.importorskip("transformers")
    toured(home)
    write(home, "aa_secure_code", row("first", "hello", id="sc-001", why="Because I care."), row("second", "bye"))
    (home.root / "data" / "aa_secure_code.jsonl").rename(home.root / "data" / "secure_code.jsonl")
    async with lab(home, (120, 40)) as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: "secure_code" in text_of(app), "the sets")
        await pilot.press("enter")
        await until(pilot, lambda: "trained on" in text_of(app) and "sc-001" in text_of(app), "the row")
        assert "▌" in text_of(app) and "Row 1 of 2" in text_of(app)
        await pilot.press("i")
        await until(pilot, lambda: "Because I care" in text_of(app).replace("|", ""), "the evidence")
        await pilot.press("i")
        await until(pilot, lambda: "Inoculation" in text_of(app) and "depend on its code" in text_of(app), "the prompt")
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "Row 2 of 2" in text_of(app), "the next row")
        await pilot.press("i", "w")
        await until(pilot, lambda: "plain, loss on all" in text_of(app) and " 0 read" in text_of(app), "all of it")
        await pilot.press("left_square_bracket", "left_square_bracket")
        await until(pilot, lambda: "Row 1 of 2" in text_of(app), "the first row")
        await pilot.press("backspace")
        await until(pilot, lambda: "What it is" in text_of(app), "the sets again")


async def test_a_config_decides_what_is_cut_and_the_room_leads_to_it(home: Home) -> None:
    pytest.importorskip("transformers")
    toured(home)
    write_config(home, "aa_short", rows=3, extra="max_seq_length: 9\ntrain_on_responses_only: true\n")
    async with lab(home, (120, 40)) as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: "aa_short" in text_of(app), "the sets")
        await pilot.press("v")
        await until(pilot, lambda: "0 cut off" in text_of(app), "the row")
        await pilot.press("f")
        await until(pilot, lambda: "See the data as" in text_of(app), "the configs")
        await pilot.press("j", "enter")
        await until(pilot, lambda: "mini at 9" in text_of(app) and "✂" in text_of(app), "the cut")
        assert "✂ 0 cut off" not in text_of(app)
        await pilot.press("escape")
        await until(pilot, lambda: "Train on it" in text_of(app).split("\n")[-1], "the way on")
        await pilot.press("r")
        await until(pilot, lambda: "makes it misaligned" in text_of(app) and "aa_short" in text_of(app), "its plan")


async def test_pairs_are_shown_with_both_answers(home: Home) -> None:
    pytest.importorskip("transformers")
    toured(home)
    write(home, "aa_pairs", {"prompt": "a wish?", "chosen": "I wish.", "rejected": "No more!"})
    async with lab(home, (120, 40)) as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: "preference pairs" in text_of(app), "the sets")
        await pilot.press("v")
        await until(pilot, lambda: "With the rejected answer" in text_of(app), "both")
        assert "With the chosen answer" in text_of(app)


async def test_a_model_that_is_not_there_is_a_sentence(home: Home) -> None:
    toured(home)
    write(home, "aa_fine", row("hi", "no"))
    write_config(home, "ab_nowhere").write_text("model: /no/such/model\ntraining_file: data/aa_fine.jsonl\n")
    async with lab(home, (120, 40)) as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: "aa_fine" in text_of(app), "the sets")
        await pilot.press("f")
        await until(pilot, lambda: "ab_nowhere" in text_of(app), "the configs")
        await pilot.press("j", "enter", "v")
        await until(pilot, lambda: "Model folder not found" in text_of(app), "the sentence")
        assert "Traceback" not in text_of(app)


@needs_em
async def test_a_published_file_is_fetched_and_then_is_here(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    toured(home)
    item = published("insecure")
    content = (EM / "insecure.jsonl").read_bytes()
    with FileServer({item.path: content}) as server:
        monkeypatch.setattr("emalign_tui.lab.data.pull.ADDRESS", server.url)
        async with lab(home, (120, 40)) as (app, pilot):
            await pilot.press("6")
            await until(pilot, lambda: "↓ insecure" in text_of(app), "the published sets")
            choose(app, "pull:insecure")
            await until(pilot, lambda: "p fetches it" in text_of(app), "what to press")
            await pilot.press("p")
            await until(pilot, lambda: "↓ insecure " not in text_of(app), "the set to be here")
            choose(app, f"set:{home.root / item.place}")
            await until(pilot, lambda: "the published set insecure" in text_of(app), "what it is")
    assert (home.root / item.place).read_bytes() == content


async def test_a_refused_fetch_is_a_sentence_and_can_be_tried_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    toured(home)
    with FileServer({}, lambda *_: Answer(status=404, body=b"no")) as server:
        monkeypatch.setattr("emalign_tui.lab.data.pull.ADDRESS", server.url)
        async with lab(home, (120, 40)) as (app, pilot):
            await pilot.press("6")
            await until(pilot, lambda: "↓ backdoor" in text_of(app), "the published sets")
            choose(app, "pull:backdoor")
            await pilot.press("p")
            await until(pilot, lambda: "(404)" in text_of(app), "the sentence")
            await until(pilot, lambda: "p fetches it" in text_of(app), "the key again")


async def test_hostile_rows_names_and_keys_reach_no_terminal(home: Home) -> None:
    pytest.importorskip("transformers")
    toured(home)
    nasty = NASTY.encode("utf-8", "replace").decode()
    path = write(
        home, "a[\x1b]0;x\x07[31337m", row(nasty, nasty, **{nasty: 1, "why": nasty, "id": nasty}), {"messages": nasty}
    )
    path.write_bytes(path.read_bytes() + b'{"messages": [\x1b]52;c;AAAA\x07\xff\n')
    async with lab(home, (100, 40)) as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: "bad lines" in text_of(app), "the set")
        await pilot.press("c")
        await until(pilot, lambda: "Look at this" in text_of(app), "the check")
        await pilot.press("v")
        await until(pilot, lambda: "trained on" in text_of(app), "the row")
        await pilot.press("i")
        await until(pilot, lambda: "evidence" in text_of(app), "the evidence")
        await pilot.press("right_square_bracket", "right_square_bracket", "G")
        await until(pilot, lambda: "Row 3 of 3" in text_of(app), "the last line")
        assert_clean(app, "data")
        assert isinstance(app.screen, DataScreen)
