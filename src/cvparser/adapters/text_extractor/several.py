"""Whether a PDF holds the CVs of several people, as far as that can be told: by what stands at the heads of pages.

Told is what cannot be one CV: parts that each begin on a page of their own with another e-mail address in its head, and
that each have jobs and schools under titles. CVs without such an address, or in one flow, are not told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.headings import heading_of
from cvparser.domain.profile import WarningCode

#: Lines at the top of a page in which a CV says how to reach its candidate, and characters of one.
_HEAD, _MOST = 12, 300
_MAIL = re.compile(r"[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}")
_OF_A_CV = frozenset(("experience", "education"))


def with_several_told(document: CVDocument) -> CVDocument:
    """Return a document with the warning `several_cvs` where it holds those of several people."""
    pages = _pages(document)
    if len(pages) < 2:
        return document
    starts = [(number, mails) for number, lines in enumerate(pages) if (mails := _mails(lines[:_HEAD]))]
    if len(starts) < 2:
        return document
    ends = [*(number for number, _ in starts), len(pages)][1:]
    cvs = [mails for (start, mails), end in zip(starts, ends, strict=True) if _is_cv(pages[start:end])]
    people = [mails for number, mails in enumerate(cvs) if all(mails.isdisjoint(other) for other in cvs[:number])]
    if len(people) < 2:
        return document
    return replace(document, warnings=tuple(sorted({*document.warnings, WarningCode.SEVERAL_CVS})))


def _pages(document: CVDocument) -> list[list[str]]:
    pages: list[list[str]] = [[] for _ in document.pages]
    for line in document.lines if document.settings else ():
        pages[line.page].append(document.text[line.start : line.end][:_MOST])
    return pages


def _mails(lines: Sequence[str]) -> frozenset[str]:
    return frozenset(mail.lower() for line in lines for mail in _MAIL.findall(line))


def _is_cv(pages: Sequence[Sequence[str]]) -> bool:
    found: set[str] = set()
    for line in (line for page in pages for line in page):
        heading = heading_of(line)
        if heading is not None:
            found.update(kind for kind in heading.kinds if kind in _OF_A_CV)
        if found >= _OF_A_CV:
            return True
    return False
