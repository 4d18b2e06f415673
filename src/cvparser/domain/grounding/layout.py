"""Where on the page something stands: lines, sentences and the cells that signs, tabs and labels part them into."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from cvparser.domain.cv.dates.notation import STATED_YEAR
from cvparser.domain.cv.headings import heading_of
from cvparser.domain.lexicon import words
from cvparser.domain.text.words import alternatives

#: Letters and digits, with the signs that tell C, C++ and C# apart.
WORD = re.compile(r"[^\W_]+[+#]*")
_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_]{4}[.!?])\s+|(?<=\d[.!?])\s+(?=[^\W\d_])|(?<=[\u3002\uff01\uff1f\uff1b\u061f])\s*|\n"
)
_SIGNS = r"[\t|,;()\[\]/@:\u2022\u00b7\u25aa\u2219\u2022\u2014\u2013\u2192\u3001\uff0c\uff1a\u060c]|\s-{1,2}\s|\s{2,}"
#: Letters of the scripts from Greek on.
_FOREIGN = re.compile(r"[\u0370-\u1fff\u2e80-\ufaff\ufe70-\ufefc\uff66-\uffdc]")
_FOREIGN_PART = 0.15
#: A year, with four digits or with two behind a month.
_YEAR = re.compile(
    rf"(?<!\d){STATED_YEAR}(?!\d)|(?<![\d./-])(?:0?[1-9]|1[0-2])\s?[./-]\s?\d\d(?!\d|[./-]\d)|'\d\d(?!\d)"
)
#: Characters around a name that are looked at.
_REACH = 300
#: Words of a piece that is no sentence.
_SHORT = 3
#: Signs of JSON, code and markup beside a value.
_QUOTES = r"\"'\u201c\u201d\u201e\u00ab\u00bb"
_CODE = re.compile(
    r"[{}<>=`_\\]|->|=>|\[[^\W\d]|\[\W|%%|\*{3}|\({2}"
    r"|(?:^|(?<=\n))[^\S\n]*+[#@$%^]\w|[^\W\d]\.[^\W\d]{3,}\s?[:(]|\(\"|\w\(\w+ \.|\w/[.\W]{2}"
    rf"|[{_QUOTES}][^{_QUOTES}\n]{{0,60}}[{_QUOTES}]?\s?:"
)
#: Of which part of its lines a text is code as a whole, such as an exported one.
_MOSTLY = 0.3
#: A label and its value.
_LABEL = re.compile(r"[\W\d]{0,6}[^\W\d][^\n:\t]{1,40}[:\t]\s{0,9}\S")
#: Lines around one with a label in which a form has others.
_FORM = 3
#: Lines at the top of a text without headings.
_HEAD = 12


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line, or a sentence of one.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        line: Number of its line, empty ones not counted.
        follows_blank: Whether an empty line stands before it.
    """

    start: int
    end: int
    line: int
    follows_blank: bool


class Layout:
    """The lines of a folded text."""

    def __init__(self, folded: str) -> None:
        self.text = folded
        self.sentences: list[Sentence] = []
        self._lines: defaultdict[int, list[Sentence]] = defaultdict(list)
        line, start, blanks = 0, 0, True
        ends = [(each.start(), each.end(), "\n" in each.group()) for each in _SENTENCE_END.finditer(folded)]
        for stop, following, is_line in [*ends, (len(folded), len(folded), True)]:
            if folded[start:stop].strip():
                self.sentences.append(Sentence(start, stop, line, blanks))
                self._lines[line].append(self.sentences[-1])
                blanks = False
                line += is_line
            else:
                blanks = True
            start = following
        self._starts = [each.start for each in self.sentences]
        self._years = {each.line for each in self.sentences if _YEAR.search(folded, each.start, each.end)}
        self._headings = sorted({each.line for each in self.sentences if self._is_heading(each)})
        self._work = min(
            (each.line for each in self.sentences if self._is_heading(each, "experience")), default=line + 1
        )
        self._labelled = {each.line for each in self.sentences if _LABEL.match(folded, each.start, each.end)}
        coded = {each.line for each in self.sentences if _CODE.search(folded, each.start, each.end)}
        self._coded = coded
        self.is_code = len(coded) > _MOSTLY * (line + 1)
        self._is_latin = len(_FOREIGN.findall(folded)) < _FOREIGN_PART * len(folded)

    def is_foreign(self, word: str) -> bool:
        """Return whether a word is of another script than a text in Latin letters."""
        return self._is_latin and _FOREIGN.search(word) is not None

    def around(self, start: int, end: int) -> list[Sentence]:
        """Return the sentences of a place; of a long one what stands around it."""
        found = self.sentences[self.at(start) : self.at(end - 1) + 1]
        return [replace(each, start=max(each.start, start - _REACH), end=min(each.end, end + _REACH)) for each in found]

    def at(self, start: int) -> int:
        """Return the number of the sentence in which a place of the text lies."""
        return max(bisect_right(self._starts, start) - 1, 0)

    def has_year_near(self, line: int, reach: int) -> bool:
        """Return whether a year stands within so many lines of the same section."""
        at = bisect_right(self._headings, line)
        first = self._headings[at - 1] if at else 0
        stop = self._headings[at] if at < len(self._headings) else line + reach + 1
        return any(near in self._years for near in range(max(line - reach, first), min(line + reach + 1, stop)))

    def is_all(self, sentences: Sequence[Sentence]) -> bool:
        """Return whether nothing but short pieces stands in the lines of some sentences beside them."""
        own = {self.at(each.end - 1) for each in sentences}
        lines = {each.line for each in sentences}
        others = [each for line in lines for each in self._lines[line] if self.at(each.start) not in own]
        return all(len(WORD.findall(self.text, each.start, each.end)) <= _SHORT for each in others)

    def is_form(self, line: int) -> bool:
        """Return whether other lines around have labels, too."""
        return any(near in self._labelled for near in range(line - _FORM, line + _FORM + 1) if near != line)

    def is_above_work(self, line: int) -> bool:
        """Return whether a line stands above the section of jobs, or there is none."""
        return line < self._work

    def words_of(self, line: int) -> list[str]:
        """Return the words of a line; none where there is no such line."""
        return [word for each in self._lines.get(line, ()) for word in WORD.findall(self.text, each.start, each.end)]

    def is_head(self, line: int) -> bool:
        """Return whether a line stands above the first heading that has something above it."""
        first = next((each for each in self._headings if each > 0), _HEAD)
        return line < max(first, 2)

    def is_heading(self, line: int) -> bool:
        """Return whether a line is the heading of a section."""
        at = bisect_right(self._headings, line)
        return at > 0 and self._headings[at - 1] == line

    @property
    def has_headings(self) -> bool:
        """Whether sections have headings."""
        return len(self._headings) > 1

    def is_coded(self, sentence: Sentence) -> bool:
        """Return whether signs of code stand in a sentence of a text that is none."""
        return not self.is_code and _CODE.search(self.text, sentence.start, sentence.end) is not None

    def is_beside_code(self, line: int) -> bool:
        """Return whether code stands in the lines around one of a text that is none: what is between is of it."""
        return not self.is_code and any(near in self._coded for near in range(line - _FORM, line + _FORM + 1))

    def cells(self, sentence: Sentence) -> list[tuple[int, int]]:
        """Return from where to where the cells of a sentence go."""
        found, start = [], sentence.start
        for sign in _parting().finditer(self.text, sentence.start, sentence.end):
            found.append((start, sign.start()))
            start = sign.end()
        found.append((start, sentence.end))
        return [(first, stop) for first, stop in found if self.text[first:stop].strip()]

    def _is_heading(self, sentence: Sentence, kind: str = "") -> bool:
        heading = heading_of(self.text[sentence.start : sentence.end].strip())
        return heading is not None and (not kind or kind in heading.kinds)


def touched(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans that have a part of what goes from `start` to `end`."""
    return [span for span in spans if span[0] < end and start < span[1]]


@cache
def _parting() -> re.Pattern[str]:
    joined = alternatives(words("experience", "company_connectors"))
    return re.compile(rf"{_SIGNS}|\s(?:{joined})\s")
