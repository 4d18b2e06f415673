"""Count how usual it is that a letter follows two others, and write it down for `text_unreadable`.

usage: python -m benchmarks.cvs.fit_letters

Counted are words that this project has: those of the lexicon in nine languages, the CVs of `benchmarks/corpus`, the
sentences of `benchmarks/privacy/written`, and with less weight the inventories of names and products by which names are
told from words. Each count is drawn to that of the letter after one other, and that to the letter's own.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.resources import files
from itertools import product
from pathlib import Path

from cvparser.adapters.text_extractor import letters
from cvparser.adapters.text_extractor.letters import ALPHABET, FREE
from cvparser.domain import lexicon
from cvparser.domain.privacy import people
from cvparser.domain.text.folding import fold

_HERE = Path(__file__).parents[1]
_FILE = Path(str(files(letters.__package__).joinpath("letters.txt")))
_WORDS = (
    *Path(str(files(lexicon.__package__))).glob("*.txt"),
    *(_HERE / "corpus").glob("*.txt"),
    *(_HERE / "privacy" / "written").glob("*.txt"),
)
_NAMES = Path(str(files(people.__package__))).joinpath("inventories").glob("*.txt")
_WEIGHT_OF_NAMES = 0.3
#: As many counts as are those of one letter less.
_DRAWN = 30
#: Share of all counts that every letter has beside its own.
_LEAST_SHARE = 0.002
_REMARK = """\
What a letter costs after two others, in tenths of a nat: "!" is 0, each later character of ASCII one more.

"""


def counted(paths: Iterable[Path]) -> Counter[str]:
    """Return how often each three letters follow each other in the words of files."""
    count: Counter[str] = Counter()
    for path in paths:
        for word in re.findall("[a-z]+", fold(path.read_text(encoding="utf-8"))):
            set_apart = f"  {word} "
            count.update(set_apart[at : at + 3] for at in range(len(set_apart) - 2))
    return count


def main() -> None:
    """Write the costs."""
    words, names = counted(_WORDS), counted(_NAMES)
    threes = {triple: words[triple] + _WEIGHT_OF_NAMES * names[triple] for triple in words | names}
    ones, twos, after_one, after_two = (defaultdict[str, float](float) for _ in range(4))
    for triple, times in threes.items():
        ones[triple[2]] += times
        twos[triple[1:]] += times
        after_one[triple[1]] += times
        after_two[triple[:2]] += times
    total = sum(ones.values())

    def level(first: str, second: str, third: str) -> str:
        share = (ones[third] / total + _LEAST_SHARE) / (1 + _LEAST_SHARE * len(ALPHABET))
        share = (twos[second + third] + _DRAWN * share) / (after_one[second] + _DRAWN)
        share = (threes.get(first + second + third, 0.0) + _DRAWN * share) / (after_two[first + second] + _DRAWN)
        return chr(min(ord(FREE) + round(-10 * math.log(share)), ord("~")))

    lines = ("".join(level(one, two, third) for third in ALPHABET) for one, two in product(ALPHABET, repeat=2))
    _FILE.write_text(_REMARK + "\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
