"""What people say of themselves in sentences: `I am married`, `iki çocuk babasıyım`, `Mitglied der IG Metall`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.changed_lines import those_within
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import PreparedText
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.vocabulary import vocabulary

_NEXT_WORD = re.compile(r" (?P<word>[^\W\d_]{3,})")


def find_statements(context: Context) -> Iterator[Match]:
    """Find phrases that are personal wherever they stand."""
    prepared = context.prepared
    statements = vocabulary().statements
    words = those_within(context.changed, prepared.words_among(statements.first_words))
    for start, end, kind in statements.find(prepared.text, prepared.folded, words, is_cased=prepared.is_cased):
        is_of_work = kind == Category.FAMILY and _goes_on_with_work(prepared, end)
        if not is_of_work and not prepared.reads_otherwise(start, end):
            yield Match(start, end, Category(kind), "statement")


def _goes_on_with_work(prepared: PreparedText, end: int) -> bool:
    """Tell `a child psychotherapist`, `bir çocuk doktoru` from somebody's child."""
    word = _NEXT_WORD.match(prepared.folded, end)
    return word is not None and word["word"] in vocabulary().professional


RECOGNIZERS = (
    FunctionRecognizer(
        name="statement",
        stage=Stage.LABELLED,
        categories=of(
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
