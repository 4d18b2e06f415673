"""Elements of Europass by their names without namespaces."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from cvparser.adapters.text_extractor.exact_values import Fact, date, moment

#: Elements of a name that are read.
_MOST = 500


def all_of(element: etree._Element | None, *path: str) -> Iterator[etree._Element]:
    """Yield what stands in an element by a path of names, in order."""
    if element is None:
        return
    first, *rest = path
    for number, child in enumerate(element.iterchildren(f"{{*}}{first}")):
        if number >= _MOST:
            break
        if rest:
            yield from all_of(child, *rest)
        else:
            yield child


def first_of(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first of `all_of`."""
    return next(all_of(element, *path), None)


def text_of(element: etree._Element | None, *path: str) -> str | None:
    """Return the text of the first of `all_of`, or of the element itself."""
    found = first_of(element, *path) if path else element
    return None if found is None else "".join(map(str, found.itertext())).strip() or None


def day_of(element: etree._Element | None) -> Fact | None:
    """Return a date: `year` and `month` as attributes, `FormattedDateTime`, or text."""
    if element is None:
        return None
    if element.get("year"):
        return moment(element.get("year"), element.get("month"))
    return date(text_of(element, "FormattedDateTime") or text_of(element))
