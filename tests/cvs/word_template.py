"""A CV in one of Word's own templates: content controls, one of them unfilled, and a table. The person is invented."""

from __future__ import annotations

from io import BytesIO

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_CONTACT = ("Paseo de los Fueros 21, Pamplona", "+34 688 555 031", "maite.echenagusia@correo.example")
_JOBS = (
    (
        "Febrero de 2018 - Actualidad",
        ("Contable", "Gestoría Irati", "Pamplona"),
        "Cierre contable mensual de quince empresas.",
    ),
    (
        "Octubre de 2014 - Enero de 2018",
        ("Auxiliar administrativa", "Maderas del Baztán S.L.", "Elizondo"),
        "Facturación a clientes y control de cobros.",
    ),
)
_SCHOOL = (
    "2010 - 2014",
    ("Grado en Administración y Dirección de Empresas", "Universidad Pública de Navarra", "Pamplona"),
)
_SKILLS = (("A3 Contable", "Excel avanzado"), ("Impuesto de Sociedades", "Sage 50"))
_SUMMARY = "Contable con siete años de experiencia en pymes, centrada en el cierre mensual y la fiscalidad."


def word_template() -> bytes:
    """Return the DOCX."""
    document = docx.Document()
    left, right = document.add_table(1, 2).rows[0].cells
    _fill(left.paragraphs[0], "Maite Echenagusía Lasa")
    _fill(left.add_paragraph(), "Contable")
    for line in _CONTACT:
        _fill(right.add_paragraph(), line)
    _fill(right.add_paragraph(), "[Perfil de LinkedIn]", is_unfilled=True)
    _fill(document.add_paragraph(), _SUMMARY)
    _head(document, "Experiencia")
    for dates, parts, done in _JOBS:
        _entry(document, dates, parts)
        _fill(document.add_paragraph(), done)
    _head(document, "Educación")
    _entry(document, *_SCHOOL)
    _head(document, "Aptitudes")
    for cell, skills in zip(document.add_table(1, 2).rows[0].cells, _SKILLS, strict=True):
        for number, skill in enumerate(skills):
            paragraph = cell.add_paragraph(style="List Bullet") if number else cell.paragraphs[0]
            paragraph.style = document.styles["List Bullet"]
            _fill(paragraph, skill)
    _head(document, "Idiomas")
    for language in ("Euskera: nativo", "Inglés: B1"):
        _fill(document.add_paragraph(), language)
    _head(document, "Cursos")
    _fill(document.add_paragraph(), "Curso superior de fiscalidad")
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _head(document: Document, text: str) -> None:
    _fill(document.add_paragraph(style="Heading 1"), text)


def _entry(document: Document, dates: str, parts: tuple[str, str, str]) -> None:
    _fill(document.add_paragraph(style="Heading 3"), dates)
    paragraph = document.add_paragraph(style="Heading 2")
    for part, sign in zip(parts, (" / ", ", ", ""), strict=True):
        _fill(paragraph, part)
        paragraph.add_run(sign)


def _fill(paragraph: Paragraph, text: str, *, is_unfilled: bool = False) -> None:
    """Put `text` into a content control at the end of a paragraph."""
    control, properties, content = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
    if is_unfilled:
        properties.append(OxmlElement("w:showingPlcHdr"))
    run, written = OxmlElement("w:r"), OxmlElement("w:t")
    written.text = text
    written.set(qn("xml:space"), "preserve")
    run.append(written)
    content.append(run)
    control.append(properties)
    control.append(content)
    paragraph._p.append(control)
