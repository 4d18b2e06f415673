"""A document as JSON, from the child that reads it to the service, which believes no more of it than it must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

from cvparser.adapters.text_extractor.assembly import MAX_SET_LINES
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.geometry import Page, Run
from cvparser.domain.cv.lines import Role, Setting, TextLine, text_lines
from cvparser.domain.document import MAX_TEXT_LENGTH
from cvparser.domain.errors import ExtractionCrashedError
from cvparser.domain.profile import WarningCode

#: Bytes of an answer. 200,000 characters take 12 bytes each as escaped surrogate pairs, and to say where they stand
#: 7 beside the one before, and 33 by themselves.
MAX_ANSWER = 12 * 2**20
#: No length, in any unit that is sent, is greater.
_MOST = 1_000_000
_ROLES = list(Role)


def packed(document: CVDocument) -> dict[str, object]:
    """Return what JSON holds of `document`."""
    return {
        "text": document.text,
        "author": document.author,
        "title": document.title,
        "warnings": list(document.warnings),
        "facts": document.facts,
        "pages": list(map(_packed_page, document.pages)),
        "settings": list(map(_packed_setting, document.settings)),
    }


def unpacked(answer: dict[str, Any]) -> CVDocument:
    """Return the document that was `packed`.

    Raises:
        ExtractionCrashedError: `answer` is no such document.
    """
    try:
        return _document(answer)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError):
        raise ExtractionCrashedError from None


def _packed_page(page: Page) -> list[object]:
    return [round(page.width, 2), round(page.height, 2), page.rotation, page.text_angle]


def _packed_setting(setting: Setting) -> list[object]:
    runs = [
        [
            run.start,
            *(round(length, 1) for length in (run.left, run.bottom, run.top)),
            run.edges[0],
            *(after - before for before, after in pairwise(run.edges)),
        ]
        for run in setting.runs
    ]
    size, indent = (None if length is None else round(length, 1) for length in (setting.size, setting.indent))
    return [setting.page, setting.column, _ROLES.index(setting.role), size, int(setting.is_bold), indent, runs]


def _document(answer: dict[str, Any]) -> CVDocument:
    text = _string(answer["text"])
    if len(text) > MAX_TEXT_LENGTH or len(answer["settings"]) > MAX_SET_LINES:
        raise ValueError("longer than a document may be")
    pages = tuple(_page(*told) for told in answer["pages"])
    settings: tuple[Setting, ...] = ()
    if answer["settings"]:
        each = zip(text_lines(text), answer["settings"], strict=True)
        settings = tuple(_setting(line, len(pages), told) for line, told in each)
    return CVDocument(
        text=text,
        settings=settings,
        pages=pages,
        author=None if answer["author"] is None else _string(answer["author"]),
        title=None if answer["title"] is None else _string(answer["title"]),
        warnings=tuple(map(WarningCode, answer["warnings"])),
        facts=_object(answer["facts"]),
    )


def _page(width: object, height: object, rotation: object, text_angle: object) -> Page:
    size = {"width": _number(width), "height": _number(height)}
    return Page(**size, rotation=_whole(rotation), text_angle=_whole(text_angle))


def _setting(line: TextLine, pages: int, told: Sequence[Any]) -> Setting:
    page, column, role, size, is_bold, indent, runs = told
    if _whole(page) >= pages:
        raise ValueError("a line stands on no page")
    return Setting(
        page=_whole(page),
        column=_whole(column),
        role=_ROLES[_whole(role)],
        size=None if size is None else _number(size),
        is_bold=bool(is_bold),
        indent=None if indent is None else _number(indent),
        runs=tuple(_runs(line.end - line.start, _whole(page), runs)),
    )


def _runs(length: int, page: int, told: Sequence[Sequence[Any]]) -> Iterator[Run]:
    at = 0
    for start, left, bottom, top, *widths in told:
        if _whole(start) < at or not 1 < len(widths) <= length - start + 1:
            raise ValueError("a run reaches beyond its line")
        at = start + len(widths) - 1
        yield Run(
            start=start,
            page=page,
            left=_number(left),
            bottom=_number(bottom),
            top=_number(top),
            edges=tuple(accumulate(map(_whole, widths))),
        )


def _object(told: object) -> dict[str, Any] | None:
    if told is not None and not isinstance(told, dict):
        raise TypeError
    return told


def _string(told: object) -> str:
    if not isinstance(told, str):
        raise TypeError
    return told


def _whole(told: object) -> int:
    if not isinstance(told, int) or not 0 <= told <= _MOST:
        raise TypeError
    return told


def _number(told: object) -> float:
    if not isinstance(told, int | float) or not -_MOST <= told <= _MOST:
        raise TypeError
    return float(told)
