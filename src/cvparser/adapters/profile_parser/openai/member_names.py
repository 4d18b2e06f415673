"""What models call the members of an answer that they were not held to the form of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cvparser.adapters.profile_parser.openai.schema import ENTRIES, ModelAnswer

_SIGNS = re.compile(r"[\W_]+")
#: A member that holds start and end as one.
DATES = "dates"
_LONGEST_NAME = 80


class Names:
    """The members of an object, found by what they are called, whatever the case and the signs between the words.

    Attributes:
        meant: The members by the names that we ask for.
    """

    def __init__(self, meant: Iterable[str], also: Mapping[str, str]) -> None:
        self.meant = frozenset(meant)
        self._by_key = {_key(name): name for name in self.meant}
        for name, others in also.items():
            for other in others.split():
                self._by_key.setdefault(_key(other), name)

    def get(self, name: str) -> str | None:
        """Return the member that is meant, None where there is none of that name."""
        if name in self.meant:
            return name
        return self._by_key.get(_key(name)) if len(name) <= _LONGEST_NAME else None


def _key(name: str) -> str:
    return _SIGNS.sub("", name).lower()


_SPAN = {"start_date": "start from begin startYear since", "end_date": "end to until endYear finish"}
_OF_ENTRIES = _SPAN | {
    DATES: "dates date dateRange period duration timeframe years",
    "description": "responsibilities details highlights summary achievements bullets",
    "is_current": "current present ongoing",
    "evidence": "quote source",
}
_ALSO: Mapping[str, Mapping[str, str]] = {
    "professional_experiences": {
        "title": "jobTitle position role",
        "company": "employer organization organisation companyName",
        "location": "city place",
    },
    "education": {
        "issuing_organization": "institution school university college organization issuingOrganisation",
        "degree": "qualification",
        "field_of_study": "field major subject area",
    },
    "languages": {"name": "language", "iso_code": "code iso", "fluency": "level proficiency"},
    "trainings_and_certifications": {
        "description": "name title certificate certification",
        "issuing_organization": "issuer organization organisation institution issuingOrganisation",
        "year": "date issued",
    },
    "awards": {"title": "name award", "year": "date"},
    "projects": {"title": "name project"},
}
#: Which member an entry is that is only a string.
MAIN = {
    "professional_experiences": "title",
    "education": "issuing_organization",
    "languages": "name",
    "trainings_and_certifications": "description",
    "awards": "title",
    "projects": "title",
}
#: Entries that are several facts: a string of all of them is none of them.
OF_FACTS = frozenset({"professional_experiences", "education"})
PARTS: Mapping[str, Names] = {
    part: Names(
        answer.model_fields,
        {
            name: others
            for name, others in (_OF_ENTRIES | dict(_ALSO[part])).items()
            if name in answer.model_fields or (name == DATES and "start_date" in answer.model_fields)
        },
    )
    for part, answer in ENTRIES.items()
}
PERIOD = Names(_SPAN, _SPAN)
ROOT = Names(
    ModelAnswer.model_fields,
    {
        "cv_language": "language cvLanguage",
        "profession": "headline",
        "summary": "about",
        "has_driving_license": "drivingLicense drivingLicence hasDrivingLicence",
        "skills": "skillset technicalSkills",
        "professional_experiences": "experience experiences workExperience workExperiences work jobs employment",
        "education": "educations schools studies",
        "languages": "spokenLanguages",
        "trainings_and_certifications": "certifications certificates trainings trainingsCertifications",
        "awards": "honors honours",
    },
)
