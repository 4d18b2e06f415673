"""The candidate's name where it stands as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.labels import LABEL_ANCHORS
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of

#: Kinds of labels whose values in an answer name the candidate.
_NAMING = frozenset({"name", "file"})


def find_candidate(context: Context) -> Iterator[Match]:
    """Find where the candidate's name stands as a whole; in an answer, what a label says is one."""
    yield from context.candidate.matches
    if not context.whole_cv:
        labelled = (item.value for item in context.labelled if item.kind in _NAMING)
        yield from (Match(*value, Category.NAME, "label_name") for value in labelled)


RECOGNIZERS = (
    FunctionRecognizer(
        name="candidate",
        stage=Stage.CANDIDATE,
        categories=of(Category.NAME),
        description="The candidate's name, by all that speaks for and against it",
        rules={
            "label_name": "Name: ⟦Anna Lindqvist⟧",
            "introduction": "SKILLS\nmy name is ⟦Anna Lindqvist⟧",
            "sign_off": "SKILLS\nx\nYours sincerely,\n⟦Anna Lindqvist⟧",
            "header": "⟦Anna Lindqvist⟧\nNurse",
            "subject": "SKILLS\n⟦Selma Aksoy⟧ is a nurse who works on wards.",
            "page_margin": "SKILLS\nWard rounds\n\n⟦Anna Lindqvist⟧ - Page 1 of 2",
            "line_alone": "SKILLS\nWard rounds\n\n⟦Anna Lindqvist⟧\nanna.lindqvist@example.com",
            "full_form": "Name: Anna\nSKILLS\nWards. ⟦Anna Lindqvist⟧, nurse",
            "maiden_name": "Name: Anna Lindqvist (⟦née Berg⟧)",
        },
        find=find_candidate,
        anchors=LABEL_ANCHORS,
    ),
)
