"""How a text is cut at its headings."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy.prepared_text import prepare
from cvparser.domain.privacy.sections import heading_kind, sections


def cut(text: str) -> list[tuple[str, str, list[str]]]:
    """Give kind, heading and lines of each section."""
    prepared = prepare(text)
    return [
        (part.kind, prepared.text[slice(*part.heading)], [prepared.text[slice(*line)] for line in part.lines])
        for part in sections(prepared)
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", [("header", "", [])]),
        ("Anna\nNurse", [("header", "", ["Anna", "Nurse"])]),
        ("SKILLS\nwards", [("header", "", []), ("other", "SKILLS", ["wards"])]),
        (
            "Anna\nSKILLS\nwards\nbeds\n\nREFERENCES\nUlla",
            [("header", "", ["Anna"]), ("other", "SKILLS", ["wards", "beds"]), ("references", "REFERENCES", ["Ulla"])],
        ),
        ("Curriculum Vitae\nAnna", [("header", "", ["Curriculum Vitae", "Anna"])]),
        ("References: Ulla\nOmar", [("header", "", []), ("references", "References:", ["Ulla", "Omar"])]),
        ("References:   \nOmar", [("header", "", []), ("references", "References:", ["Omar"])]),
        ("Curriculum vitae: Anna", [("header", "", ["Curriculum vitae: Anna"])]),
        ("Skills | Languages\nx", [("header", "", []), ("other", "Skills | Languages", ["x"])]),
        ("Skills | Contact\nx", [("header", "", []), ("other", "Skills | Contact", ["x"])]),
        (
            "Work Experience\tLanguages and Skills\tContact\nx",
            [("header", "", []), ("contact", "Work Experience\tLanguages and Skills\tContact", ["x"])],
        ),
        (
            "Work Experience\tLanguages and Skills\tAwards\nx",
            [("header", "", []), ("other", "Work Experience\tLanguages and Skills\tAwards", ["x"])],
        ),
        (
            "Work Experience\tLanguages and Skills\tContact\tAwards\nx",
            [("header", "", ["Work Experience\tLanguages and Skills\tContact\tAwards", "x"])],
        ),
        ("References | Ulla Berg\nx", [("header", "", []), ("references", "References", ["Ulla Berg", "x"])]),
        ("Software | 0312 555 01 47\nx", [("header", "", ["Software | 0312 555 01 47", "x"])]),
        ("Software | 0312 555 01 47 |\nx", [("header", "", ["Software | 0312 555 01 47 |", "x"])]),
        ("Software | 2019 - 2021\nx", [("header", "", []), ("other", "Software | 2019 - 2021", ["x"])]),
        ("Contact | 0312 555 01 47\nx", [("header", "", []), ("contact", "Contact", ["0312 555 01 47", "x"])]),
        ("Ulla Berg | References\nx", [("header", "", ["Ulla Berg | References", "x"])]),
    ],
)
def test_a_text_is_cut_at_its_headings(text: str, parts: list[tuple[str, str, list[str]]]) -> None:
    assert cut(text) == parts


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("references", "references"),
        ("\u260e contact", "contact"),
        ("\u27a2 referenzen", "references"),
        ("personal details    experience", None),
        ("personal details   |  experience", "personal"),
        ('"references": [', None),
        ("  ** references :", "references"),
        ("12. references", "references"),
        ("referenzen / references", "references"),
        ("references & skills", "references"),
        ("skills, references", "other"),
        ("personal details", "personal"),
        ("personal   details", "personal"),
        ("contact", "contact"),
        ("memberships", "membership"),
        ("curriculum vitae", "document"),
        ("professional experience", "other"),
        ("relevant professional experience", "other"),
        ("experience and professional experience and experience", None),
        ("experience 2018", "other"),
        ("experience of 3 wards", None),
        ("experience of leeds", None),
        ("leeds", None),
        ("and", None),
        ("", None),
        ("---", None),
        ("references " + "x" * 50, None),
    ],
)
def test_a_heading_is_known_by_its_words(line: str, kind: str | None) -> None:
    assert heading_kind(line) == kind
