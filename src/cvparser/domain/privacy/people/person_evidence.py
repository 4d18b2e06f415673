"""How much speaks for a name being somebody's, where a role, a label or a telephone number stands beside it."""

from __future__ import annotations

import re

from cvparser.domain.privacy.labels import label_kind
from cvparser.domain.privacy.people.inventories import is_given, is_listed, products
from cvparser.domain.privacy.people.name_forms import Name, is_company, is_place, is_professional, names_organisation
from cvparser.domain.privacy.prepared_text import PreparedText
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold

_LETTERS = re.compile(r"[^\W\d_]+")
_MARKS = frozenset("'’.-")
#: A word in capitals of so few letters is an acronym where others are not in capitals.
_LONGEST_ACRONYM = 4
_PAIR, _MOST = 2, 4
#: What a name needs that a role, a label or a number announces: two words of which nothing says they are no name.
ANNOUNCED = 1
#: What it needs that a small word such as `with` stands before: a frequent given name as well.
ALONE = 3


def evidence(prepared: PreparedText, name: Name) -> int:
    """Return the sum of what speaks for and against a name of a person."""
    known = vocabulary()
    folded = [fold(word).rstrip(".") for word in name.words]
    own = [word for word in folded if word not in known.particles]
    for_it = (
        _PAIR * begins_with_given(name)
        + (_PAIR <= len(own) <= _MOST)
        + (len(own) < len(folded) or any(mark in word for word in name.words for mark in _MARKS))
    )
    against = (
        3 * (is_company(name) or names_organisation(folded))
        + 2 * (is_place(name) or folded[-1] in known.places)
        + 2 * (any(map(_is_acronym, name.words)) and not all(word.isupper() for word in name.words))
        + 2 * (label_kind(" ".join(folded)) is not None)
        + 2 * is_product(name)
        + 2 * any(is_professional(word) and word not in known.homonyms for word in own if len(word) > 1)
        + sum(word in prepared.small_words for word in own)
    )
    return for_it - against


def begins_with_given(name: Name) -> bool:
    """Return whether a frequent given name begins a name."""
    return _first(name) in vocabulary().given


def may_begin_with_given(name: Name) -> bool:
    """Return whether any list has the first word as a given name, and none a word as a product."""
    return is_given(_first(name)) and not any(fold(word).rstrip(".") in products() for word in name.words)


def is_product(name: Name) -> bool:
    """Return whether a name begins with a product or a large firm, and with no frequent given name: `Apache Kafka`."""
    return _first(name) in products() and not begins_with_given(name)


def is_known(name: Name) -> bool:
    """Return whether a frequent given name begins a name, or lists have both its first and its last word."""
    if begins_with_given(name):
        return True
    # "Abernathy-Cole"
    last = fold(name.words[-1]).rstrip(".").split("-")
    return len(name.words) > 1 and may_begin_with_given(name) and any(map(is_listed, last))


def is_caseless(name: Name) -> bool:
    """Return whether a name is of a script without capitals, in which a word may be a name as a whole."""
    return all(word.lower() == word.upper() for word in name.words)


def _first(name: Name) -> str:
    return re.split(r"[-.]", fold(name.words[0]))[0]


def goes_on_with_work(name: Name) -> bool:
    """Tell `SUPERVISOR DE OBRA` from a name that begins with a particle: in capitals, a lone word is a noun."""
    own = [word for word in name.words if fold(word) not in vocabulary().particles]
    return len(own) < _PAIR and len(own) < len(name.words) and all(word.isupper() for word in name.words)


def _is_acronym(word: str) -> bool:
    letters = word.rstrip(".")
    return 1 < len(letters) <= _LONGEST_ACRONYM and letters.isupper()
