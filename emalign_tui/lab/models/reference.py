"""From what a person types to one model: the mini kit, a run, a folder, an address or a Hub id."""

import difflib
import re
import shlex
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from emalign_tui import mini
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.headers import read_object
from emalign_tui.lab.paths import Home, expand, is_file, is_folder
from emalign_tui.lab.runs.layout import RunDir, find_run, run_ids

MINI = "mini"
MINI_JUDGE = "mini-judge"
OPENAI_URL = "https://api.openai.com/v1"
OPENAI_KEY_ENV = "OPENAI_API_KEY"
ENDPOINT_KEY_ENV = "EMALIGN_API_KEY"  # never OPENAI_API_KEY: that key is for OpenAI's own address only

HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_HUB_PAGE = re.compile(rf"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/({HUB_ID.pattern})")
_FORMS = (
    "Use mini, mini-judge, a run's id, a model folder, http://HOST:PORT/v1#MODEL, openai:MODEL, "
    "RUN+RUN (both adapters at once) or a Hub id (org/name)."
)


class ModelRef(msgspec.Struct, frozen=True, kw_only=True):
    """One model, wherever it is.

    name: short and unique, shown to people. base: absolute folder or Hub id; the model's name when it is remote.
    adapter: folder of a LoRA adapter on that base. run, parent: run ids (lineage). role: misaligned, repaired, control.
    url, model, api_key_env: a remote OpenAI-compatible model and the variable that holds its key.
    """

    name: str
    base: str
    adapter: Path | None = None
    run: str | None = None
    parent: str | None = None
    role: str | None = None
    url: str | None = None
    model: str | None = None
    api_key_env: str | None = None


def to_record(ref: ModelRef) -> dict[str, Any]:
    """The reference as plain data, for a run's config."""
    record: dict[str, Any] = msgspec.to_builtins(ref, enc_hook=str)
    return record


def from_record(record: dict[str, Any]) -> ModelRef:
    """The reverse of `to_record`. Raises LabError naming the key that is wrong."""
    try:
        return msgspec.convert(record, ModelRef, dec_hook=lambda kind, value: kind(value))
    except (msgspec.ValidationError, TypeError) as error:
        raise LabError(f"Not a model reference: {error}", where="run.yaml", do="Start the run again.") from error


def resolve_model(home: Home, ref: str, base: str | None = None) -> ModelRef:
    """The model that `ref` means; looks at the disk only, never at the network. A sum of two adapters is written once.

    base: of an adapter folder, instead of the one that its config names, which may be a folder of another machine.

    Raises LabError (exit code 2) for a reference that means nothing, (1) for one whose model is not there yet.
    """
    if ref == MINI:
        return ModelRef(name=MINI, base=str(mini.MODEL))
    if ref == MINI_JUDGE:
        return ModelRef(name=MINI_JUDGE, base=str(mini.JUDGE))
    if ref.startswith("openai:"):
        return _openai(ref)
    if ref.startswith(("http://", "https://")):
        return _remote(ref)
    folder = expand(ref)
    if is_folder(folder) and (_is_model_folder(folder) or is_file(folder / "run.yaml") or "/" in ref):
        return _folder(home, folder, base)
    if "+" in ref:
        return _sum(home, ref)
    if is_file(folder):
        raise LabError("A model is a folder, not a file", where=str(folder), do=_FORMS, exit_code=2)
    if ref.startswith(("/", ".", "~")):
        raise LabError("Model folder not found", where=str(folder), do="Check the path.", exit_code=2)
    if HUB_ID.fullmatch(ref):
        return ModelRef(name=ref, base=ref)
    return _run(home, ref)


def run_model(run: RunDir) -> ModelRef:
    """The adapter that a training run made, or the model of a merge. Raises LabError when there is none (yet)."""
    spec = run.spec()
    if spec.kind == "merge":
        if not run.model.is_dir():
            do = f"`emalign resume {spec.id}` goes on with the merge."
            raise LabError(f"Merge {spec.id} has no model yet", where=str(run.path), do=do)
        return ModelRef(name=spec.id, base=str(run.model), run=spec.id, parent=spec.provenance.parent)
    if spec.kind != "train":
        raise LabError(f"Not a training run: {spec.kind}", where=spec.id, do="Name a training run.", exit_code=2)
    if not (run.adapter / "adapter_config.json").is_file():
        raise LabError(f"Run {spec.id} has no adapter yet", where=str(run.path), do=f"See `emalign attach {spec.id}`.")
    return ModelRef(
        name=spec.id,
        base=canonical_base(spec.provenance.base),
        adapter=run.adapter,
        run=spec.id,
        parent=spec.provenance.parent,
        role=spec.config.get("role"),
    )


def canonical_base(base: str) -> str:
    """One spelling for one base, so that its server is found again: absolute folder, or a Hub id as it is."""
    if base == MINI:
        return str(mini.MODEL)
    return str(Path(base).resolve()) if base and is_folder(Path(base)) else base


def _is_model_folder(folder: Path) -> bool:
    return any(is_file(folder / name) for name in ("config.json", "adapter_config.json"))


def _folder(home: Home, folder: Path, base: str | None) -> ModelRef:
    folder = folder.resolve()
    if folder == mini.MODEL.resolve():
        return resolve_model(home, MINI)
    if folder == mini.JUDGE.resolve():
        return resolve_model(home, MINI_JUDGE)
    if is_file(folder / "run.yaml"):
        return run_model(find_run(home, str(folder)))
    if not _is_model_folder(folder):
        raise LabError(
            "No model in this folder: it has neither config.json nor adapter_config.json",
            where=str(folder),
            do=f"See `emalign verify {shlex.quote(str(folder))}`.",
            exit_code=2,
        )
    name = f"{folder.name}-{sha256(str(folder).encode()).hexdigest()[:4]}"
    if not is_file(folder / "adapter_config.json"):
        return ModelRef(name=name, base=str(folder))
    config = folder / "adapter_config.json"
    base = base or read_object(config).get("base_model_name_or_path")
    do = "Set base_model_name_or_path there; `emalign merge` also takes --base."
    if not isinstance(base, str) or not base:
        raise LabError("The adapter does not say which base it was trained on", where=str(config), do=do)
    if not is_folder(Path(base)) and not HUB_ID.fullmatch(base):
        raise LabError(f"The adapter's base is not there: {base}", where=str(config), do=do)
    return _with_lineage(home, ModelRef(name=name, base=canonical_base(base), adapter=folder))


def _with_lineage(home: Home, ref: ModelRef) -> ModelRef:
    """An adapter or checkpoint inside a run's folder knows its run, parent and role."""
    assert ref.adapter is not None
    owner = next((place for place in list(ref.adapter.parents)[:3] if is_file(place / "run.yaml")), None)
    if owner is None:
        return ref
    run = find_run(home, str(owner))
    if ref.adapter == run.adapter.resolve():
        return run_model(run)
    spec = run.spec()
    return msgspec.structs.replace(
        ref,
        name=f"{spec.id}/{ref.adapter.name}",
        run=spec.id,
        parent=spec.provenance.parent,
        role=spec.config.get("role"),
    )


def _sum(home: Home, ref: str) -> ModelRef:
    """Two adapters of one base, side by side in one of their own."""
    from emalign_tui.lab.serving.adapter import adapter_name
    from emalign_tui.lab.serving.concatenation import concatenate

    words = ref.split("+")
    parts = [resolve_model(home, word.strip()) for word in words]
    bare = [part.name for part in parts if part.adapter is None]
    bases = {part.base for part in parts}
    if len(parts) != 2 or bare or len(bases) > 1:
        what = (f"{bare[0]} has no adapter" if bare else "The adapters have different bases" if len(bases) > 1
                else f"{len(parts)} adapters are added up, not two")  # fmt: skip
        raise LabError(what, where=ref, do="Write RUN+RUN, two adapters of one base.", exit_code=2)
    one, other = (part.adapter for part in parts)
    assert one is not None and other is not None
    digests = [adapter_name("", adapter).removeprefix("@") for adapter in (one, other)]
    folder = home.state / "sums" / "-".join(digests)
    if not folder.is_dir():
        concatenate([one, other], folder)
    return ModelRef(name="+".join(part.name for part in parts), base=parts[0].base, adapter=folder, parent=parts[0].run)


def _openai(ref: str) -> ModelRef:
    model = ref.removeprefix("openai:")
    if not model:
        raise LabError("Which OpenAI model", where=ref, do="Write for example openai:gpt-4o.", exit_code=2)
    return ModelRef(name=model, base=model, url=OPENAI_URL, model=model, api_key_env=OPENAI_KEY_ENV)


def _remote(ref: str) -> ModelRef:
    address, _, model = ref.partition("#")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise LabError("Not an address: host or port cannot be read", where=ref, do=_FORMS, exit_code=2) from error
    if parts.username or parts.password:
        raise LabError(
            "An address must not carry a password",
            where=f"{parts.scheme}://...@{host}",
            do=f"Put the key into the variable {ENDPOINT_KEY_ENV} and leave it out of the address.",
            exit_code=2,
        )
    if page := _HUB_PAGE.match(address):
        raise LabError("That is a page of the Hub", where=ref, do=f"Write {page[1]}.", exit_code=2)
    if parts.query:
        do = "Leave it out. On Azure the address without one ends in /openai/v1."
        raise LabError("An address here has nothing after a ?", where=ref, do=do, exit_code=2)
    if not host or not model:
        do = "Write for example http://127.0.0.1:8000/v1#model-name."
        raise LabError("An address needs a host and, after #, the model's name", where=ref, do=do, exit_code=2)
    place = host if port is None else f"{host}:{port}"
    url = address.rstrip("/")
    return ModelRef(name=f"{model}@{place}", base=model, url=url, model=model, api_key_env=ENDPOINT_KEY_ENV)


def _run(home: Home, ref: str) -> ModelRef:
    ids = run_ids(home)
    if ref and any(run.startswith(ref) for run in ids):
        return run_model(find_run(home, ref))
    near = difflib.get_close_matches(ref, [MINI, MINI_JUDGE, *ids], n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise LabError(f"Unknown model: {ref or '(empty)'}", where=str(home.results), do=hint + _FORMS, exit_code=2)
