"""The one way to the Hub: huggingface_hub, imported late, with time limits, and with its errors as sentences."""

import importlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.network import check_network, retry_after, way_through
from emalign_tui.lab.redaction import redact
from emalign_tui.lab.sanitize import one_line

if TYPE_CHECKING:
    from huggingface_hub import HfApi

OFFICIAL = "https://huggingface.co"
LOGIN = "hf auth login --force"  # without --force it leaves a token that is there already, however old
CONNECT, READ = 5.0, 20.0  # seconds; the library itself waits for ever
PATIENT = 300.0  # seconds that an upload waits for an answer: a large commit takes the Hub minutes
_TRUE = {"1", "on", "yes", "true"}
_only_once = threading.Lock()
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")


class HubError(LabError):
    """What the Hub refused, or why it gave no answer.

    status: of the HTTP reply, 0 without one. passing: the same request may well succeed later. wait: seconds that the
    Hub asked for before that. unsent: nothing was sent, so nothing was done either.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str,
        do: str,
        status: int = 0,
        passing: bool = False,
        wait: float = 0.0,
        unsent: bool = False,
    ) -> None:
        super().__init__(what, where=where, do=do)
        self.status = status
        self.passing = passing or status == 429 or status >= 500
        self.wait = wait
        self.unsent = unsent


def endpoint() -> str:
    """The address of the Hub: HF_ENDPOINT, or the official one."""
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or OFFICIAL


def offline() -> str:
    """The variable that forbids to ask the Hub, or ""."""
    return next((name for name in _OFFLINE if os.environ.get(name, "").lower() in _TRUE), "")


def hub_api(token: str | None) -> "HfApi":
    """A client for `endpoint()`. token: None asks as nobody."""
    from huggingface_hub import HfApi

    with _only_once:
        _bounded()
    return HfApi(endpoint=endpoint(), token=token or False)


@cache
def _bounded() -> None:
    """Give the library's one HTTP client time limits, once: changing it closes the connections that are in use."""
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils._http import default_client_factory

    def factory() -> Any:
        client = default_client_factory()
        client.timeout = (CONNECT, READ, READ, CONNECT)  # connect, read, write, pool
        return client

    set_client_factory(factory)


@contextmanager
def told(where: str) -> Iterator[None]:
    """Raise what goes wrong in a talk with the Hub as HubError. where: the repository or address it is about."""
    from huggingface_hub.errors import (
        HfHubHTTPError,
        HFValidationError,
        LocalEntryNotFoundError,
        OfflineModeIsEnabled,
    )
    from huggingface_hub.utils import get_session

    check_network()
    with _only_once:
        _bounded()
    http = importlib.import_module(type(get_session()).__module__.partition(".")[0])  # httpx, or its successor
    try:
        yield
    except OfflineModeIsEnabled as error:
        raise _offline(where) from error
    except HFValidationError as error:
        what = f"Not a repository name: {_short(error)}"
        raise HubError(what, where=where, do="Write it as ORG/NAME.", unsent=True) from error
    except LocalEntryNotFoundError as error:  # a download that got no connection, and looked on the disk instead
        if isinstance(error.__cause__, OfflineModeIsEnabled):
            raise _offline(where) from error
        do = way_through(error.__cause__, "Check the network and the proxy; what a cut download has fetched is kept.")
        what = f"The Hub cannot be reached: {_short(error.__cause__ or error)}"
        raise HubError(what, where=where, do=do, passing=True) from error
    except HfHubHTTPError as error:
        raise _refused(error, where) from error
    except http.TimeoutException as error:
        raise HubError(
            "The Hub did not answer in time",
            where=where,
            do="Try again; see the network.",
            passing=True,
            unsent=isinstance(error, http.ConnectTimeout),
        ) from error
    except http.RemoteProtocolError as error:
        raise HubError("The Hub broke the connection off", where=where, do="Try again.", passing=True) from error
    except http.InvalidURL as error:
        raise HubError(f"Not an address: {_short(error)}", where=where, do="See HF_ENDPOINT.") from error
    except http.RequestError as error:  # also too many redirects, and bodies that cannot be unpacked
        do = way_through(error, "Check the network and the proxy; without a network set HF_HUB_OFFLINE=1.")
        unsent = isinstance(error, http.ConnectError)
        what = f"The Hub cannot be reached: {_short(error)}"
        raise HubError(what, where=where, do=do, passing=True, unsent=unsent) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # the library read what was not there
        do = f"Is {endpoint()} a Hub?"
        raise HubError(f"The Hub's answer cannot be read: {_short(error)}", where=where, do=do) from error


def _offline(where: str) -> HubError:
    return HubError("Offline mode is on", where=where, do=f"unset {offline() or _OFFLINE[0]}")


def _refused(error: Any, where: str) -> HubError:
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    if isinstance(error, GatedRepoError):
        what, do = "The repository is gated, and this token has no access yet", f"Ask for it at {endpoint()}/{where}"
        return HubError(what, where=where, do=do, status=403)
    # To nobody, the Hub says 401 for a repository that is not there or is private.
    status = 404 if isinstance(error, RepositoryNotFoundError) else error.response.status_code
    wait = _asked_to_wait(error.response.headers)
    said = _short(getattr(error, "server_message", None) or str(error))
    if status == 403 and error.response.url.host != urlsplit(endpoint()).hostname:
        what = "The Hub's store no longer takes the address that the Hub gave for this file (403)"
        return HubError(what, where=where, do="Try again: it gives a new one.", status=status, passing=True)
    if status == 402 or (status == 403 and "storage" in said.lower()):
        what = f"The Hub has no room for it: {said}"
        do = f"Delete something there, or get more; see what the account's storage holds: {endpoint()}/settings"
    elif status == 401:
        what, do = "The Hub does not know this token", f"Make a new one at {endpoint()}/settings/tokens: {LOGIN}"
    elif status == 403:
        what, do = f"The Hub forbids it: {said}", f"See what the token may do, and where: {endpoint()}/settings/tokens"
    elif status == 404:
        what, do = "The Hub has no such thing, or hides it from this token", "Check the name."
    elif status == 429:
        what, do = "The Hub asks to slow down (429)", f"Wait {f'{wait:.0f} s' if wait else 'a few minutes'}."
    elif status >= 500:
        what, do = f"The Hub has trouble of its own ({status})", "Try again later: https://status.huggingface.co"
    else:
        what, do = f"The Hub refused ({status}): {said}", "Check the name and the token."
    return HubError(what, where=where, do=do, status=status, wait=wait)


def _asked_to_wait(headers: Any) -> float:
    """Seconds that the Hub asks to wait, by Retry-After, or by when it counts requests anew; 0 when it does not ask."""
    from huggingface_hub.utils import parse_ratelimit_headers

    limit = parse_ratelimit_headers(headers)
    anew = limit.reset_in_seconds + 1.0 if limit and not limit.remaining else 0.0  # it rounds down
    return retry_after(headers) or anew


def _short(error: object) -> str:
    return one_line(redact(str(error)), 200) or type(error).__name__
