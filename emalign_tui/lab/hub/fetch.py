"""A model from the Hub into its cache, file by file, telling how far it is. After a cut or a stop it goes on there."""

import fnmatch
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error
from emalign_tui.lab.hub.client import endpoint, hub_api, told
from emalign_tui.lab.hub.patience import Patience

if TYPE_CHECKING:
    from huggingface_hub import HfApi

Tell = Callable[[int, int], None]
"""Called with the bytes that are there, and with all of them. May raise, to stop."""


def fetch_model(repo: str, wanted: Sequence[str], token: str | None, patience: Patience, tell: Tell) -> None:
    """Fetch the files of a repository's newest commit whose names match `wanted` (patterns as `*.json`).

    Set HF_HUB_DISABLE_XET before huggingface_hub is imported: its other protocol does not let itself be stopped. Raises
    LabError when the disk has no room, HubError when patience ends.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.constants import HF_HUB_CACHE

    api, cache = hub_api(token), Path(HF_HUB_CACHE)
    commit, sizes = patience.call(lambda: _listed(api, repo, wanted))
    missing = sum(size for name, size in sizes.items() if not _cached(repo, name, commit))
    place = next(folder for folder in (cache, *cache.absolute().parents) if folder.exists())
    if missing > (free := shutil.disk_usage(place).free):
        what = f"The base has {missing / 1e9:,.1f} GB to fetch, and {free / 1e9:,.1f} GB are free"
        raise LabError(what, where=str(cache), do="Free some space, or name a larger disk with HF_HOME.")
    done, total = 0, sum(sizes.values())
    try:
        for name, size in sizes.items():
            bar = _bar(lambda held, done=done: tell(done + held, total))  # type: ignore[misc]
            patience.call(lambda name=name, bar=bar: _fetch(api, repo, commit, name, bar))  # type: ignore[misc]
            done += size
            tell(done, total)
        with told(repo):  # all is there: this only makes it the branch's state, as other programs look for it
            snapshot_download(repo, allow_patterns=list(wanted), token=api.token, endpoint=endpoint())
    except OSError as error:
        raise disk_error(error, cache) from error


def _listed(api: "HfApi", repo: str, wanted: Sequence[str]) -> tuple[str, dict[str, int]]:
    with told(repo):
        info = api.model_info(repo, files_metadata=True)
    sizes = {file.rfilename: file.size or 0 for file in info.siblings or []}
    return str(info.sha), {
        name: size for name, size in sizes.items() if any(fnmatch.fnmatch(name, each) for each in wanted)
    }


def _cached(repo: str, name: str, commit: str) -> bool:
    from huggingface_hub import try_to_load_from_cache

    return isinstance(try_to_load_from_cache(repo, name, revision=commit), str)


def _fetch(api: "HfApi", repo: str, commit: str, name: str, bar: Any) -> None:
    from huggingface_hub import hf_hub_download

    with told(repo):
        hf_hub_download(repo, name, revision=commit, token=api.token, endpoint=endpoint(), tqdm_class=bar)


def _bar(tell: Callable[[int], None]) -> type:
    """What the library takes for a progress bar, which begins anew with each attempt at a file."""

    class Bar:
        def __init__(self, *, initial: int = 0, **_: object) -> None:
            self._held = initial

        def __enter__(self) -> "Bar":
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def update(self, count: float | None = 1) -> None:
            self._held += int(count or 0)
            tell(self._held)

    return Bar
