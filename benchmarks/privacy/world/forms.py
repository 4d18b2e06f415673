"""How a person's name is written: order, case, initials, titles, spacing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from benchmarks.privacy.marking import mark
from benchmarks.privacy.people import lower, upper
from benchmarks.privacy.world.names import Persona
from benchmarks.privacy.world.words import shared

_Form = Callable[[Persona, str, Random], str]


def _initial(name: str) -> str:
    return name[:1]


def _in_full(who: Persona, _: str, __: Random) -> str:
    return who.full


def _capitals(who: Persona, language: str, _: Random) -> str:
    return upper(who.full, language)


def _small(who: Persona, language: str, _: Random) -> str:
    return lower(who.full, language)


def _surname_in_capitals(who: Persona, language: str, _: Random) -> str:
    return f"{who.given} {upper(who.surname, language)}".strip()


def _surname_first(who: Persona, language: str, rng: Random) -> str:
    surname = upper(who.surname, language) if rng.random() < 0.6 else who.surname
    return f"{surname}{rng.choice([' ', ' ', ', '])}{who.given}" if surname else who.given


def _initials(who: Persona, language: str, rng: Random) -> str:
    forms = (
        f"{_initial(who.given)}. {who.surname}",
        f"{who.given} {_initial(who.surname)}",
        f"{who.given} {_initial(who.surname)}.",
        f"{upper(who.given, language)}.{_initial(who.surname)}",
        f"{_initial(who.given)}.{rng.choice('ABKMST')}. {who.surname}",
    )
    return rng.choice(forms) if who.surname and who.given.isascii() else who.full


def _middle_initial(who: Persona, _: str, rng: Random) -> str:
    return f"{who.given} {rng.choice('ABEMSTK')}. {who.surname}" if who.surname else who.full


def _one_word(who: Persona, _: str, __: Random) -> str:
    return who.given if len(who.given) > 3 else who.full


def _letter_spaced(who: Persona, language: str, _: Random) -> str:
    return "   ".join(" ".join(word) for word in upper(who.full, language).split())


#: Form -> how often.
_FORMS: Mapping[_Form, int] = {
    _in_full: 44, _capitals: 14, _small: 6, _surname_in_capitals: 8, _surname_first: 8, _initials: 8,
    _middle_initial: 5, _one_word: 4, _letter_spaced: 3,
}  # fmt: skip


def written(who: Persona, language: str, rng: Random) -> str:
    """Return the name in some form."""
    form = rng.choices(list(_FORMS), list(_FORMS.values()))[0]
    return form(who, language, rng)


def titled(rng: Random, category: str, name: str) -> str:
    """Return the name marked, one time in seven with a title before or after it, which is not marked."""
    if rng.random() < 0.07:
        return rng.choice(shared()["prefixes"]) + mark(category, name)
    if rng.random() < 0.07:
        return mark(category, name) + rng.choice(shared()["suffixes"])
    return mark(category, name)
