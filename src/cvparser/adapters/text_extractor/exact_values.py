"""Single values of sources that state a profile field by field: dates, levels and names of languages, texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from cvparser.adapters.text_extractor.assembly import RawLine
from cvparser.adapters.text_extractor.web_page import page_lines
from cvparser.domain.cv.dates.points import points_in
from cvparser.domain.lexicon import named_words
from cvparser.domain.profile import Fluency
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, words_of

#: A fact, as `domain.profile.Profile` names it.
Fact = Mapping[str, object]

_ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-\d\d(?:[T ].{0,40})?)?")
_LEVEL = re.compile(r"(?<![^\W_])(a1|a2|b1|b2|c1|c2)(?![^\W_])")
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,10}[\s/>]|&(?:[a-z]{2,6}|#\d{1,6});", re.IGNORECASE)
#: Characters of a value that are read.
_LONGEST, _LONGEST_TEXT = 300, 20_000
#: LinkedIn's five levels, folded, by what they are defined to be (the ILR scale) in the reference framework.
_LEVELS = {
    "native or bilingual": Fluency.NATIVE, "full professional": Fluency.C1, "professional working": Fluency.B2,
    "limited working": Fluency.B1, "elementary": Fluency.A1,
}  # fmt: skip
#: ISO 639-2 -> 639-1.
_CODES: dict[str, str] = {
    code: short
    for short, codes in (
        ("ar", "ara"), ("bg", "bul"), ("ca", "cat"), ("cs", "ces cze"), ("da", "dan"), ("de", "deu ger"),
        ("el", "ell gre"), ("en", "eng"), ("es", "spa"), ("et", "est"), ("eu", "eus baq"), ("fa", "fas per"),
        ("fi", "fin"), ("fr", "fra fre"), ("ga", "gle"), ("gl", "glg"), ("he", "heb"), ("hi", "hin"), ("hr", "hrv"),
        ("hu", "hun"), ("is", "isl ice"), ("it", "ita"), ("ja", "jpn"), ("ko", "kor"), ("ku", "kur"), ("lb", "ltz"),
        ("lt", "lit"), ("lv", "lav"), ("mk", "mkd mac"), ("mt", "mlt"), ("nl", "nld dut"), ("no", "nor nob"),
        ("pl", "pol"), ("pt", "por"), ("ro", "ron rum"), ("ru", "rus"), ("sk", "slk slo"), ("sl", "slv"),
        ("sq", "sqi alb"), ("sr", "srp"), ("sv", "swe"), ("tr", "tur"), ("uk", "ukr"), ("zh", "zho chi"),
    )
    for code in codes.split()
}  # fmt: skip


def line(value: object) -> str | None:
    """Return a text of one line; None where it says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value)[:_LONGEST].split()) or None


def paragraph(value: object) -> str | None:
    """Return a text of several lines, the source of a page as it reads; None where it says nothing."""
    if not isinstance(value, str):
        return None
    text = value[:_LONGEST_TEXT]
    if _TAG.search(text):
        lines: list[RawLine] = page_lines(text)[0]
        text = "\n".join(each.text for each in lines)
    text = "\n".join(" ".join(each.split()) for each in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", text).strip() or None


def joined(*values: object) -> str | None:
    """Return texts below each other."""
    return "\n".join(text for value in values if (text := paragraph(value))) or None


def date(value: object) -> Fact | None:
    """Return a year and perhaps a month, of a date in ISO 8601 or in words."""
    text = line(value) or ""
    exact = _ISO_DATE.fullmatch(text)
    if exact:
        return moment(exact[1], exact[2])
    point = next((point for point in points_in(fold(text[:80])) if point.year is not None), None)
    return None if point is None else moment(point.year, point.month)


def moment(year: object, month: object = None) -> Fact | None:
    """Return a year and a month that are given as such."""
    digits, of_month = re.sub(r"\D", "", str(year or "")), re.sub(r"\D", "", str(month or ""))
    if len(digits) != 4 or not 1900 <= int(digits) <= 2200:
        return None
    is_month = 0 < len(of_month) <= 2 and 1 <= int(of_month) <= 12
    return {"year": int(digits)} | ({"month": int(of_month)} if is_month else {})


def fluency(value: object) -> str | None:
    """Return a level of the reference framework, `native`, or None."""
    folded = fold(line(value) or "")
    level = _LEVEL.search(folded)
    if level is not None:
        return level[1].upper()
    stated = _LEVELS.get(folded.replace("proficiency", "").strip(" .,()"))
    if stated is not None:
        return stated.value
    found = _level_words().find(words_of(folded))
    return found[0].value if found else None


def language(name: object, level: object = None) -> Fact | None:
    """Return a spoken language, of its name or its code in ISO 639."""
    text = line(name)
    if text is None:
        return None
    folded = fold(text)
    code = _CODES.get(folded, folded if re.fullmatch(r"[a-z]{2}", folded) else None)
    if code is not None:
        text = _names_in_english().get(code, code)
    else:
        code = _language_names().whole(folded)
    return {"name": text, "iso_code": code, "fluency": fluency(level)}


@cache
def _level_words() -> Phrases[str]:
    return Phrases(named_words("languages", "fluency"))


@cache
def _language_names() -> Phrases[str]:
    return Phrases(named_words("languages", "names"))


@cache
def _names_in_english() -> dict[str, str]:
    names: dict[str, str] = {}
    for name, code in named_words("languages", "names", language="en"):
        names.setdefault(code, name.title())
    return names
