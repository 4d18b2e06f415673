"""Whole CVs, with the truth of what in them is personal and what is professional."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hypothesis import strategies as st

from cvparser.domain.text.folding import fold
from cvparser.domain.text.normalisation import normalise
from cvparser.testing.strategies.addresses import addresses
from cvparser.testing.strategies.identifiers import emails, ibans, phones, tckns
from cvparser.testing.strategies.people import Person, people
from cvparser.testing.strategies.words import LANGUAGES, WORDS, Words

_MARK = re.compile("[<>]")
_PERSONAL = re.compile("<([^<>]+)>")
_SKILLS = ("Python 3.11", "C++", "Node.js", ".NET", "ISO 9001", "SAP FI/CO", "PostgreSQL 15", "Six Sigma")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curriculum:
    """An invented CV.

    Attributes:
        text: The whole text.
        personal: Strings that must not survive.
        professional: Strings that must.
        person: Whose CV it is.
        language: ISO 639-1.
    """

    text: str
    personal: tuple[str, ...]
    professional: tuple[str, ...]
    person: Person
    language: str

    def survivors(self, text: str) -> list[str]:
        """Return the personal strings whose words follow each other in `text`, in any case, form or spacing."""
        readable = f" {_words(text)} "
        return [string for string in self.personal if f" {_words(string)} " in readable]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    person: Person
    phone: str
    email: str
    address: str
    birth: str
    details: tuple[tuple[str, str], ...]
    referee: Person
    referee_phone: str
    sentences: tuple[str, ...]
    profession: str
    employer: str
    years: str
    school: str
    skills: tuple[str, ...]


@st.composite
def curricula(draw: st.DrawFn, language: str | None = None) -> Curriculum:
    """Invent a CV in `language`, or in any: labelled or bare header, or a header of one line; sections in order."""
    code = language or draw(st.sampled_from(LANGUAGES))
    words = WORDS[code]
    facts = draw(_facts(code, words))
    header = draw(st.sampled_from([_bare_header, _labelled_header, _one_line_header]))(facts, words)
    mention = words.mention.format(name=draw(st.sampled_from([facts.person.given, facts.person.full_name])))
    told = [_MARK.sub("", sentence) for sentence in facts.sentences]
    blocks = [header, _experience(facts, words, " ".join([mention, *told])), _education(facts, words)]
    blocks += [f"{words.skills}\n{', '.join(facts.skills)}", _references(facts, words)]
    return Curriculum(
        text=draw(st.sampled_from(["\n\n", "\n"])).join(blocks),
        personal=_personal(facts),
        professional=(facts.profession, facts.employer, facts.years, facts.school, *facts.skills),
        person=facts.person,
        language=code,
    )


@st.composite
def _facts(draw: st.DrawFn, code: str, words: Words) -> _Facts:
    person = draw(people(code))
    begin = draw(st.integers(2001, 2018))
    kinds = draw(st.lists(st.sampled_from(["marital", "nationality", "religion", "health"]), unique=True, max_size=3))
    details = [(label, draw(st.sampled_from(values))) for label, values in (getattr(words, kind) for kind in kinds)]
    if code == "tr":
        details += [("T.C. Kimlik No", draw(tckns())), ("IBAN", draw(ibans()))]
    return _Facts(
        person=person,
        phone=draw(phones(code)),
        email=draw(emails(person)),
        address=draw(addresses(code)),
        birth=draw(_births(words)),
        details=tuple(details),
        referee=draw(people(code).filter(lambda other: other != person)),
        referee_phone=draw(phones(code)),
        sentences=tuple(draw(_sentences(code, words))),
        profession=draw(st.sampled_from(words.professions)),
        employer=draw(st.sampled_from(words.employers)),
        years=f"{begin} - {begin + 3}",
        school=draw(st.sampled_from(words.schools)),
        skills=tuple(draw(st.lists(st.sampled_from(_SKILLS), unique=True, min_size=2, max_size=4))),
    )


@st.composite
def _sentences(draw: st.DrawFn, code: str, words: Words) -> list[str]:
    """Return up to three sentences, what is personal in angle brackets."""
    forms = draw(st.lists(st.sampled_from(words.sentences), unique=True, max_size=3))
    return [form.format(name=draw(people(code)).full_name, made=draw(people(code)).surname) for form in forms]


@st.composite
def _births(draw: st.DrawFn, words: Words) -> str:
    day, month, year = draw(st.integers(1, 28)), draw(st.integers(1, 10)), draw(st.integers(1955, 2003))
    return draw(
        st.sampled_from(
            [
                f"{day:02d}.{month:02d}.{year}",
                f"{day}/{month}/{year}",
                f"{year}-{month:02d}-{day:02d}",
                f"{day} {words.months[month - 1]} {year}",
            ]
        )
    )


def _bare_header(facts: _Facts, words: Words) -> str:
    top = [facts.person.full_name, facts.profession, f"{facts.email} | {facts.phone}", facts.address]
    details = [f"{label}: {value}" for label, value in facts.details]
    return "\n".join([*top, words.personal, f"{words.birth}: {facts.birth}", *details])


def _labelled_header(facts: _Facts, words: Words) -> str:
    lines = [
        f"{words.name}: {facts.person.full_name}",
        f"{words.birth}: {facts.birth}",
        f"{words.phone}: {facts.phone}",
        f"{words.email}: {facts.email}",
        f"{words.address}: {facts.address}",
        *(f"{label}: {value}" for label, value in facts.details),
    ]
    return "\n".join([words.personal, *lines])


def _one_line_header(facts: _Facts, words: Words) -> str:
    first = f"{facts.person.full_name} | {facts.profession} | {facts.phone} | {facts.email}"
    details = [f"{label}: {value}" for label, value in facts.details]
    return "\n".join([first, facts.address, f"{words.birth}: {facts.birth}", *details])


def _experience(facts: _Facts, words: Words, mention: str) -> str:
    return f"{words.experience}\n{facts.years}  {facts.employer} - {facts.profession}\n- {mention}"


def _education(facts: _Facts, words: Words) -> str:
    return f"{words.education}\n{facts.school}, 1999"


def _references(facts: _Facts, words: Words) -> str:
    return f"{words.references}\n{words.titles[0]} {facts.referee.full_name}, {facts.employer}, {facts.referee_phone}"


def _words(text: str) -> str:
    # Capitals make two letters of ß.
    return " ".join(re.findall(r"[^\W_]+", fold(normalise(text).text).replace("ß", "ss")))


def _personal(facts: _Facts) -> tuple[str, ...]:
    details = tuple(value for _, value in facts.details)
    person = (facts.person.full_name, facts.person.given, facts.person.surname)
    referee = (facts.referee.full_name, facts.referee.surname, facts.referee_phone)
    told = _PERSONAL.findall(" ".join(facts.sentences))
    return (*person, facts.phone, facts.email, facts.address, facts.birth, *details, *referee, *told)
