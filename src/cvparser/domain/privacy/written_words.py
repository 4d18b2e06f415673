"""Whether words of a text are those of the language files as these write them, where folding makes two words one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from cvparser.domain.lexicon import lexicon
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold
from cvparser.domain.text.turkish_letters import is_same_word

_WORD = re.compile(r"[^\W\d_]+")
_CLASS = re.compile(r"\{\w+\}")
#: Sections whose phrases make what stands in them or beside them personal.
_SECTIONS = ("statements.", "classes.", "values.", "birth.", "address.cues", "names.after", "names.relations")


@remembered
def reads_otherwise(asked: tuple[str, frozenset[str]]) -> bool:
    """Return whether a word of a text, of which a phrase was found, is another one by the letters told apart."""
    text, told_apart = asked
    for word in _WORD.findall(text):
        forms = _forms().get(fold(word))
        if forms is not None and word not in forms and not any(is_same_word(word, form, told_apart) for form in forms):
            return True
    return False


@cache
def _forms() -> Mapping[str, frozenset[str]]:
    """Return how the words of phrases are written, by how they fold."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for sections in lexicon().values():
        for section, phrases in sections.items():
            if section.startswith(_SECTIONS):
                for word in _WORD.findall(_CLASS.sub(" ", " ".join(phrases))):
                    forms[fold(word)].add(word)
    return {folded: frozenset(written) for folded, written in forms.items()}
