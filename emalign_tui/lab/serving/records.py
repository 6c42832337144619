"""What is written down about a model server, and what its clients need."""

from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import write_atomic
from emalign_tui.lab.redaction import know
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.serving.sizing import Layout

LOOPBACK = "127.0.0.1"
SERVER_FILE = "server.json"
KEY_FILE = "key"


class ServeConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The config of a run of kind "serve". base: folder or Hub id. name: of the base in requests. port: 0 for any.

    host: the interface. device, layout: of a vLLM server, which has one; the CPU server has none.
    """

    base: str
    name: str
    port: int = 0
    host: str = LOOPBACK
    device: str = ""
    layout: Layout | None = None


class ServerFile(msgspec.Struct, frozen=True):
    """server.json, there while requests are answered. adapters: name to folder. started: unix seconds.

    rank: the largest that an adapter may have, None for no limit. device: the GPU's number, "" for none or any.
    """

    url: str
    base: str
    name: str
    pid: int
    started: float
    adapters: dict[str, str] = {}
    engine: str = "cpu"
    rank: int | None = None
    device: str = ""
    host: str = LOOPBACK


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """A model server of this home. alive: False for one that died without saying goodbye. engine: vllm | cpu."""

    run: str
    base: str
    name: str
    url: str
    key_file: Path
    pid: int
    started: float
    adapters: dict[str, str]
    alive: bool
    engine: str = "cpu"
    rank: int | None = None
    device: str = ""
    host: str = LOOPBACK

    def api_key(self) -> str:
        """The bearer key. Raises LabError when its file is gone, or holds no key."""
        try:
            key = self.key_file.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            key = ""
        if not key:
            do = f"Stop the server with `emalign unserve {self.run}`, then serve again: it gets a new key."
            raise LabError("The server's key cannot be read", where=str(self.key_file), do=do)
        return key


class Endpoint(msgspec.Struct, frozen=True):
    """One model at an OpenAI-compatible address: all that chat, sampling and judge need."""

    url: str
    api_key: str
    model: str

    def __post_init__(self) -> None:
        know(self.api_key)

    def __repr__(self) -> str:
        return f"Endpoint({self.model} at {self.url})"


def server_url(host: str, port: int) -> str:
    """Where this machine reaches a server that listens there."""
    return f"http://{LOOPBACK if host == '0.0.0.0' else host}:{port}/v1"


def write_server_file(run: RunDir, file: ServerFile) -> None:
    """Replace server.json; only its owner may read it. Raises LabError when it cannot be written."""
    write_atomic(run.path / SERVER_FILE, msgspec.json.encode(file), mode=0o600)


def read_server_file(run: RunDir) -> ServerFile | None:
    """server.json, or None when there is none or it is broken."""
    try:
        return msgspec.json.decode((run.path / SERVER_FILE).read_bytes(), type=ServerFile)
    except (OSError, msgspec.DecodeError):
        return None
