"""One place where a name stands in a CV, and what stands around it there.

What is asked again, by one rule after the other, is worked out once. A name has many places, and most need few answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import cached_property
from itertools import islice, takewhile

from cvparser.domain.cv.bullets import without_bullet
from cvparser.domain.grounding.known_words import (
    head_words,
    joining_words,
    short_forms,
    small_words,
    study_words,
    telling_phrases,
    words_about,
)
from cvparser.domain.grounding.layout import Layout, Sentence, touched
from cvparser.domain.grounding.listed import WORD
from cvparser.domain.text.phrases import words_of

#: Items of a list that may have any words.
FEWEST_OF_LIST = 3
#: Words beside a skill of a sentence that tells of work.
FEWEST_OF_SENTENCE = 5
#: Small words of a sentence, and of one that ends as sentences do.
_SMALL, _SMALL_OF_ENDED = 3, 2
#: Characters in which the last word of a line is looked for.
_LAST = 40


class Role(Enum):
    """What a name is in an answer."""

    PROFESSION = auto()
    #: Title, employer or place of a job.
    JOB = auto()
    #: School, degree or field.
    STUDY = auto()
    #: A certificate, an award, a project, who issued it.
    MERIT = auto()
    #: A skill.
    SKILL = auto()
    #: A spoken language.
    LANGUAGE = auto()
    #: A place, which stands beside another name of its entry.
    PLACE = auto()
    #: Sentences of a summary or of a description.
    PROSE = auto()


class Place:
    """Where a name stands, in which sentences, and the words of the other names of its entry."""

    def __init__(self, layout: Layout, role: Role, start: int, end: int, beside: frozenset[str]) -> None:
        self._layout = layout
        self.text = layout.text
        self.role = role
        self.start = start
        self.end = end
        self.beside = beside
        #: The number of the sentence in which it begins.
        self.number = layout.at(start)
        self.sentences: Sequence[Sentence] = layout.around(self.number, start, end)
        opening = self.text[self.sentences[0].start : start].rpartition(":")[0]
        self._label_end = self.sentences[0].start + len(opening)
        #: What stands before the last colon before the name.
        self.label = opening.strip(" \t-*\u2022\u00b7")

    @property
    def line(self) -> int:
        """The number of the line in which it begins."""
        return self.sentences[0].line

    @property
    def own(self) -> Sequence[str]:
        """The words of the name, as the text has them."""
        return WORD.findall(self.text, self.start, self.end)

    def has_words(self, count: int) -> bool:
        """Return whether the name has so many words."""
        found = WORD.finditer(self.text, self.start, self.end)
        return next(islice(found, count - 1, None), None) is not None

    @property
    def others(self) -> Sequence[str]:
        """The words that stand with the name, without its label."""
        found: list[str] = []
        for sentence in self.sentences:
            first = max(sentence.start, self._label_end)
            # Scripts without blanks have words before and behind a name in what looks like one.
            found += WORD.findall(self.text, first, max(min(self.start, sentence.end), first))
            found += WORD.findall(self.text, min(max(self.end, first), sentence.end), sentence.end)
        return found

    @property
    def is_within_word(self) -> bool:
        """Whether the name is a part of something longer, in a script without blanks."""
        return self.text[self.start - 1 : self.start].isalnum() or self.text[self.end : self.end + 1].isalnum()

    @property
    def spoken_of(self) -> int:
        """How many words beside the name are about the document, its reader or what is right."""
        if not self.is_within_word and not any(each.about for each in self.sentences):
            return 0
        return sum(word in words_about() for word in self.others if word not in self.beside)

    @property
    def is_order(self) -> bool:
        """Whether a sentence says what is to be done."""
        return any(each.is_order for each in self.sentences)

    @property
    def is_aside(self) -> bool:
        """Whether a sentence is short and stands alone: too little to tell of work."""
        text = self.text[self.sentences[0].start : self.sentences[-1].end]
        is_item = without_bullet(text.lstrip())[1] or not text.rstrip().endswith((".", "!"))
        return not is_item and len(self.others) < FEWEST_OF_SENTENCE

    @property
    def is_ended(self) -> bool:
        """Whether a line ends as a sentence does, not with a short form."""
        text = self.sentences[-1].text
        if not text.endswith((".", "!", "?")) or all(map(self.is_known, self.others)):
            return False
        found = WORD.findall(text, max(len(text) - _LAST, 0))
        return not found or found[-1] not in short_forms()

    @property
    def items(self) -> int:
        """How many items its lines list, their label and what stands in brackets aside."""
        return self._layout.count_items(self._label_end, self.sentences[-1].end)

    @property
    def begins_telling(self) -> bool:
        """Whether a sentence begins with a word of work, as `Worked as ...`."""
        found = words_of(self.text[self.sentences[0].start : self.start])
        return bool(found) and telling_phrases().at(found, 0) is not None

    def in_cells(self) -> Iterator[str]:
        """Yield the words that stand with the name in its cells, up to those that join it with another item."""
        is_apart = joining_words().__contains__
        for before, behind in self._cells:
            yield from takewhile(lambda word: not is_apart(word), reversed(before))
            yield from takewhile(lambda word: not is_apart(word), behind)

    def is_listed(self, before: int, after: int) -> bool:
        """Return whether the name fills cells of its line, but for so many words before and behind it."""
        if any(map(self._is_prose, self.sentences)):
            return False
        for leading, trailing in self._cells:
            before -= len(leading) - sum(map(self.is_known, leading))
            after -= len(trailing) - sum(map(self.is_known, trailing))
        return before >= 0 and after >= 0

    def is_known(self, word: str) -> bool:
        """Return whether a word beside the name is one of another name, of a date or of the head of an entry."""
        if self.role is Role.STUDY and word in study_words():
            return True
        return word in self.beside or word in head_words() or has_digit(word)

    @cached_property
    def _cells(self) -> Sequence[tuple[Sequence[str], Sequence[str]]]:
        """The words before and behind the name in each of its cells."""
        return [
            (
                WORD.findall(self.text, first, max(min(self.start, stop), first)),
                WORD.findall(self.text, min(max(self.end, first), stop), stop),
            )
            for sentence in self.sentences
            for first, stop in touched(sentence.cells, self.start, self.end)
        ]

    def _is_prose(self, sentence: Sentence) -> bool:
        """Return whether small words join the others of a sentence."""
        if sentence.small < _SMALL_OF_ENDED:
            return False
        is_ended = self.text.endswith((".", "!"), sentence.start, sentence.end)
        fewest = _SMALL_OF_ENDED if is_ended else max(_SMALL, len(sentence.cells) // 2 + 1)
        if sentence.small < fewest:
            return False
        others = (
            word.group()
            for word in WORD.finditer(self.text, sentence.start, sentence.end)
            if word.end() <= self.start or word.start() >= self.end
        )
        joining = joining_words() if len(sentence.cells) >= FEWEST_OF_LIST else frozenset[str]()
        small = sum(word in small_words() and word not in self.beside and word not in joining for word in others)
        return small >= fewest


def has_digit(word: str) -> bool:
    """Return whether a word has a digit."""
    return not word.isalpha() and any(map(str.isdigit, word))
