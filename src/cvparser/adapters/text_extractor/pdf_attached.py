"""Europass' XML inside a PDF of Europass: what it states is believed as far as the pages show it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace

import pypdfium2

from cvparser.adapters.text_extractor.europass import read_europass
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import InputError
from cvparser.domain.profile import WarningCode
from cvparser.domain.sources import source_type
from cvparser.domain.text.folding import fold

#: Attached files that are looked at, and bytes of one.
_MOST_FILES, _MOST_BYTES = 10, 4 * 2**20
#: Share of the words of what is stated that the pages must show: nothing comes in that no reader sees.
_LEAST_SHOWN = 0.9
#: Fields that are told otherwise on the page, or not in words.
_NOT_SHOWN = frozenset(("name", "iso_code", "fluency"))
_WORD = re.compile(r"[^\W_]{2,}")


def with_attached_facts(document: CVDocument, content: bytes) -> CVDocument:
    """Return a PDF's document with the facts that a document of Europass within states, where its pages show them."""
    if WarningCode.ACTIVE_CONTENT not in document.warnings:
        return document
    for attached in _files(content):
        try:
            facts = read_europass(attached).facts
        except InputError:
            continue
        wanted = {word for text in _texts(facts) for word in _WORD.findall(fold(text))}
        shown = set(_WORD.findall(fold(document.text)))
        if wanted and len(wanted & shown) >= _LEAST_SHOWN * len(wanted):
            return replace(document, facts=facts)
    return document


def _files(content: bytes) -> Iterator[bytes]:
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            for number in range(min(document.count_attachments(), _MOST_FILES)):
                data = bytes(document.get_attachment(number).get_data())
                if 0 < len(data) <= _MOST_BYTES and _is_europass(data):
                    yield data
    except pypdfium2.PdfiumError:
        return


def _is_europass(data: bytes) -> bool:
    try:
        return source_type(data, "xml") is DocumentType.EUROPASS
    except InputError:
        return False


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            if name not in _NOT_SHOWN and name != "cv_language":
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value
