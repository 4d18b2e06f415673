"""The professional profile: the whole allow-list.

What is not a field here is not in a result, whatever a CV or a parser says. None means that the CV does not say: never
a guess, never an empty string. Unknown keys are refused here; `privacy.allow_list` drops them before they get here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)]
Year = Annotated[int, Field(ge=1900, le=2200)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
OWN_NAME = r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$"
OwnName = Annotated[str, StringConstraints(pattern=OWN_NAME, max_length=40)]


class ProfilePart(BaseModel):
    """What all parts have in common: frozen, closed, silent about the values it refuses."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Fluency(StrEnum):
    """How well a language is spoken: the Common European Framework of Reference, or native."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"
    NATIVE = "native"


class YearMonth(ProfilePart):
    """A month, or a year whose month the CV does not say."""

    year: Year
    month: Annotated[int, Field(ge=1, le=12)] | None = None


class Basics(ProfilePart):
    """What holds for the person's whole working life."""

    profession: Line | None = None
    #: Years with at most one decimal, overlapping jobs counted once; whole values are integers.
    total_experience_in_years: int | float | None = None
    summary: Paragraph | None = None
    #: True or False where the CV says so; class and number of the licence never.
    has_driving_license: bool | None = None
    skills: tuple[Line, ...] = ()


class Experience(ProfilePart):
    """One job."""

    title: Line | None = None
    company: Line | None = None
    location: Line | None = None
    start_date: YearMonth | None = None
    end_date: YearMonth | None = None
    is_current: bool = False
    #: Months, first and last included; None where a date is missing.
    duration_in_months: Annotated[int, Field(ge=0)] | None = None
    description: Paragraph | None = None


class Education(ProfilePart):
    """One school."""

    issuing_organization: Line | None = None
    degree: Line | None = None
    field_of_study: Line | None = None
    start_date: YearMonth | None = None
    end_date: YearMonth | None = None
    is_current: bool = False
    description: Paragraph | None = None


class LanguageSkill(ProfilePart):
    """One spoken language."""

    name: Line
    #: ISO 639-1, lower case.
    iso_code: LanguageCode | None = None
    fluency: Fluency | None = None


class Certification(ProfilePart):
    """One training or certificate."""

    year: Year | None = None
    issuing_organization: Line | None = None
    description: Paragraph


class Award(ProfilePart):
    """One award."""

    year: Year | None = None
    title: Line
    description: Paragraph | None = None


class Project(ProfilePart):
    """One project."""

    title: Line
    description: Paragraph | None = None
    start_date: YearMonth | None = None
    end_date: YearMonth | None = None


#: What a field of a deployment's own may hold.
OwnValue = int | float | YearMonth | tuple[Line, ...] | Paragraph


class Profile(ProfilePart):
    """A professional profile. Lists are newest first."""

    basics: Basics = Basics()
    professional_experiences: tuple[Experience, ...] = ()
    education: tuple[Education, ...] = ()
    languages: tuple[LanguageSkill, ...] = ()
    trainings_and_certifications: tuple[Certification, ...] = ()
    awards: tuple[Award, ...] = ()
    projects: tuple[Project, ...] = ()
    #: Fields that the deployment declared (`own_fields`), by their names; in no result where there are none.
    own_fields: dict[OwnName, OwnValue] = Field(default_factory=dict, exclude_if=lambda found: not found)

    def __hash__(self) -> int:
        """Return the hash of what makes it equal: a dict has none."""
        told = (getattr(self, name) for name in type(self).model_fields if name != "own_fields")
        return hash((*told, frozenset(self.own_fields.items())))


class WarningCode(StrEnum):
    """What the reader of a profile should know."""

    #: Text that no reader of the document sees was left out.
    HIDDEN_TEXT = "hidden_text"
    #: The document holds scripts, links or attachments that act; they were ignored.
    ACTIVE_CONTENT = "active_content"
    #: Text was read in pictures: letters of it may be wrong.
    READ_BY_OCR = "read_by_ocr"
    #: What was read in pictures was hardly legible: more of it is wrong than usual.
    OCR_UNSURE = "ocr_unsure"
    #: Pages, or parts of them, are pictures in which text may stand; they were not read.
    PICTURES_NOT_READ = "pictures_not_read"
    #: The document holds the CVs of several people; what is told may be of any of them.
    SEVERAL_CVS = "several_cvs"
    #: No name was found, so the head of the CV was withheld as a whole.
    HEADER_WITHHELD = "header_withheld"
    #: Before the text left the machine, the leak check took out what redaction had left in it.
    LEAK_CHECK_WITHHELD = "leak_check_withheld"
    #: The parser's answer held something that the allow-list does not name, or of a wrong type.
    ANSWER_TRIMMED = "answer_trimmed"
    #: The parser's answer held something that the CV does not say; it was left out.
    UNGROUNDED_DROPPED = "ungrounded_dropped"
    #: The CV holds sentences addressed to a language model; they were set aside.
    INSTRUCTIONS_IGNORED = "instructions_ignored"
    #: The document is full of text, and the profile says nothing.
    NOTHING_RECOGNISED = "nothing_recognised"


class ParseMeta(ProfilePart):
    """How a profile came about: names and counts, never values."""

    #: Name of the parser that served, such as `Offline`.
    parser: Line
    #: What the reader should know, sorted.
    warnings: tuple[WarningCode, ...] = ()
    #: Category of personal data -> how many places it was taken out of.
    withheld: dict[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)

    def __hash__(self) -> int:
        """Return the hash of what makes it equal: a dict has none."""
        return hash((self.parser, self.warnings, frozenset(self.withheld.items())))


class ParsedCV(ProfilePart):
    """What a parse gives: `parsed_data` on the wire."""

    profile: Profile
    #: ISO 639-1, lower case.
    cv_language: LanguageCode | None = None
    meta: ParseMeta
