"""People that no list of names knows."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from cvparser.testing.strategies.words import WORDS

_ONSETS = ("B", "Br", "D", "F", "G", "Gr", "H", "K", "L", "M", "N", "P", "R", "S", "T", "V", "Z")
_MIDDLES = ("alv", "eld", "orm", "irg", "unt", "ask", "emb", "olt", "arn", "ikt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented person.

    Attributes:
        given: Given name.
        surname: Surname, made of syllables.
        language: ISO 639-1 of the CV.
    """

    given: str
    surname: str
    language: str

    @property
    def full_name(self) -> str:
        """Given name and surname."""
        return f"{self.given} {self.surname}"


@st.composite
def people(draw: st.DrawFn, language: str) -> Person:
    """Invent a person of a language's sounds; surnames are made, so that no list can know them."""
    words = WORDS[language]
    surname = draw(st.sampled_from(_ONSETS)) + draw(st.sampled_from(_MIDDLES)) + draw(st.sampled_from(words.endings))
    return Person(given=draw(st.sampled_from(words.given)), surname=surname, language=language)
