"""Where a stretch stands must not speak against what the network says it is: a sentence's first word is no name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.people.inventories import is_listed
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold, key

#: Characters of a line, and of the lines beside it, that are looked at on either side.
_LOOK = 200
_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]++)\.?[ ]*+\Z")
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_])[^\W\d_]*[ -]$")
#: What joins words of one name.
_JOINTS = (" ", "-")
_JOINING = ("-", ".", "/")
#: What parts a value from its label, or cells of a line, from what follows.
_PARTING = re.compile(r"(?:[:=|\t•·–—-]|(?<! )  )[ ]*+\Z")
_LABEL_END = re.compile(r"[ ]?[.]?:")
_CONTACT = re.compile(r"[@＠]|(?:\d\D{0,3}){7}|www\.|://")
_VERSION = re.compile(r"(?<!\d)\d++(?:\.\d++)++")
_DIGIT = re.compile(r"\d")
_ACCOUNT_SIGN = re.compile(r"[\d_@./]")
#: A state, a country after a town.
_REGION = re.compile(r",[ ]?((?:[^\W\d_]\.[ ]?)*[^\W\d_]+)")
#: Letters of a small word that is more than a particle of a name.
_ORDINARY = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch and the line around it."""

    text: str
    start: int
    end: int

    @property
    def stretch(self) -> str:
        """What the network found."""
        return self.text[self.start : self.end]

    @property
    def before(self) -> str:
        """The line up to the stretch."""
        near = self.text[max(0, self.start - _LOOK) : self.start]
        return near.rpartition("\n")[2]

    @property
    def after(self) -> str:
        """The line from the stretch on."""
        return self.text[self.end : self.end + _LOOK].partition("\n")[0]

    @property
    def is_alone(self) -> bool:
        """Whether no other word stands in its line."""
        return _WORD.search(self.before) is None and _WORD.search(self.after) is None

    @property
    def is_parted(self) -> bool:
        """Whether a label or another cell of the line ends before it."""
        return _PARTING.search(self.before) is not None

    @property
    def lines_beside(self) -> Sequence[str]:
        """The filled lines right before and after its own."""
        above = self.text[max(0, self.start - len(self.before) - _LOOK) : self.start - len(self.before)].rstrip()
        below = self.text[self.end + len(self.after) : self.end + len(self.after) + _LOOK].lstrip()
        return above.rpartition("\n")[2], below.partition("\n")[0]


def stands(label: str, text: str, start: int, end: int) -> bool:
    """Whether nothing around a stretch speaks against its label."""
    place = Place(text, start, end)
    return not any(speaks(place) for speaks in _AGAINST.get(label, ()))


def _is_fragment(place: Place) -> bool:
    """One word alone was taken out of several with a capital each, as in the name of a building."""
    if " " in place.stretch:
        return False
    before, after = _WORD_BEFORE.search(place.before), place.after[:2]
    return (before is not None and before[1].isupper()) or (after[:1] in _JOINTS and after[1:].isupper())


def _is_word_of_sentence(place: Place) -> bool:
    """`Kâhya ile birlikte çalıştım`, `seeking a new role`: one word among others, and no list has it as a name."""
    word = place.stretch
    if len(_WORD.findall(word)) > 1 or place.is_alone or word.lower() == word.upper():
        return False
    if word.islower() and _has_capitals(place):
        return True
    if place.before.strip() and not place.is_parted:
        return False
    return _LABEL_END.match(place.after) is not None or not (is_listed(fold(word)) or place.is_parted)


def _is_town(place: Place) -> bool:
    """`Halden Group<tab>Berkeley, CA`: a word before its state or country, or one that lists have as a place."""
    if len(_WORD.findall(place.stretch)) > 1 or (place.is_alone and not place.after.strip()):
        return False
    after = _REGION.match(place.after)
    if after is None:
        return False
    region = fold(after[1])
    return (
        (after[1].isupper() and len(after[1]) == 2)
        or region in vocabulary().places
        or fold(place.stretch) in (vocabulary().places)
    )


def _is_phrase(place: Place) -> bool:
    """`avec le charpentier bois`, `Balon pilotu ile`: a trade, among others in a line that writes names large."""
    spoken = _WORD.findall(place.stretch)
    if place.is_alone or not _has_capitals(place) or place.is_parted:
        return False
    if spoken[0].islower():
        if fold(spoken[0]) not in vocabulary().particles and not all(map(str.islower, spoken)):
            # "mit anderen Freiwilligen"
            return True
        begins = fold(spoken[0]) in _articles()
        return (begins and len(spoken) == 2) or _follows(place, _articles())
    return len(spoken) == 2 and spoken[1].islower() and len(spoken[1]) >= _ORDINARY and not place.before.strip()


def _is_place_of_work(place: Place) -> bool:
    """`The project ran in India`, `Handlebars`: without a number, neither behind a label nor among contact data."""
    if _LABEL_END.match(place.after):
        return True
    if _DIGIT.search(place.stretch):
        # No house has the number of a version: `FreeRTOS 10.4`.
        return _DIGIT.search(_VERSION.sub("", place.stretch)) is None
    is_word = len(_WORD.findall(place.stretch)) == 1
    if place.is_alone:
        return is_word and not any(map(_is_personal_line, place.lines_beside))
    if is_word:
        return not place.is_parted or _WORD.search(place.after) is not None
    return not (place.is_parted or _has_contact(place))


def _is_word_for_account(place: Place) -> bool:
    """`10th`, `dipl.-wirtsch.`: neither an address on the net nor an account's name among contact data."""
    if _ACCOUNT_SIGN.search(place.stretch):
        return False
    if place.before[-1:] in _JOINING or place.after[:1] in _JOINING:
        return True
    return not (_has_contact(place) or place.is_parted)


def _has_capitals(place: Place) -> bool:
    return any(each.isupper() for each in place.before + place.after)


def _has_contact(place: Place) -> bool:
    return _CONTACT.search(place.before) is not None or _CONTACT.search(place.after) is not None


def _is_personal_line(line: str) -> bool:
    return _CONTACT.search(line) is not None or key(line.rstrip(" :")) in vocabulary().labels


def _follows(place: Place, listed: frozenset[str]) -> bool:
    last = _LAST_WORD.search(place.before)
    return last is not None and fold(last[1]) in listed


@cache
def _articles() -> frozenset[str]:
    return frozenset(map(fold, words("small", "articles")))


_AGAINST: Mapping[str, Sequence[Callable[[Place], bool]]] = {
    "name": (_is_fragment, _is_word_of_sentence, _is_phrase, _is_town),
    "address": (_is_place_of_work,),
    "web": (_is_word_for_account,),
}
