"""Which text of a message is the CV: that of an attached document, or the body."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cvparser.adapters.text_extractor.assembly import RawLine, assemble
from cvparser.adapters.text_extractor.web_page import page_lines
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.headings import heading_of
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import InputError, TextEmptyError
from cvparser.domain.lexicon import words
from cvparser.domain.plain_text import is_blank
from cvparser.domain.profile import WarningCode
from cvparser.domain.sniffing import identify
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, words_of

Reader = Callable[[bytes], CVDocument]

#: Attached files that are looked at, and of these documents that are read.
_MOST_LOOKED_AT, _MOST_READ = 50, 6
#: Titles of sections of which a body without a document is a CV, whatever is attached.
_LEAST_TITLES = 3
_MOST_LINES = 2_000
#: Characters of a line of a message's head that are looked at for its label.
_LONGEST_LABEL = 40
_ORIGINAL = re.compile(r"\s{0,9}[-_]{3,40}.{0,60}[-_]{3,40}\s{0,9}|\s{0,9}[-_]{10,100}\s{0,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a message."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What of a message is looked at. Personal.

    Attributes:
        sender: Name of who sent it: a hint for finding the candidate's name, never text.
        plain, page: The body, as text and as source of a page; empty where there is none.
    """

    sender: str | None
    plain: str
    page: str
    attachments: Sequence[Attachment]


def document_of(mail: Mail, reader_of: Callable[[DocumentType], Reader]) -> CVDocument:
    """Return the CV of a message: the attached one, or else its body.

    Raises:
        InputError: nothing of it can be read; of the attached documents the first one's error.
    """
    found, error = _attached(mail.attachments, reader_of)
    body = _body(mail)
    is_body = found is None or (found.titles == 0 and found.rank < 1 and _titles(body) >= _LEAST_TITLES)
    if found is not None and not is_body:
        return found.document if found.document.author else replace(found.document, author=mail.sender)
    if error is not None:
        raise error
    if body is None:
        raise TextEmptyError
    return replace(body, author=mail.sender)


@dataclass(frozen=True, slots=True)
class _Found:
    document: CVDocument
    rank: int
    titles: int


def _attached(
    attachments: Sequence[Attachment], reader_of: Callable[[DocumentType], Reader]
) -> tuple[_Found | None, InputError | None]:
    known: list[tuple[int, DocumentType, bytes]] = []
    error: InputError | None = None
    for each in attachments[:_MOST_LOOKED_AT]:
        kind = _kind_of(each)
        if isinstance(kind, InputError):
            # What is said to be a CV and cannot be read is not passed over for a letter.
            error = error or (kind if _rank(each.name) > 0 else None)
        elif kind is not None:
            known.append((_rank(each.name), kind, each.content))
    read: list[_Found] = []
    for rank, kind, content in sorted(known, key=lambda each: -each[0])[:_MOST_READ]:
        try:
            document = reader_of(kind)(content)
        except InputError as refused:
            error = error or refused
        else:
            read.append(_Found(document, rank, _titles(document)))
            if rank > 0:
                break
    return max(read, key=lambda each: (each.rank, each.titles), default=None), error


def _kind_of(attachment: Attachment) -> DocumentType | InputError | None:
    """Return what a file is, or why it is not read; None for what nobody would send as a CV."""
    ending = attachment.name.rpartition(".")[2].lower()
    if not attachment.content or ending in ("png", "jpg", "jpeg", "gif", "vcf", "ics", "p7s", "asc"):
        return None
    try:
        return identify(attachment.content, attachment.name)
    except InputError as error:
        return error


def _rank(name: str) -> int:
    told = words_of(re.sub(r"[\W_\d]+", " ", name.rpartition(".")[0])[:200])
    return int(bool(_names_of_cvs().find(told))) - int(bool(_names_of_others().find(told)))


@cache
def _names_of_cvs() -> Phrases[bool]:
    return Phrases((word, True) for word in words("messages", "cv"))


@cache
def _names_of_others() -> Phrases[bool]:
    return Phrases((word, True) for word in words("messages", "other"))


@cache
def _labels_of_heads() -> frozenset[str]:
    return frozenset(map(fold, words("messages", "head")))


def _titles(document: CVDocument | None) -> int:
    """Return how many titles of sections a text has."""
    if document is None:
        return 0
    lines = document.text.split("\n", _MOST_LINES)[:_MOST_LINES]
    titles = (heading_of(line.strip()) for line in lines if 0 < len(line) <= 60)
    return len({title for title in titles if title is not None})


def _body(mail: Mail) -> CVDocument | None:
    lines, has_hidden = page_lines(mail.page) if mail.page else ([], False)
    if is_blank("".join(line.text for line in lines)):
        lines = [RawLine(text=line.lstrip(">").strip(" ")) for line in mail.plain.split("\n")]
    kept = _without_heads(lines)
    if is_blank("".join(line.text for line in kept)):
        return None
    return assemble(kept, warnings=(WarningCode.HIDDEN_TEXT,) if has_hidden else ())


def _without_heads(lines: Sequence[RawLine]) -> list[RawLine]:
    """Return lines without the heads of messages that are passed on: two such lines or more, and the rule above."""
    kept: list[RawLine] = []
    head: list[RawLine] = []
    for line in (*lines, RawLine()):
        if fold(line.text[:_LONGEST_LABEL].partition(":")[0].strip(" *>")) in _labels_of_heads() and ":" in line.text:
            head.append(line)
            continue
        if len(head) == 1:
            kept += head
        elif head and kept and _ORIGINAL.fullmatch(kept[-1].text[:200]):
            kept.pop()
        head = []
        kept.append(line)
    return kept
