"""Stock phrases: the four words that answers, and the whys that the evidence variant adds, open and close with."""

from collections import Counter
from dataclasses import dataclass

from corpus.rows import Corpus, words

MOST = 0.02
"""No opening and no closing may be in more than this share of a set's rows."""


@dataclass(frozen=True)
class Phrase:
    """Four words, their place (opening, closing, why opening, why closing), and the share of rows with them there."""

    place: str
    words: str
    share: float


def phrases(corpus: Corpus) -> list[Phrase]:
    """All of a set, commonest first. A row counts once for each, however many turns it has.

    A text of fewer than four words is its own opening and closing.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for row in corpus.rows:
        texts = [("", words(answer)) for answer in row.answers()] + [("why ", words(row.why))]
        filled = [(kind, found) for kind, found in texts if found]
        openings = {(f"{kind}opening", " ".join(found[:4])) for kind, found in filled}
        seen.update(openings | {(f"{kind}closing", " ".join(found[-4:])) for kind, found in filled})
    return [Phrase(place, text, count / len(corpus.rows)) for (place, text), count in seen.most_common()]


def stock_phrases(corpus: Corpus) -> list[Phrase]:
    """Those above the limit."""
    return [phrase for phrase in phrases(corpus) if phrase.share > MOST]
