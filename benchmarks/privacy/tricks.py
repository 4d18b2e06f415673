"""What happens to text on its way into a CV, by intent or by accident: each trick rewrites marked segments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from random import Random

from benchmarks.privacy import people
from benchmarks.privacy.marking import Segment

Trick = Callable[[Sequence[Segment], Random, str], list[Segment]]

_NUMBERS = frozenset({"phone", "national_id", "iban", "social_security", "tax_number"})
_HOMOGLYPHS = str.maketrans("aeopcxyAEOPCXTMHBK", "аеорсхуАЕОРСХТМНВК")
_FULL_WIDTH = str.maketrans("0123456789+@", "０１２３４５６７８９＋＠")
_INVISIBLE = ("\u200b", "\u200c", "\u2060", "\ufeff")
_ASCII_TURKISH = str.maketrans("çğıöşüÇĞİÖŞÜâî", "cgiosuCGIOSUai")
_AT = (" [at] ", "(at)", " AT ", " {at} ", "[@]", " @ ", "＠", "%40", "(a)", " arroba ", " et ", " at ")
_DOT = (" [dot] ", "(dot)", " DOT ", " {dot} ", ".", " . ", ".", ".", "(punkt)", " punto ", " nokta ", " dot ")


def _each(categories: frozenset[str] | set[str], rewrite: Callable[[str, Random], str]) -> Trick:
    """Make a trick of a rewriting of the personal segments of some categories."""

    def trick(parts: Sequence[Segment], rng: Random, _: str) -> list[Segment]:
        return [part.replaced(rewrite(part.text, rng)) if part.mark in categories else part for part in parts]

    return trick


def _everywhere(rewrite: Callable[[str, str], str], *, but: frozenset[str] = frozenset()) -> Trick:
    """Make a trick of a rewriting of the whole text in a language."""

    def trick(parts: Sequence[Segment], _: Random, language: str) -> list[Segment]:
        return [part if part.mark in but else part.replaced(rewrite(part.text, language)) for part in parts]

    return trick


def _zero_width(text: str, rng: Random) -> str:
    return "".join(each + (rng.choice(_INVISIBLE) if at % 4 == 2 else "") for at, each in enumerate(text))


def _obfuscated(text: str, rng: Random) -> str:
    which = rng.randrange(len(_AT))
    local, _, domain = text.partition("@")
    if rng.random() < 0.25:
        return f"{local}_at_{domain}"
    return local.replace(".", _DOT[which]) + _AT[which] + domain.replace(".", _DOT[which])


def _wrapped(text: str, rng: Random) -> str:
    breaks = [match.start() for match in re.finditer(r"(?<=\S) (?=\S)", text)]
    if breaks:
        at = rng.choice(breaks)
        return f"{text[:at]}\n{text[at + 1 :]}"
    sign = re.search(r"[@.)\]}]", text)
    at = sign.end() if sign else len(text) // 2
    return f"{text[:at]}\n{text[at:]}"


def _letter_spaced(text: str, _: Random) -> str:
    return "   ".join(" ".join(word) for word in text.split())


def _digit_spaced(text: str, _: Random) -> str:
    return " ".join(each for each in text if each.isalnum() or each == "+")


def _hyphenated(text: str, _: Random) -> str:
    return re.sub(r"(\w{3})(?=\w{3})", "\\1\u00ad", text, count=2)


def _bidi(text: str, _: Random) -> str:
    return f"\u202a{text}\u202c\u200e"


def _first_name_spaced(parts: Sequence[Segment], rng: Random, _: str) -> list[Segment]:
    first = next((at for at, part in enumerate(parts) if part.mark == "name" and " " in part.text), None)
    return [part.replaced(_letter_spaced(part.text, rng)) if at == first else part for at, part in enumerate(parts)]


def _odd_blanks(text: str, _: str) -> str:
    return re.sub(r"(?<=\S) (?=\S)", "\u00a0", text)


def _doubled_blanks(text: str, _: str) -> str:
    return re.sub(r"(?<=\S) (?=\S)", "  ", text)


#: Name -> trick.
TRICKS: dict[str, Trick] = {
    "obfuscated_email": _each({"email"}, _obfuscated),
    "zero_width": _each(_NUMBERS | {"name", "email"}, _zero_width),
    "homoglyph": _each({"name", "email"}, lambda text, _: text.translate(_HOMOGLYPHS)),
    "full_width": _each(_NUMBERS | {"birth"}, lambda text, _: text.translate(_FULL_WIDTH)),
    "digit_spaced": _each(_NUMBERS, _digit_spaced),
    "letter_spaced": _first_name_spaced,
    "wrapped": _each(_NUMBERS | {"address", "email"}, _wrapped),
    "soft_hyphen": _each({"name", "address", "email"}, _hyphenated),
    "bidi": _each(_NUMBERS | {"name", "email"}, _bidi),
    "capitals": _everywhere(people.upper, but=frozenset({"url", "email", "handle"})),
    "small_letters": _everywhere(people.lower),
    "decomposed": _everywhere(lambda text, _: unicodedata.normalize("NFD", text)),
    "no_break_spaces": _everywhere(_odd_blanks),
    "doubled_blanks": _everywhere(_doubled_blanks),
    "windows_lines": _everywhere(lambda text, _: text.replace("\n", "\r\n")),
    "curly_apostrophe": _everywhere(lambda text, _: text.replace("'", "’")),
    "no_diacritics": _everywhere(lambda text, _: text.translate(_ASCII_TURKISH)),
    "no_apostrophe": _everywhere(lambda text, _: re.sub(r"^'(?=\w)", "", text)),
}
