"""What sources that state a profile field by field have in common: facts, and a text that says them.

The facts are mapped, not parsed. The text is what gate 1 looks at: what it finds in it is taken out of the facts, too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cvparser.adapters.text_extractor.assembly import RawLine, assemble
from cvparser.adapters.text_extractor.exact_values import Fact
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.lines import Role
from cvparser.domain.errors import TextEmptyError

#: Facts of a kind that are read.
_MOST = 200
#: Letters of a word of a name that is taken out of prose.
_LEAST_NAME = 3
#: A word, and the ending of what is its.
_WORD = re.compile(r"([^\W_]++(?:-[^\W_]++)*+)(?:['’]s(?!\w))?+")
_BLANKS = re.compile(r" {2,}+")
#: Parts of a profile -> the title above them in the text.
_TITLES = {
    "professional_experiences": "Work experience", "education": "Education", "languages": "Languages",
    "trainings_and_certifications": "Certifications", "awards": "Awards", "projects": "Projects",
}  # fmt: skip
#: Fields of a fact in the order in which the text says them.
_FIELDS = ("title", "degree", "name", "field_of_study", "company", "issuing_organization", "location", "fluency")


@dataclass(slots=True, kw_only=True)
class Stated:
    """What a source states.

    Attributes:
        names: Of the candidate: no facts, and what gate 1 takes out of the text wherever they stand.
        cv_language: ISO 639-1, where the source says in which language it is.
    """

    profession: str | None = None
    summary: str | None = None
    skills: list[str | None] = field(default_factory=list)
    has_driving_license: bool | None = None
    experiences: list[Fact] = field(default_factory=list)
    education: list[Fact] = field(default_factory=list)
    languages: list[Fact | None] = field(default_factory=list)
    certifications: list[Fact] = field(default_factory=list)
    awards: list[Fact] = field(default_factory=list)
    projects: list[Fact] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    cv_language: str | None = None

    def document(self) -> CVDocument:
        """Return the document that says it.

        Raises:
            TextEmptyError, TextTooLongError: it says nothing, or more than a CV.
        """
        facts = self._facts()
        lines = list(_lines(facts))
        if not any(each.text.strip() for each in lines):
            raise TextEmptyError
        author = " ".join(name for name in self.names if name)[:300] or None
        if author:
            # No fact: what is known to be the name at the head of a text is found wherever else it stands.
            lines = [RawLine(text=author), *lines]
        document = assemble(lines, author=author)
        return replace(document, facts={"profile": facts, "cv_language": self.cv_language})

    def _facts(self) -> dict[str, object]:
        basics = {
            "profession": self.profession,
            "summary": self.summary,
            "has_driving_license": self.has_driving_license,
            "skills": list(dict.fromkeys(skill for skill in self.skills if skill))[:_MOST],
        }
        told: dict[str, object] = {
            "basics": _said(basics),
            "professional_experiences": _newest_first(self.experiences),
            "education": _newest_first(self.education),
            "languages": _kept([each for each in self.languages if each is not None]),
            "trainings_and_certifications": _kept(self.certifications),
            "awards": _kept(self.awards),
            "projects": _kept(self.projects),
        }
        names = {word for name in self.names if name for word in name.split() if len(word) >= _LEAST_NAME}
        for fact in (told["basics"], *(each for part in _TITLES for each in _list(told[part]))):
            _without_names(fact, names)
        return told


def _list(facts: object) -> list[object]:
    return facts if isinstance(facts, list) else []


def _without_names(fact: object, names: Collection[str]) -> None:
    """Take names that are known out of what is told in prose; gate 1 leaves a given name that is a word as well."""
    if not names or not isinstance(fact, dict):
        return

    def bare(word: re.Match[str]) -> str:
        return "" if word[1] in names else word[0]

    for field_name in ("summary", "description"):
        if isinstance(fact.get(field_name), str):
            lines = _WORD.sub(bare, fact[field_name]).split("\n")
            fact[field_name] = "\n".join(_BLANKS.sub(" ", each).strip(" ,") for each in lines).strip()


def _said(fact: Fact) -> dict[str, object]:
    return {name: value for name, value in fact.items() if value not in (None, "", [], {})}


def _kept(facts: Sequence[Fact]) -> list[dict[str, object]]:
    said = [_said(fact) for fact in facts[:_MOST]]
    return [fact for fact in said if fact.keys() - {"is_current"}]


def _newest_first(facts: Sequence[Fact]) -> list[dict[str, object]]:
    def when(fact: Fact) -> tuple[bool, tuple[int, int], tuple[int, int]]:
        return bool(fact.get("is_current")), _moment(fact.get("end_date")), _moment(fact.get("start_date"))

    return sorted(_kept(facts), key=when, reverse=True)


def _moment(date: object) -> tuple[int, int]:
    if not isinstance(date, Mapping):
        return 0, 0
    return int(date.get("year") or 0), int(date.get("month") or 0)


def _lines(facts: Mapping[str, object]) -> Iterator[RawLine]:
    basics = facts["basics"]
    if isinstance(basics, Mapping):
        if basics.get("profession"):
            yield RawLine(text=str(basics["profession"]))
        if basics.get("summary"):
            yield from _titled("Summary", str(basics["summary"]).split("\n"))
        if basics.get("skills"):
            yield from _titled("Skills", [str(skill) for skill in basics["skills"]])
    for part, title in _TITLES.items():
        listed = facts[part]
        if isinstance(listed, list) and listed:
            yield from _titled(title, [text for fact in listed for text in (*_of_fact(fact), "")])


def _titled(title: str, texts: Sequence[str]) -> Iterator[RawLine]:
    yield RawLine()
    yield RawLine(text=title, role=Role.HEADING)
    yield from (RawLine(text=text) for text in texts)


def _of_fact(fact: Fact) -> Iterator[str]:
    yield from (str(fact[name]) for name in _FIELDS if fact.get(name))
    start, end = (_date(fact.get(name)) for name in ("start_date", "end_date"))
    if start or end:
        yield f"{start} - {'Present' if fact.get('is_current') else end}".strip(" -")
    if fact.get("year"):
        yield str(fact["year"])
    if fact.get("description"):
        yield from str(fact["description"]).split("\n")


def _date(date: object) -> str:
    year, month = _moment(date)
    return f"{month:02d}/{year}" if month else str(year or "")
