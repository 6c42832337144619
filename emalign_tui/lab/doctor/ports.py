"""Can model servers listen on this machine, and do requests reach them?"""

import os
import socket
from pathlib import Path

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home
from emalign_tui.lab.settings import load_settings

_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_FEW = 1000


def _look(home: Home, subject: Subject) -> Finding:
    try:
        reached = loopback()
    except OSError as error:
        what = f"No port can be opened on 127.0.0.1: {error.strerror or error}"
        return Finding("fail", what, "Model servers need one: look at the container's or sandbox's network settings.")
    first, last = port_range(_RANGE)
    try:
        chosen = load_settings().serve.port_range()
    except LabError:
        chosen = None  # the check of the settings tells what is wrong with them
    taken = _taken(chosen) if chosen is not None else None
    return taken or judge(reached, last - first + 1, os.environ)


def _taken(chosen: range) -> Finding | None:
    """A finding when no port of the setting serve.ports is free."""
    busy = [port for port in chosen if not is_free(port)]
    if len(busy) < len(chosen):
        return None
    what = f"Every port of serve.ports ({chosen[0]}-{chosen[-1]}) is in use: no model server can start"
    return Finding("fail", what, f"emalign setup --set serve.ports={chosen[0]}-{min(chosen[-1] + 20, 65535)}")


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of this machine."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def loopback() -> bool:
    """Whether a connection to a free port of this machine arrives. Raises OSError when none can be opened."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(2)
        try:
            with socket.create_connection(server.getsockname(), timeout=2):
                server.accept()[0].close()
            return True
        except OSError:
            return False


def port_range(file: Path) -> tuple[int, int]:
    """First and last port that the system hands out, or what IANA reserves for it where the system does not tell."""
    try:
        first, last = map(int, file.read_text().split())
        return first, last
    except (OSError, ValueError):
        return 49152, 65535


def judge(reached: bool, free: int, environment: "os._Environ[str] | dict[str, str]") -> Finding:
    """The finding for a loopback that works or not, and how many ports the system hands out."""
    if not reached:
        what = "A port of 127.0.0.1 opens, and no connection reaches it"
        return Finding("fail", what, "Look at the firewall: model servers are asked over the loopback.")
    if free < _FEW:
        what = f"The system hands out only {free} ports; many judge calls at once may run short of them"
        return Finding("warn", what, 'sudo sysctl -w net.ipv4.ip_local_port_range="32768 60999"')
    proxy = next((name for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY") if environment.get(name)), "")
    around = environment.get("no_proxy", "") + environment.get("NO_PROXY", "")
    if proxy and not any(word in around for word in ("127.0.0.1", "localhost", "*")):
        # The lab goes around a proxy for its own machine by itself; other clients of its servers do not.
        said = f"Servers listen on 127.0.0.1; {proxy} is set and NO_PROXY does not except them, so curl will miss them"
        return Finding("ok", said)
    return Finding("ok", f"Servers listen on 127.0.0.1, on one of {free:,} ports")


CHECK = Check(
    id="ports",
    title="Ports",
    why="Every model is behind a port of this machine; without one there is no chat and no evaluation.",
    look=_look,
)
