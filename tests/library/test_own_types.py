"""Types of documents of a deployment's own: what is refused when the parser is made, who is asked what a file is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.packages import installed

import cvparser
from cvparser.domain.errors import ConfigurationError
from cvparser.domain.own_types import OwnDocumentType

MODULE = """
from cvparser.domain.own_types import OwnDocumentType

def tells(content):
    return content.startswith(b"FORM") or content.startswith(b"%PDF")

def reads(content):
    if b"crash" in content:
        raise RuntimeError("a word of the CV")
    return content.decode()

def of(name="form", endings=("frm",), tells="own_forms:tells", reads="own_forms:reads"):
    return OwnDocumentType(name=name, endings=endings, tells=tells, reads=reads)

FORM, TAKEN, LOST, NOTHING = of(), of(name="form2", endings=("pdf",)), of(name="lost", reads="no_such_forms:read"), 7
"""


@pytest.fixture(autouse=True)
def _package(tmp_path: Path) -> Iterator[None]:
    names = "".join(f"{name.lower()} = own_forms:{name}\n" for name in ("FORM", "TAKEN", "LOST", "NOTHING"))
    with installed(tmp_path, "own_forms", f"[cvparser.document_type]\n{names}", MODULE):
        yield


def settings(chosen: str) -> cvparser.Settings:
    return cvparser.Settings(document_types_from=chosen, cpu_processes=1, extraction_processes=1)


def test_it_is_told_by_its_content_and_its_name_and_read_in_a_child() -> None:
    form = b"FORM\n\nExperience\nData Engineer at Kestrel Analytics since 2019\n"

    with cvparser.CVParser(settings=settings("form")) as parser:
        for name in ("cv.frm", None):
            parsed = parser.parse(form, name=name)
            assert parsed.profile.professional_experiences[0].company == "Kestrel Analytics"
        with pytest.raises(cvparser.CVParserError) as mismatch:
            parser.parse(b"no form", name="cv.frm")
        with pytest.raises(cvparser.CVParserError) as crash:
            parser.parse(form + b"crash", name="cv.frm")
        # Whatever it says of a PDF, a PDF is ours.
        with pytest.raises(cvparser.CVParserError) as pdf:
            parser.parse(b"%PDF-1.4 broken")

    assert [each.value.code for each in (mismatch, crash, pdf)] == [
        "type_mismatch",
        "extraction_crashed",
        "pdf_corrupt",
    ]
    assert "word of the CV" not in str(crash.value)


def test_a_reader_that_is_not_installed_is_told_with_the_type() -> None:
    with (
        cvparser.CVParser(settings=settings("lost")) as parser,
        pytest.raises(ConfigurationError, match="Reading lost needs a module that is not installed"),
    ):
        parser.parse(b"FORM", name="cv.frm")


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("taken", "form2 has an ending that cvparser reads already"),
        ("nothing", "names no OwnDocumentType"),
        ("form, form", "each with names of its own"),
        ("acne", "Known are: form, lost, nothing, taken"),
    ],
)
def test_what_cannot_be_used_is_refused_when_the_parser_is_made(chosen: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        cvparser.CVParser(settings=settings(chosen))


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Form"},
        {"name": "toolongname"},
        {"name": "pdf"},
        {"endings": ()},
        {"endings": (".frm",)},
        {"reads": "x"},
    ],
    ids=str,
)
def test_a_type_of_another_form_cannot_be_made(wrong: dict[str, object]) -> None:
    whole: dict[str, object] = {"name": "form", "endings": ("frm",), "tells": "a:b", "reads": "a:c"}

    with pytest.raises(ConfigurationError):
        OwnDocumentType(**whole | wrong)  # type: ignore[arg-type]  # wrong on purpose
