"""Names of files that came from outside: never trusted, made safe to show and to store."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from cvparser.domain.composition import composed
from cvparser.domain.document import DocumentType
from cvparser.domain.job import JobId

#: Characters of a file name that is shown.
MAX_DISPLAY_LENGTH = 100
#: What a file is called of whose name nothing is left.
NAMELESS = "cv"
#: Characters of the stem of a stored file; a path segment of ASCII, well below every file system's 255 bytes.
MAX_STEM_LENGTH = 60

_ASCII = str.maketrans("ıİşŞğĞçÇöÖüÜßæÆøØåÅłŁđĐ", "iIsSgGcCoOuUsaAoOaAlLdD")
#: Names that Windows keeps for devices, whatever their extension.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def display_name(uploaded: str, document_type: DocumentType) -> str:
    """Return the last segment of an uploaded name, without control or format characters, at most 100 characters.

    Examples:
        >>> display_name("../../etc/passwd.pdf", DocumentType.PDF)
        'passwd.pdf'
        >>> display_name("..", DocumentType.PDF)
        'cv.pdf'
    """
    last = re.split(r"[/\\]", uploaded)[-1]
    visible = "".join(c for c in composed(last) if unicodedata.category(c)[0] != "C")
    name = re.sub(r"[<>:\"|?*\s]+", " ", visible).strip(" .-")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    if not stem or stem.casefold() in _DEVICES:
        stem = f"cv_{stem}".rstrip("_")
    extension = extension[:10] or document_type.value
    return f"{stem[: MAX_DISPLAY_LENGTH - len(extension) - 1]}.{extension}"


def shown_name(file_name: str | None) -> str | None:
    """Return what is stored, and the world sees, of a display name: the `impersonal` words of its stem, else `cv`.

    A file is stored before anybody has read whose CV it is: what is not known to be nobody's goes.

    Examples:
        >>> shown_name("Ada Quill CV 2024.pdf")
        'CV 2024.pdf'
        >>> shown_name("ada.docx")
        'cv.docx'
    """
    if file_name is None:
        return None
    stem, _, extension = file_name.rpartition(".")
    # The rules are loaded with the first name: who parses without jobs stores none.
    from cvparser.domain.impersonal_names import impersonal

    return f"{impersonal(stem) or NAMELESS}.{extension}"


def name_of_id(document_type: DocumentType, *, job_id: JobId) -> str:
    """Return the name of a stored file of which nothing but its job's id is to be seen."""
    return f"{job_id}.{document_type.value}"


def stored_name(file_name: str | None, document_type: DocumentType, *, job_id: JobId, at: datetime) -> str:
    """Return `{name}_{YYYYMMDD_HHMMSS}_{first 8 of the job id}.{ext}`, in ASCII.

    `name` is the stem of a shown name, or `text` for a submitted text.

    Examples:
        >>> from uuid import UUID
        >>> id = JobId(UUID("550e8400-e29b-41d4-a716-446655440000"))
        >>> stored_name("cv.pdf", DocumentType.PDF, job_id=id, at=datetime(2025, 1, 16, 10, 30))
        'cv_20250116_103000_550e8400.pdf'
    """
    stem = "text" if file_name is None else file_name.rpartition(".")[0]
    ascii_stem = unicodedata.normalize("NFKD", composed(stem).translate(_ASCII)).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9-]+", "_", ascii_stem).strip("_-")[:MAX_STEM_LENGTH] or NAMELESS
    return f"{safe}_{at:%Y%m%d_%H%M%S}_{str(job_id)[:8]}.{document_type.value}"
