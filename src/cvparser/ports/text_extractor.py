"""Documents to text."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document, DocumentType


class TextExtractor(Protocol):
    """Reads the text of a document, in the order in which a person reads it.

    Safe for concurrent tasks. Suite: `cvparser.testing.conformance.text_extractor`.
    """

    @abstractmethod
    async def extract(self, document: Document) -> CVDocument:
        """Return `document` as it reads: 1 to 200,000 characters of text with at least one visible.

        How lines are set is told as far as the extractor knows it: of each line of the text that is not blank, or of
        none.

        Columns come one after the other, a sidebar apart from the main text, rows of a table in order. Lines stay
        lines. Words stay whole: ligatures, soft hyphens and letter-spaced headings are undone. Text that a reader
        cannot see is left out and reported as the warning `hidden_text`. The source of a page in HTML or of a text in
        RTF, given as text, is read as what it shows. Of a message the attached CV is read, else its body, and who
        sent it is no text. A source that states a profile field by field (Europass, JSON Resume, LinkedIn's export) has
        its `facts`, and a text that says the same. The letters of a PDF are those that it shows, or it is refused:
        where those of many lines follow each other as in no language that is known. Opens no file and no connection.

        Raises:
            DocumentError: the document cannot be read, and why: `pdf_corrupt`, `file_encrypted`, `no_text_layer`,
                `pdf_dynamic_form`, `pdf_portfolio`, `too_many_pages`, `decompression_limit`, `docx_corrupt`,
                `xml_forbidden`, `docx_too_complex`, `document_corrupt`, `too_complex`, `legacy_doc_not_supported`;
                `type_not_allowed` when this extractor does not read this type; `type_mismatch` for a text that is the
                source of a document in XML, JSON, LaTeX, PostScript or MIME.
            TextError: `text_not_decodable`, `text_empty`, `text_too_long`, `text_unreadable`.
            ExtractionError: `extraction_timeout`, `extraction_crashed`.
        """


@runtime_checkable
class PureTextExtractor(Protocol):
    """A `TextExtractor` that reads documents of some types by a function: these are read where they are redacted."""

    @abstractmethod
    def pure_reader(self, document_type: DocumentType) -> Callable[[bytes], CVDocument] | None:
        """Return what reads the bytes of a document of this type as `extract` does; None where that is no function.

        It is pure, of the top of a module, and can be pickled; runs our own code alone, linear in what it reads, and
        states no `facts`. Raises as `extract`, but for the ExtractionErrors.
        """
