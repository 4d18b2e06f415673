"""Dates as CVs write them, told by their form alone."""

from __future__ import annotations

import re

#: A point in time as CVs write it: a month or day before a year, or numbers alone.
_POINT = r"(?:(?:[^\W\d_]+\.?|\d{1,2})[\s./-]+){0,3}(?:(?:19|20)\d\d|['’]\d\d)(?:[./-]\d{1,2})?|\d{1,2}[./]\d{2}"
#: What a range may end in instead of a point: a word, or a few small ones.
_PRESENT = r"[^\W\d_]+(?:[ '’][^\W\d_A-ZÇĞİÖŞÜ]+){0,2}\.?"
#: What stands between the ends of a range.
_TO = r"(?:[-–—/]|(?:to|bis|à|au|a|al|hasta|tot|até|ile)\b)"
#: A date or a range of dates and nothing else; a range may go on on the next row, or end in a word such as "today".
DATE = re.compile(rf"\W*(?:{_POINT})(?:\s*{_TO}(?:\s*(?:{_POINT}|{_PRESENT}))?)?\W*")
#: A range without its end, or with the month of its end alone.
OPEN_DATE = re.compile(rf"\W*(?:{_POINT})\s*{_TO}\s*(?:[^\W\d_]+\.?)?")
