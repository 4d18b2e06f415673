"""Whether what stands around a name in a CV supports it as what an answer says it is.

A title that a model gives is a title only where the CV sets it as one: in a cell of the head of an entry, with a year
near, in the head of the CV, or in a sentence that tells of work. What a sentence says that speaks of the document, of
its reader or of what is to be recorded supports nothing, in whatever language: there, nothing says that it tells of
work. Everything here is bounded by the length of the text and `_MOST_PLACES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import islice, takewhile
from typing import NamedTuple

from cvparser.domain.cv.bullets import without_bullet
from cvparser.domain.cv.headings import heading_of
from cvparser.domain.grounding.known_words import (
    field_words,
    head_words,
    joining_words,
    label_words,
    order_words,
    short_forms,
    small_words,
    study_words,
    telling_phrases,
    told_as,
    words_about,
)
from cvparser.domain.grounding.layout import WORD, Layout, Sentence, touched
from cvparser.domain.grounding.mentions import has_arrow, is_telling, of_knowledge
from cvparser.domain.text.phrases import words_of

#: Places of a name that are looked at.
_MOST_PLACES = 24
#: Lines between what belongs to one entry.
_NEAR = 3
#: Words that a cell may have beside the name: "part-time", a town.
_SPARE = 3
#: Those of them that need not say how well a skill is known.
_SPARE_OF_SKILL, _SPARE_OF_MERIT = 1, 2
#: Unknown words that a line may have beside the one skill that it lists.
_SPARE_OF_LINE = 4
#: What parts items, and comments on them.
_BETWEEN = re.compile(r"[,;|\u2022\u00b7\u25aa\u2219\t\u3001\uff0c\u060c]|\s[-\u2013\u2014]\s|\s{2,}|\s/\s")
_BRACKETS = re.compile(r"\([^()\n]{0,80}\)|\[[^\[\]\n]{0,80}\]")
#: The same of the head of an entry.
_SPARE_OF_HEAD = 1
_CLOSING = " )\"'\u201c\u201d\u00bb"
_QUOTE = re.compile("[\"'\u201c\u201d\u00bb]")
#: Items of a list that may have any words.
_FEWEST_OF_LIST = 3
#: Words of a line that may be a town, a unit, a kind of contract.
_MOST_UNKNOWN = 3
#: Words beside a skill of a sentence that tells of work.
_FEWEST_OF_SENTENCE = 5
#: The same of forms, a line each fact.
_NEAR_LABEL = 6
#: What parts the names of columns, and how many words they have.
_COLUMNS = re.compile(r"[\t|]")
_MOST_OF_COLUMNS = 6
#: A line as long as this without an end was broken by the page.
_WRAPPED = 45
#: Unknown words of a label with a date: a town, a department.
_MOST_OF_LABEL = 0
#: Small words of a sentence, and of one that ends as sentences do.
_SMALL, _SMALL_OF_ENDED = 3, 2
#: Words of the sentence of a summary before the profession: "Experienced and certified".
_LEAD = 4
#: Words beside the profession in it.
_FEWEST_OF_SUMMARY = 7


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


#: What stands in lists, or in sentences that tell of one's own work.
_MENTIONED = frozenset({Role.SKILL, Role.LANGUAGE, Role.MERIT})
_FREELY_LABELLED = _MENTIONED | {Role.PLACE, Role.PROSE}


class _Place(NamedTuple):
    """Where a name stands, in which sentences, and the words of the other names of its entry."""

    role: Role
    start: int
    end: int
    sentences: Sequence[Sentence]
    beside: frozenset[str]


class Support:
    """The text of one CV."""

    def __init__(self, folded: str) -> None:
        self._layout = Layout(folded)

    def supports(self, role: Role, places: Iterable[tuple[int, int]], beside: Sequence[Sequence[str]] = ()) -> bool:
        """Return whether one of the places where a name stands shows it as what it is.

        Args:
            role: What it is.
            places: From where to where, in the folded text.
            beside: The folded words of each other name of its entry.
        """
        return any(self._supports(role, *place, beside) for place in islice(places, _MOST_PLACES))

    def _supports(self, role: Role, start: int, end: int, beside: Sequence[Sequence[str]]) -> bool:
        layout = self._layout
        number = layout.at(start)
        place = _Place(role, start, end, layout.around(start, end), _all(beside))
        around = WORD.findall(layout.text, place.sentences[0].start, place.sentences[-1].end)
        is_of_other_script = any(map(layout.is_foreign, around)) and not self._is_foreign(place)
        if is_of_other_script or any(map(layout.is_coded, place.sentences)):
            return False
        if self._is_led_into(number, place.beside) or not self._has_known_label(role, place):
            return False
        if role is Role.PROSE:
            return self._is_told(place)
        is_item = role in _MENTIONED and self._is_item(place)
        spoken_of = self._spoken_of(place)
        if self._is_order(place) or spoken_of > (role in _MENTIONED and self._begins_telling(place)):
            is_of_many = self._count_items(place) >= _FEWEST_OF_LIST
            return role is Role.SKILL and is_item and is_of_many and not self._is_order(place)
        if role in _MENTIONED:
            return is_item or self._is_mentioned(place)
        return role is Role.PLACE or self._is_set_as(role, place, beside)

    def _spoken_of(self, place: _Place) -> int:
        """Return how many words beside a name are about the document, its reader or what is right."""
        return sum(word in words_about() for word in self._others(place) if word not in place.beside)

    def _is_mentioned(self, place: _Place) -> bool:
        """Return whether a sentence that names a skill, a language or a certificate tells of one's own work."""
        if self._is_aside(place) or self._is_among_signs(place):
            return False
        return is_telling(self._layout, place.sentences, may_be_item=place.role is Role.SKILL)

    def _is_told(self, place: _Place) -> bool:
        """Return whether prose is told: as a whole, not as what a sentence orders or says of the document."""
        text, others = self._layout.text, len(list(self._others(place)))
        own = WORD.findall(text, place.start, place.end)
        is_order, spoken_of = self._is_order(place), self._spoken_of(place)
        if len(own) >= _FEWEST_OF_SENTENCE:
            return not (is_order and spoken_of + sum(word in words_about() for word in own))
        return not spoken_of and not is_order and others <= len(own) and not self._is_among_signs(place)

    def _is_foreign(self, place: _Place) -> bool:
        return any(map(self._layout.is_foreign, WORD.findall(self._layout.text, place.start, place.end)))

    def _is_item(self, place: _Place) -> bool:
        """Return whether a skill stands as an item of a list."""
        is_ended = self._is_ended(place)
        if is_ended and sum(len(self._layout.cells(each)) for each in place.sentences) < _FEWEST_OF_LIST:
            return False
        spare = 0 if is_ended else _SPARE
        text = self._layout.text
        if text[place.start - 1 : place.start].isalnum() or text[place.end : place.end + 1].isalnum():
            # In a script without blanks the name is a part of something longer.
            return False
        if not self._is_listed(place, spare, spare) or self._is_among_signs(place):
            return False
        return self._is_of_merit(place) if place.role is Role.MERIT else self._is_of_knowledge(place)

    def _is_of_merit(self, place: _Place) -> bool:
        """Return whether what stands in the cells with a certificate, an award or a project says little of it."""
        spare = [word for word in self._in_cells(place) if not self._is_known(word, place)]
        return len(spare) <= _SPARE_OF_MERIT

    def _is_among_signs(self, place: _Place) -> bool:
        """Return whether code stands around, or an arrow leads from one thing to another."""
        return has_arrow(self._layout, place.sentences) or self._layout.is_beside_code(place.sentences[0].line)

    def _is_of_knowledge(self, place: _Place) -> bool:
        """Return whether what its cell has beside a skill says how well it is known, but for a word."""
        spare = [
            word for word in self._in_cells(place) if not self._is_known(word, place) and word not in of_knowledge()
        ]
        if any(word in field_words() or word in small_words() for word in spare):
            return False
        if self._count_items(place) >= _FEWEST_OF_LIST:
            return len(spare) <= _SPARE_OF_SKILL
        return not spare and self._is_commented(place)

    def _is_commented(self, place: _Place) -> bool:
        """Return whether what a line says beside the one thing that it lists is how well it is known, or one more."""
        behind = self._layout.text[place.end : place.sentences[-1].end]
        said = [word for word in WORD.findall(behind) if not any(map(str.isdigit, word)) and word not in of_knowledge()]
        if behind.lstrip(_CLOSING).startswith(":"):
            return not said
        return len(said) <= _SPARE_OF_LINE and not any(word in small_words() for word in said)

    def _count_items(self, place: _Place) -> int:
        """Return how many items the lines of a place list, their label and what stands in brackets aside."""
        text = self._layout.text[place.sentences[0].start + self._label_length(place) : place.sentences[-1].end]
        return sum(any(map(str.isalnum, item)) for item in _BETWEEN.split(_BRACKETS.sub(" ", text)))

    def _in_cells(self, place: _Place) -> Iterator[str]:
        """Yield the words that stand with a name in its cells, up to those that join it with another item."""
        text, start, end = self._layout.text, place.start, place.end
        is_apart = joining_words().__contains__
        for sentence in place.sentences:
            for first, stop in touched(self._layout.cells(sentence), start, end):
                before = WORD.findall(text, first, max(min(start, stop), first))
                yield from takewhile(lambda word: not is_apart(word), reversed(before))
                behind = WORD.findall(text, min(max(end, first), stop), stop)
                yield from takewhile(lambda word: not is_apart(word), behind)

    def _is_aside(self, place: _Place) -> bool:
        """Return whether a sentence is short and stands alone: too little to tell of work."""
        first = place.sentences[0]
        text = self._layout.text[first.start : place.sentences[-1].end]
        is_item = without_bullet(text.lstrip())[1] or not text.rstrip().endswith((".", "!"))
        return not is_item and len(list(self._others(place))) < _FEWEST_OF_SENTENCE

    def _is_set_as(self, role: Role, place: _Place, beside: Sequence[Sequence[str]]) -> bool:
        """Return whether a place that speaks of nothing else is where a name of that kind stands."""
        layout, line = self._layout, place.sentences[0].line
        is_near = layout.has_year_near(line, _NEAR)
        is_head = (
            layout.is_all(place.sentences)
            and not self._is_ended(place)
            and self._is_listed(place, 0, _SPARE_OF_HEAD)
            and self._is_explained(place)
        )
        if not is_head:
            if role is Role.PROFESSION and layout.has_headings:
                return layout.is_above_work(line) and self._tells(place)
            if layout.has_year_near(line, 0) and self._stands_with(place, beside):
                return True
            return (layout.has_year_near(line, 0) or not layout.has_headings) and self._tells(place)
        if self._label(place) and not any(map(str.isdigit, self._label(place))):
            return layout.is_form(line)
        if role is Role.PROFESSION and layout.is_head(line):
            return True
        return is_near or not layout.has_headings or self._has_near(line, beside)

    def _is_explained(self, place: _Place) -> bool:
        """Return whether what stands with a name is, but for a few words, what stands in the heads of entries."""
        others = list(self._others(place))
        unknown = sum(not self._is_known(word, place) and word not in label_words() for word in others)
        is_quoted = _QUOTE.match(self._layout.text, place.end) is not None
        if is_quoted and not any(word in place.beside or any(map(str.isdigit, word)) for word in others):
            return not unknown
        return unknown <= _MOST_UNKNOWN or unknown * 2 <= len(others)

    def _stands_with(self, place: _Place, beside: Sequence[Sequence[str]]) -> bool:
        """Return whether a name fills a cell of a sentence that names another one of its entry."""
        others = set(self._others(place))
        return any(name and others.issuperset(name) for name in beside) and self._is_listed(place, 0, _SPARE_OF_HEAD)

    def _has_near(self, line: int, beside: Sequence[Sequence[str]]) -> bool:
        """Return whether another name of the entry stands in the lines around."""
        around = {word for near in range(line - 2, line + 3) for word in self._layout.words_of(near)}
        return any(name and around.issuperset(name) for name in beside)

    def _others(self, place: _Place) -> Iterator[str]:
        """Yield the words that stand with a name, without its label."""
        label_end = place.sentences[0].start + self._label_length(place)
        for sentence in place.sentences:
            first = max(sentence.start, label_end)
            # Scripts without blanks have words before and behind a name in what looks like one.
            yield from WORD.findall(self._layout.text, first, max(min(place.start, sentence.end), first))
            yield from WORD.findall(self._layout.text, min(max(place.end, first), sentence.end), sentence.end)

    def _is_listed(self, place: _Place, before: int, after: int) -> bool:
        """Return whether the name fills cells of its line, but for so many words before and behind it."""
        text, start, end = self._layout.text, place.start, place.end
        if any(self._is_prose(each, place) for each in place.sentences):
            return False
        leading: list[str] = []
        trailing: list[str] = []
        for sentence in place.sentences:
            for first, stop in touched(self._layout.cells(sentence), start, end):
                leading += WORD.findall(text, first, max(min(start, stop), first))
                trailing += WORD.findall(text, min(max(end, first), stop), stop)
        counts = [sum(not self._is_known(word, place) for word in words) for words in (leading, trailing)]
        return counts[0] <= before and counts[1] <= after

    def _is_known(self, word: str, place: _Place) -> bool:
        """Return whether a word beside a name is one of another name, of a date or of the head of an entry."""
        if place.role is Role.STUDY and word in study_words():
            return True
        return word in place.beside or word in head_words() or any(map(str.isdigit, word))

    def _is_ended(self, place: _Place) -> bool:
        """Return whether a line ends as a sentence does, not with a short form."""
        text = self._layout.text[: place.sentences[-1].end].rstrip()
        if all(self._is_known(word, place) for word in self._others(place)):
            return False
        last = WORD.findall(text, max(len(text) - 40, place.sentences[-1].start))
        is_short_form = bool(last) and last[-1] in short_forms()
        return text.endswith((".", "!", "?")) and not is_short_form

    def _is_prose(self, sentence: Sentence, place: _Place) -> bool:
        """Return whether small words join the others of a sentence."""
        text = self._layout.text
        others = (
            word.group()
            for word in WORD.finditer(text, sentence.start, sentence.end)
            if word.end() <= place.start or word.start() >= place.end
        )
        cells = len(self._layout.cells(sentence))
        joining = joining_words() if cells >= _FEWEST_OF_LIST else frozenset[str]()
        small = sum(word in small_words() and word not in place.beside and word not in joining for word in others)
        is_ended = text[: sentence.end].endswith((".", "!"))
        return small >= (_SMALL_OF_ENDED if is_ended else max(_SMALL, cells // 2 + 1))

    def _label_length(self, place: _Place) -> int:
        return len(self._layout.text[place.sentences[0].start : place.start].rpartition(":")[0])

    def _label(self, place: _Place) -> str:
        """Return what stands before the last colon before the name."""
        start = place.sentences[0].start
        return self._layout.text[start : start + self._label_length(place)].strip(" \t-*\u2022\u00b7")

    def _has_known_label(self, role: Role, place: _Place) -> bool:
        """Return whether nothing before a colon says that the name is something else than forms ask for."""
        label = self._label(place)
        if not label:
            return True
        found = WORD.findall(label)
        if role in _FREELY_LABELLED:
            is_phrase = sum(word in small_words() for word in found) > 1
            return (
                not is_phrase
                and not any(word in words_about() for word in found)
                and order_words().search(label) is None
            )
        if any(map(str.isdigit, label)) or heading_of(label) is not None:
            unknown = sum(not self._is_known(word, place) and word not in label_words() for word in found)
            return unknown <= _MOST_OF_LABEL and not any(word in words_about() for word in found)
        return all(word in label_words() or word in place.beside for word in found)

    def _is_led_into(self, number: int, beside: frozenset[str]) -> bool:
        """Return whether the sentence before that number speaks of what follows."""
        if number == 0 or self._layout.sentences[number].follows_blank:
            return False
        before = self._layout.sentences[number - 1]
        text = self._layout.text[before.start : before.end].strip()
        if self._layout.is_heading(before.line) or not text:
            return False
        spoken_of = sum(word in words_about() for word in WORD.findall(text) if word not in beside)
        is_wrapped = len(text) >= _WRAPPED and text[-1] not in ".!;"
        is_order = order_words().search(text) is not None
        if _COLUMNS.search(text) and len(WORD.findall(text)) <= _MOST_OF_COLUMNS and spoken_of:
            return True
        if text[-1] in "?\uff1f\u061f":
            return True
        return (text[-1] in ":\uff1a" and spoken_of > 0) or (is_wrapped and spoken_of + is_order > 1)

    def _is_order(self, place: _Place) -> bool:
        return any(order_words().search(self._layout.text, each.start, each.end) for each in place.sentences)

    def _begins_telling(self, place: _Place) -> bool:
        """Return whether a sentence begins with a word of work, as `Worked as ...`."""
        found = words_of(self._layout.text[place.sentences[0].start : place.start])
        return bool(found) and telling_phrases().at(found, 0) is not None

    def _tells(self, place: _Place) -> bool:
        """Return whether a sentence tells of work or study, or of the person by the profession that it begins with."""
        first, others = place.sentences[0].start, list(self._others(place))
        if place.role is not Role.PROFESSION or not self._layout.has_headings:
            return bool(telling_phrases().find(words_of(self._layout.text[first : place.sentences[-1].end])))
        if self._is_aside(place):
            return False
        before = self._layout.text[first : place.start]
        is_first = len(WORD.findall(before)) <= _LEAD and len(others) >= _FEWEST_OF_SUMMARY
        return is_first or told_as().search(before) is not None


def _all(beside: Sequence[Sequence[str]]) -> frozenset[str]:
    return frozenset(word for name in beside for word in name)
