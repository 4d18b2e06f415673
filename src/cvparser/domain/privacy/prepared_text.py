"""A text made ready for the rules: normalised, folded, cut into lines and words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

from cvparser.domain.cv.bullets import BETWEEN_ITEMS
from cvparser.domain.privacy.categories import PLACEHOLDER
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.privacy.written_words import reads_otherwise
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold
from cvparser.domain.text.normalisation import Normalised, normalise
from cvparser.domain.text.turkish_letters import is_same_word, letters_told_apart

#: Stands for each character of a placeholder: no letter, no digit, no blank, so that no rule looks into one.
ATOM = "\ue000"
_LETTERS = re.compile(r"[^\W\d_]+")
#: The same for most folded texts, and faster.
_ASCII_LETTERS = re.compile(r"[a-z]+")
_OTHER_LETTER = re.compile(r"[^\x00-\x7f](?<=[^\W\d_])")
_CHUNK = re.compile(r"\S+")
_LINE = re.compile(r"[^\n]+")
_LINE_END = re.compile(r"\n")
_GAPS = rf"[ \t]{{2,}}|\t|\.{{4,}}|_{{4,}}|…{{2,}}|[ ]?[|{BETWEEN_ITEMS};]+[ ]*"
#: What parts the pieces of one line: gaps, rows of dots, bars, bullets, dashes between blanks.
_SEPARATOR = re.compile(_GAPS + r"|[ ](?:[-/→~>]|->)[ ]+")
#: Gaps, bars and bullets only: within an address or a name, dashes and slashes part nothing.
_GAP = re.compile(_GAPS)
#: Signs that a line with a gap or a separator has; most lines have neither.
PARTING_SIGNS = f"\t|{BETWEEN_ITEMS};…_"
_BAR = re.compile(f"[{PARTING_SIGNS}]")
_BEFORE_DASH = re.compile(r" [-/→~>]")


_DIGIT = re.compile(r"\d")
_CAPITALS = str.maketrans(ascii_lowercase, ascii_uppercase)
_LONG_LINE = 300
#: As many words are asked about one by one sooner than they are sorted, as in the strings of an answer.
_FEW_WORDS = 90


class Span(NamedTuple):
    """A stretch of a prepared text."""

    start: int
    end: int


#: `Span(*pair)`, and faster: a text has many words.
_SPAN: Callable[[tuple[int, int]], Span] = partial(tuple.__new__, Span)


@dataclass(frozen=True)
class PreparedText:
    """A text as the rules see it. What several rules ask for is worked out once.

    Attributes:
        text: Normalised; placeholders are masked by `ATOM`.
        folded: The same in one case, without diacritics; same offsets.
        folded_words: What stands at each of `words`, folded.
        digits: How many digits there are.
        normalised: The text before masking, with the way back to the original.
    """

    text: str
    folded: str
    folded_words: list[str]
    digits: int
    normalised: Normalised
    _segments: dict[Span, list[Span]] = field(default_factory=dict, init=False)
    _cells: dict[Span, list[Span]] = field(default_factory=dict, init=False)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original text that `start` to `end` stands for."""
        return self.normalised.origin(start, end)

    @cached_property
    def words(self) -> tuple[Span, ...]:
        """Where the words stand: runs of letters."""
        return tuple(map(_SPAN, map(re.Match.span, _letters(self.folded).finditer(self.folded))))

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """The lines that are not blank, without surrounding blanks."""
        return tuple(_lines(self))

    @cached_property
    def is_cased(self) -> bool:
        """Whether names begin with capitals here: in a text that has no capital at all, nothing does."""
        return any(map(str.isupper, self.text))

    @property
    def has_digits(self) -> bool:
        """Whether there is any digit."""
        return self.digits > 0

    @cached_property
    def in_capitals(self) -> str:
        """The text, in capitals where it has none at all: codes are written in them."""
        return self.text if self.is_cased else self.folded.translate(_CAPITALS)

    @cached_property
    def trigger_phrases(self) -> tuple[tuple[int, int, str], ...]:
        """Start, end and kind of the phrases that announce something: `Vocabulary.trigger_phrases`."""
        phrases = vocabulary().trigger_phrases
        # A line may end within a phrase.
        found = phrases.find(self.folded.replace("\n", " "), self.words_among(phrases.first_words))
        return tuple(each for each in found if not self.reads_otherwise(each[0], each[1]))

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The words that stand anywhere in small letters, folded."""
        text = self.text
        words = zip(self.folded_words, self.words, strict=True)
        return frozenset(word for word, (start, _) in words if text[start].islower())

    @cached_property
    def _told_apart(self) -> frozenset[str]:
        return letters_told_apart(self.text)

    def reads_otherwise(self, start: int, end: int) -> bool:
        """Return whether the letters of a phrase that was found, folded, make it another one in this text."""
        return bool(self._told_apart) and reads_otherwise((self.text[start:end], self._told_apart))

    def is_same_word(self, one: str, other: str) -> bool:
        """Return whether two words that fold alike are one by the letters that this text writes."""
        return is_same_word(one, other, self._told_apart)

    @cached_property
    def tokens(self) -> list[str]:
        """What blanks part."""
        return self.folded.split()

    @cached_property
    def token_spans(self) -> list[tuple[int, int]]:
        """Where each of `chunks` stands."""
        return list(map(re.Match.span, _CHUNK.finditer(self.folded)))

    @cached_property
    def dotted(self) -> list[tuple[int, int]]:
        """Where the chunks stand that may be or hold a web address: those with a dot or a colon inside."""
        if "." not in self.folded and "://" not in self.folded:
            return []
        chunks = zip(self.tokens, self.token_spans, strict=True)
        return [span for chunk, span in chunks if "." in chunk[:-1] or "://" in chunk]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where each word stands among `words`: many rules ask for few words each."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.folded_words):
            places[word].append(index)
        return places

    @cached_property
    def line_ends(self) -> list[int]:
        """Where lines end."""
        return [match.start() for match in _LINE_END.finditer(self.folded)]

    def line_start(self, at: int) -> int:
        """Return where the line that `at` stands in starts."""
        line = bisect_left(self.line_ends, at)
        return self.line_ends[line - 1] + 1 if line else 0

    def line_end(self, at: int) -> int:
        """Return where the line that `at` stands in ends."""
        line = bisect_left(self.line_ends, at)
        return self.line_ends[line] if line < len(self.line_ends) else len(self.folded)

    def times_spoken(self, word: str) -> int:
        """Return how often a folded word stands in the text."""
        return len(self._places.get(word, ()))

    @cached_property
    def _spoken(self) -> frozenset[str]:
        """The words, each once; a set, since of two sets the smaller one is gone through, of keys and a set the set."""
        return frozenset(self._places)

    def words_among(self, wanted: Set[str]) -> list[Span]:
        """Return where the words stand that are among the `wanted`, in order."""
        if len(self.words) <= _FEW_WORDS:
            return [span for word, span in zip(self.folded_words, self.words, strict=True) if word in wanted]
        indices = [index for word in self._spoken & wanted for index in self._places[word]]
        return [self.words[index] for index in sorted(indices)]

    def words_that(self, hold: Callable[[str], bool]) -> list[Span]:
        """Return where the words stand that `hold` says yes to, in order; it is asked once about each."""
        return [self.words[index] for index in self.indices_that(hold)]

    def indices_that(self, hold: Callable[[str], bool]) -> list[int]:
        """Return which of `words` these are."""
        if len(self.words) <= _FEW_WORDS:
            return [index for index, word in enumerate(self.folded_words) if hold(word)]
        return sorted(index for word, places in self._places.items() if hold(word) for index in places)

    def words_within(self, start: int, end: int) -> Sequence[Span]:
        """Return the words that start in a stretch."""
        return self.words[bisect_left(self.words, (start,)) : bisect_left(self.words, (end,))]

    def segments(self, line: Span) -> list[Span]:
        """Return the pieces of a line, parted by gaps, bars, bullets and dashes."""
        known = self._segments.get(line)
        if known is None:
            known = self._segments[line] = _segments(self.folded, line)
        return known

    def cells(self, line: Span) -> list[Span]:
        """Return the pieces of a line, parted by gaps, bars and bullets."""
        known = self._cells.get(line)
        if known is None:
            known = self._cells[line] = _moved(cells_of(self.folded[line.start : line.end]), line)
        return known


def matches_at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """Return what `pattern.finditer` does, where it can only match at `starts`, which are sorted."""
    position = 0
    for start in starts:
        match = pattern.match(text, start) if start >= position else None
        if match is not None:
            yield match
            position = match.end()


def prepare(text: str) -> PreparedText:
    """Make `text` ready for the rules."""
    normalised = normalise(text)
    placeholders = PLACEHOLDER.finditer(normalised.text) if "[" in normalised.text else ()
    taken = [match for match in placeholders if _is_whole(text, normalised, match)]
    masked = _masked(normalised.text, taken) if taken else normalised.text
    folded = fold(masked)
    return PreparedText(
        text=masked,
        folded=folded,
        folded_words=_letters(folded).findall(folded),
        digits=len(_DIGIT.findall(masked)),
        normalised=normalised,
    )


def _letters(folded: str) -> re.Pattern[str]:
    """Return the pattern of the words of a folded text."""
    return _ASCII_LETTERS if folded.isascii() or _OTHER_LETTER.search(folded) is None else _LETTERS


def _is_whole(text: str, normalised: Normalised, match: re.Match[str]) -> bool:
    """Tell a placeholder that stands in `text` as it is from what reads as one once notations are undone."""
    return text[slice(*normalised.origin(*match.span()))] == match.group()


def _masked(text: str, placeholders: list[re.Match[str]]) -> str:
    pieces = []
    position = 0
    for match in placeholders:
        pieces += [text[position : match.start()], ATOM * (match.end() - match.start())]
        position = match.end()
    return "".join([*pieces, text[position:]])


def _lines(prepared: PreparedText) -> Iterator[Span]:
    """Return the lines; a long one, from which line ends were lost, is cut around its headings."""
    folded = prepared.folded
    for match in _LINE.finditer(folded):
        cuts: tuple[int, ...] = match.span()
        if cuts[1] - cuts[0] > _LONG_LINE:
            cuts = (cuts[0], *_cuts(prepared.text, folded, prepared.words_within(*cuts)), cuts[1])
        for start, end in pairwise(cuts):
            line = stripped(folded, start, end)
            if line.end > line.start:
                yield line


def _cuts(text: str, folded: str, words: Sequence[Span]) -> list[int]:
    """Return where headings start and end: in capitals, or such as announce references."""
    cuts: list[int] = []
    for start, end, kind in vocabulary().inline_headings.find(folded, words):
        is_clear = kind == "references" or " " in text[start:end]
        is_heading = text[start:end].isupper() or (is_clear and text[start].isupper())
        follows = folded[end : end + 2].lstrip(" :")[:1] or folded[end : end + 3].strip(" :")[:1]
        if is_heading and follows and (not cuts or start >= cuts[-1]):
            cuts += [start, end]
    return cuts


def stripped(text: str, start: int, end: int) -> Span:
    """Return a stretch of `text` without blanks at its ends; where it is blank, its end."""
    piece = text[start:end]
    bare = piece.strip()
    if len(bare) < end - start:
        start += len(piece) - len(piece.lstrip())
    return Span(start, start + len(bare))


def _segments(text: str, line: Span) -> list[Span]:
    piece = text[line.start : line.end]
    may_part = _may_part(piece) or _BEFORE_DASH.search(piece) is not None
    return _split(text, line, _SEPARATOR) if may_part else _whole(piece, line)


@remembered
def cells_of(folded: str) -> list[Span]:
    """Return the pieces of a folded line, parted by gaps, bars and bullets."""
    line = Span(0, len(folded))
    return _split(folded, line, _GAP) if _may_part(folded) else _whole(folded, line)


def may_be_parted(folded: str) -> bool:
    """Return whether a text without line ends and signs such as bars may have more than one line or cell."""
    return len(folded) > _LONG_LINE or "  " in folded or "...." in folded


def _may_part(folded: str) -> bool:
    """Return whether a line holds what may be a gap, a bar or a bullet."""
    return "  " in folded or "...." in folded or _BAR.search(folded) is not None


def _moved(pieces: list[Span], line: Span) -> list[Span]:
    """Return where pieces of a line stand in the text; most are all of their line."""
    if pieces == [(0, line.end - line.start)]:
        return [line]
    return [Span(line.start + piece.start, line.start + piece.end) for piece in pieces]


def _whole(piece: str, line: Span) -> list[Span]:
    bare = piece.strip()
    if len(bare) == line.end - line.start:
        return [line] if bare else []
    start = line.start + len(piece) - len(piece.lstrip())
    return [Span(start, start + len(bare))] if bare else []


def _split(text: str, line: Span, separator: re.Pattern[str]) -> list[Span]:
    pieces = []
    start = line.start
    for match in separator.finditer(text, line.start, line.end):
        pieces.append(stripped(text, start, match.start()))
        start = match.end()
    pieces.append(stripped(text, start, line.end))
    return [piece for piece in pieces if piece.end > piece.start]
