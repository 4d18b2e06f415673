"""Who said what stands in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.people.name_forms import is_professional, name_at
from cvparser.domain.privacy.people.person_evidence import begins_with_given
from cvparser.domain.privacy.people.third_persons import is_person, line_end, posts, with_titles
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of

_LETTERS = re.compile(r"[^\W\d_]+")
#: `"...", Anna Lind, CTO`
_QUOTATION_COMMA = re.compile(r"[\"”“»][ ]?,[ ](?=[^\W\d_])")
#: `"..." (Anna Lind, manager)`
_QUOTATION_PARENTHESIS = re.compile(r"[\"”“»][^\n\"”“»()]{0,60}\((?=[^\W\d_])")


@cache
def _quotation_end() -> re.Pattern[str]:
    """Return what stands between a quotation and the name of who said it; as written, not folded."""
    says = "|".join(words("small", "says"))
    return re.compile(rf"[\"”“»’][.,]?(?:[ ]{{0,2}}\n?[ ]{{0,2}}[—–-]{{1,2}}[ ]?|[ ](?:{says})[ ])(?=[^\W\d_])")


def find_quoted(context: Context) -> Iterator[Match]:
    """Find who said what stands in quotation marks."""
    prepared = context.prepared
    for end in _quotation_end().finditer(prepared.text):
        stop = line_end(prepared, end.end())
        bracket = prepared.text.find("(", end.end(), stop)
        name = name_at(prepared, end.end(), bracket if bracket > 0 else stop)
        if name is not None and 1 < len(name.words) < 5 and is_person(prepared, name):
            yield with_titles(prepared, name, "quoted")
    for end in _QUOTATION_COMMA.finditer(prepared.text):
        name = name_at(prepared, end.end(), line_end(prepared, end.end()))
        if name is None or not 1 < len(name.words) < 5 or not is_person(prepared, name):
            continue
        if prepared.text[name.span.end : name.span.end + 1] in {",", "\n", ""} or begins_with_given(name):
            yield with_titles(prepared, name, "quoted")
    for end in _QUOTATION_PARENTHESIS.finditer(prepared.text):
        name = name_at(prepared, end.end(), line_end(prepared, end.end()))
        if name is None or not 1 < len(name.words) < 5 or not is_person(prepared, name):
            continue
        following = _LETTERS.findall(prepared.folded, name.span.end, name.span.end + 40)[:2]
        is_at_work = prepared.text[name.span.end : name.span.end + 2] == ", " and any(map(_has_post, following))
        if is_at_work or begins_with_given(name):
            yield with_titles(prepared, name, "quoted")


def _has_post(folded: str) -> bool:
    return is_professional(folded) or folded in posts()


RECOGNIZERS = (
    FunctionRecognizer(
        name="quoted_person",
        stage=Stage.PEOPLE,
        categories=of(Category.NAME),
        description="People who said what stands in quotation marks",
        rules={
            "quoted": '"It was so." - ⟦Ulla Berg⟧',
        },
        find=find_quoted,
        anchors=Anchors(signs='"”“»’'),
    ),
)
