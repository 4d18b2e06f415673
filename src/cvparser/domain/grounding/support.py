"""Whether what stands around a name in a CV supports it as what an answer says it is.

A title that a model gives is a title only where the CV sets it as one: in a cell of the head of an entry, with a year
near, in the head of the CV, or in a sentence that tells of work. What a sentence says that speaks of the document, of
its reader or of what is to be recorded supports nothing, in whatever language: there, nothing says that it tells of
work. Everything here is bounded by the length of the text and `_MOST_PLACES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice

from cvparser.domain.cv.headings import heading_of
from cvparser.domain.grounding.instructions import modals_in, says_what_to_do
from cvparser.domain.grounding.known_words import (
    field_words,
    label_words,
    small_words,
    telling_phrases,
    told_as,
    words_about,
)
from cvparser.domain.grounding.layout import Layout
from cvparser.domain.grounding.listed import WORD
from cvparser.domain.grounding.mentions import is_telling, of_knowledge
from cvparser.domain.grounding.place import FEWEST_OF_LIST, FEWEST_OF_SENTENCE, Place, Role, has_digit
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
#: The same of the head of an entry.
_SPARE_OF_HEAD = 1
_CLOSING = " )\"'\u201c\u201d\u00bb"
_QUOTE = re.compile("[\"'\u201c\u201d\u00bb]")
#: Words of a line that may be a town, a unit, a kind of contract.
_MOST_UNKNOWN = 3
#: What parts the names of columns, and how many words they have.
_COLUMNS = re.compile(r"[\t|]")
_MOST_OF_COLUMNS = 6
#: A line as long as this without an end was broken by the page.
_WRAPPED = 45
#: Unknown words of a label with a date: a town, a department.
_MOST_OF_LABEL = 0
#: Words of the sentence of a summary before the profession: "Experienced and certified".
_LEAD = 4
#: Words beside the profession in it.
_FEWEST_OF_SUMMARY = 7

#: What stands in lists, or in sentences that tell of one's own work.
_MENTIONED = (Role.SKILL, Role.LANGUAGE, Role.MERIT)
_FREELY_LABELLED = (*_MENTIONED, Role.PLACE, Role.PROSE)


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
        words = frozenset(chain.from_iterable(beside))
        for start, end in islice(places, _MOST_PLACES):
            if self._supports(Place(self._layout, role, start, end, words), beside):
                return True
        return False

    def _supports(self, place: Place, beside: Sequence[Sequence[str]]) -> bool:
        if self._is_of_other_script(place) or any(map(self._layout.is_coded, place.sentences)):
            return False
        if self._is_led_into(place) or not self._has_known_label(place):
            return False
        if place.role is Role.PROSE:
            return self._is_told(place)
        is_item = place.role in _MENTIONED and self._is_item(place)
        if place.is_order or self._speaks_of_what_is_recorded(place):
            is_of_many = place.items >= FEWEST_OF_LIST
            return place.role is Role.SKILL and is_item and is_of_many and not place.is_order
        if place.role in _MENTIONED:
            return is_item or self._is_mentioned(place)
        return place.role is Role.PLACE or self._is_set(place, beside)

    def _is_of_other_script(self, place: Place) -> bool:
        """Return whether the lines of a name have words of another script than the text and the name."""
        is_foreign = self._layout.is_foreign
        if not self._layout.has_foreign_words:
            return False
        around = WORD.findall(place.text, place.sentences[0].start, place.sentences[-1].end)
        return any(map(is_foreign, around)) and not any(map(is_foreign, place.own))

    def _speaks_of_what_is_recorded(self, place: Place) -> bool:
        """Return whether words beside a name are about the document; one may be where a sentence tells of work."""
        spoken_of = place.spoken_of
        if spoken_of == 1 and place.role in _MENTIONED:
            return not place.begins_telling
        return spoken_of > 0

    def _is_mentioned(self, place: Place) -> bool:
        """Return whether a sentence that names a skill, a language or a certificate tells of one's own work."""
        if place.is_aside or self._is_among_signs(place):
            return False
        return is_telling(self._layout, place.sentences, may_be_item=place.role is Role.SKILL)

    def _is_told(self, place: Place) -> bool:
        """Return whether prose is told: as a whole, not as what a sentence orders or says of the document."""
        if place.has_words(FEWEST_OF_SENTENCE):
            return not (place.is_order and place.spoken_of + sum(word in words_about() for word in place.own))
        if place.is_order or place.spoken_of:
            return False
        return len(place.others) <= len(place.own) and not self._is_among_signs(place)

    def _is_item(self, place: Place) -> bool:
        """Return whether a skill stands as an item of a list."""
        if place.is_within_word:
            return False
        is_ended = place.is_ended
        if is_ended and sum(len(each.cells) for each in place.sentences) < FEWEST_OF_LIST:
            return False
        spare = 0 if is_ended else _SPARE
        if not place.is_listed(spare, spare) or self._is_among_signs(place):
            return False
        return self._is_of_merit(place) if place.role is Role.MERIT else self._is_of_knowledge(place)

    def _is_of_merit(self, place: Place) -> bool:
        """Return whether what stands in the cells with a certificate, an award or a project says little of it."""
        return sum(not place.is_known(word) for word in place.in_cells()) <= _SPARE_OF_MERIT

    def _is_among_signs(self, place: Place) -> bool:
        """Return whether code stands around, or an arrow leads from one thing to another."""
        return self._layout.is_beside_code(place.line) or any(each.has_arrow for each in place.sentences)

    def _is_of_knowledge(self, place: Place) -> bool:
        """Return whether what its cell has beside a skill says how well it is known, but for a word."""
        spare = [word for word in place.in_cells() if not place.is_known(word) and word not in of_knowledge()]
        if any(word in field_words() or word in small_words() for word in spare):
            return False
        if place.items >= FEWEST_OF_LIST:
            return len(spare) <= _SPARE_OF_SKILL
        return not spare and self._is_commented(place)

    def _is_commented(self, place: Place) -> bool:
        """Return whether what a line says beside the one thing that it lists is how well it is known, or one more."""
        behind = place.text[place.end : place.sentences[-1].end]
        said = [word for word in WORD.findall(behind) if not has_digit(word) and word not in of_knowledge()]
        if behind.lstrip(_CLOSING).startswith(":"):
            return not said
        return len(said) <= _SPARE_OF_LINE and not any(word in small_words() for word in said)

    def _is_set(self, place: Place, beside: Sequence[Sequence[str]]) -> bool:
        """Return whether a place that speaks of nothing else is where a name of that kind stands."""
        layout, line = self._layout, place.line
        is_head = (
            layout.is_all(place.sentences)
            and not place.is_ended
            and place.is_listed(0, _SPARE_OF_HEAD)
            and self._is_explained(place)
        )
        if not is_head:
            if place.role is Role.PROFESSION and layout.has_headings:
                return layout.is_above_work(line) and self._tells(place)
            if layout.has_year_near(line, 0) and self._stands_with(place, beside):
                return True
            return (layout.has_year_near(line, 0) or not layout.has_headings) and self._tells(place)
        if place.label and not has_digit(place.label):
            return layout.is_form(line)
        if place.role is Role.PROFESSION and layout.is_head(line):
            return True
        return layout.has_year_near(line, _NEAR) or not layout.has_headings or self._has_near(line, beside)

    def _is_explained(self, place: Place) -> bool:
        """Return whether what stands with a name is, but for a few words, what stands in the heads of entries."""
        others = place.others
        unknown = sum(not place.is_known(word) and word not in label_words() for word in others)
        is_quoted = _QUOTE.match(place.text, place.end) is not None
        if is_quoted and not any(word in place.beside or has_digit(word) for word in others):
            return not unknown
        return unknown <= _MOST_UNKNOWN or unknown * 2 <= len(others)

    def _stands_with(self, place: Place, beside: Sequence[Sequence[str]]) -> bool:
        """Return whether a name fills a cell of a sentence that names another one of its entry."""
        others = set(place.others)
        return any(name and others.issuperset(name) for name in beside) and place.is_listed(0, _SPARE_OF_HEAD)

    def _has_near(self, line: int, beside: Sequence[Sequence[str]]) -> bool:
        """Return whether another name of the entry stands in the lines around."""
        around = {word for near in range(line - 2, line + 3) for word in self._layout.words_of(near)}
        return any(name and around.issuperset(name) for name in beside)

    def _has_known_label(self, place: Place) -> bool:
        """Return whether nothing before a colon says that the name is something else than forms ask for."""
        label = place.label
        if not label:
            return True
        found = WORD.findall(label)
        if place.role in _FREELY_LABELLED:
            is_phrase = sum(word in small_words() for word in found) > 1
            is_about = is_phrase or any(word in words_about() for word in found)
            return not is_about and not says_what_to_do(label, modals_in(label), 0, len(label))
        if has_digit(label) or heading_of(label) is not None:
            unknown = sum(not place.is_known(word) and word not in label_words() for word in found)
            return unknown <= _MOST_OF_LABEL and not any(word in words_about() for word in found)
        return all(word in label_words() or word in place.beside for word in found)

    def _is_led_into(self, place: Place) -> bool:
        """Return whether the sentence before a name speaks of what follows."""
        sentences = self._layout.sentences
        if place.number == 0 or sentences[place.number].follows_blank:
            return False
        before = sentences[place.number - 1]
        text = before.text
        if text[-1] in "?\uff1f\u061f":
            return not self._layout.is_heading(before.line)
        has_columns = len(before.words) <= _MOST_OF_COLUMNS and _COLUMNS.search(text) is not None
        is_opening = text[-1] in ":\uff1a"
        is_wrapped = len(text) >= _WRAPPED and text[-1] not in ".!;"
        if not (has_columns or is_opening or is_wrapped) or self._layout.is_heading(before.line):
            return False
        spoken_of = sum(word not in place.beside for word in before.about)
        if has_columns or is_opening:
            return spoken_of > 0
        return spoken_of + before.is_order > 1

    def _tells(self, place: Place) -> bool:
        """Return whether a sentence tells of work or study, or of the person by the profession that it begins with."""
        first = place.sentences[0].start
        if place.role is not Role.PROFESSION or not self._layout.has_headings:
            return bool(telling_phrases().find(words_of(place.text[first : place.sentences[-1].end])))
        if place.is_aside:
            return False
        before = place.text[first : place.start]
        is_first = len(WORD.findall(before)) <= _LEAD and len(place.others) >= _FEWEST_OF_SUMMARY
        return is_first or told_as().search(before) is not None
