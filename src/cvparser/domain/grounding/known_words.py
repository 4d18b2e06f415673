"""Words by which it is told what stands beside a name: of the document, of heads of entries, of work."""

from __future__ import annotations

import re
from functools import cache

from cvparser.domain.cv.dates.notation import month_numbers
from cvparser.domain.grounding.listed import WORD
from cvparser.domain.lexicon import named_words, words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, phrase_set
from cvparser.domain.text.words import Words, alternatives

#: Kinds of labels of what an answer names.
_LABELS = frozenset({"company", "dates", "degree", "field", "institution", "place", "profession", "title"})


@cache
def words_about() -> Words:
    """Return words about the document, its reader or what is right."""
    return Words(words("instructed", "about"))


@cache
def field_words() -> Words:
    """Return what the fields of an answer are called."""
    return Words(words("instructed", "fields"))


@cache
def label_words() -> frozenset[str]:
    """Return what labels of jobs and schools are made of."""
    around = (*words("forms", "label_words"), *words("forms", "between_labels"), *words("education", "degrees"))
    around = (*around, *(each for each, kind in named_words("labels") if kind in _LABELS))
    return frozenset(word for each in around for word in WORD.findall(fold(each)))


@cache
def small_words() -> frozenset[str]:
    """Return words that join the others of a sentence."""
    return frozenset(map(fold, words("function_words")))


@cache
def joining_words() -> frozenset[str]:
    """Return words that stand between the last two items of a list."""
    return frozenset(map(fold, words("skills", "and")))


@cache
def head_words() -> frozenset[str]:
    """Return what stands with names in the heads of entries: kinds of contracts, towns, months, degrees."""
    kinds = ("contract_words", "working_time", "title_levels", "legal_forms", "departments", "company_connectors")
    listed = [word for kind in kinds for word in words("experience", kind)]
    listed += [*words("places", "names"), *words("places", "remote"), *words("places", "regions")]
    listed += month_numbers()
    listed += [word for kind in ("present", "to", "of", "since", "until") for word in words("dates", kind)]
    kinds = (
        "degrees",
        "degree_qualifiers",
        "faculty_words",
        "head_connectors",
        "field_connectors",
        "institution_words",
    )
    listed += [word for kind in kinds for word in words("education", kind)]
    listed += [*words("prose", "study"), *words("prose", "left", "institution")]
    return frozenset(word for each in listed for word in WORD.findall(fold(each)) if len(word) > 1)


@cache
def short_forms() -> frozenset[str]:
    """Return what ends with a period anywhere: `Ltd.`, `Dec.`."""
    listed = [*words("experience", "legal_forms"), *month_numbers()]
    return frozenset(word for each in listed for word in WORD.findall(fold(each)))


@cache
def study_words() -> frozenset[str]:
    """Return what stands with the name of a degree."""
    listed = [*words("education", "degrees"), *words("education", "field_connectors")]
    return frozenset(word for each in listed for word in WORD.findall(fold(each)))


@cache
def told_as() -> re.Pattern[str]:
    """Return what stands right before a title that a sentence tells of."""
    before, article = alternatives(words("prose", "right", "title")), alternatives(words("prose", "articles"))
    return re.compile(rf"(?<![^\W_])(?:{before})\s(?:(?:{article})\s)?(?:\w{{1,30}}\s)?\Z")


@cache
def telling_phrases() -> Phrases[bool]:
    """Return phrases that tell of work or study."""
    return phrase_set((*words("prose", "work"), *words("prose", "study"), *words("prose", "right", "title")))
