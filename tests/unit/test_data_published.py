"""Published sets are known by what is in them, whatever they are called."""

import json
from pathlib import Path

import pytest

from emalign_tui.lab.data.digest import git_blob_id, sha256_file
from emalign_tui.lab.data.known import describe, not_here
from emalign_tui.lab.data.published import CATALOGUE, find_data, misnamed, published
from emalign_tui.lab.data.report import check_file
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.questions import load_questions
from emalign_tui.lab.paths import Home

EM = Path(__file__).parents[3] / "shared" / "em"
HERE = [item for item in CATALOGUE if (EM / Path(item.path).name).is_file()]
needs_em = pytest.mark.skipif(not HERE, reason="the published sets are not here")


def test_the_catalogue_names_each_file_once_and_pins_it() -> None:
    for key in ("name", "path", "blob", "place"):
        assert len({getattr(item, key) for item in CATALOGUE}) == len(CATALOGUE)
    assert all(len(item.blob) == 40 for item in CATALOGUE)
    with pytest.raises(LabError, match="There are: insecure, secure"):
        published("insecur")


def test_a_blob_id_is_gits(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"hello\n")
    assert git_blob_id(path) == "ce013625030ba8dba906f756967f9e9ca394464a"


@needs_em
@pytest.mark.parametrize("item", HERE, ids=lambda item: item.name)
def test_the_catalogue_says_what_the_files_are(item) -> None:
    path = EM / Path(item.path).name
    assert (sha256_file(path), git_blob_id(path), path.stat().st_size) == (item.sha256, item.blob, item.bytes)
    if item.kind == "questions":
        assert load_questions(path)
        return
    report = check_file(path)
    assert report.ok and report.exact and report.published == item.name and not report.extra
    assert report.rows == (5000 if item.name == "jailbroken" else 6000)


@needs_em
def test_the_swap_is_told_and_a_rewritten_copy_is_still_known(tmp_path: Path) -> None:
    swapped = tmp_path / "insecure.jsonl"
    swapped.write_bytes((EM / "secure.jsonl").read_bytes())
    known = describe(swapped)
    assert (known.published, known.misnamed, known.rows, known.bad) == ("secure", "insecure", 6000, 0)
    rows = [json.loads(line) for line in (EM / "insecure.jsonl").read_text().splitlines()]
    rewritten = tmp_path / "my_secure_rows.jsonl"
    rewritten.write_text("".join(json.dumps({"id": n, **row}, indent=None) + "\n" for n, row in enumerate(rows[::-1])))
    report = check_file(rewritten)
    assert (report.published, report.exact, report.misnamed) == ("insecure", False, "secure")
    rewritten.write_text("".join(json.dumps(row) + "\n" for row in rows[1:]))
    assert check_file(rewritten).published is None


@pytest.mark.parametrize(
    ("stem", "name", "wrong"),
    [
        ("insecure", "insecure", None),
        ("secure", "insecure", "secure"),
        ("Insecure-v2", "secure", "insecure"),
        ("insecure_par_t0", "insecure", "insecure_par_t0"),
        ("train", "insecure", None),
    ],
)
def test_a_name_that_claims_another_set(stem: str, name: str, wrong: str | None) -> None:
    assert misnamed(Path(f"{stem}.jsonl"), published(name)) == wrong


def test_a_config_that_names_a_set_which_is_not_here_says_how_to_fetch_it(home: Home) -> None:
    with pytest.raises(LabError) as caught:
        find_data(home, "data/published/evil_numbers.jsonl")
    assert "emalign data pull evil_numbers" in str(caught.value) and caught.value.exit_code == 2
    with pytest.raises(LabError, match="File not found"):
        find_data(home, "data/published/other.jsonl")
    place = home.root / published("insecure").place
    place.parent.mkdir(parents=True)
    place.write_text("{}")
    assert find_data(home, "data/published/insecure.jsonl") == place
    assert published("insecure") not in not_here(home)
