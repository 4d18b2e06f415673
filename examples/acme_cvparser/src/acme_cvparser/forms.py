"""Acme's application forms: a field a line, `job: Data Engineer at Kestrel Analytics`, behind a line of theirs."""

from __future__ import annotations

from cvparser.domain.errors import DocumentCorruptError
from cvparser.domain.own_types import OwnDocumentType

FORM = OwnDocumentType(
    name="acmeform", endings=("acme",), tells="acme_cvparser.forms:is_form", reads="acme_cvparser.forms:read_form"
)
_FIRST = b"ACME FORM 1\n"
_HEADINGS = {"job": "Experience", "skill": "Skills"}


def is_form(content: bytes) -> bool:
    """Return whether the bytes are a form."""
    return content.startswith(_FIRST)


def read_form(content: bytes) -> str:
    """Return a form as a CV has it: its fields below headings."""
    try:
        lines = content.removeprefix(_FIRST).decode().splitlines()
    except UnicodeDecodeError:
        raise DocumentCorruptError from None
    fields = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    sections = [(title, [value for name, value in fields if name == kind]) for kind, title in _HEADINGS.items()]
    return "\n\n".join("\n".join([title, *values]) for title, values in sections if values)
