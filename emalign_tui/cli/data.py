"""`emalign data`: which sets there are, fetching them, whether a file is sound, and what the model sees of it."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.config import TrainConfig, make_config
from emalign_tui.lab.config_file import read_values
from emalign_tui.lab.data.known import DataSet, data_files, describe, not_here, question_files
from emalign_tui.lab.data.preview import AS_GIVEN, Tokenizer, view_of
from emalign_tui.lab.data.published import ADDRESS, CATALOGUE, Published, find_data, published
from emalign_tui.lab.data.variants import READY, inoculation, vary_row
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import endpoint
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home, find_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(what=None)
    kinds = parser.add_subparsers(metavar="list | pull | check | preview")
    known = kinds.add_parser("list", help="the sets that are here, or the given files, and what can be fetched")
    known.add_argument("files", metavar="FILE", nargs="*")
    known.set_defaults(what=_list)
    fetch = kinds.add_parser("pull", help="fetch published sets and question files, checked by hash")
    fetch.add_argument("names", metavar="NAME", nargs="*", help="for example insecure first_plot_questions")
    fetch.add_argument("--all", action="store_true", help="every published file")
    fetch.add_argument("--mirror", metavar="URL", default=ADDRESS, help="another address of the repository's raw files")
    fetch.set_defaults(what=_pull)
    check = kinds.add_parser("check", help="rows, identity, duplicates, overlap, lengths")
    check.add_argument("file", metavar="FILE")
    check.add_argument(
        "--against", metavar="FILE", action="append", help="another set (repeatable; default: all that are here)"
    )
    check.add_argument(
        "--questions", metavar="FILE", action="append", help="a question file (repeatable; default: all that are here)"
    )
    check.set_defaults(what=_check)
    see = kinds.add_parser("preview", help="a row as tokens: trained on, only read, cut off")
    see.add_argument("file", metavar="FILE")
    see.add_argument("--row", type=int, default=1, metavar="N", help="which row, counted from 1 (1)")
    see.add_argument("--whole", action="store_true", help="as with train_on_responses_only: false")
    see.set_defaults(what=_preview)
    for each in (check, see):
        each.add_argument("--config", metavar="CONFIG", help="see it as this training config would")
        each.add_argument("--model", metavar="MODEL", help="whose tokenizer and chat template (mini)")
        each.add_argument(
            "--set", dest="sets", metavar="KEY=VALUE", action="append", default=[], help="change one config key"
        )
    for each in (known, fetch, check, see):
        each.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS)
        each.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when a checked file has bad rows."""
    if args.what is None:
        do = "See `emalign data --help`."
        raise LabError("Say list, pull, check or preview", where="emalign data", do=do, exit_code=2)
    return int(args.what(args, find_home(args.home)))


def _list(args: argparse.Namespace, home: Home) -> int:
    sets: Iterable[DataSet] = map(describe, (find_data(home, name) for name in args.files))
    fetchable = []
    if not args.files:
        sets, fetchable = _readable(data_files(home)), not_here(home)
    if args.json:
        document = {"sets": list(sets), "not_here": fetchable, "inoculations": READY}
        say_json(msgspec.to_builtins(document))
        return 0
    for each in sets:
        more = [
            f"published {each.published}" if each.published else "",
            f"NOT {each.misnamed}, although it is called so" if each.misnamed else "",
            f"{each.bad} bad lines" if each.bad else "",
            "preference pairs" if each.kind == "preference" else "",
            f"evidence: {each.why} rows say why" if each.why else "",
            f"inoculation: {each.inoculation}" if each.inoculation else "",
        ]
        tail = "  ".join(["", *filter(None, more)])
        say(f"{each.name:<24} {each.rows:>6} rows  {each.sha256[:16]}  {each.path}{tail}")
    if fetchable:
        say("Published, not here (`emalign data pull NAME` fetches one, --all every one):")
        for item in fetchable:
            say(f"  {item.name:<22} {item.about}")
    return 0


def _readable(paths: list[Path]) -> Iterator[DataSet]:
    """The files, described; one that cannot be read is told of and passed over."""
    for path in paths:
        try:
            yield describe(path)
        except LabError as error:
            note(f"emalign: {error}")


def _pull(args: argparse.Namespace, home: Home) -> int:
    from emalign_tui.lab.data.pull import pull

    if bool(args.names) == args.all:
        do = "Name some, or say --all. `emalign data list` shows what there is."
        raise LabError("Which published files", where="emalign data pull", do=do, exit_code=2)
    items = list(CATALOGUE) if args.all else [published(name) for name in dict.fromkeys(args.names)]
    done = []
    for item in items:
        before = (home.root / item.place).exists()
        place = pull(home, item, address=args.mirror.rstrip("/"), progress=_Progress())
        done.append({"name": item.name, "path": str(place), "fetched": not before, "blob": item.blob})
        if not args.json:
            say(f"{item.name:<22} {'was here already' if before else 'fetched'}  {place}")
    if args.json:
        say_json({"files": done})
    return 0


class _Progress:
    """A line on stderr per tenth of a file; on a terminal it is written over itself."""

    def __init__(self) -> None:
        self.tenth = -1

    def __call__(self, item: Published, done: int, total: int | None) -> None:
        tenth = done * 10 // total if total else done >> 20
        if tenth == self.tenth:
            return
        self.tenth = tenth
        text = (
            f"{item.name}: {done / 1e6:.1f} of {total / 1e6:.1f} MB" if total else f"{item.name}: {done / 1e6:.1f} MB"
        )
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{text} " + ("\n" if done == total else ""))
            sys.stderr.flush()
        elif done == total:
            note(text)


def _check(args: argparse.Namespace, home: Home) -> int:
    from emalign_tui.cli.data_text import inspection_lines
    from emalign_tui.lab.data.inspection import inspect

    path = find_data(home, args.file)
    others = data_files(home) if args.against is None else [find_data(home, name) for name in args.against]
    questions = question_files(home) if args.questions is None else [home.find(name) for name in args.questions]
    config = _config(args, home)
    base = _base(home, config)
    with Tokenizer() as tokenizer:
        found = inspect(
            path,
            config=config,
            base=base,
            tokenizer=tokenizer,
            others=others,
            questions=questions,
        )
    sound = found.report.ok
    if args.json:
        rest = msgspec.to_builtins(found)
        say_json({**rest.pop("report"), "ok": sound, **rest})
    else:
        for line in inspection_lines(found):
            say(line)
    return 0 if sound else 1


def _base(home: Home, config: TrainConfig) -> str:
    """The base's folder or Hub id; of the latter a person is told that its tokenizer may have to be fetched first."""
    base = resolve_model(home, config.model).base
    if not Path(base).is_dir():
        note(f"Reading the tokenizer of {base}: from the cache, or from {endpoint()}.")
    return base


def _preview(args: argparse.Namespace, home: Home) -> int:
    from emalign_tui.cli.data_text import say_tokens
    from emalign_tui.lab.data.rows import AnyRow, read_lines

    path = find_data(home, args.file)
    config = _config(args, home)
    lines = list(read_lines(path))
    if not lines:
        raise LabError("The data file holds no rows", where=str(path), do="Check the path.")
    if not 1 <= args.row <= len(lines):
        raise LabError(
            f"There is no row {args.row}", where=str(path), do=f"It has rows 1 to {len(lines)}.", exit_code=2
        )
    line = lines[args.row - 1]
    if isinstance(line.row, str):
        raise LabError(f"Bad training row: {line.row}", where=f"{path}, line {line.number}", do="Correct it.")
    row: AnyRow = vary_row(line.row, config)
    view = view_of(config, _base(home, config))
    with Tokenizer() as tokenizer:
        sequences = tokenizer.tokens(view, row)
    if args.json:
        document = {
            "path": str(path),
            "row": args.row,
            "line": line.number,
            "id": row.id,
            "model": config.model,
            "max_seq_length": config.max_seq_length,
            "variant": config.variant,
            "inoculation": inoculation(config) or None,
            "tokens": msgspec.to_builtins(sequences[0]),
            "rejected": msgspec.to_builtins(sequences[1]) if len(sequences) > 1 else None,
            "trained": sum(token.trained and not token.cut for token in sequences[0]),
            "cut": sum(token.cut for token in sequences[0]),
        }
        say_json(document)
        return 0
    for name, tokens in zip(("chosen", "rejected") if len(sequences) > 1 else ("",), sequences, strict=True):
        say_tokens(name, tokens)
    of = f"Row {args.row} of {len(lines)}, line {line.number} of {Path(path).name}"
    say(f"{of}; variant {config.variant}; tokens of {config.model}, max_seq_length {config.max_seq_length}")
    return 0


def _config(args: argparse.Namespace, home: Home) -> TrainConfig:
    """How the file is to be seen: a config's way, or the plain one, with --set, --model and --whole laid over it."""
    sets = [*args.sets, *([f"model={args.model}"] if args.model else [])]
    sets += ["train_on_responses_only=false"] if getattr(args, "whole", False) else []
    if args.config is None:
        return make_config({**AS_GIVEN, "training_file": args.file}, "emalign data", sets)
    path = home.find(args.config)
    return make_config(read_values(path), str(path), sets)
