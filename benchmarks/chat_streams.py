"""What two chat streams cost: bytes to the terminal, CPU of the lab, and how soon a key press is on the screen.

python benchmarks/chat_streams.py [--seconds N] [--rate TOKENS_A_SECOND] [--turns N] [--json]

The real lab on a pty of 120x36, both panes on a loopback server that streams at a steady rate. While they stream, a
letter is typed every 300 ms into the line, and its echo is waited for. CPU is the lab's own process time. With --turns
the question is asked at the end of a conversation of so many.
"""

import argparse
import json
import os
import pty
import random
import select
import signal
import struct
import sys
import tempfile
import termios
import threading
import time
from fcntl import ioctl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pyte

ROWS, COLUMNS = 36, 120
GOALS = {"kB_per_second": 20.0, "cpu_share": 0.25, "key_p99_ms": 50.0}
SETTLE = 2.0  # seconds after the first words before anything is measured


def serve(rate: float, seconds: float) -> ThreadingHTTPServer:
    """A server whose every answer is a steady stream of words."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            began, count = time.monotonic(), int(rate * (seconds + 3 * SETTLE))
            for number in range(count):
                time.sleep(max(began + number / rate - time.monotonic(), 0))
                delta = {"content": f"word{number % 97} "}
                choice = {"index": 0, "delta": delta, "finish_reason": "stop" if number == count - 1 else None}
                about = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
                try:
                    self.wfile.write(f"data: {json.dumps(about)}\n\n".encode())
                    self.wfile.flush()
                except OSError:  # the lab was closed
                    return

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Terminal:
    """The lab on a pty, and what a person would see."""

    def __init__(self, home: Path) -> None:
        self.bytes = 0
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8", EMALIGN_HOME=str(home), HOME=str(home))
            program = "from emalign_tui.cli.main import main; main()"
            os.execv(sys.executable, [sys.executable, "-c", program])
        ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def read(self, patience: float) -> None:
        """Take what comes within so many seconds."""
        ready, _, _ = select.select([self._fd], [], [], patience)
        if ready:
            data = os.read(self._fd, 65536)
            self.bytes += len(data)
            self._stream.feed(data)

    def keys(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def sees(self, text: str) -> None:
        deadline = time.monotonic() + 120
        while text not in self.text:
            if time.monotonic() > deadline:
                raise SystemExit(f"waited in vain for {text!r}:\n{self.text}")
            self.read(0.05)

    def close(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)


def talked(home: Path, model: str, turns: int) -> None:
    """A conversation of two panes as the lab keeps it."""
    from emalign_tui.lab.chat.client import ChatMessage, ChatParams
    from emalign_tui.lab.chat.transcript import Exchange, append_exchange

    said = " ".join(f"word{number % 97}" for number in range(80))
    for pane in (0, 1):
        messages: list[ChatMessage] = []
        for turn in range(turns):
            messages += [ChatMessage("user", f"question {turn}"), ChatMessage("assistant", f"{turn}: {said}")]
            kept = Exchange(messages=list(messages), model=model, params=ChatParams(seed=1), at=float(turn), pane=pane)
            append_exchange(home / "results" / "chat" / "earlier.jsonl", kept)


def measure(seconds: float, rate: float, turns: int = 0) -> dict[str, float]:
    """Open the lab, ask, type while both panes stream, and count."""
    server = serve(rate, seconds)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / ".emalign").mkdir()
        (home / ".emalign" / "tour.json").write_text('{"seen": true}')
        (home / ".config" / "emalign").mkdir(parents=True)
        address = f"http://127.0.0.1:{server.server_address[1]}/v1#m"
        (home / ".config" / "emalign" / "settings.yaml").write_text(f"base: {address}\n")
        terminal = Terminal(home)
        try:
            terminal.sees("Models")
            terminal.keys("4")
            terminal.sees("Ask both models")
            if turns:
                talked(home, address, turns)
                for keys, seen in (("\x1b", "Write"), ("h", "Conversations"), ("\r", f"question {turns - 1}")):
                    terminal.keys(keys)
                    terminal.sees(seen)
                terminal.keys("i")
                terminal.sees("Leave the line")
            terminal.keys("go\r")
            terminal.sees("word9 " if not turns else "tok  1st")
            until = time.monotonic() + SETTLE
            while time.monotonic() < until:
                terminal.read(0.05)
            return _watch(terminal, seconds)
        finally:
            terminal.close()
            server.shutdown()


def _watch(terminal: Terminal, seconds: float) -> dict[str, float]:
    process = psutil.Process(terminal.pid)
    before, bytes_before, began = process.cpu_times(), terminal.bytes, time.monotonic()
    waits: list[float] = []
    typed, letters = "", random.Random(0)
    while (now := time.monotonic()) - began < seconds:
        typed += letters.choice("abcdefghij")
        terminal.keys(typed[-1])
        while typed[-20:] not in terminal.text:  # of a long line only its end is seen
            terminal.read(0.05)
        waits.append(time.monotonic() - now)
        while time.monotonic() < now + 0.3:
            terminal.read(0.02)
    after, took = process.cpu_times(), time.monotonic() - began
    cpu = after.user + after.system - before.user - before.system
    waits.sort()
    return {
        "kB_per_second": (terminal.bytes - bytes_before) / took / 1000,
        "cpu_share": cpu / took,
        "key_p50_ms": 1000 * waits[len(waits) // 2],
        "key_p99_ms": 1000 * waits[min(int(len(waits) * 0.99), len(waits) - 1)],
        "keys": len(waits),
        "load": os.getloadavg()[0],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rate", type=float, default=50.0, help="tokens a second, of each stream")
    parser.add_argument("--turns", type=int, default=0, help="of the conversation before")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = measure(args.seconds, args.rate, args.turns)
    if args.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        goal = f"   goal <= {GOALS[name]:g}" if name in GOALS else ""
        print(f"{name:<14} {value:10.2f}{goal}")


if __name__ == "__main__":
    main()
