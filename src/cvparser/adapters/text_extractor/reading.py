"""What a child does that reads a document: bytes in, a line of JSON out. Named by `SandboxTextExtractor`."""

from __future__ import annotations

import json
from contextlib import suppress

from cvparser.adapters.text_extractor.by_type import HOLDING, reader_of
from cvparser.adapters.text_extractor.ocr_choice import OcrChoice
from cvparser.adapters.text_extractor.specimens import specimen
from cvparser.adapters.text_extractor.transfer import packed
from cvparser.children.zygote import load_codecs
from cvparser.domain.cv.headings import heading_of
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import ConfigurationError, CVParserError, InputError


def warm_up(document_type: str, pdf_engine: str, *ocr: str) -> None:
    """Read a document, so that no child loads, compiles and looks up again what its first one needs.

    Of what holds other documents one of every type; what has no specimen needs what a message needs, or text does.
    """
    load_codecs()
    wanted = DocumentType(document_type)
    kinds = tuple(DocumentType) if wanted in HOLDING else (DocumentType.TEXT, wanted)
    choice = OcrChoice.of(ocr)
    if choice is not None:
        # Other types may hold pictures, which their specimens do not.
        kinds = (DocumentType.PNG, *kinds)
    for kind in kinds:
        with suppress(ConfigurationError, InputError):
            read_one = reader_of(kind, pdf_engine=pdf_engine, ocr=choice)
            # Of a type that a deployment added there is no specimen: its module is loaded, no more.
            if kind in DocumentType.__members__.values():
                read_one(specimen(kind))
    # Documents of several pages are looked at by headings: their words are loaded when the first is asked for.
    heading_of("A heading")


def read(content: bytes, document_type: str, pdf_engine: str, *ocr: str) -> bytes:
    """Answer with the text of a document, or the code of what is wrong with it; `ocr` as `OcrChoice.arguments`."""
    try:
        reader = reader_of(DocumentType(document_type), pdf_engine=pdf_engine, ocr=OcrChoice.of(ocr))
        answer = packed(reader(content))
    except CVParserError as error:
        answer = {"error": error.code, "message": error.message}
    return json.dumps(answer, separators=(",", ":")).encode()
