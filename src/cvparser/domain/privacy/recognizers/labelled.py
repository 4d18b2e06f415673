"""Values that a label declares personal: `Medeni Hali: Evli`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.labels import LABEL_ANCHORS, traits_of
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.recognizers.web import names_network
from cvparser.domain.text.boxes import without_boxes
from cvparser.domain.text.words import alternatives

_MIN_DIGITS = 4
#: What an address of a page has; in a row below a label of pages other things stand: `FACEBOOK | Engineer`.
_OF_PAGES = re.compile(r"[./@_]")
_NUMBER_END = re.compile(r",[ ]|(?<=\d)\.[ ](?=[^\W\d_]{3})")
_VEHICLES = r"(?<![\w-])(?:[a-g]\d?e?|[cd]1e?|am)(?![\w-])"
_LONGEST_SEARCHED = 80


@cache
def _yes_or_no() -> re.Pattern[str]:
    """Return what says of a licence only whether there is one."""
    answer = alternatives((*words("small", "no"), *words("small", "yes")))
    return re.compile(
        rf"-\W*+|\W*+(?:(?:{answer})(?!\w)\W*+){{1,8}}"
        rf"|(?:{alternatives(words('small', 'no_more'))})\b.*+"
    )


@cache
def _of_licence() -> re.Pattern[str]:
    """Return what is of a licence: a class of vehicles, a number, a year, or words for them."""
    return re.compile(rf"{_VEHICLES}|{alternatives(words('licence', 'class'))}|\d{{4,}}")


def find_labelled(context: Context) -> Iterator[Match]:
    """Find the values that labels declare personal; where an identifier was found in one, that is all of it."""
    prepared = context.prepared
    starts = sorted(match.start for match in context.matches_of(Stage.IDENTIFIERS))
    for item in context.labelled:
        start, end = item.value
        if item.kind == "licence":
            yield from _licence(prepared, item.value)
        elif traits_of(item.kind).has_form:
            slot = bisect_left(starts, start)
            is_searched = slot < len(starts) and starts[slot] < end
            comma = prepared.folded.find(", ", start, end) if item.kind == "handle" else -1
            is_network = item.kind == "handle" and names_network(prepared.folded[start : comma if comma > 0 else end])
            is_other = is_network or (item.kind == "url" and _OF_PAGES.search(prepared.folded, start, end) is None)
            if not is_searched and not is_other and end - start <= _LONGEST_SEARCHED:
                yield Match(start, comma if comma > 0 else end, Category(item.kind), f"label_{item.kind}")
        elif item.kind not in {"name", "person", "file"}:
            stop = _NUMBER_END.search(prepared.folded, start, end) if traits_of(item.kind).is_number else None
            if stop is not None and sum(map(str.isdigit, prepared.folded[start : stop.start()])) >= _MIN_DIGITS:
                end = stop.start()
            yield Match(start, end, Category(item.kind), f"label_{item.kind}")


def _licence(prepared: PreparedText, value: Span) -> Iterator[Match]:
    text = prepared.folded[value.start : value.end]
    if _yes_or_no().fullmatch(without_boxes(text)):
        return
    yield Match(value.start, _licence_end(prepared, value), Category.LICENCE, "label_licence")


def _licence_end(prepared: PreparedText, value: Span) -> int:
    """Return where class and number end: after the last part between commas that holds one."""
    end = value.end
    while (comma := prepared.folded.rfind(", ", value.start, end)) >= 0:
        if _of_licence().search(prepared.folded, comma + 2, end) is not None:
            break
        end = comma
    return end


RECOGNIZERS = (
    FunctionRecognizer(
        name="labelled",
        stage=Stage.LABELLED,
        categories=frozenset(Category) - of(Category.NAME, Category.REFERENCES, Category.PERSONAL, Category.HEADER),
        description="Values that a label declares personal",
        rules={
            "label_gender": "Gender: ⟦female⟧",
            "label_phone": "Phone: ⟦to be asked⟧",
            "label_licence": "Driving licence: ⟦B, since 2001⟧",
            "label_email": "E-mail: ⟦to be asked⟧",
            "label_url": "Website: ⟦ada_quill⟧",
            "label_handle": "Hacker News: ⟦to be asked⟧",
            "label_address": "Address: ⟦Leeds⟧",
            "label_birth": "Place of birth: ⟦Leeds⟧",
            "label_age": "Age: ⟦forty⟧",
            "label_photo": "Photo: ⟦enclosed⟧",
            "label_national_id": "National ID: ⟦to be shown⟧",
            "label_passport": "Passport: ⟦to be shown⟧",
            "label_social_security": "Social security number: ⟦to be shown⟧",
            "label_tax_number": "Tax number: ⟦to be shown⟧",
            "label_registration": "Bar number: ⟦to be shown⟧",
            "label_iban": "Bank account: ⟦to be shown⟧",
            "label_plate": "Number plate: ⟦to be shown⟧",
            "label_marital_status": "Marital status: ⟦married⟧",
            "label_military": "Military service: ⟦done⟧",
            "label_nationality": "Nationality: ⟦Danish⟧",
            "label_family": "Children: ⟦two⟧",
            "label_religion": "Religion: ⟦none of it⟧",
            "label_ethnicity": "Ethnic group: ⟦Welsh⟧",
            "label_politics": "Party: ⟦the Greens⟧",
            "label_belief": "Philosophical belief: ⟦stoic⟧",
            "label_membership": "Affiliation: ⟦the union⟧",
            "label_health": "Allergies: ⟦pollen⟧",
            "label_sexual_life": "Sexual orientation: ⟦to be left out⟧",
            "label_criminal_record": "Criminal record: ⟦clean⟧",
            "label_biometric": "Biometric data: ⟦enclosed⟧",
            "label_genetic": "Genetic condition: ⟦unknown⟧",
            "label_dress": "Clothing size: ⟦medium⟧",
        },
        find=find_labelled,
        anchors=LABEL_ANCHORS,
    ),
)
