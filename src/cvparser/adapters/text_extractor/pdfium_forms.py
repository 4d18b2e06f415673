"""What a person typed into a PDF: values of form fields, boxes that are ticked, and text put onto the page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium_c

from cvparser.adapters.text_extractor.rows import Glyph
from cvparser.adapters.text_extractor.upright import Edges, Upright

TICKED, UNTICKED = "☒", "☐"

_HIDDEN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_PASSWORD = 1 << 13
_BUTTONS = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)
_CHOICES = (pdfium_c.FPDF_FORMFIELD_COMBOBOX, pdfium_c.FPDF_FORMFIELD_LISTBOX)
#: What draws text, or something else that may.
_DRAWS_TEXT = re.compile(r"\b(?:Tj|TJ|Do)\b|['\"]\s*(?:ET|$)")
#: Points that typed text is high at most, its parts: of the field, the height of a line and the width of a letter.
_MOST_SIZE, _OF_FIELD, _LINE, _LETTER = 10.0, 0.7, 1.2, 0.5
#: Options of a list that are looked at.
_MOST_OPTIONS = 1_000


@dataclass(frozen=True, slots=True)
class Typed:
    """A text that a person typed into a box of the page and that nothing draws."""

    text: str
    box: Edges

    def glyphs(self, upright: Upright) -> Iterator[Glyph]:
        """Yield glyphs in the box, from the top, as wide as fits."""
        left, bottom, right, top = upright.box(*self.box)
        size = max(min(_MOST_SIZE, _OF_FIELD * (top - bottom)), 2.0)
        fitting = max(int((right - left) / (_LETTER * size)), 1)
        lines = [line for part in self.text.splitlines() for line in textwrap.wrap(part, fitting) or [""]]
        foot = (bottom + top - size) / 2 if len(lines) == 1 else top - size
        for number, line in enumerate(lines):
            below = foot - number * _LINE * size
            for at, character in enumerate(line):
                x = left + at * _LETTER * size
                yield Glyph(character, x, x + _LETTER * size, below + 0.2 * size, size, 0.2 * size)


def put_onto(page: pypdfium2.PdfPage) -> tuple[bool, list[Typed]]:
    """Draw what was typed onto a page: tell whether it must be loaded anew for that, and return what has no drawing."""
    found, typed = False, list[Typed]()
    for number in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, number)
        try:
            kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
            if kind in {pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT}:
                found = True
                if not pdfium_c.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
                    typed += _typed(page.formenv, annotation, kind)
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return found and pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY) == pdfium_c.FLATTEN_SUCCESS, typed


def _typed(form: pypdfium2.PdfFormEnv | None, annotation: object, kind: int) -> Iterator[Typed]:
    text = _text(form, annotation) if kind == pdfium_c.FPDF_ANNOT_WIDGET else _drawn_or(annotation, "Contents")
    rect = pdfium_c.FS_RECTF()
    if text.strip() and pdfium_c.FPDFAnnot_GetRect(annotation, rect):
        left, right = sorted((rect.left, rect.right))
        bottom, top = sorted((rect.bottom, rect.top))
        yield Typed(text, (left, bottom, right, top))


def _text(form: pypdfium2.PdfFormEnv | None, annotation: object) -> str:
    if form is None:
        return ""
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _BUTTONS:
        # A mark of its own font could be any letter, and a box without one looks like its label alone.
        pdfium_c.FPDFAnnot_SetFlags(annotation, pdfium_c.FPDF_ANNOT_FLAG_HIDDEN)
        return TICKED if pdfium_c.FPDFAnnot_IsChecked(form, annotation) else UNTICKED
    is_secret = pdfium_c.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD
    if _has_drawing(annotation) or (kind == pdfium_c.FPDF_FORMFIELD_TEXTFIELD and is_secret):
        return ""
    if kind in _CHOICES:
        chosen = list(_chosen(form, annotation))
        if chosen:
            return "\n".join(chosen)
    if kind in {pdfium_c.FPDF_FORMFIELD_TEXTFIELD, *_CHOICES}:
        return _read(lambda *into: pdfium_c.FPDFAnnot_GetFormFieldValue(form, annotation, *into))
    return ""


def _chosen(form: pypdfium2.PdfFormEnv, annotation: object) -> Iterator[str]:
    for number in range(min(pdfium_c.FPDFAnnot_GetOptionCount(form, annotation), _MOST_OPTIONS)):
        if pdfium_c.FPDFAnnot_IsOptionSelected(form, annotation, number):
            yield _read(lambda *into, at=number: pdfium_c.FPDFAnnot_GetOptionLabel(form, annotation, at, *into))


def _drawn_or(annotation: object, key: str) -> str:
    """Return a text of an annotation that is not drawn."""
    if _has_drawing(annotation):
        return ""
    return _read(lambda *into: pdfium_c.FPDFAnnot_GetStringValue(annotation, key.encode(), *into))


def _has_drawing(annotation: object) -> bool:
    drawing = _read(
        lambda *into: pdfium_c.FPDFAnnot_GetAP(annotation, pdfium_c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, *into)
    )
    return _DRAWS_TEXT.search(drawing) is not None


def _read(ask: Callable[..., int]) -> str:
    """Return the string that PDFium writes into a buffer when it is given one, and says how long it is in bytes."""
    length = ask(None, 0)
    if length <= 2:
        return ""
    into = (pdfium_c.FPDF_WCHAR * (length // 2))()
    ask(into, length)
    return bytes(into)[: length - 2].decode("utf-16-le", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
