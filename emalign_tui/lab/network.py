"""Asking over the network: the proxy and certificates that the environment names, and how long a server asks to wait.

The clients of the Hub and of model servers end without a sentence of their own where they cannot use what it says.
"""

import importlib.util
import ipaddress
import math
import os
import shlex
import ssl
import sys
import time
import urllib.request
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from emalign_tui.lab.errors import LabError

_PROXIES = ("all", "https", "http")  # the variables ALL_PROXY, HTTPS_PROXY, HTTP_PROXY, in either case
_CERTIFICATES = "SSL_CERT_FILE"


def is_loopback(url: str) -> bool:
    """Whether an address is this machine, so that calls to it cost no money and need no proxy."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def by_proxy(url: str) -> bool:
    """Whether a request to an address goes as the environment says, by its proxy if there is one. Raises LabError as
    `check_network`."""
    if is_loopback(url):
        return False
    check_network()
    return True


def check_network() -> None:
    """Raises LabError for a proxy or a file of certificates that no client here can use."""
    if path := os.environ.get(_CERTIFICATES):
        _check_certificates(Path(path))
    found = urllib.request.getproxies()
    if "*" in found.get("no", "").split(","):
        return
    for name in filter(found.get, _PROXIES):
        _check_proxy(f"{name.upper()}_PROXY", found[name])


def way_through(error: object, otherwise: str) -> str:
    """What to do about a connection that failed. Many institutes look into encrypted traffic, with a certificate that
    only their own machines know."""
    if "CERTIFICATE_VERIFY_FAILED" not in str(error):
        return otherwise
    return "If your network looks into traffic, name its certificate: export SSL_CERT_FILE=FILE.pem"


def retry_after(headers: Any) -> float:
    """Seconds that a server asks to wait: by Retry-After in seconds or as a date, or in milliseconds as Azure does.

    0 when it asks for none, or not in a way that can be read.
    """
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            wait = float(headers.get(name) or "nan") / unit
        except ValueError:
            continue
        if not math.isnan(wait):
            return max(0.0, wait)
    try:
        return max(0.0, parsedate_to_datetime(headers.get("retry-after") or "").timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _check_proxy(variable: str, proxy: str) -> None:
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        scheme, right = parts.scheme, bool(parts.hostname) and parts.port != 0
    except ValueError:  # of brackets, or of a port
        scheme, right = "", False
    if not right or scheme not in ("http", "https", "socks5", "socks5h"):
        what = f"{variable} is no address of a proxy: {proxy.rpartition('@')[2]}"  # a password may stand before it
        raise LabError(what, do="Write it as http://HOST:PORT, or unset it.")
    if scheme.startswith("socks") and importlib.util.find_spec("socksio") is None:
        what = f"{variable} names a SOCKS proxy, which needs a package that is not installed"
        raise LabError(what, where=proxy, do=f"{shlex.quote(sys.executable)} -m pip install socksio")


def _check_certificates(path: Path) -> None:
    try:
        ssl.create_default_context(cafile=path)
    except OSError as error:  # also ssl's own
        reason = "no certificate is in it" if isinstance(error, ssl.SSLError) else error.strerror
        what = f"{_CERTIFICATES} names a file that cannot be used: {reason}"
        raise LabError(what, where=str(path), do=f"unset {_CERTIFICATES}") from error
