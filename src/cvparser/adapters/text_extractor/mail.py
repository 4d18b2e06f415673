"""A message in a file (EML): the CV that is attached, or its body. Who sent it to whom is no text."""

from __future__ import annotations

from collections.abc import Callable
from email.message import Message
from email.utils import parseaddr

from cvparser.adapters.text_extractor.attached import Attachment, Mail, Reader, document_of
from cvparser.adapters.text_extractor.mail_parts import name_of, parsed_mail, payload_of, readable
from cvparser.adapters.text_extractor.web_file import characters
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import FileEncryptedError

_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


def read_eml(content: bytes, reader_of: Callable[[DocumentType], Reader]) -> CVDocument:
    """Return the text of the CV in a message. Raises as `TextExtractor.extract`."""
    message = parsed_mail(content)
    if message.get_content_type() in _ENCRYPTED and message.get_param("smime-type") != "signed-data":
        raise FileEncryptedError
    return document_of(_mail(message), reader_of)


def _mail(message: Message) -> Mail:
    plain: list[str] = []
    pages: list[str] = []
    attachments: list[Attachment] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        kind, name = part.get_content_type(), name_of(part)
        is_text = kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment"
        if is_text and not name:
            text = characters(payload_of(part), part.get_content_charset())
            (pages if kind == "text/html" else plain).append(_flowed(text, part))
        elif name or kind not in ("text/plain", "text/html", "text/calendar"):
            attachments.append(Attachment(name=name, content=payload_of(part)))
    sender = parseaddr(readable(str(message.get("From", ""))))[0]
    # Of a message with others within it the longest body says most.
    return Mail(
        sender=sender or None,
        plain=max(plain, key=len, default=""),
        page=max(pages, key=len, default=""),
        attachments=attachments,
    )


def _flowed(text: str, part: Message) -> str:
    """Return a text with its soft line ends undone (RFC 3676)."""
    text = text.replace("\r\n", "\n")
    return text.replace(" \n", " ") if str(part.get_param("format", "")).lower() == "flowed" else text
