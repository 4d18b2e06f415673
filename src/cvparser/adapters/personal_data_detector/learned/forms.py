"""What the network says must also have the form of what it says: a telephone number has digits, a tool is no person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.cv.headings import listed_headings
from cvparser.domain.privacy.people.inventories import products
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold, key

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
#: What stands in names beside letters and the marks on them.
_NO_NAME = re.compile(r"[\d@/:;|<>()\[\]{}&+*=#%_\"?!]")
_LEAST_LETTERS = {"name": 2, "address": 3, "web": 4}
_LONGEST = {"name": 60, "address": 200, "birth": 60}
_PHONE_DIGITS = range(6, 19)
#: A day: three numbers, or a year and a month in letters.
_DAY = re.compile(rf"\d\D{{1,4}}\d+\D{{1,4}}\d|(?<!\d){YEAR}(?:\d{{4}})?(?!\d)")
_PERIOD = re.compile(r"\d{4}\W{1,4}(?:\d{1,2}\W)*\d{4}")
_MOST_LINES = 3
#: A scheme, an account's @, a domain; else an account's name, which is one word that begins with a letter.
_ADDRESS_ON_NET = re.compile(r"://|[@＠]|[^\W_]\.[^\W\d_]{2}")
_ACCOUNT = re.compile(r"[^\W\d_][\w-]*")
#: A town, its region and its country; more places without a number are a list of sites.
_MOST_COMMAS = 2


def has_form(label: str, text: str) -> bool:
    """Whether a text has the form of what its label says."""
    return _FORMS[label](text.strip())


def _is_name(text: str) -> bool:
    if _NO_NAME.search(text) or len(text) > _LONGEST["name"] or len(_LETTERS.findall(text)) < _LEAST_LETTERS["name"]:
        return False
    return key(text) not in _headings() and not any(_is_professional(word) for word in _WORD.findall(fold(text)))


def _is_professional(word: str) -> bool:
    known = vocabulary()
    if word in known.particles:
        return False
    return word in products() or word in known.professional or word in known.organisations or word in known.companies


def _is_email(text: str) -> bool:
    return "@" in text or "＠" in text


def _is_phone(text: str) -> bool:
    return len(_DIGIT.findall(text)) in _PHONE_DIGITS


def _is_address(text: str) -> bool:
    if len(text) > _LONGEST["address"] or text.count("\n") >= _MOST_LINES or "@" in text:
        return False
    if len(_LETTERS.findall(text)) < _LEAST_LETTERS["address"] or key(text) in _headings():
        return False
    if not _DIGIT.search(text) and text.count(",") > _MOST_COMMAS:
        return False
    return not any(word in products() or word in vocabulary().professional for word in _WORD.findall(fold(text)))


def _is_birth(text: str) -> bool:
    # A year alone is that of a job or of a degree more often.
    if text.isdigit():
        return False
    return len(text) <= _LONGEST["birth"] and _DAY.search(text) is not None and _PERIOD.search(text) is None


def _is_web(text: str) -> bool:
    if len(_LETTERS.findall(text)) < _LEAST_LETTERS["web"] or fold(text) in products():
        return False
    return _ADDRESS_ON_NET.search(text) is not None or _ACCOUNT.fullmatch(text) is not None


@cache
def _headings() -> frozenset[str]:
    return frozenset(key(heading) for heading, _ in listed_headings())


_FORMS: Mapping[str, Callable[[str], bool]] = {
    "name": _is_name,
    "email": _is_email,
    "phone": _is_phone,
    "address": _is_address,
    "birth": _is_birth,
    "web": _is_web,
}
