"""The least document of each type, for a reader to load with what it loads only when it reads."""

from __future__ import annotations

import zipfile
from io import BytesIO

from cvparser.domain.document import PICTURES, DocumentType

_WORDS = "Data Engineer, 2019 - 2024"
#: Without a table of its objects: readers find those themselves.
_PDF = (
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
    "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    f"4 0 obj<</Length {len(_WORDS) + 28}>>stream\nBT /F 12 Tf 72 700 Td ({_WORDS}) Tj ET\nendstream endobj\n"
    "trailer<</Root 1 0 R>>\n%%EOF"
)

_OTHERS = {
    DocumentType.RTF: f"{{\\rtf1\\ansi {_WORDS}\\par}}",
    DocumentType.HTML: f"<html><style>p {{ color: #000 }}</style><p style='color: red'>{_WORDS}</p></html>",
    DocumentType.MHTML: f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>{_WORDS}</p>\n",
    DocumentType.EML: (
        "From: =?utf-8?q?Ada?= <ada@quill.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"--b\nContent-Type: text/html; charset=iso-8859-9\n\n<p>{_WORDS}</p>\n"
        "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename*=utf-8''cv.txt\n"
        f"Content-Transfer-Encoding: quoted-printable\n\nWork experience\n{_WORDS}\n--b--\n"
    ),
    DocumentType.FLAT_ODT: (
        '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        f"<text:p>{_WORDS}</text:p></office:text></office:body></office:document>"
    ),
    DocumentType.EUROPASS: (
        '<SkillsPassport locale="en"><LearnerInfo><WorkExperienceList><WorkExperience><Period><From year="2019"/>'
        "</Period><Position><Label>Data Engineer</Label></Position></WorkExperience></WorkExperienceList><Skills>"
        "<Linguistic><MotherTongueList><MotherTongue><Description><Code>en</Code></Description></MotherTongue>"
        "</MotherTongueList></Linguistic></Skills></LearnerInfo></SkillsPassport>"
    ),
    DocumentType.JSON_RESUME: (
        '{"work": [{"position": "Data Engineer", "startDate": "May 2019", "summary": "<p>Pipelines</p>"}],'
        ' "languages": [{"language": "English", "fluency": "Native speaker"}]}'
    ),
}


def specimen(document_type: DocumentType) -> bytes:
    """Return a document of this type that has a few words."""
    if document_type is DocumentType.PDF:
        return _PDF.encode()
    if document_type is DocumentType.DOCX:
        return _docx()
    if document_type is DocumentType.ODT:
        content = _OTHERS[DocumentType.FLAT_ODT].replace("office:document ", "office:document-content ")
        return _zip("content.xml", content.replace("</office:document>", "</office:document-content>"))
    if document_type is DocumentType.LINKEDIN:
        return _zip("Positions.csv", "Company Name,Title,Started On\nQuill,Data Engineer,May 2019\n")
    if document_type in PICTURES:
        return _picture(document_type)
    return _OTHERS.get(document_type, _WORDS).encode()


def _picture(document_type: DocumentType) -> bytes:
    from PIL import Image, ImageDraw

    names = {DocumentType.JPEG: "JPEG", DocumentType.TIFF: "TIFF", DocumentType.HEIC: "HEIF"}
    if document_type is DocumentType.HEIC:
        import pillow_heif

        pillow_heif.register_heif_opener()
    image, out = Image.new("RGB", (600, 200), "white"), BytesIO()
    ImageDraw.Draw(image).text((40, 80), _WORDS, fill="black", font_size=32)
    image.save(out, names.get(document_type, document_type.value.upper()))
    return out.getvalue()


def _docx() -> bytes:
    from docx import Document

    out = BytesIO()
    document = Document()
    document.add_paragraph(_WORDS)
    document.save(out)
    return out.getvalue()


def _zip(name: str, content: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()
