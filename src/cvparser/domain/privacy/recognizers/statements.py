"""What people say of themselves in sentences: `I am married`, `iki çocuk babasıyım`, `Mitglied der IG Metall`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.changed_lines import those_within
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.people.inventories import is_given
from cvparser.domain.privacy.people.name_forms import CAPITALS
from cvparser.domain.privacy.prepared_text import PreparedText
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

_CAPITALISED = re.compile(rf"[{CAPITALS}][^\W\d_]{{1,20}}")
_NEXT_WORD = re.compile(r" (?P<word>[^\W\d_]{3,})")


def find_statements(context: Context) -> Iterator[Match]:
    """Find phrases that are personal wherever they stand."""
    prepared = context.prepared
    statements = vocabulary().statements
    begun = those_within(context.changed, prepared.words_among(statements.first_words))
    for start, end, kind in statements.find(prepared.text, prepared.folded, begun, is_cased=prepared.is_cased):
        is_of_work = kind == Category.FAMILY and _goes_on_with_work(prepared, end)
        if not is_of_work and not prepared.reads_otherwise(start, end):
            is_of_kin = kind in {Category.FAMILY, Category.MARITAL_STATUS}
            yield Match(start, _past_names(prepared, end) if is_of_kin else end, Category(kind), "statement")


def _past_names(prepared: PreparedText, end: int) -> int:
    """Return where the given names behind relatives end: `two sons, Finn and Cormac`, `deux enfants (Léa, Côme)`."""
    names = _names().match(prepared.text, end)
    if names is None:
        return end
    known = [is_given(fold(word)) for word in _CAPITALISED.findall(names.group())]
    # What a bracket or a colon parts are their names.
    is_sure = any(known) if names.group().lstrip(" ")[0] in "(:" else all(known)
    return names.end() if is_sure else end


@cache
def _names() -> re.Pattern[str]:
    """Return up to five capitalised words of a list, each perhaps with an age, in brackets or behind a comma."""
    joint = rf"(?:[ ]?[,/&][ ]?|[ ](?:{alternatives(words('small', 'between_names'))})[ ])"
    name = rf"{_CAPITALISED.pattern}(?:[ ](?:\([^()\n]{{1,8}}\)|\d{{1,4}}))?"
    return re.compile(rf"(?:[ ]?\(|,[ ]|[ ]?:[ ]|[ ][–—-][ ]|[ ]){name}(?:{joint}{name}){{0,4}}(?!\w)\)?(?![ ][A-Z])")


def _goes_on_with_work(prepared: PreparedText, end: int) -> bool:
    """Tell `a child psychotherapist`, `bir çocuk doktoru` from somebody's child."""
    word = _NEXT_WORD.match(prepared.folded, end)
    return word is not None and word["word"] in vocabulary().professional


RECOGNIZERS = (
    FunctionRecognizer(
        name="statement",
        stage=Stage.LABELLED,
        categories=of(
            Category.AGE,
            Category.BELIEF,
            Category.BIOMETRIC,
            Category.BIRTH,
            Category.CRIMINAL_RECORD,
            Category.DRESS,
            Category.ETHNICITY,
            Category.FAMILY,
            Category.GENDER,
            Category.GENETIC,
            Category.HEALTH,
            Category.MARITAL_STATUS,
            Category.MEMBERSHIP,
            Category.MILITARY,
            Category.NAME,
            Category.NATIONALITY,
            Category.POLITICS,
            Category.RELIGION,
            Category.SEXUAL_LIFE,
        ),
        description="What people say of themselves in sentences",
        rules={
            "statement": "so ⟦I am married⟧ now",
        },
        find=find_statements,
        anchors=Anchors(words=lambda: vocabulary().statements.first_words),
    ),
)
