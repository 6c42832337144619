"""What a prosocial set must be. Each check returns the sentences that say what is broken, none when all is well."""

from collections import Counter
from collections.abc import Sequence

from corpus import code
from corpus.near import alike, view_text
from corpus.overlap import Asked, overlaps, user_turns
from corpus.phrases import stock_phrases
from corpus.rows import LEAST_ROWS, Corpus


def missing(corpora: Sequence[Corpus]) -> list[str]:
    """Sets that are not there."""
    return [f"{name}: the set is missing" for name in LEAST_ROWS if name not in {each.name for each in corpora}]


def rows(corpus: Corpus) -> list[str]:
    """Too few rows, and lines that are no row."""
    found = [f"{corpus.name}: {problem}" for problem in corpus.problems]
    if len(corpus.rows) < LEAST_ROWS[corpus.name]:
        found.append(f"{corpus.name}: {len(corpus.rows)} rows, at least {LEAST_ROWS[corpus.name]} are wanted")
    return found


def ids(corpora: Sequence[Corpus]) -> list[str]:
    """Rows without an id, and ids given twice, in one set or in two."""
    found = [f"{each.name}: row {n} has no id" for each in corpora for n, row in enumerate(each.rows, 1) if not row.id]
    count = Counter(row.id for each in corpora for row in each.rows if row.id)
    return found + [f"{id}: the id is used {times} times" for id, times in count.items() if times > 1]


def whys(corpus: Corpus) -> list[str]:
    """Rows without a why, and whys that are used twice."""
    found = [f"{corpus.name} {corpus.key(n)}: no why" for n, row in enumerate(corpus.rows) if not row.why.strip()]
    count = Counter(row.why.strip() for row in corpus.rows if row.why.strip())
    return found + [f"{corpus.name}: {n} rows have the why {why[:60]!r}" for why, n in count.items() if n > 1]


def stock(corpus: Corpus) -> list[str]:
    """Openings and closings that too many answers share."""
    return [
        f"{corpus.name}: {100 * each.share:.1f} % of rows have the {each.place} {each.words!r}"
        for each in stock_phrases(corpus)
    ]


def duplicates(corpora: Sequence[Corpus]) -> list[str]:
    """Rows that are nearly another row, of the same set or of another one."""
    return [
        f"{corpora[a].name} {corpora[a].key(i)} and {corpora[b].name} {corpora[b].key(j)}: "
        f"{pair.view} alike, Jaccard {pair.jaccard:.2f}: {view_text(corpora[a].rows[i], pair.view)[:70]!r}"
        for pair in alike(corpora)
        for (a, i), (b, j) in [(pair.first, pair.second)]
    ]


def asked_before(corpus: Corpus, questions: Sequence[Asked]) -> list[str]:
    """User turns that are, hold or resemble an evaluation question."""
    return [
        f"{each.text}: {each.kind} {each.degree:.2f} of {each.question.source}: {each.question.text[:70]!r}"
        for each in overlaps(user_turns(corpus), questions)
    ]


def bad_code(corpus: Corpus) -> list[str]:
    """Python that does not parse, and findings of those of ruff and bandit that are installed."""
    found = code.blocks(corpus)
    broken = code.unparsable(found)
    faulty = {line.partition(":")[0] for line in broken}
    parsed = {key: block for key, block in found.items() if key not in faulty}
    for tool, check in (("ruff", code.ruff), ("bandit", code.bandit)):
        if code.have(tool):
            broken += check(parsed)
    return [f"{corpus.name} {line}" for line in broken]
