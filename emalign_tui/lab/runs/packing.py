"""A run as one zip file to carry away, with the hash of everything in it; and such a file as a run again."""

import hashlib
import os
import re
import shutil
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import msgspec

from emalign_tui.lab.data.digest import sha256_file
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error, size_words, write_atomic
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.checkpoints import last_checkpoint
from emalign_tui.lab.runs.layout import RunDir, is_run_id, run_info
from emalign_tui.lab.runs.records import RunSpec

SUMS = "SHA256SUMS"
_RECORDS = ("run.yaml", "state.json", "events.jsonl", "log.txt")
_PART = r"(?!\.)[\w.+@=,() -]+"
_SAFE = re.compile(rf"{_PART}(?:/{_PART}){{0,3}}")
_CHUNK = 1 << 20
_MANY = 10_000  # entries; a run has dozens
_ENCRYPTED = 0x1  # of a zip entry's flags


class Pack(msgspec.Struct, frozen=True):
    """What a zip of a run would hold: name in the zip to file."""

    run: str
    files: dict[str, Path]

    @property
    def bytes(self) -> int:
        return sum(path.stat().st_size for path in self.files.values())


def plan_pack(run: RunDir) -> Pack:
    """The run's records, its adapter, and, unless it is done, the last checkpoint that it can go on from; no hidden
    files.

    Raises LabError when there is neither adapter nor checkpoint.
    """
    files = {name: run.path / name for name in _RECORDS if (run.path / name).is_file()}
    folders = [run.adapter] if run.adapter.is_dir() else []
    last = last_checkpoint(run)
    if last and run_info(run).state != "done":
        folders.append(last.path)
    if not folders:
        raise LabError(
            f"{run.id} has neither adapter nor checkpoint", where=str(run.path), do="There is nothing to zip."
        )
    for folder in folders:
        held = {path.relative_to(run.path).as_posix(): path for path in sorted(folder.iterdir()) if path.is_file()}
        files |= {name: path for name, path in held.items() if _SAFE.fullmatch(name)}
    return Pack(run.id, files)


def pack(plan: Pack, out: Path) -> str:
    """Write the zip, whole or not at all, and `OUT.sha256` beside it. Returns its sha256. Weights do not compress, so
    nothing is. A run that is working may write meanwhile: what is hashed is what went in. Raises LabError when the file
    is there already, or the disk is full."""
    if out.exists():
        raise LabError("There is a file of that name", where=str(out), do="Name another.", exit_code=2)
    part = out.with_name(f".{out.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            sums = [f"{_put(archive, path, f'{plan.run}/{name}')}  {name}\n" for name, path in plan.files.items()]
            archive.writestr(f"{plan.run}/{SUMS}", "".join(sums))
        digest = sha256_file(part)
        write_atomic(out.with_name(f"{out.name}.sha256"), f"{digest}  {out.name}\n")
        os.replace(part, out)  # noqa: PTH105  two names of one call
    except OSError as error:
        raise disk_error(error, out) from error
    finally:
        part.unlink(missing_ok=True)
    return digest


def _put(archive: zipfile.ZipFile, path: Path, name: str) -> str:
    """Add a file as it is now. Returns its sha256."""
    digest = hashlib.sha256()
    entry = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)  # copies may say that they are of 1970
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as out:
        while data := source.read(_CHUNK):
            digest.update(data)
            out.write(data)
    return digest.hexdigest()


class Zip(msgspec.Struct, frozen=True):
    """A zip of a run, by its list of contents: hashes are held against it when it is unpacked."""

    file: Path
    run: str
    files: int
    bytes: int


def look_into(home: Home, file: Path) -> Zip:
    """What `unpack` would bring. Raises its LabErrors, but for content that was changed."""
    with _opened(home, file) as (_, run, entries):
        return Zip(file, run, len(entries), sum(info.file_size for info in entries.values()))


def unpack(home: Home, file: Path) -> RunDir:
    """Bring a run's zip into this home, after checking every name and every hash.

    Raises LabError for a file that is no such zip, was changed on the way, or holds a run that is here already. What
    `pack` writes is not compressed, so a zip that would unpack to more than it is was not written by it.
    """
    with _opened(home, file) as (archive, run, entries):
        place = home.kind("train") / run
        part = place.with_name(f".{run}.part")
        shutil.rmtree(part, ignore_errors=True)
        try:
            _extract(archive, entries, part, file)
            _check_record(part, file)
            part.rename(place)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return RunDir(place)


@contextmanager
def _opened(home: Home, file: Path) -> Iterator[tuple[zipfile.ZipFile, str, dict[str, zipfile.ZipInfo]]]:
    """The zip, its run's id, and its entries by their name in the run's folder."""
    try:
        with zipfile.ZipFile(file) as archive:
            run, entries = _entries(archive, file)
            if (place := home.kind("train") / run).exists():
                raise LabError(f"Run {run} is here already", where=str(place), do="It was left as it is.")
            yield archive, run, entries
    except (zipfile.BadZipFile, EOFError, UnicodeError) as error:
        raise _no_zip(file, str(error)) from error
    except OSError as error:
        raise disk_error(error, home.kind("train")) from error


def _entries(archive: zipfile.ZipFile, file: Path) -> tuple[str, dict[str, zipfile.ZipInfo]]:
    """The run's id, and the entries by their name in the run's folder."""
    infos = archive.infolist()
    run = infos[0].filename.partition("/")[0] if infos else ""
    entries: dict[str, zipfile.ZipInfo] = {}
    if len(infos) > _MANY:
        raise _no_zip(file, f"it holds {len(infos):,} files")
    for info in infos:
        top, _, name = info.filename.partition("/")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if top != run or not _SAFE.fullmatch(name) or kind not in (0, stat.S_IFREG):
            raise _no_zip(file, f"it holds {info.filename!r}")
        if name in entries:
            raise _no_zip(file, f"it holds {info.filename!r} twice")
        if info.flag_bits & _ENCRYPTED or info.compress_type != zipfile.ZIP_STORED:
            raise _no_zip(file, f"{name} is compressed or encrypted, which `emalign recover --zip` never does")
        entries[name] = info
    if sum(info.file_size for info in infos) > file.stat().st_size:
        raise _no_zip(file, "it says that it holds more than it does")
    if inside := [name for name in entries if any(str(above) in entries for above in PurePosixPath(name).parents)]:
        raise _no_zip(file, f"{inside[0]} lies in a file")
    if not is_run_id(run) or not {SUMS, "run.yaml"} <= entries.keys():
        raise _no_zip(file, "it has no run.yaml and hashes in one folder")
    return run, entries


def _extract(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], part: Path, file: Path) -> None:
    size = sum(info.file_size for info in entries.values())
    part.parent.mkdir(parents=True, exist_ok=True)
    if size > (free := shutil.disk_usage(part.parent).free):
        what = f"The run needs {size_words(size)}, and {size_words(free)} are free"
        raise LabError(what, where=str(part.parent), do="Free some space.")
    lines = archive.read(entries.pop(SUMS)).decode().splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    if differing := sorted(sums.keys() ^ entries.keys()):
        raise _no_zip(file, f"{differing[0]} is not in the list of hashes, or not in the zip")
    for name, info in entries.items():
        (part / name).parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with archive.open(info) as source, (part / name).open("wb") as out:
            while data := source.read(_CHUNK):
                digest.update(data)
                out.write(data)
        if digest.hexdigest() != sums[name]:
            raise _no_zip(file, f"{name} changed on the way")


def _check_record(part: Path, file: Path) -> None:
    """The record has to be that of a training run, under an id that is no path: other commands make names of it."""
    try:
        record = msgspec.yaml.decode((part / "run.yaml").read_bytes(), type=RunSpec)
    except msgspec.DecodeError as error:
        raise _no_zip(file, f"run.yaml: {error}") from error
    if not is_run_id(record.id) or record.kind != "train":
        raise _no_zip(file, f"run.yaml is that of {record.id!r}, a run of kind {record.kind!r}")


def _no_zip(file: Path, why: str) -> LabError:
    do = (
        "Copy it again from where `emalign recover RUN --zip` made it; compare with its .sha256 file. "
        "One that another program made: unpack it, and recover the folder."
    )
    return LabError(f"Not a whole zip of a run: {why}", where=str(file), do=do)
