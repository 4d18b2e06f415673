"""A message as Outlook keeps it (MSG, MS-OXMSG): the CV that is attached, or its body."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cvparser.adapters.text_extractor.attached import Attachment, Mail, Reader, document_of
from cvparser.adapters.text_extractor.compound import Compound, Entry
from cvparser.adapters.text_extractor.web_file import characters
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import DocumentType

#: Attached files that are read, and messages within each other.
_MOST_FILES, _MOST_NESTED = 50, 3
#: Tags of properties (MS-OXPROPS).
_BODY, _PAGE, _SENDER, _DATA = "1000", "1013", "0c1a", "3701"
_NAMES = ("3707", "3704", "3001")


def read_msg(content: bytes, reader_of: Callable[[DocumentType], Reader]) -> CVDocument:
    """Return the text of the CV in a message. Raises as `TextExtractor.extract`."""
    compound = Compound(content)
    return document_of(_mail(compound, compound.root, depth=0), reader_of)


def _mail(compound: Compound, storage: Entry, *, depth: int) -> Mail:
    held = compound.within(storage)
    plain, page = _text(compound, held, _BODY), _text(compound, held, _PAGE)
    attachments: list[Attachment] = []
    for name, entry in list(held.items()):
        if not name.startswith("__attach_version") or len(attachments) >= _MOST_FILES:
            continue
        within = compound.within(entry)
        message = within.get(f"__substg1.0_{_DATA}000d")
        if message is not None and message.is_storage and depth < _MOST_NESTED:
            # A message that is passed on.
            inner = _mail(compound, message, depth=depth + 1)
            attachments += inner.attachments
            plain, page = max(plain, inner.plain, key=len), max(page, inner.page, key=len)
        elif (data := within.get(f"__substg1.0_{_DATA}0102")) is not None:
            named = next((found for tag in _NAMES if (found := _text(compound, within, tag))), "")
            attachments.append(Attachment(name=named, content=compound.read(data)))
    return Mail(sender=_text(compound, held, _SENDER) or None, plain=plain, page=page, attachments=attachments)


def _text(compound: Compound, held: Mapping[str, Entry], tag: str) -> str:
    """Return a property that is text: in UTF-16, in an encoding of 8 bits, or in one that it names itself."""
    wide = held.get(f"__substg1.0_{tag}001f")
    if wide is not None:
        return compound.read(wide).decode("utf-16-le", "replace").replace("\0", "").replace("\r\n", "\n")
    narrow = held.get(f"__substg1.0_{tag}001e") or held.get(f"__substg1.0_{tag}0102")
    if narrow is None:
        return ""
    return characters(compound.read(narrow)).replace("\0", "").replace("\r\n", "\n")
