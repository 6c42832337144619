"""The proxy that the environment names: never for this machine itself, and told when nobody here can speak to it."""

import importlib.util
import shlex
import sys
import urllib.request
from urllib.parse import urlsplit

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.prices import is_loopback

_READ = ("all", "https", "http")  # the variables ALL_PROXY, HTTPS_PROXY, HTTP_PROXY, in either case


def by_proxy(url: str) -> bool:
    """Whether a request to an address goes by the environment's proxy, if there is one. Raises LabError as
    `check_proxy`."""
    if is_loopback(url):
        return False
    check_proxy()
    return True


def check_proxy() -> None:
    """Raises LabError for a proxy that the clients of the Hub and of model servers cannot use: they end without a
    sentence of their own, whatever is asked."""
    found = urllib.request.getproxies()
    if "*" in found.get("no", "").split(","):
        return
    for name in filter(found.get, _READ):
        address = found[name] if "://" in found[name] else f"http://{found[name]}"
        variable = f"{name.upper()}_PROXY"
        try:
            parts = urlsplit(address)
            scheme, right = parts.scheme, bool(parts.hostname) and parts.port != 0
        except ValueError:  # of brackets, or of a port
            scheme, right = "", False
        if not right or scheme not in ("http", "https", "socks5", "socks5h"):
            what = f"{variable} is no address of a proxy: {found[name]}"
            raise LabError(what, do="Write it as http://HOST:PORT, or unset it.")
        if scheme.startswith("socks") and importlib.util.find_spec("socksio") is None:
            what = f"{variable} names a SOCKS proxy, which needs a package that is not installed"
            raise LabError(what, where=found[name], do=f"{shlex.quote(sys.executable)} -m pip install socksio")
