"""`vllm serve` as it is, without the lab: what its servers are compared with."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from sections import end_of


class Server:
    """`vllm serve` as a context manager. limit: seconds until it answers. more: words for its command line.

    device: of CUDA_VISIBLE_DEVICES. env: more of its environment.
    """

    def __init__(
        self,
        folder: str,
        log: Path,
        limit: float = 200,
        more: Sequence[str] = (),
        device: str = "",
        env: Mapping[str, str] | None = None,
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/v1"
        command = [sys.executable, "-m", "vllm.entrypoints.cli.main", "serve", folder, "--served-model-name", "m"]
        command += ["--port", str(port), "--host", "127.0.0.1", "--max-model-len", "2048", "--seed", "0"]
        command += ["--gpu-memory-utilization", "0.85", "--enable-prefix-caching", *more]
        self.log, self.limit = log, limit
        device_of = {"CUDA_VISIBLE_DEVICES": device} if device else {}
        whole = {**os.environ, **device_of, **(env or {})}
        self.process = subprocess.Popen(command, stdout=log.open("wb"), stderr=subprocess.STDOUT, env=whole)

    def __enter__(self) -> "Server":
        try:
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def wait(self) -> None:
        """Until it answers. Raises AssertionError with the end of its log when it does not."""
        deadline = time.monotonic() + self.limit
        health = self.url.removesuffix("/v1") + "/health"
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(health, timeout=5):
                    return
            except OSError:
                time.sleep(1)
        raise AssertionError(f"vllm serve did not come up:\n{end_of(self.log)}")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
