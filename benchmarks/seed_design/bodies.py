"""What the routes take and give, and what the model is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

MODEL = "gpt-4.1-mini"
#: Connections of the pool: one for each of the 40 threads that work on jobs, and some for the routes.
CONNECTIONS = 50
#: Seconds for a free one: a crowd waits rather than fails.
POOL_TIMEOUT_S = 300
#: A line before the CV and after it. The stub model tells by it that it is asked about a CV.
_FENCE = "==cf=="
_RULES = """\
You read CVs. Answer with one JSON object with the keys cv_language, profession, summary, has_driving_license, skills, \
professional_experiences (title, company, location, start_date, end_date, is_current, description), education \
(issuing_organization, degree, field_of_study, start_date, end_date), languages (name, iso_code, fluency), \
trainings_and_certifications (description, issuing_organization, year), awards and projects.
Leave out all personal data: names, e-mail addresses, telephone numbers, addresses, dates of birth, references."""


class TextBody(BaseModel):
    """A text that is submitted."""

    user_id: str
    session_id: str
    text: str


class AcceptedBody(BaseModel):
    """The answer to a submission."""

    job_id: UUID
    status: str = "processing"
    message: str

    @classmethod
    def of(cls, job_id: UUID) -> AcceptedBody:
        """Give the answer for a job."""
        message = f"Job created successfully. Check status at /api/v1/parser/job/{job_id}"
        return cls(job_id=job_id, message=message)


class _RowBody(BaseModel, from_attributes=True):
    """What is told of a row in any case."""

    status: str
    user_id: str
    session_id: str
    file_name: str | None
    cv_language: str | None
    processing_time_seconds: float | None
    error_message: str | None
    created_at: datetime
    updated_at: datetime


class StatusBody(_RowBody):
    """What a poll is answered."""

    job_id: UUID = Field(validation_alias="id")


class ResultBody(_RowBody):
    """The result."""

    id: UUID
    stored_file_path: str | None
    parsed_data: dict[str, Any]


class Basics(BaseModel):
    """The head of a profile."""

    profession: str | None = None
    summary: str | None = None
    has_driving_license: bool | None = None
    skills: list[str] = []


class Answer(Basics):
    """What the model says, before it is put in order."""

    cv_language: str | None = None
    professional_experiences: list[dict[str, Any]] = []
    education: list[dict[str, Any]] = []
    languages: list[dict[str, Any]] = []
    trainings_and_certifications: list[dict[str, Any]] = []
    awards: list[dict[str, Any]] = []
    projects: list[dict[str, Any]] = []

    def parsed_data(self) -> dict[str, Any]:
        """Give it as it is stored."""
        parts = self.model_dump(exclude={*Basics.model_fields, "cv_language"})
        basics = self.model_dump(include=set(Basics.model_fields))
        return {"profile": {"basics": basics, **parts}, "cv_language": self.cv_language}


def question(text: str) -> Mapping[str, Any]:
    """Give the arguments of the call to the model."""
    spoken = [{"role": "system", "content": _RULES}, {"role": "user", "content": f"{_FENCE}\n{text}\n{_FENCE}"}]
    return {"model": MODEL, "response_format": {"type": "json_object"}, "messages": spoken}


def stored_name(file_name: str, job_id: UUID) -> str:
    """Give the name under which a file is kept."""
    name = Path(file_name)
    return f"{name.stem}_{datetime.now(UTC):%Y%m%d_%H%M%S}_{str(job_id)[:8]}{name.suffix}"
