"""Identifiers that are valid, and nobody's."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from cvparser.testing.strategies.people import Person

_TR_MOBILE = ("+90 5{a} {b} {c} {d}", "05{a} {b} {c} {d}", "0 (5{a}) {b} {c}{d}", "05{a}{b}{c}{d}", "+905{a}{b}{c}{d}")
_PHONES = {
    "tr": (*_TR_MOBILE, "0(5{a})-{b}-{c}-{d}", "5{a} {b} {c} {d}", "0090 5{a} {b} {c} {d}"),
    "en": ("+44 7700 900{b}", "07700 900{b}", "(503) 555-01{c}", "503-555-01{c}", "+1 503 555 01{c}"),
    "de": ("+49 1512 5550{b}", "01512 5550{b}", "030 23125 {b}", "+49 (0)30 23125 {b}"),
    "fr": ("06 39 98 {c} {d}", "+33 6 39 98 {c} {d}", "01 99 00 {c} {d}"),
    "es": ("612 {b} {a}{c0}", "+34 612 {b} {a}{c0}", "91 {b} {c} {d}"),
}
_LETTERS = {"ı": "i", "ß": "ss", "ø": "o"}


def tckns() -> st.SearchStrategy[str]:
    """Return Turkish identity numbers with right check digits, of a range that is not given out."""
    return st.integers(100_000_000, 100_009_999).map(_with_check_digits)


def ibans() -> st.SearchStrategy[str]:
    """Return Turkish bank accounts with right check digits (ISO 13616, mod 97), of no bank."""
    return st.integers(0, 10**16 - 1).map(_iban)


@st.composite
def phones(draw: st.DrawFn, language: str) -> str:
    """Return a telephone number in one of a language's notations."""
    digits = st.integers(10, 99)
    parts = {"a": draw(st.integers(30, 59)), "b": draw(st.integers(100, 999)), "c": draw(digits), "d": draw(digits)}
    return draw(st.sampled_from(_PHONES[language])).format(**parts, c0=parts["c"] % 10)


@st.composite
def emails(draw: st.DrawFn, person: Person) -> str:
    """Return an address, perhaps made of the person's name, perhaps hidden from simple searches."""
    given, surname = _ascii(person.given), _ascii(person.surname)
    local = draw(
        st.sampled_from([f"{given}.{surname}", f"{given[0]}{surname}", f"{given}{surname}", f"{given}_{surname}88"])
    )
    domain = draw(st.sampled_from(["example.com", "mail.example", "example.co.uk"]))
    at = draw(st.sampled_from(["@", "@", "@", " [at] ", "(at)", " @ "]))
    return f"{local}{at}{domain}"


def _ascii(name: str) -> str:
    lower = "".join(
        _LETTERS.get(character, character) for character in name.replace("I", "ı").replace("İ", "i").lower()
    )
    return "".join(character for character in unicodedata.normalize("NFD", lower) if character.isascii())


def _with_check_digits(stem: int) -> str:
    digits = [int(digit) for digit in str(stem)]
    tenth = (7 * sum(digits[::2]) - sum(digits[1::2])) % 10
    eleventh = (sum(digits) + tenth) % 10
    return f"{stem}{tenth}{eleventh}"


def _iban(account: int) -> str:
    body = f"009990{account:016d}"
    check = 98 - int(f"{body}292700") % 97
    compact = f"TR{check:02d}{body}"
    return " ".join(compact[start : start + 4] for start in range(0, len(compact), 4))
