"""Names that other detectors found and no rule did: whose they are, so that they go wherever they stand again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.finding import Finding, beyond
from cvparser.domain.privacy.people.inventories import products
from cvparser.domain.privacy.people.name_forms import is_professional, joined_keys, name_keys
from cvparser.domain.privacy.people.name_variants import short_forms
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.lookup import Stretches

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
#: More than any CV names, and characters of the longest: what else is told goes where it stands, and nowhere else.
_MOST, _LONGEST = 100, 80
#: Letters of a word that an e-mail address spells by more than chance.
_SPELT = 4
#: Letters of a word that is not another word by chance.
_SURE = 5
#: Lines from the top in which a full name is the candidate's if nobody else's was found.
_HEAD = 8
_SPELLING = frozenset({Category.EMAIL, Category.URL, Category.HANDLE})


@dataclass(frozen=True, slots=True)
class ToldNames:
    """What others told of names. Personal.

    Attributes:
        keys: Of the candidate's names, as in `Names`.
        people: Folded words of each other person's name.
    """

    keys: frozenset[str] = frozenset()
    people: tuple[frozenset[str], ...] = ()


NOBODY = ToldNames()


def told_names(text: str, told: Sequence[Finding], found: Sequence[Finding], *, is_named: bool) -> ToldNames:
    """Return what the names in `told` say beyond what rules `found`: that is sorted and does not overlap.

    A name of which rules found a part is the candidate's. Where they found none (`is_named` is false), so is a name
    that an address on the net spells, and else the first full name of the head.
    """
    listed = [each for each in told if each.category is Category.NAME and each.end - each.start <= _LONGEST]
    new = list(islice(beyond(listed, found), _MOST))
    if not new:
        return NOBODY
    names = [_words(text[each.start : each.end]) for each in new]
    of_rules = Stretches((each.start, each.end) for each in found if each.category is Category.NAME)
    own = {at for at, each in enumerate(new) if of_rules.touch(each.start, each.end)}
    if not is_named and not own:
        own = set(_candidates(text, new, names, found))
    keys: set[str] = set()
    for at in own:
        keys |= name_keys(names[at]) | joined_keys(names[at])
    others = [tuple(map(fold, each)) for at, each in enumerate(names) if at not in own]
    # One word alone is too often a town or a tool: it goes where it was found.
    full = [each for each in others if len(each) > 1]
    people = [frozenset(words) for each in full for words in (each, each[-1:]) if _is_telling(words)]
    return ToldNames(frozenset(keys | short_forms(keys)), tuple(people))


def _words(name: str) -> tuple[str, ...]:
    known = vocabulary()
    titles = known.titles | known.titles_after
    return tuple(word for word in _WORD.findall(name) if fold(word) not in titles or len(word) == 1)


def _candidates(
    text: str, told: Sequence[Finding], names: Sequence[tuple[str, ...]], found: Sequence[Finding]
) -> Iterator[int]:
    links = " ".join(fold(text[each.start : each.end]) for each in found if each.category in _SPELLING)
    spelt = [at for at, words in enumerate(names) if any(len(word) >= _SPELT and fold(word) in links for word in words)]
    if spelt:
        yield from spelt
        return
    for at, (each, words) in enumerate(zip(told, names, strict=True)):
        if len(words) > 1 and sum(map(bool, text[: each.start].split("\n"))) <= _HEAD:
            yield at
            return


def _is_telling(words: tuple[str, ...]) -> bool:
    """Whether the words of a name mean its bearer wherever they stand together: one word must mean nothing else."""
    if len(words) > 1:
        return True
    word, known = words[0], vocabulary()
    listed = (known.homonyms, known.places, known.given, products())
    return len(word) >= _SURE and not any(word in each for each in listed) and not is_professional(word)
