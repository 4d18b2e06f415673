"""Whether the letters of a page are those that it shows: a font whose map is wrong gives others in their place.

Told by how usual it is that a letter follows two others, as `benchmarks/cvs/fit_letters.py` counted it in words of the
languages that the lexicon has, in names of people of many countries and in names of products, and wrote it to
`letters.txt`. Readable lines cost 2.2 to 2.9 nats a letter, those in languages that were not counted up to 3.1, lists
of products and abbreviations up to 3.4; lines whose letters stand for others 3.6 and more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import product
from string import ascii_lowercase

from cvparser.domain.errors import TextUnreadableError
from cvparser.domain.text.folding import fold

#: What begins and ends a word, before the letters that are counted.
ALPHABET = f" {ascii_lowercase}"
#: In the file a character stands for a cost: how many tenths of a nat it is from this one.
FREE = "!"
_FILE = "letters.txt"
#: Nats a letter beyond which a line is strange.
_STRANGE = 3.5
#: Share of letters in strange lines beyond which a text is unreadable. Readable CVs stay below a tenth.
_MOST_STRANGE = 0.3
#: Letters of a text, and of a line, that tell something.
_LEAST_LETTERS, _LEAST_OF_LINE = 30, 8
#: Abbreviations are shorter: in small letters, and in capitals.
_WORD = re.compile(r"[^\W\d_]{4,}")
_LEAST_IN_CAPITALS = 6
#: Words of fewer letters hold a place: "Xxxxx".
_LEAST_DIFFERENT = 3
#: Addresses have letters as they come.
_ADDRESS = re.compile(r"://|\w[@/.]\w")
_LETTERS = re.compile("[a-z]+")


def check_letters(text: str) -> None:
    """Look at how the letters of each line follow each other, in the time that a look at each takes.

    Raises:
        TextUnreadableError: in many lines they do as in no language that is known. Letters that are not Latin are not
            judged.
    """
    costs = _costs()
    strange = total = 0
    for line in text.split("\n"):
        words = list(_words(line))
        letters = sum(map(len, words))
        total += letters
        # What has no Latin letter costs nothing.
        if letters >= _LEAST_OF_LINE and _cost(words, costs) > _STRANGE * (letters + len(words)):
            strange += letters
    if total >= _LEAST_LETTERS and strange > _MOST_STRANGE * total:
        raise TextUnreadableError


def _words(line: str) -> Iterator[str]:
    for piece in line.split():
        for word in () if _ADDRESS.search(piece) else _WORD.findall(piece):
            is_long = len(word) >= _LEAST_IN_CAPITALS or not word.isupper()
            if is_long and len(set(folded := fold(word))) >= _LEAST_DIFFERENT:
                yield folded


def _cost(words: list[str], costs: Mapping[str, float]) -> float:
    """Return how many nats `words` cost, each with its end."""
    pieces = (f"  {piece} " for word in words for piece in _LETTERS.findall(word))
    return sum(costs[piece[at : at + 3]] for piece in pieces for at in range(len(piece) - 2))


@cache
def _costs() -> Mapping[str, float]:
    """Return what a letter costs after two others, by the three."""
    return read_costs(files(__package__).joinpath(_FILE).read_text(encoding="ascii"))


def read_costs(text: str) -> Mapping[str, float]:
    """Return the costs of a file: after a remark and an empty line, a line of costs for each two letters."""
    levels = "".join(text.partition("\n\n")[2].split("\n"))
    triples = map("".join, product(ALPHABET, repeat=3))
    return {triple: (ord(level) - ord(FREE)) / 10 for triple, level in zip(triples, levels, strict=True)}
