"""Lines that say nothing of the person: where and when a CV was signed, labels that several of its entries have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest

from cvparser.adapters.profile_parser.offline.lines import Line, is_prose
from cvparser.domain.cv.dates.full import is_full_date
from cvparser.domain.lexicon import named_words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, phrase_set

#: Entries in which a label stands that heads a section elsewhere.
_FEWEST_OF_LABEL = 2
#: Words of the name of a town.
_LONGEST_TOWN = 3


def without_repeated_labels(lines: Sequence[Line]) -> Sequence[Line]:
    """Leave out `Highlights` and the like above what was done, where several entries have it: it heads no section."""
    labels = [
        fold(line.text) if not line.is_bulleted and _labels().whole(line.text) and _tells(following) else ""
        for line, following in zip_longest(lines, lines[1:])
        if line is not None
    ]
    times = Counter(filter(None, labels))
    return [line for line, label in zip(lines, labels, strict=True) if times[label] < _FEWEST_OF_LABEL or not label]


def _tells(line: Line | None) -> bool:
    return line is not None and (line.is_bulleted or is_prose(line.text))


def without_signature(lines: Sequence[Line]) -> Sequence[Line]:
    """Leave out where and when a CV was signed: `Ulm, 12.02.2024` at its end, perhaps above the name."""
    told = [index for index, line in enumerate(lines) if line.text]
    if not told or len(told) < 2 or not lines[told[-1]].follows_blank:
        return lines
    town, comma, day = fold(lines[told[-1]].text).partition(",")
    is_signed = bool(comma) and len(town.split()) <= _LONGEST_TOWN and not any(map(str.isdigit, town))
    day = day.strip()
    return lines[: told[-1]] if is_signed and is_full_date(day, 0, len(day)) else lines


@cache
def _labels() -> Phrases[bool]:
    return phrase_set(phrase for phrase, name in named_words("labels") if name == "description")
