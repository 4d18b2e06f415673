"""Europass' XML, mapped element by element: `SkillsPassport` (2010 to 2020) and `Candidate` (HR Open, since 2020).

Elements are told by their names without namespaces, which differ between versions. Left out by name: who it is about
(`Identification`, `CandidatePerson`, but for the mother tongue), contacts, birth, nationality, gender, photographs,
signatures, references and attachments; names are what gate 1 looks for.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from cvparser.adapters.text_extractor.europass_candidate import candidate
from cvparser.adapters.text_extractor.europass_passport import passport
from cvparser.adapters.text_extractor.safe_xml import xml_root
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import TypeMismatchError


def read_europass(content: bytes) -> CVDocument:
    """Return what a document of Europass states. Raises as `TextExtractor.extract`; `type_mismatch` for other XML."""
    root = xml_root(content)
    for element in _first_elements(root):
        name = etree.QName(element).localname
        if name == "SkillsPassport":
            return passport(element).document()
        if name == "Candidate":
            return candidate(element).document()
    raise TypeMismatchError


def _first_elements(root: etree._Element) -> Iterator[etree._Element]:
    yield root
    yield from root.iterchildren("*")
