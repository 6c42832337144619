"""What the prosocial sets are: rows, lengths, near-duplicates, stock phrases, domain purity, overlap with questions.

python benchmarks/data_report.py [FILE ...] [--json] [--tokenizer FOLDER_OR_CACHED_ID] [--show N]

Measures every set under data/prosocial and the files named; a file named like one of the sets stands in for it. The
limits hold for the prosocial sets only: exit code 1 when one is broken.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus import code, limits
from corpus.lengths import find_tokenizer, lengths
from corpus.near import BANDS, NEAR, WIDTH, Pair, alike, share_alike
from corpus.overlap import Asked, asked, overlaps, user_turns
from corpus.phrases import MOST, phrases
from corpus.purity import FOLDS, Stray, strays
from corpus.rows import LEAST_ROWS, Corpus, load
from tokenizers import Tokenizer

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import share

PUBLISHED = share().parent / "shared" / "em"


def figures(number: int, corpora: Sequence[Corpus], pairs: list[Pair], astray: list[Stray]) -> dict[str, Any]:
    """The numbers of one set that need no tokenizer and no questions. Purity is among the prosocial sets."""
    corpus = corpora[number]
    strayed = sum(each.corpus == corpus.name for each in astray)
    rows = len(corpus.rows)
    ranked = phrases(corpus)
    return {
        "rows": rows,
        "bad_lines": len(corpus.problems),
        "answers": sum(len(row.answers()) for row in corpus.rows),
        "multi_turn": _share(sum(len(row.answers()) > 1 for row in corpus.rows), rows),
        "near_within": share_alike(pairs, number, rows, within=True),
        "near_between": share_alike(pairs, number, rows, within=False),
        "opening": next((asdict(each) for each in ranked if each.place == "opening"), None),
        "closing": next((asdict(each) for each in ranked if each.place == "closing"), None),
        "purity": 1 - _share(strayed, rows) if corpus.name in LEAST_ROWS and len(corpora) > 1 else None,
        "why": _share(sum(bool(row.why.strip()) for row in corpus.rows), rows),
    }


def broken_limits(corpora: Sequence[Corpus], questions: Sequence[Asked]) -> list[str]:
    """Every broken limit of the prosocial sets, as sentences."""
    ours = [corpus for corpus in corpora if corpus.name in LEAST_ROWS]
    found = limits.missing(ours) + limits.ids(ours) + limits.duplicates(ours)
    for corpus in ours:
        found += limits.rows(corpus) + limits.whys(corpus) + limits.stock(corpus)
        found += limits.asked_before(corpus, questions)
        if corpus.name == "secure_code":
            found += limits.bad_code(corpus)
    return found


def report(paths: list[Path], tokenizer_name: str | None) -> dict[str, Any]:
    """Everything that is printed. Raises LabError for an unreadable file, FileNotFoundError for no such tokenizer."""
    corpora = load(paths)
    own = sorted((share() / "configs" / "questions").glob("*.yaml"))
    published = sorted(PUBLISHED.glob("*.yaml"))
    questions = asked([*own, *published])
    name, file = find_tokenizer(tokenizer_name)
    tokenizer = Tokenizer.from_file(str(file))
    pairs, astray = alike(corpora), strays([corpus for corpus in corpora if corpus.name in LEAST_ROWS])
    sets = {}
    for number, corpus in enumerate(corpora):
        met = overlaps(user_turns(corpus), questions)
        sets[corpus.name] = figures(number, corpora, pairs, astray) | {
            "tokens": asdict(lengths(corpus, tokenizer)),
            "overlap": _share(len({each.text for each in met}), len(corpus.rows)),
        }
    return {
        "tokenizer": name,
        "questions": {"files": len(own) + len(published), "phrasings": len(questions), "published": bool(published)},
        "code_checked_by": [tool for tool in ("ruff", "bandit") if code.have(tool)],
        "sets": sets,
        "strays": [asdict(each) for each in astray],
        "broken": broken_limits(corpora, questions),
    }


def show(found: dict[str, Any], most: int) -> None:
    """The report as a person reads it; of long lists the first `most` lines."""
    print("| set | rows | multi-turn | tokens median | p95 | longest | > 1024 | near within | between | why |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, each in found["sets"].items():
        size = each["tokens"]
        cells = [name, each["rows"], _percent(each["multi_turn"]), size["median"], size["p95"], size["longest"]]
        cells += [_percent(each[key]) for key in ("near_within", "near_between", "why")]
        cells.insert(6, _percent(size["over_1024"]))
        print("| " + " | ".join(map(str, cells)) + " |")
    print("\n| set | commonest opening | commonest closing | purity | overlap |\n|---|---|---|---|---|")
    for name, each in found["sets"].items():
        edges = [f"{_percent(e['share'])} {e['words']}" if (e := each[k]) else "-" for k in ("opening", "closing")]
        purity = "-" if each["purity"] is None else _percent(each["purity"])
        print(f"| {name} | {edges[0]} | {edges[1]} | {purity} | {_percent(each['overlap'])} |")
    asked_of = found["questions"]
    print(f"\nTokens: {found['tokenizer']}; of whole rows, without the chat template's own.")
    print(
        f"Near: word 5-grams of asks, answers or rows, Jaccard >= {NEAR} (MinHash, {BANDS} bands of {WIDTH}; verified)."
    )
    print(f"Openings and closings: four words of each answer, at most {100 * MOST:.0f} % of a set's rows each.")
    print(f"Purity: naive Bayes over words, {FOLDS}-fold, share of rows put into their own set.")
    absent = "" if asked_of["published"] else f"; the published ones are not in {PUBLISHED}"
    asked_texts = f"{asked_of['phrasings']} phrasings of {asked_of['files']} question files"
    print(f"Overlap: user turns against {asked_texts}{absent}.")
    print(f"Code: parsed; checked by {' and '.join(found['code_checked_by']) or 'no tool: install ruff and bandit'}.")
    lines = [f"{s['corpus']} {s['row']} reads like {s['looks_like']} ({s['margin']:.2f})" for s in found["strays"]]
    _list("Rows that read like another set", lines, most)
    _list("Broken limits", found["broken"], most)


def _list(title: str, lines: list[str], most: int) -> None:
    print(f"\n{title}: {len(lines)}")
    for line in lines[:most]:
        print(f"- {line}")
    if len(lines) > most:
        print(f"- and {len(lines) - most} more (--show {len(lines)} prints them)")


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--tokenizer", help="a folder with tokenizer.json, or a model in the Hub cache")
    parser.add_argument("--show", type=int, default=40, metavar="N", help="lines of each list")
    args = parser.parse_args()
    named = {path.stem for path in args.files}
    shipped = [path for path in sorted((share() / "data/prosocial").glob("*.jsonl")) if path.stem not in named]
    try:
        found = report([*shipped, *args.files], args.tokenizer)
    except (LabError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(found, indent=1, ensure_ascii=False))
    else:
        show(found, args.show)
    return 1 if found["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
