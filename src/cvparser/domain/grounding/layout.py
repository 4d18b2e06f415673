"""Where on the page something stands: lines, sentences and the cells that signs, tabs and labels part them into."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence, Set
from functools import cache, cached_property

from cvparser.domain.cv.dates.notation import STATED_YEAR
from cvparser.domain.cv.headings import heading_of
from cvparser.domain.grounding.instructions import modals_in, says_what_to_do
from cvparser.domain.grounding.known_words import small_words, words_about
from cvparser.domain.grounding.listed import UNSPACED_END, WORD
from cvparser.domain.lexicon import words
from cvparser.domain.text.words import alternatives

_PLAIN_END = re.compile(r"\s(?:(?<=[.!?]\s)(?:(?<=[^\W\d_]{4}.\s)\s*|(?<=\d.\s)\s*(?=[^\W\d_]))|(?<=\n))")
_END = re.compile(rf"(?<={UNSPACED_END.pattern})\s*|{_PLAIN_END.pattern}")
_SIGNS = r"[\t|,;()\[\]/@:\u2022\u00b7\u25aa\u2219\u2022\u2014\u2013\u2192\u3001\uff0c\uff1a\u060c]"
#: What parts items, and comments on them.
_BETWEEN = re.compile(r"[,;|\u2022\u00b7\u25aa\u2219\t\u3001\uff0c\u060c]|\s[-\u2013\u2014]\s|\s{2,}|\s/\s")
_BRACKETS = re.compile(r"\([^()\n]{0,80}\)|\[[^\[\]\n]{0,80}\]")
#: Letters of the scripts from Greek on.
_FOREIGN = re.compile(r"[\u0370-\u1fff\u2e80-\ufaff\ufe70-\ufefc\uff66-\uffdc]")
_FOREIGN_PART = 0.15
#: A year, with four digits or with two behind a month.
_YEAR = re.compile(
    rf"(?<!\d){STATED_YEAR}(?!\d)|(?<![\d./-])(?:0?[1-9]|1[0-2])\s?[./-]\s?\d\d(?!\d|[./-]\d)|'\d\d(?!\d)"
)
#: Without which there is no year.
_DIGITS = re.compile(r"\d\d")
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
#: Of which code has at least one.
_CODE_SIGN = re.compile(r"[{}<>=`_\\\[%*(#@$^/:]")
#: From one thing to another: what a text does to values, and no list of them.
_ARROW = re.compile(r"\w[^\w\n]{0,4}(?:[\u2190-\u21ff\u2794-\u27bf\u2b05-\u2b0d\u2795]|->|=>)")
_ARROW_SIGN = re.compile(r"[\u2190-\u21ff\u2794-\u27bf\u2b05-\u2b0d\u2795>]")
#: Of which part of its lines a text is code as a whole, such as an exported one.
_MOSTLY = 0.3
#: A label and its value.
_LABEL = re.compile(r"[\W\d]{0,6}[^\W\d][^\n:\t]{1,40}[:\t]\s{0,9}\S")
#: Lines around one with a label in which a form has others.
_FORM = 3
#: Lines at the top of a text without headings.
_HEAD = 12


class Sentence:
    """A line, or a sentence of one; what many names ask about it is worked out once.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        line: Number of its line, empty ones not counted.
        follows_blank: Whether an empty line stands before it.
    """

    def __init__(
        self, text: str, modals: Sequence[int], start: int, end: int, *, line: int, follows_blank: bool
    ) -> None:
        self._text = text
        self._modals = modals
        self.start = start
        self.end = end
        self.line = line
        self.follows_blank = follows_blank
        #: It, without blanks around it.
        self.text = text[start:end].strip()
        #: Whether signs of code stand in it.
        self.has_code = _CODE_SIGN.search(text, start, end) is not None and self._has(_CODE)

    def within(self, start: int, end: int) -> Sentence:
        """Return what of it stands from `start` to `end`."""
        if start <= self.start and self.end <= end:
            return self
        cut = (max(self.start, start), min(self.end, end))
        return Sentence(self._text, self._modals, *cut, line=self.line, follows_blank=self.follows_blank)

    @cached_property
    def words(self) -> Sequence[str]:
        """Its words, in order."""
        return WORD.findall(self._text, self.start, self.end)

    @cached_property
    def about(self) -> Sequence[str]:
        """Those of its words that are about the document, its reader or what is right."""
        return [word for word in self.words if word in words_about()]

    @cached_property
    def small(self) -> int:
        """How many of its words join others."""
        return sum(map(small_words().__contains__, self.words))

    @cached_property
    def cells(self) -> Sequence[tuple[int, int]]:
        """From where to where its cells go."""
        found, start = [], self.start
        for sign in _parting().finditer(self._text, self.start, self.end):
            found.append((start, sign.start()))
            start = sign.end()
        found.append((start, self.end))
        return [(first, stop) for first, stop in found if self._text[first:stop].strip()]

    @cached_property
    def is_order(self) -> bool:
        """Whether it says what is to be done."""
        return says_what_to_do(self._text, self._modals, self.start, self.end)

    @cached_property
    def has_arrow(self) -> bool:
        """Whether a sign leads from one thing to another in it."""
        return self._has(_ARROW_SIGN) and self._has(_ARROW)

    @property
    def has_year(self) -> bool:
        """Whether a year stands in it."""
        return self._has(_DIGITS) and self._has(_YEAR)

    @property
    def has_label(self) -> bool:
        """Whether it begins with a label."""
        return _LABEL.match(self._text, self.start, self.end) is not None

    def _has(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self._text, self.start, self.end) is not None


class Layout:
    """The lines of a folded text."""

    def __init__(self, folded: str) -> None:
        self.text = folded
        self.sentences: list[Sentence] = []
        self._lines: defaultdict[int, list[Sentence]] = defaultdict(list)
        line, start, blanks = 0, 0, True
        modals = modals_in(folded)
        ends = _PLAIN_END if UNSPACED_END.search(folded) is None else _END
        spans = [(*each.span(), "\n" in each.group()) for each in ends.finditer(folded)]
        for stop, following, is_line in [*spans, (len(folded), len(folded), True)]:
            if folded[start:stop].strip():
                sentence = Sentence(folded, modals, start, stop, line=line, follows_blank=blanks)
                self.sentences.append(sentence)
                self._lines[line].append(sentence)
                blanks = False
                line += is_line
            else:
                blanks = True
            start = following
        self._items: dict[tuple[int, int], int] = {}
        self._starts = [each.start for each in self.sentences]
        found = [(each.line, heading) for each in self.sentences if (heading := heading_of(each.text)) is not None]
        self._headings = sorted({line for line, _ in found})
        self._work = min((line for line, heading in found if "experience" in heading.kinds), default=line + 1)
        self._coded = {each.line for each in self.sentences if each.has_code}
        self._is_code = len(self._coded) > _MOSTLY * (line + 1)
        foreign = len(_FOREIGN.findall(folded))
        #: Whether a text in Latin letters has letters of other scripts.
        self.has_foreign_words = 0 < foreign < _FOREIGN_PART * len(folded)

    def is_foreign(self, word: str) -> bool:
        """Return whether a word is of another script than a text in Latin letters."""
        return self.has_foreign_words and _FOREIGN.search(word) is not None

    def around(self, number: int, start: int, end: int) -> list[Sentence]:
        """Return the sentences, from that number on, of a place; of a long one what stands around it."""
        found = self.sentences[number : self.at(end - 1) + 1]
        return [each.within(start - _REACH, end + _REACH) for each in found]

    def at(self, start: int) -> int:
        """Return the number of the sentence in which a place of the text lies."""
        return max(bisect_right(self._starts, start) - 1, 0)

    def has_year_near(self, line: int, reach: int) -> bool:
        """Return whether a year stands within so many lines of the same section."""
        at = bisect_right(self._headings, line)
        first = self._headings[at - 1] if at else 0
        stop = self._headings[at] if at < len(self._headings) else line + reach + 1
        year = bisect_left(self._years, max(line - reach, first))
        return year < len(self._years) and self._years[year] < min(line + reach + 1, stop)

    def is_all(self, sentences: Sequence[Sentence]) -> bool:
        """Return whether nothing but short pieces stands in the lines of some sentences beside them."""
        lines = {each.line for each in sentences}
        if all(len(self._lines[line]) == 1 for line in lines):
            return True
        own = {self.at(each.end - 1) for each in sentences}
        others = [each for line in lines for each in self._lines[line] if self.at(each.start) not in own]
        return all(len(each.words) <= _SHORT for each in others)

    @cached_property
    def _years(self) -> Sequence[int]:
        return [each.line for each in self.sentences if each.has_year]

    @cached_property
    def _labelled(self) -> Set[int]:
        return {each.line for each in self.sentences if each.has_label}

    def count_items(self, start: int, stop: int) -> int:
        """Return how many items a part of the text lists, those in brackets aside; asked again by each of them."""
        count = self._items.get((start, stop))
        if count is None:
            items = _BETWEEN.split(_BRACKETS.sub(" ", self.text[start:stop]))
            count = self._items[start, stop] = sum(any(map(str.isalnum, item)) for item in items)
        return count

    def is_form(self, line: int) -> bool:
        """Return whether other lines around have labels, too."""
        return any(near in self._labelled for near in range(line - _FORM, line + _FORM + 1) if near != line)

    def is_above_work(self, line: int) -> bool:
        """Return whether a line stands above the section of jobs, or there is none."""
        return line < self._work

    def words_of(self, line: int) -> list[str]:
        """Return the words of a line; none where there is no such line."""
        return [word for each in self._lines.get(line, ()) for word in each.words]

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
        return not self._is_code and sentence.has_code

    def is_beside_code(self, line: int) -> bool:
        """Return whether code stands in the lines around one of a text that is none: what is between is of it."""
        return not self._is_code and any(near in self._coded for near in range(line - _FORM, line + _FORM + 1))


def touched(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans that have a part of what goes from `start` to `end`."""
    return [span for span in spans if span[0] < end and start < span[1]]


@cache
def _parting() -> re.Pattern[str]:
    joined = alternatives(words("experience", "company_connectors"))
    return re.compile(rf"{_SIGNS}|\s(?:-{{1,2}}\s|\s+|(?:{joined})\s)")
