"""The errors that cvparser raises, in one tree.

What only the adapters of one port raise stands with the port (`ports.model_errors`, `ports.file_store`,
`ports.job_queue`), what one use case raises with it (`application.admission_control`,
`application.retry_job`), who is not let in with `domain.access`, those of the HTTP door in
`entrypoints.http.errors`.

    CVParserError
    ├── InputError              what was given cannot be used; giving it again changes nothing
    │   ├── FieldError          a field beside the document
    │   ├── DocumentError       the document itself
    │   └── TextError           the text of a document
    ├── ExtractionError         the document broke while it was being read
    ├── ParsingError            a parser gave no usable answer; those of language models: `ports.model_errors`
    ├── JobError                the life of a job
    ├── AccessDeniedError       who asks is not known, or may not do this: `domain.access.errors`
    ├── UnavailableError        something that cvparser needs is away; retry
    └── ConfigurationError      a setting is wrong

`code` is stable: clients branch on it. `message` says what to do and is safe to show: it never holds text of a CV,
a file name, a path or another library's words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


class CVParserError(Exception):
    """The root of the tree.

    Attributes:
        code: Stable identifier, lower case with underscores.
        message: What is wrong and what to do, safe to show to anybody.
        retryable: Whether the same call may succeed later.
    """

    code: ClassVar[str] = "internal_error"
    default_message: ClassVar[str] = "Something went wrong on our side. The failure is logged under the job id."
    retryable: ClassVar[bool] = False

    def __init__(self, message: str | None = None) -> None:
        self.message: str = message or self.default_message
        super().__init__(self.message)

    def __reduce__(self) -> tuple[object, ...]:
        # An exception is otherwise made again from its sentence alone, which is not all that some of ours are made of.
        return _bare, (type(self), self.message), self.__dict__


def _bare(kind: type[CVParserError], message: str) -> CVParserError:
    return kind.__new__(kind, message)


class InputError(CVParserError):
    """What was given cannot be used; giving it again changes nothing."""

    code = "input_invalid"
    default_message = "The request cannot be used as it is."


class FieldError(InputError):
    """A field beside the document is wrong.

    Attributes:
        field: The field's name as the caller spells it.
        also: What else is wrong, so that a caller can mend all at once.
    """

    code = "field_invalid"
    default_message = "A field is not valid."

    def __init__(self, message: str | None = None, *, field: str, also: Sequence[FieldError] = ()) -> None:
        super().__init__(message)
        self.field = field
        self.also: tuple[FieldError, ...] = tuple(also)


class ParseModeError(FieldError):
    """`parse_mode` names no mode."""

    code = "parse_mode_invalid"
    default_message = "parse_mode must be 'advanced' or 'basic'."


class ProcessingObjectedError(InputError):
    """The person that the document is about objected to being processed."""

    code = "processing_objected"
    default_message = (
        "The user objected to being processed. Nothing was stored. Lift the objection before you submit for this user."
    )


class JsonInvalidError(InputError):
    """The JSON body is malformed or ambiguous."""

    code = "json_invalid"
    default_message = "The body must be one JSON object in UTF-8, without duplicate keys, NaN or lone surrogates."


class DocumentError(InputError):
    """The document itself cannot be used."""

    code = "document_invalid"
    default_message = "The document cannot be used."


class FileEmptyError(DocumentError):
    """The file has no bytes."""

    code = "file_empty"
    default_message = "The file is empty."


class TypeNotAllowedError(DocumentError):
    """The file's name ends in a type that is not read."""

    code = "type_not_allowed"
    default_message = (
        "Send a PDF, DOCX, DOC, ODT, RTF, HTML, MHTML, EML, MSG, TXT or MD file, a PNG, JPEG, WebP, HEIC or TIFF"
        " picture, Europass XML, JSON Resume or LinkedIn's data export."
    )


class TypeMismatchError(DocumentError):
    """The content is not what the file's name says."""

    code = "type_mismatch"
    default_message = "The file's content is not what its name says. Export the CV as PDF or DOCX and send that."


class TypeAmbiguousError(DocumentError):
    """The content is valid as several types at once."""

    code = "type_ambiguous"
    default_message = "The file can be read as more than one type. Export the CV anew as PDF or DOCX."


class LegacyDocError(DocumentError):
    """An old Word file that is older than Word 97, or of which too little is left."""

    code = "legacy_doc_not_supported"
    default_message = "This old Word file (.doc) cannot be read. Save the CV as .docx or PDF."


class MacroNotAllowedError(DocumentError):
    """A file of a word processor with macros."""

    code = "macro_not_allowed"
    default_message = "Files with macros are not accepted. Save the CV as .docx or PDF."


class ArchiveNotReadError(DocumentError):
    """A ZIP that is no document, and not LinkedIn's data export."""

    code = "archive_not_supported"
    default_message = (
        "Of ZIP archives LinkedIn's data export is read. Send the CVs in another one by one, or use 'cvparser parse'."
    )


class DocumentCorruptError(DocumentError):
    """Not readable as what it is; of PDF and DOCX their own errors say so."""

    code = "document_corrupt"
    default_message = "The file is damaged. Save the CV anew in the program that made it, or as PDF, and send that."


class FileEncryptedError(DocumentError):
    """The document needs a password."""

    code = "file_encrypted"
    default_message = "The file is protected by a password. Remove the password and send it again."


class DocxCorruptError(DocumentError):
    """Not a readable DOCX."""

    code = "docx_corrupt"
    default_message = "The DOCX file is damaged. Open it in Word, save it anew and send that."


class PdfCorruptError(DocumentError):
    """Not a readable PDF."""

    code = "pdf_corrupt"
    default_message = "The PDF file is damaged. Export the CV anew and send that."


class ArchiveTooManyEntriesError(DocumentError):
    """A document with too many parts, or with an archive inside."""

    code = "archive_too_many_entries"
    default_message = "The file has too many parts to be a CV."


class DecompressionLimitError(DocumentError):
    """The document unpacks to more than a CV ever holds."""

    code = "decompression_limit"
    default_message = "The file unpacks to far more than a CV holds."


class TooManyPagesError(DocumentError):
    """The document has too many pages."""

    code = "too_many_pages"
    default_message = "The document has more pages than a CV. Send the CV alone."


class XmlForbiddenError(DocumentError):
    """XML with a DOCTYPE, an entity or an external reference."""

    code = "xml_forbidden"
    default_message = "The file holds XML constructs that a CV does not need. Save it anew in its program."


class DocxTooComplexError(DocumentError):
    """A DOCX with far more structure than a CV."""

    code = "docx_too_complex"
    default_message = "The DOCX file has far more structure than a CV. Simplify it or send a PDF."


class TooComplexError(DocumentError):
    """Working on the document takes far more time or memory than a CV does."""

    code = "too_complex"
    default_message = (
        "The CV takes far more work than a CV does. Take out repeated or unusual parts, or export it anew as PDF."
    )


class NoTextLayerError(DocumentError):
    """Pictures, in which no text was read."""

    code = "no_text_layer"
    default_message = (
        "The document has no text layer, and no text was read in its pictures. Send a PDF exported from the editor."
        " Reading scans needs OCR: pip install 'cvparser[ocr]'."
    )


class DynamicFormError(DocumentError):
    """A PDF whose pages a viewer builds from an XFA form within."""

    code = "pdf_dynamic_form"
    default_message = "The PDF is a dynamic form (XFA): its pages hold no CV. Print it to a PDF and send that."


class PdfPortfolioError(DocumentError):
    """A PDF that is the cover of the documents within."""

    code = "pdf_portfolio"
    default_message = "The PDF is a cover with documents inside. Send the CV in it by itself."


class TextError(InputError):
    """The text of a document cannot be used."""

    code = "text_invalid"
    default_message = "The text cannot be used."


class TextNotDecodableError(TextError):
    """Bytes that are no text in a known encoding."""

    code = "text_not_decodable"
    default_message = "The text is in no encoding that is read. Save it as UTF-8."


class TextEmptyError(TextError):
    """No visible character."""

    code = "text_empty"
    default_message = "The text is empty."


class TextTooLongError(TextError):
    """More characters than the limit."""

    code = "text_too_long"
    default_message = "The text is longer than 200,000 characters. Send the CV alone."


class TextUnreadableError(TextError):
    """Glyphs without meaning, as from fonts with no Unicode map."""

    code = "text_unreadable"
    default_message = "The document's fonts carry no readable text. Export the CV anew from the editor."


class ExtractionError(CVParserError):
    """The document broke while it was being read."""

    code = "extraction_failed"
    default_message = "The document could not be read."


class ExtractionTimeoutError(ExtractionError):
    """Reading took longer than the limit."""

    code = "extraction_timeout"
    default_message = "Reading the document took too long. Export the CV anew and send that."


class ExtractionCrashedError(ExtractionError):
    """Reading ended the process that read."""

    code = "extraction_crashed"
    default_message = "The document broke the program that reads it. Export the CV anew and send that."


class FileGoneError(ExtractionError):
    """The stored document is not there any more."""

    code = "file_gone"
    default_message = "The stored document is gone. Send the CV again."


class ParsingError(CVParserError):
    """A parser gave no usable answer."""

    code = "parsing_failed"
    default_message = "The parser gave no usable answer."


class PersonalDataLeftError(ParsingError):
    """The leak check still finds personal data in a text that would leave the machine; it was sent nowhere."""

    code = "personal_data_left"
    default_message = (
        "Personal data could not be taken out of this CV with certainty, so it was not sent to the language model."
        " Use parse_mode 'basic'."
    )


class JobError(CVParserError):
    """Something in the life of a job."""

    code = "job_error"
    default_message = "The job cannot do this."


class JobUnknownError(JobError):
    """No job has this id."""

    code = "job_unknown"
    default_message = "No job has this id."


class JobErasedError(JobError):
    """The job was deleted on request."""

    code = "job_erased"
    default_message = "The job, its result and its file were deleted."


class JobExpiredError(JobErasedError):
    """The job's time was over."""

    code = "job_expired"
    default_message = "The time for which the job was kept is over: it, its result and its file were deleted."


class JobFailedError(JobError):
    """The job ended without a result.

    Attributes:
        reason_code: The code of the error that ended the job.
    """

    code = "job_failed"
    default_message = "The job failed."

    def __init__(self, message: str | None = None, *, reason_code: str = "internal_error") -> None:
        super().__init__(message)
        self.reason_code = reason_code


class FencedOutError(JobError):
    """Another worker took the job over, or it has ended: this worker's outcome is thrown away."""

    code = "fenced_out"
    default_message = "Another worker took the job over."


class JobCrashedError(JobError):
    """Processing the job ended its worker again and again."""

    code = "job_crashed"
    default_message = "Processing this document ended the worker several times. Export the CV anew and send that."


class JobDeadlineError(JobError):
    """The job was not finished in its time."""

    code = "job_deadline"
    default_message = "The job was not finished in time. Send the CV again."


class JobCancelledError(JobError):
    """Somebody who may end the job has done so."""

    code = "cancelled"
    default_message = "The job was cancelled. Send the CV again if its profile is wanted after all."


class UnavailableError(CVParserError):
    """Something that cvparser needs is away; the same call may succeed later."""

    code = "unavailable"
    default_message = "The service cannot do this right now. Try again in a few seconds."
    retryable = True


class StorageUnavailableError(UnavailableError):
    """Files or jobs cannot be kept or read now."""

    code = "storage_unavailable"
    default_message = "The service cannot store or read right now. Try again in a few seconds."


class ConfigurationError(CVParserError):
    """A setting is wrong; the message names the setting."""

    code = "configuration_invalid"
    default_message = "A setting is not valid."


def error_codes() -> dict[str, type[CVParserError]]:
    """Return every code with the class that carries it, sorted by code: of the tree as far as it was imported."""
    found: dict[str, type[CVParserError]] = {}
    pending: list[type[CVParserError]] = [CVParserError]
    while pending:
        kind = pending.pop()
        found[kind.code] = kind
        pending.extend(kind.__subclasses__())
    return dict(sorted(found.items()))
