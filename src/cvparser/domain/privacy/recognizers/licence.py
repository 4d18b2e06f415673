"""Class and number of a driving licence in running text; that there is one stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import matches_at
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of

_CLASS = r"(?:(?:am|a1|a2|a|b1|b|be|c1e|c1|ce|c|d1e|d1|d)(?:\s?[,/+]\s?|\s(?:ve|and|und|et|y)\s)?){1,6}"
_KIND = r"(?:klassen?|sinifi?|class(?:es)?|categor\w{0,20}+|tipo|type|kategorie)"
_LICENCE = re.compile(
    r"(?<![a-z])(?:ehliyet\w{0,20}+|surucu belge\w{0,20}+|driving licen[cs]e|driver'?s'? licen[cs]e"
    r"|fuhrerschein\w{0,20}+|fahrerlaubnis|permis(?: de conduire)?"
    r"|(?:permiso|carnet|carne|licencia) de (?:conducir|conduccion))"
    rf"[ ,(:-]{{1,3}}(?:{_KIND}[ :]{{1,2}}(?P<after>{_CLASS})"
    rf"|(?P<bare>{_CLASS}(?:[ ]?\({YEAR}\))?)(?:[ ]{_KIND})?)(?![\w'’])"
)
#: How the word for a licence begins.
_WORD = re.compile("ehliyet|surucu|driv|fuhrerschein|fahrerlaubnis|permis|carne|licen")
#: What the words for a class have.
_KINDS = ("klass", "sinif", "class", "categor", "tipo", "type", "kategor")
_BEFORE = re.compile(
    rf"(?<![\w])(?:{_KIND}[ ](?P<class>{_CLASS})|(?P<named>{_CLASS})[ -]{_KIND})[ ]"
    r"(?:ehliyet|surucu belge|driving|driver|fuhrerschein|licen[cs]e)"
)
#: `B ehliyetim var`
_BESIDE = re.compile(rf"(?<![\w.])(?P<beside>{_CLASS})[ ]\Z")
_REACH = 24


def find_licences(context: Context) -> Iterator[Match]:
    """Find classes beside the word for a licence."""
    prepared = context.prepared
    folded = prepared.folded
    words = [word.start() for word in _WORD.finditer(folded)]
    if not words:
        return
    kinds = any(kind in folded for kind in _KINDS)
    turkish = (start for start in words if folded.startswith(("ehliyet", "surucu belge"), start))
    before = (_BESIDE.search(folded, max(0, start - _REACH), start) for start in turkish)
    beside = (match for match in before if match is not None)
    for matches in (matches_at(_LICENCE, folded, words), _BEFORE.finditer(folded) if kinds else (), beside):
        for match in matches:
            for group, value in match.groupdict().items():
                if value:
                    yield Match(match.start(group), match.end(group), Category.LICENCE, "licence_class")


RECOGNIZERS = (
    FunctionRecognizer(
        name="licence",
        stage=Stage.LABELLED,
        categories=of(Category.LICENCE),
        description="Classes of a driving licence beside the word for it",
        rules={
            "licence_class": "driving licence ⟦B⟧ now",
        },
        find=find_licences,
    ),
)
