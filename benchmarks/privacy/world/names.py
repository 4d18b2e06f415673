"""Names of many origins: drawn from Faker (MIT) and from what is written down, or coined in their likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from benchmarks.privacy.people import plain
from benchmarks.privacy.world.words import origins
from faker import Faker

#: Of a locale's names, how many are drawn to choose from or to coin in the likeness of.
_DRAWN = 300
_COINED = 0.45
_CONTEXT = 3
_SHORTEST, _LONGEST = 4, 11
#: The first letter that is not Latin.
_BEYOND_LATIN = "\u0250"
_DOUBLE = frozenset({"spanish", "portuguese"})
_FAMILY_FIRST = frozenset({"hungarian", "chinese", "japanese", "korean"})
_PARTICLES: Mapping[str, Sequence[str]] = {
    "dutch": ("van", "de", "van der", "van den", "ten"), "german": ("von", "zu"), "french": ("de", "d'", "Le ", "du"),
    "italian": ("De ", "Di ", "Della "), "arabic": ("Al-", "El ", "Ben "), "irish": ("Mc", "O'", "Mac"),
    "spanish": ("de la", "del"), "portuguese": ("da", "dos", "de"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Somebody who does not exist."""

    given: str
    #: Empty for who has one name only.
    surname: str
    origin: str

    @property
    def full(self) -> str:
        """The name in full, given name first but where the family's goes first."""
        parts = (self.surname, self.given) if self.origin in _FAMILY_FIRST else (self.given, self.surname)
        joint = "" if self.origin in {"chinese", "korean", "japanese"} and not self.given.isascii() else " "
        return joint.join(filter(None, parts))

    @property
    def is_latin(self) -> bool:
        """Whether the name is in Latin letters."""
        return f"{self.given}{self.surname}"[:1] < _BEYOND_LATIN

    @property
    def words(self) -> list[str]:
        """The words of the name in small ASCII letters; none for a script that has no such."""
        spelt = plain(f"{self.given} {self.surname}").lower().replace("-", " ")
        return ["".join(filter(str.isalnum, word)) for word in spelt.split()]


def persona(rng: Random, origin: str) -> Persona:
    """Invent somebody of an origin."""
    locales, written = origins()[origin]
    given, surnames = _lists(rng.choice(locales)) if locales and (not written or rng.random() < 0.8) else written
    surname = _one(rng, surnames)
    if surname and origin in _DOUBLE and rng.random() < 0.6:
        surname = f"{surname} {_one(rng, surnames)}"
    if surname and origin in _PARTICLES and surname[0] < _BEYOND_LATIN and rng.random() < 0.25:
        particle = rng.choice(_PARTICLES[origin])
        surname = f"{particle}{'' if particle[-1] in chr(39) + '- c' else ' '}{surname}"
    first = _one(rng, given)
    if rng.random() < 0.15:
        first = f"{first}{rng.choice(' -  ')}{_one(rng, given)}"
    return Persona(given=first, surname=surname, origin=origin)


def _one(rng: Random, listed: Sequence[str]) -> str:
    name = rng.choice(listed)
    return _coined(rng, tuple(listed)) if len(listed) > 50 and name[:1].isupper() and rng.random() < _COINED else name


def _coined(rng: Random, listed: tuple[str, ...]) -> str:
    """Return a word that goes on, letter by letter, as the listed ones do."""
    following = _chain(listed)
    for _ in range(10):
        word = ""
        while len(word) < _LONGEST and (letter := rng.choice(following[word[-_CONTEXT:]])):
            word += letter
        if len(word) >= _SHORTEST and not letter:
            return word[:1].upper() + word[1:]
    return rng.choice(listed)


@cache
def _chain(listed: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    following: defaultdict[str, list[str]] = defaultdict(list)
    for name in listed:
        for at in range(len(name) + 1):
            following[name[max(0, at - _CONTEXT) : at]].append(name[at : at + 1])
    return following


@cache
def _lists(locale: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return given names and surnames of a locale, always the same."""
    fake = Faker(locale)
    fake.seed_instance(1)
    given = {fake.first_name() for _ in range(_DRAWN)}
    surnames = {fake.last_name() for _ in range(_DRAWN)}
    return tuple(sorted(filter(_is_clean, given))), tuple(sorted(filter(_is_clean, surnames)))


def _is_clean(name: str) -> bool:
    return not set(name) & set("<>{}\n")


@cache
def faker_of(locale: str) -> Faker:
    """Return the one Faker of a locale; who draws from it seeds it first."""
    return Faker(locale)
