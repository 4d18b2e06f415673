"""Invented people: a name, and what follows from it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random

from benchmarks.privacy.material import Language

_PLAIN = str.maketrans({"ı": "i", "İ": "I", "ß": "ss", "ł": "l", "Ł": "L", "ø": "o", "'": "", "’": "", ".": ""})
#: RFC 2606 reserves example.com, .net and .org; under `.example` systems that know the public suffixes find nothing.
_DOMAINS = (
    "example.com", "example.org", "posta.example.com", "mail.example.org", "kutu.example.net", "inbox.example.com",
    "correo.example.org", "web.example.net", "courrier.example.com", "uk.example.org", "tr.example.net",
)  # fmt: skip


def plain(text: str) -> str:
    """Give `text` in ASCII, as it stands in addresses on the net."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(each for each in decomposed if each.isascii())


def upper(text: str, language: str) -> str:
    """Give `text` in capitals, Turkish dots kept."""
    return (text.replace("i", "İ").replace("ı", "I") if language == "tr" else text).upper()


def lower(text: str, language: str) -> str:
    """Give `text` in small letters, Turkish dots kept."""
    return (text.replace("İ", "i").replace("I", "ı") if language == "tr" else text).lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who does not exist.

    Attributes:
        given: Given names.
        family: Family name or names.
        email: E-mail address.
        is_woman: Whether the given name is a woman's.
    """

    given: str
    family: str
    email: str
    is_woman: bool

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"

    @property
    def initials(self) -> str:
        """The first given name's initial and the family name."""
        return f"{self.given[0]}. {self.family}"

    def slug(self, separator: str) -> str:
        """Give the name in small ASCII letters."""
        words = plain(self.name).lower().replace("-", " ").split()
        return separator.join(words)


def person(rng: Random, language: Language) -> Person:
    """Invent somebody of the language."""
    is_woman = rng.random() < 0.5
    given = rng.choice(language.women if is_woman else language.men)
    family = rng.choice(language.family)
    return Person(given=given, family=family, email=_email(rng, given, family), is_woman=is_woman)


def _email(rng: Random, given: str, family: str) -> str:
    first, *_ = plain(given).lower().replace("-", " ").split()
    last = plain(family).lower().replace(" ", "").replace("-", "")
    local = rng.choice(
        (
            f"{first}.{last}", f"{first}{last}", f"{first[0]}{last}", f"{last}_{first}", f"{first}.{last}+jobs",
            f"{first}{rng.randrange(60, 99)}", f"{last}.{first[0]}", f"karanfil{rng.randrange(1960, 2001)}",
            f"{first}-{last}", f"info.{last}",
        )
    )  # fmt: skip
    return f"{local}@{rng.choice((*_DOMAINS, f'{last}.example.com'))}"


def handle(rng: Random, someone: Person) -> str:
    """Give a name on a social network."""
    first = plain(someone.given).lower().split()[0].replace("-", "")
    return rng.choice((f"@{someone.slug('')}", f"@{first}_{rng.randrange(10, 99)}", f"@the.{first}", f"@{first}codes"))


def url(rng: Random, someone: Person) -> str:
    """Give a personal page or profile."""
    joined, dashed = someone.slug(""), someone.slug("-")
    return rng.choice(
        (
            f"linkedin.com/in/{dashed}", f"https://www.linkedin.com/in/{joined}-4b1a27/", f"github.com/{joined}",
            f"https://{dashed}.example.com/portfolio", f"www.behance.net/{joined}", f"https://medium.com/@{joined}",
            f"gitlab.com/{dashed}", f"www.{joined}.example.org", f"https://www.xing.com/profile/{someone.slug('_')}",
            f"https://stackoverflow.com/users/0000001/{dashed}",
            f"https://orcid.org/0000-0002-{rng.randrange(1000, 9999)}-0097",
        )
    )  # fmt: skip


def of(name: str, language: str) -> str:
    """Write `<name>'s`, the name alone marked."""
    if language == "tr":
        return f"<name:{name}>{_suffix(name, 'n' if _ends_in_vowel(name) else '', high=True)}n"
    if language in {"de", "en"}:
        return f"<name:{name}>{'s' if language == 'de' else chr(39) + 's'}"
    return f"<name:{name}>"


def to(name: str, language: str) -> str:
    """Write `to <name>`, the name alone marked; other languages than Turkish have no form for it."""
    if language == "tr":
        return f"<name:{name}>{_suffix(name, 'y' if _ends_in_vowel(name) else '', high=False)}"
    return f"<name:{name}>"


def _ends_in_vowel(name: str) -> bool:
    return name[-1].lower() in "aeıioöuü"


def _suffix(name: str, buffer: str, *, high: bool) -> str:
    last = next((each for each in reversed(lower(name, "tr")) if each in "aeıioöuü"), "e")
    harmony = {"a": "ı", "ı": "ı", "e": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}
    vowel = harmony[last] if high else ("a" if last in "aıou" else "e")
    return f"'{buffer}{vowel}"
