# ruff: noqa: E501 - nobody changes it; messages, one a line
"""Messages (EML, MSG) and saved pages (MHTML): the attached CV, or the body; who sent it to whom is no text."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage

import pytest
from tests.adapters.text_extractor.formats import compound, message, odt, read

from cvparser.adapters.text_extractor.mail_parts import MAX_PARTS
from cvparser.domain import errors
from cvparser.domain.errors import CVParserError
from cvparser.domain.profile import WarningCode
from cvparser.testing.conformance.text_extractor import docx, pdf

BODY = "Dear Sir,\nplease find my CV attached.\nWilma"
CV = "Work experience\nSenior Planner\nSkills\nExcel\nEducation\nBSc"


def mail(body: str = BODY, page: str = "", attached: Mapping[str, bytes] = {}) -> bytes:
    """Return a message."""
    made = EmailMessage()
    made["From"] = "Wilma Ackerbusch <wilma@ackerbusch.example>"
    made["To"] = "Berta Roe <jobs@hafenkontor.example>"
    made["Subject"] = "Application of Wilma"
    made.set_content(body)
    if page:
        made.add_alternative(page, subtype="html")
    for name, content in attached.items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


@pytest.mark.parametrize(
    "attached",
    [
        {"Lebenslauf.pdf": pdf("Senior Planner")},
        {"özgeçmiş.docx": docx("Senior Planner")},
        {"a.odt": odt("<text:p>Senior Planner</text:p>")},
        {"a.rtf": b"{\\rtf1 Senior Planner}"},
        {"Anschreiben.docx": docx("Dear Sir"), "a.docx": docx("Senior Planner")},
        {"photo.jpg": b"\xff\xd8\xff\xe0", "wilma.vcf": b"BEGIN:VCARD", "cv.txt": b"Senior Planner"},
        {"a.docx": docx("Testimonial"), "b.docx": docx("Senior Planner", "Skills", "Education")},
    ],
)
def test_the_attached_cv_is_what_a_message_says(attached: dict[str, bytes]) -> None:
    document = read(mail(attached=attached), "application.eml")

    assert "Senior Planner" in document.text
    assert "Dear Sir" not in document.text
    assert document.author == "Wilma Ackerbusch"


def test_a_message_with_no_document_is_its_body_without_its_head() -> None:
    document = read(mail(CV), "application.eml")

    assert document.text == CV
    assert document.author == "Wilma Ackerbusch"


def test_the_page_of_a_body_is_read_without_what_it_hides() -> None:
    document = read(mail("see page", "<p>Nurse</p><p style='display:none'>secret</p>"), "a.eml")

    assert (document.text, document.warnings) == ("Nurse", (WarningCode.HIDDEN_TEXT,))


def test_a_body_that_is_a_cv_is_not_passed_over_for_a_brochure() -> None:
    assert read(mail(CV, attached={"brochure.docx": docx("About us")}), "a.eml").text == CV


def test_the_heads_of_messages_that_are_passed_on_are_no_text() -> None:
    body = (
        "FYI\n\n-----Original Message-----\nFrom: Wilma <w@a.example>\nSent: Monday\nTo: Berta\nSubject: CV\n\n"
        f"{CV}\nVon: 2019"
    )

    assert read(mail(body), "a.eml").text == f"FYI\n\n{CV}\nVon: 2019"


def test_an_attached_cv_that_cannot_be_read_is_an_error_and_no_letter_takes_its_place() -> None:
    with pytest.raises(errors.PdfCorruptError):
        read(mail(attached={"cv.pdf": b"%PDF-1.4\nnothing"}), "a.eml")
    with pytest.raises(errors.TypeMismatchError):
        read(mail(attached={"cv.pdf": b"\x89PNG\r\n\x1a\n\xff"}), "a.eml")


def test_a_message_that_is_passed_on_as_a_file_is_looked_into() -> None:
    outer = EmailMessage()
    outer["From"] = "Berta <b@hafenkontor.example>"
    outer.set_content("FYI")
    inner = EmailMessage()
    inner["From"] = "Wilma <w@a.example>"
    inner.set_content("see file")
    inner.add_attachment(pdf("Senior Planner"), maintype="application", subtype="pdf", filename="cv.pdf")
    outer.add_attachment(inner)

    assert read(outer.as_bytes(), "a.eml").text == "Senior Planner"


@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", ""])
def test_a_saved_page_is_read(name: str) -> None:
    content = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://cv.example/\r\nSubject: CV\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\nContent-Type: text/css\r\n\r\np{}\r\n'
        b"--x\r\nContent-Type: text/html; charset=windows-1254\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<h1>Hem=FEire</h1><p>=DDzmir</p>\r\n--x--\r\n"
    )

    assert read(content, name).text == "Hemşire\nİzmir"


def test_a_message_of_outlook_is_read_as_any_other() -> None:
    sender = {"0C1A001F": "Wilma Ackerbusch"}
    attached = read(message(BODY, {"cv.pdf": pdf("Senior Planner"), "a.png": b"\x89PNG"}, properties=sender), "a.msg")
    alone = read(message(CV, properties=sender), "a.msg")

    assert (attached.text, attached.author) == ("Senior Planner", "Wilma Ackerbusch")
    assert alone.text == CV
    assert read(message("", properties={"1013001F": "<p>Nurse</p>"}), "a.msg").text == "Nurse"


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.eml", mail(" \n"), errors.TextEmptyError),
        ("a.eml", b"From: a\nContent-Type: multipart/encrypted; boundary=x\n\n--x--", errors.FileEncryptedError),
        ("a.eml", b"From: a\n" + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * (MAX_PARTS + 1), errors.TooComplexError),
        ("a.eml", b"MIME-Version: 1.0\n" + b"Content-Type: message/rfc822\n\n" * (MAX_PARTS + 1), errors.TooComplexError),
        ("a.mhtml", b"MIME-Version: 1.0\nContent-Type: text/plain\n\nCV", errors.DocumentCorruptError),
        ("a.msg", compound({"__properties_version1.0": bytes(32)}), errors.TextEmptyError),
        ("a.msg", compound({"__properties_version1.0": bytes(32)})[:700], errors.TypeMismatchError),
        ("a.eml", b"no head at all", errors.TypeMismatchError),
        ("a.eml", pdf("Nurse"), errors.TypeMismatchError),
        ("a.txt", mail(CV).replace(b"From", b"MIME-Version: 1.0\nFrom", 1), errors.TypeMismatchError),
    ],
)  # fmt: skip
def test_a_hostile_message_gets_its_error(name: str, content: bytes, error: type[CVParserError]) -> None:
    with pytest.raises(CVParserError) as caught:
        read(content, name)

    assert type(caught.value) is error
