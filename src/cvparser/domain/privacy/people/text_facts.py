"""What the rest of a text says of the words of a name: where they stand, and as what."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.cv.headings import listed_headings
from cvparser.domain.cv.lines import Setting
from cvparser.domain.privacy.labels import Labelled
from cvparser.domain.privacy.people.name_cells import is_page_number
from cvparser.domain.privacy.prepared_text import PreparedText
from cvparser.domain.privacy.recognizer import Match
from cvparser.domain.privacy.sections import Section, heading_kind
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.lookup import Stretches

_LETTERS = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
#: A number behind a word, as versions have: no year, no telephone number, no page.
_NUMBER_BEHIND = re.compile(r"[ ]v?(?:\d{1,2}(?:\.\d{1,2}){0,3})(?![\d/]|[ ]/)")
#: Letters of such a word.
_NUMBERED = range(2, 21)
_FRONT_MATTER = "---"
#: Lines of front matter, and of a head.
_MAX_FRONT, _MAX_HEAD = 30, 12
#: Of type that is larger than most.
_LARGE = 1.25
#: Characters that tell the script of a text; half of its letters are of it.
_SAMPLE, _PAIR = 3_000, 2
#: The first and last letters of the Latin script beyond its basic ones.
_LATIN_ENDS, _LATIN_MORE = 0x250, range(0x1E00, 0x1F00)


#: Phrases that speak of a person; shorter ones are other words, too.
_OF_PERSONS = frozenset({"introduction", "birth_before", "birth_after", "residence_after"})
_MIN_PHRASE = 4


@dataclass(frozen=True, slots=True)
class Look:
    """How one line is set, beside the others."""

    is_largest: bool = False
    is_large: bool = False
    is_bold: bool = False
    is_margin: bool = False

    @property
    def is_apart(self) -> bool:
        """Whether a line belongs to no section: at the margin of a page, or the largest of the document."""
        return self.is_margin or self.is_largest


_PLAIN = Look()


def is_latin(character: str) -> bool:
    """Return whether a letter is Latin."""
    return ord(character) < _LATIN_ENDS or ord(character) in _LATIN_MORE


class TextFacts:
    """What is worked out once for all names that a text may hold."""

    def __init__(
        self,
        prepared: PreparedText,
        sections: tuple[Section, ...],
        found: Sequence[Match],
        labelled: Sequence[Labelled],
        settings: Sequence[Setting | None],
    ) -> None:
        self.prepared = prepared
        self._found = found
        self._is_labelled = bool(labelled)
        self._sections = sections
        self._settings = settings
        self._starts = [line.start for line in prepared.lines]

    def line_at(self, at: int) -> int:
        """Return the number of the line that a place stands in."""
        return max(0, bisect_right(self._starts, at) - 1)

    @cached_property
    def kinds(self) -> list[str]:
        """Return what stands in each line: header, skills, work, contact, personal, references, other."""
        kinds = {}
        for part in self._sections:
            kind = _kind(self.prepared.folded[slice(*part.heading)]) if part.kind == "other" else part.kind
            for line in (*([part.heading] if part.heading.end else ()), *part.lines):
                kinds[self.line_at(line.start)] = kind
        return [kinds.get(index, "header") for index in range(len(self.prepared.lines))]

    @cached_property
    def order(self) -> dict[int, int]:
        """The first lines that say something, counted from 0: no title of the document, no front matter, no rule."""
        found: dict[int, int] = {}
        for index in self._after_front_matter():
            line = self.prepared.lines[index]
            folded = self.prepared.folded[slice(*line)]
            if _LETTERS.search(folded) is None or heading_kind(folded) == "document":
                continue
            found[index] = len(found)
            if len(found) == _MAX_HEAD:
                break
        return found

    def _after_front_matter(self) -> range:
        lines = self.prepared.lines
        if lines and self.prepared.text[slice(*lines[0])] == _FRONT_MATTER:
            for index in range(1, min(len(lines), _MAX_FRONT)):
                if self.prepared.text[slice(*lines[index])] == _FRONT_MATTER:
                    return range(index + 1, len(lines))
        return range(len(lines))

    @cached_property
    def contact_lines(self) -> frozenset[int]:
        """The lines with an address, a number or a page of the candidate's."""
        return frozenset(self.line_at(match.start) for match in self._found if match.category.traits.is_contact)

    @cached_property
    def contact_rows(self) -> frozenset[int]:
        """The lines with two or more of them: such a row belongs to no section, wherever it stands."""
        lines = Counter(self.line_at(match.start) for match in self._found if match.category.traits.is_contact)
        return frozenset(line for line, count in lines.items() if count > 1)

    @cached_property
    def last_line(self) -> int:
        """The last line but for the number of the page."""
        lines = self.prepared.lines
        numbered = len(lines) > 1 and is_page_number(self.prepared.folded[slice(*lines[-1])])
        return len(lines) - 1 - numbered

    @cached_property
    def speaks_of_nobody(self) -> bool:
        """Return whether no identifier, no label and no phrase tells of a person."""
        phrases = self.prepared.trigger_phrases
        is_told = any(kind in _OF_PERSONS and end - start >= _MIN_PHRASE for start, end, kind in phrases)
        return not (self._found or self._is_labelled or is_told)

    @cached_property
    def small_words(self) -> Collection[str]:
        """Words that the text writes without a capital, outside addresses."""
        prepared = self.prepared
        taken = Stretches((match.start, match.end) for match in self._found)
        found: set[str] = set()
        for word, (start, end) in zip(prepared.folded_words, prepared.words, strict=True):
            if word not in found and prepared.text[start].islower() and not taken.touch(start, end):
                found.add(word)
        return found

    @cached_property
    def skill_lines(self) -> dict[str, set[int]]:
        """Words below headings of skills, each with the lines of it."""
        return self._words_of(index for index, kind in enumerate(self.kinds) if kind == "skills")

    @cached_property
    def dated_lines(self) -> dict[str, set[int]]:
        """Words in lines with a year outside the head, each with the lines of it."""
        return self._words_of(index for index in self.lines_with_year if self.kinds[index] != "header")

    @cached_property
    def lines_with_year(self) -> frozenset[int]:
        """The lines that hold a year."""
        folded = self.prepared.folded
        return frozenset(self.line_at(year.start()) for year in _YEAR.finditer(folded) if self.prepared.has_digits)

    @cached_property
    def numbered(self) -> Collection[str]:
        """Words before a number such as a version's."""
        words, found = self.prepared.words, set()
        for number in _NUMBER_BEHIND.finditer(self.prepared.folded):
            start, end = words[bisect_left(words, (number.start(),)) - 1] if words else (0, 0)
            if end == number.start() and end - start in _NUMBERED:
                found.add(self.prepared.folded[start:end])
        return found

    @cached_property
    def employers(self) -> Mapping[str, Collection[int]]:
        """Words behind words such as `at`, where employers stand, each with where it starts."""
        prepared = self.prepared
        found: defaultdict[str, set[int]] = defaultdict(set)
        for start, end in prepared.words_among(vocabulary().at):
            after = _LETTERS.match(prepared.text, end + 1)
            is_beside = prepared.text[end : end + 1] == " " and prepared.text[start].islower()
            if is_beside and after is not None and after.group()[0].isupper():
                found[prepared.folded[slice(*after.span())]].add(after.start())
        return found

    @cached_property
    def is_in_capitals(self) -> bool:
        """Whether most lines are in capitals, so that capitals say nothing."""
        return not self.small_words

    @cached_property
    def is_latin(self) -> bool:
        """Whether most letters are Latin, so that those of a name may be of another script."""
        sample = [character for character in self.prepared.text[:_SAMPLE] if character.isalpha()]
        return sum(map(is_latin, sample)) * _PAIR > len(sample)

    def look(self, index: int) -> Look:
        """Return how a line is set; nothing special where the document does not tell."""
        setting = self._settings[index] if index < len(self._settings) else None
        if setting is None:
            return _PLAIN
        usual, largest = self._sizes
        size = setting.size or 0.0
        return Look(
            is_largest=bool(largest) and size >= largest and largest > usual,
            is_large=bool(usual) and size >= usual * _LARGE,
            is_bold=setting.is_bold,
            is_margin=setting.role in {"header", "footer"},
        )

    @cached_property
    def _sizes(self) -> tuple[float, float]:
        sizes = sorted(setting.size for setting in self._settings if setting is not None and setting.size)
        return (sizes[len(sizes) // 2], sizes[-1]) if sizes else (0.0, 0.0)

    def _words_of(self, indices: Iterator[int]) -> dict[str, set[int]]:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for index in indices:
            for word in _LETTERS.findall(self.prepared.folded, *self.prepared.lines[index]):
                found[word].add(index)
        return found


def _kind(heading: str) -> str:
    tokens = _LETTERS.findall(heading)
    for kind, known in _headings().items():
        if any(token in known for token in tokens):
            return kind
    return "other"


@cache
def _headings() -> dict[str, frozenset[str]]:
    """Return the words that head what, none of which heads anything else."""
    listed = {
        "skills": _words_in("skills"),
        "work": _words_in("experience") | _words_in("education") | _words_in("projects"),
    }
    return {
        kind: known.difference(*(listed[other] for other in listed if other != kind)) for kind, known in listed.items()
    }


def _words_in(section: str) -> frozenset[str]:
    return frozenset(
        word
        for phrase, kind in listed_headings()
        if kind == section
        for word in _LETTERS.findall(fold(phrase))
        if len(word) > 3
    )
