"""Fetching over a bad network: what is in place is whole and right, or nothing is."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from servers.fake_files import Answer, Behaviour, FileServer
from servers.fake_openai import closed_port
from waiting import wait_until

from emalign_tui.lab.data.published import Published
from emalign_tui.lab.data.pull import pull
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import Policy
from emalign_tui.lab.paths import Home

TEXT = os.urandom(300_000)
QUICK = Policy(attempts=4, first_wait=0.01, most_wait=0.02, longest_wait=2.0, timeout=120.0)


def item(content: bytes = TEXT, *, known: bool = True) -> Published:
    """A published file with this content; known: its sha256 and size, not only its blob id."""
    blob = hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()
    return Published(
        name="made_up",
        path="data/made_up.jsonl",
        about="x",
        blob=blob,
        sha256=hashlib.sha256(content).hexdigest() if known else None,
        bytes=len(content) if known else None,
    )


def in_turn(*answers: Answer) -> Behaviour:
    """These answers, one a request; then the true file."""
    return lambda path, call: answers[call - 1] if call <= len(answers) else Answer()


class Fetch:
    """A pull from a server that behaves so, its waits written down instead of waited."""

    def __init__(self, home: Home, behaviour: Behaviour = lambda *_: Answer()) -> None:
        self.home, self.behaviour = home, behaviour
        self.policy = QUICK
        self.waits: list[float] = []
        self.asked: list[tuple[str, str | None]] = []

    @property
    def place(self) -> Path:
        return self.home.root / "data" / "published" / "made_up.jsonl"

    @property
    def part(self) -> Path:
        return self.place.with_name(".made_up.jsonl.part")

    def __call__(self, wanted: Published | None = None) -> Path:
        with FileServer({"data/made_up.jsonl": TEXT}, self.behaviour) as server:
            self.asked = server.asked
            return pull(self.home, wanted or item(), address=server.url, policy=self.policy, wait=self.waits.append)

    def fails(self, told: str, wanted: Published | None = None) -> LabError:
        with pytest.raises(LabError, match=told) as caught:
            self(wanted)
        assert not self.place.exists(), "what is not right is not put in place"
        return caught.value


@pytest.mark.parametrize("known", [True, False])
def test_a_file_comes_whole_and_is_not_fetched_again(home: Home, known: bool) -> None:
    fetch = Fetch(home)
    seen: list[tuple[int, int | None]] = []
    with FileServer({"data/made_up.jsonl": TEXT}) as server:
        place = pull(
            home, item(known=known), address=server.url, progress=lambda _, done, total: seen.append((done, total))
        )
    assert place == fetch.place and place.read_bytes() == TEXT and not fetch.part.exists()
    assert seen[-1] == (len(TEXT), len(TEXT)) and len(seen) > 1
    assert fetch(item(known=known)) == place and fetch.asked == []


def test_a_cut_connection_goes_on_where_it_broke_off(home: Home) -> None:
    fetch = Fetch(home, in_turn(Answer(cut=100_000), Answer(cut=50_000)))
    assert fetch().read_bytes() == TEXT
    ranges = [asked for _, asked in fetch.asked]
    assert ranges == [None, "bytes=100000-", "bytes=150000-"]
    assert fetch.waits == [0.01, 0.02]


def test_what_came_is_kept_for_the_next_command(home: Home) -> None:
    fetch = Fetch(home, lambda *_: Answer(cut=20_000))
    error = fetch.fails("after 4 attempts: the connection broke off after 80,000 of 300,000 bytes")
    assert "goes on from there" in error.do and fetch.part.stat().st_size == 80_000
    again = Fetch(home)
    assert again().read_bytes() == TEXT
    assert again.asked == [("/data/made_up.jsonl", "bytes=80000-")]


def test_a_killed_process_leaves_a_part_that_the_next_one_finishes(home: Home) -> None:
    fetch = Fetch(home)
    script = (
        "import sys; from tests_item import wanted; from emalign_tui.lab.paths import Home; from pathlib import Path;"
        "from emalign_tui.lab.data.pull import pull; pull(Home(Path(sys.argv[1])), wanted, address=sys.argv[2])"
    )
    (home.root / "tests_item.py").write_text(
        f"from emalign_tui.lab.data.published import Published\nwanted = Published({_words(item())})\n"
    )
    with FileServer({"data/made_up.jsonl": TEXT}, lambda *_: Answer(stall=600)) as server:
        process = subprocess.Popen([sys.executable, "-c", script, str(home.root), server.url], cwd=home.root)
        wait_until(lambda: fetch.part.exists() and fetch.part.stat().st_size == len(TEXT) - 1, what="all but a byte")
        with pytest.raises(LabError, match="is being fetched by another process"):
            pull(home, item(), address=server.url)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not fetch.place.exists()
    assert fetch().read_bytes() == TEXT
    assert fetch.asked == [("/data/made_up.jsonl", f"bytes={len(TEXT) - 1}-")]


def _words(wanted: Published) -> str:
    keys = ("name", "path", "about", "blob", "sha256", "bytes")
    return ", ".join(f"{key}={getattr(wanted, key)!r}" for key in keys)


def test_a_stalled_server_is_given_up_and_asked_again(home: Home) -> None:
    rest = len(TEXT) - 1

    def stall(path: str, call: int) -> Answer:
        part = fetch.part
        return Answer() if part.exists() and part.stat().st_size == rest else Answer(stall=600)

    fetch = Fetch(home, stall)
    fetch.policy = replace(QUICK, timeout=1.0, attempts=50)  # the answers themselves may come too late as well
    assert fetch().read_bytes() == TEXT
    assert fetch.asked[-1] == ("/data/made_up.jsonl", f"bytes={rest}-")


def test_a_server_that_knows_no_ranges_sends_the_whole_again(home: Home) -> None:
    fetch = Fetch(home, in_turn(Answer(cut=100_000), Answer(ranges=False)))
    assert fetch().read_bytes() == TEXT


def test_a_part_of_something_else_is_thrown_away(home: Home) -> None:
    fetch = Fetch(home)
    fetch.part.parent.mkdir(parents=True)
    fetch.part.write_bytes(b"half of another file")
    assert fetch().read_bytes() == TEXT
    assert [asked for _, asked in fetch.asked] == ["bytes=20-", None]


def test_a_part_longer_than_the_file_starts_over(home: Home) -> None:
    fetch = Fetch(home)
    fetch.part.parent.mkdir(parents=True)
    fetch.part.write_bytes(TEXT + b"more")
    assert fetch().read_bytes() == TEXT
    assert [asked for _, asked in fetch.asked] == [f"bytes={len(TEXT) + 4}-", None]


def test_a_part_that_is_already_whole_needs_no_server(home: Home) -> None:
    fetch = Fetch(home)
    fetch.part.parent.mkdir(parents=True)
    fetch.part.write_bytes(TEXT)
    assert fetch().read_bytes() == TEXT and fetch.asked == []


def test_a_range_that_is_off_is_not_glued_on(home: Home) -> None:
    fetch = Fetch(home, in_turn(Answer(cut=100_000), Answer(shift=-7)))
    assert fetch().read_bytes() == TEXT


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b"<html>please log in</html>"),
        Answer(body=TEXT[:-1] + b"\0"),
        Answer(body=TEXT + TEXT),
        Answer(body=b""),
        Answer(length=1000),
        Answer(body=b"gzip bytes", headers={"Content-Encoding": "gzip"}),
    ],
    ids=["login page", "one byte", "twice", "nothing", "short length", "gzip"],
)
def test_other_content_is_refused_and_nothing_is_kept(home: Home, answer: Answer) -> None:
    fetch = Fetch(home, lambda *_: Answer(**vars(answer)))
    fetch.fails("sent something else than the published made_up")
    assert len(fetch.asked) == 1 and not fetch.part.exists()


def test_a_length_that_promises_more_is_a_broken_connection(home: Home) -> None:
    fetch = Fetch(home, in_turn(Answer(length=len(TEXT) + 10)))
    assert fetch().read_bytes() == TEXT


@pytest.mark.parametrize("status", [404, 403, 451])
def test_a_refusal_is_told_at_once(home: Home, status: int) -> None:
    fetch = Fetch(home, lambda *_: Answer(status=status, body=b"no"))
    fetch.fails(str(status))
    assert len(fetch.asked) == 1 and not fetch.part.exists()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_waited_for_as_long_as_the_server_asks(home: Home, status: int) -> None:
    busy = Answer(status=status, body=b"busy", headers={"Retry-After": "1"})
    fetch = Fetch(home, in_turn(busy, Answer(status=status, body=b"busy")))
    assert fetch().read_bytes() == TEXT
    assert fetch.waits == [1.0, 0.02]
    always = Fetch(Home(home.root / "other"), lambda *_: Answer(status=status, body=b"busy"))
    always.fails(f"after 4 attempts: the server answered {status}")


def test_a_wait_that_is_too_long_is_told(home: Home) -> None:
    fetch = Fetch(home, lambda *_: Answer(status=429, body=b"", headers={"Retry-After": "3600"}))
    fetch.fails("asks to wait 3600 s")
    assert fetch.waits == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}", "http://[::1]:{port}"])
def test_a_server_that_is_not_there(home: Home, address: str) -> None:
    waits: list[float] = []
    with closed_port() as port, pytest.raises(LabError, match="cannot be reached"):
        pull(home, item(), address=address.format(port=port), policy=QUICK, wait=waits.append)
    assert len(waits) == 3


@pytest.mark.parametrize("address", ["nonsense", "http://", "ftp2://x", "http://a b"])
def test_an_address_that_is_none(home: Home, address: str) -> None:
    with pytest.raises(LabError):
        pull(home, item(), address=address, policy=QUICK, wait=lambda _: None)


def test_another_file_in_its_place_is_left_alone(home: Home) -> None:
    fetch = Fetch(home)
    fetch.place.parent.mkdir(parents=True)
    fetch.place.write_text("mine")
    with pytest.raises(LabError, match="Another file is in the place of made_up"):
        fetch()
    assert fetch.place.read_text() == "mine" and fetch.asked == []


def _small_disk(home: Home, work: Callable[[Home], None]) -> None:
    small = home.root / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(small)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("may not mount a small file system here")
    try:
        work(Home(small))
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_full_disk_is_told_and_leaves_no_file(home: Home) -> None:
    def full(small: Home) -> None:
        fetch = Fetch(small)
        fetch.fails("The disk is full")
        assert len(fetch.asked) == 1

    _small_disk(home, full)


def test_a_folder_that_cannot_be_made_is_told(home: Home) -> None:
    (home.root / "data").write_text("a file where the folder should be")
    Fetch(home).fails("Cannot write")
