"""The bodies on the wire. Their form is a contract with clients; what they hold is the domain's."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from cvparser.application.show_metrics import Figures
from cvparser.domain.document import MAX_TEXT_LENGTH
from cvparser.domain.file_naming import shown_name
from cvparser.domain.job import Job, JobStatus
from cvparser.domain.profile import ParsedCV
from cvparser.domain.retention import SHORTEST
from cvparser.domain.statistics import JobTrends
from cvparser.domain.submission import CLIENT_ID
from cvparser.domain.webhook_address import MAX_URL

API = "/api/v1/parser"
_JOB_ID = "550e8400-e29b-41d4-a716-446655440000"
FILE_TYPES = (
    "PDF, DOCX, DOC, ODT, FODT, RTF, HTML, MHTML, EML, MSG, TXT or MD; Europass XML, JSON Resume or LinkedIn's"
    " data export."
)

Moment = Annotated[
    datetime,
    PlainSerializer(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%SZ}", return_type=str),
    Field(
        description="UTC, `YYYY-MM-DDTHH:MM:SSZ`.",
        examples=["2026-01-16T10:30:00Z"],
        json_schema_extra={"format": "date-time"},
    ),
]
Seconds = Annotated[float, Field(ge=0, description="Seconds, two decimals.", examples=[3.45])]
Id = Annotated[str, Field(description="A job's id.", examples=[_JOB_ID], json_schema_extra={"format": "uuid"})]
#: What a client is told of itself stands in the document; whether it keeps to it is checked by `check_fields`.
UserId = Annotated[
    str,
    Field(
        description="Your name for the person who submits.",
        examples=["user123"],
        json_schema_extra={"pattern": f"^{CLIENT_ID}$"},
    ),
]
SessionId = Annotated[
    str,
    Field(
        description="Your name for the session.",
        examples=["session456"],
        json_schema_extra={"pattern": f"^{CLIENT_ID}$"},
    ),
]
ExpiresIn = Annotated[
    int | None,
    WithJsonSchema({"type": "integer", "minimum": int(SHORTEST.total_seconds())}),
    Field(
        description="Seconds until the job is erased; without it as long as the service keeps jobs, which is also the "
        "most.",
        examples=[2_592_000],
    ),
]
CallbackUrl = Annotated[
    str | None,
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": MAX_URL, "pattern": "^https?://"}),
    Field(
        description="What is called when the job has ended: HTTPS, public, without a user name; see `Webhooks`.",
        examples=["https://hr.example/hooks/cv"],
    ),
]
Language = Annotated[str, Field(description="ISO 639-1.", pattern=r"^[a-z]{2}$", examples=["en"])]
ShownName = Annotated[
    str, Field(description="Without what may be personal in it; null for text.", max_length=100, examples=["cv.pdf"])
]


class Body(BaseModel):
    """What all bodies have in common."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    #: Whether the service sends it; else it is sent to the service.
    is_answer: ClassVar[bool] = True


class TextSubmission(Body):
    """A CV as text, formatted or free prose."""

    is_answer = False

    user_id: UserId
    session_id: SessionId
    text: str = Field(
        min_length=1,
        max_length=MAX_TEXT_LENGTH,
        description="The CV, with at least one visible character.",
        examples=["Software Engineer\n2019 - Present"],
    )
    parse_mode: Literal["advanced", "basic"] = Field("advanced", description="Which parser is asked.")
    expires_in: ExpiresIn = None
    delete_after_read: bool = Field(default=False, description="Whether the job is erased once its result was sent.")
    callback_url: CallbackUrl = None


class FileSubmission(Body):
    """A CV as a file, sent as multipart/form-data."""

    is_answer = False

    user_id: UserId
    session_id: SessionId
    file: bytes = Field(description=FILE_TYPES, json_schema_extra={"format": "binary"})
    parse_mode: Literal["advanced", "basic"] = Field("advanced", description="Which parser is asked.")
    expires_in: ExpiresIn = None
    delete_after_read: bool = Field(default=False, description="Whether the job is erased once its result was sent.")
    callback_url: CallbackUrl = None


class SubmissionBody(Body):
    """The answer to a submission."""

    job_id: Id
    status: JobStatus
    message: str = Field(examples=[f"Job created successfully. Check status at {API}/job/{_JOB_ID}"])

    @classmethod
    def of(cls, job: Job, *, found_at: str) -> Self:
        """Return the answer to the submission of `job`, whose status is at the path `found_at`."""
        message = f"Job created successfully. Check status at {found_at}"
        return cls(job_id=str(job.id), status=JobStatus.PROCESSING, message=message)


class StatusBody(Body):
    """A job as it stands; what is not known yet is null."""

    job_id: Id
    status: JobStatus
    user_id: UserId
    session_id: SessionId
    file_name: ShownName | None
    cv_language: Language | None
    processing_time_seconds: Seconds | None
    error_message: str | None = Field(description="Why the job failed, and what to do.")
    created_at: Moment
    updated_at: Moment
    expires_at: Moment | None = Field(description="When the job, its result and its file are erased.")

    @classmethod
    def of(cls, job: Job) -> Self:
        """Return the status of `job`."""
        return cls(
            job_id=str(job.id),
            status=job.status,
            user_id=job.user_id,
            session_id=job.session_id,
            file_name=shown_name(job.file_name),
            cv_language=job.cv_language,
            processing_time_seconds=_seconds(job),
            error_message=job.error_message,
            created_at=job.created_at,
            updated_at=job.updated_at,
            expires_at=job.expires_at,
        )


class ResultBody(Body):
    """A job that ended in success, with its result."""

    id: Id
    user_id: UserId
    session_id: SessionId
    stored_file_path: str | None = Field(description="Where the file is kept; null for text.")
    parsed_data: ParsedCV
    cv_language: Language | None
    file_name: ShownName | None
    processing_time_seconds: Seconds | None
    status: JobStatus
    created_at: Moment
    updated_at: Moment

    @classmethod
    def of(cls, job: Job, parsed: ParsedCV) -> Self:
        """Return the result `parsed` of `job`."""
        return cls(
            id=str(job.id),
            user_id=job.user_id,
            session_id=job.session_id,
            stored_file_path=None if job.is_text else job.location,
            parsed_data=parsed,
            cv_language=job.cv_language,
            file_name=shown_name(job.file_name),
            processing_time_seconds=_seconds(job),
            status=job.status,
            created_at=job.created_at,
            updated_at=job.updated_at,
        )


class FieldProblem(Body):
    """One wrong field."""

    field: str = Field(description="Its name.", examples=["user_id"])
    code: str = Field(description="Stable.", examples=["field_invalid"])
    message: str = Field(description="What it must be.", examples=["user_id is missing."])


class ProblemBody(Body):
    """What went wrong: RFC 9457 problem details."""

    type: str = Field(
        description="A page that explains the problem, for a browser and for programs.",
        examples=["/problems/file_too_large"],
        json_schema_extra={"format": "uri-reference"},
    )
    title: str = Field(description="What the status is called.", examples=["Content Too Large"])
    status: int = Field(ge=400, le=599, description="The HTTP status.", examples=[413])
    detail: str = Field(description="What to do.")
    code: str = Field(description="Stable; branch on it.", pattern="^[a-z][a-z0-9_]*$", examples=["file_too_large"])
    errors: list[FieldProblem] | None = Field(None, description="Each wrong field.")
    error_code: str | None = Field(None, description="Why a job failed.")


class TicketBody(Body):
    """What lets a browser follow a job once."""

    ticket: str = Field(description="For the query of an event stream or a WebSocket: `?ticket=...`.")
    expires_in: int = Field(description="Seconds in which it can be used, once.", examples=[30])


class ErasureBody(Body):
    """What a request to erase a user has removed. All counts are of this request."""

    status: Literal["erased", "erasing"] = Field(description="`erasing`: something is left, ask again.")
    jobs: int = Field(description="Jobs.", examples=[12])
    files: int = Field(description="Stored documents.", examples=[9])
    results: int = Field(description="Results.", examples=[11])
    checkpoints: int = Field(description="What unfinished jobs had kept for their next try.", examples=[0])
    at: Moment


class ObjectionBody(Body):
    """An objection."""

    objected_at: Moment


class ListedJobBody(StatusBody):
    """A job in a list, with the code of what ended it."""

    error_code: str | None

    @classmethod
    def of(cls, job: Job) -> Self:
        """Return `job` as a list shows it."""
        return cls(**StatusBody.of(job).model_dump(), error_code=job.error_code)


class OperatorJobBody(ListedJobBody):
    """A job in a list of all owners'."""

    owner: str = Field(description="Whose it is.", examples=["acme"])

    @classmethod
    def of(cls, job: Job) -> Self:
        """Return `job` as a list for operators shows it."""
        return cls(**ListedJobBody.of(job).model_dump(), owner=job.owner)


class OperatorJobListBody(Body):
    """Jobs of all owners, newest first."""

    jobs: list[OperatorJobBody]


class JobListBody(Body):
    """Jobs, newest first."""

    jobs: list[ListedJobBody]


class VersionBody(Body):
    """What answers here."""

    name: Literal["cvparser"]
    version: str = Field(description="Of the program: PEP 440.", examples=["0.1.0"])
    api: Literal["v1"] = Field(description="Of the API; it stands in the addresses.")


class HealthBody(Body):
    """Whether the process answers."""

    status: Literal["live"]


class ReadinessBody(Body):
    """Whether submissions can be taken, and whether anybody works on them."""

    status: Literal["ready"]
    workers: Literal["alive", "none"] | None = Field(
        None, description="Whether a worker of another process is alive; left out where jobs are worked on in this one."
    )


class StatsBody(Body):
    """How jobs fare."""

    window_seconds: int = Field(description="As asked for.", examples=[86_400])
    status_distribution: dict[JobStatus, int] = Field(
        description="Jobs that came within the window, by what they are now.",
        examples=[{"processing": 3, "success": 940, "failed": 12}],
    )
    average_processing_time_seconds: Seconds | None = Field(description="Of those that succeeded.")
    failed_rate: float | None = Field(ge=0, le=1, description="Share of the ended ones that failed.", examples=[0.0126])
    unfinished_jobs: int = Field(ge=0, description="Whenever they came.", examples=[3])
    oldest_unfinished_seconds: float = Field(ge=0, description="Of the one that waits longest.", examples=[1.72])
    queue_depth: int | None = Field(
        description="Ids that wait for a worker; null while the queue is away, and where others' ids wait too."
    )

    @classmethod
    def of(cls, figures: Figures, window_seconds: int) -> Self:
        """Return `figures` of a window."""
        took = figures.statistics.average_processing_time
        rate = figures.statistics.failed_rate
        return cls(
            window_seconds=window_seconds,
            status_distribution=dict(figures.statistics.by_status),
            average_processing_time_seconds=None if took is None else round(took.total_seconds(), 2),
            failed_rate=None if rate is None else round(rate, 4),
            unfinished_jobs=figures.backlog.jobs,
            oldest_unfinished_seconds=round(figures.oldest_s, 2),
            queue_depth=figures.queue_depth,
        )


class StepBody(Body):
    """Jobs that came in a part of a window, by what they are now."""

    since: Moment
    processing: int = Field(examples=[0])
    success: int = Field(examples=[38])
    failed: int = Field(examples=[1])


class TrendsBody(Body):
    """How jobs came and ended."""

    window_seconds: int = Field(examples=[86_400])
    step_seconds: float = Field(examples=[3_600])
    steps: list[StepBody] = Field(description="The window in equal parts, oldest first.")
    p95_processing_time_seconds: Seconds | None = Field(description="Of those that succeeded, by the nearest rank.")
    failed_codes: dict[str, int] = Field(description="At most 10, most first.", examples=[{"no_text_layer": 7}])

    @classmethod
    def of(cls, trends: JobTrends, window_seconds: int) -> Self:
        """Return `trends` of a window."""
        p95 = trends.p95_processing_time
        return cls(
            window_seconds=window_seconds,
            step_seconds=trends.step.total_seconds(),
            steps=[
                StepBody(since=trends.since + number * trends.step, **{str(each): n for each, n in counts.items()})
                for number, counts in enumerate(trends.arrived)
            ],
            p95_processing_time_seconds=None if p95 is None else round(p95.total_seconds(), 2),
            failed_codes=dict(trends.failed_codes),
        )


def job_path(job: Job) -> str:
    """Return the path of a job's status."""
    return f"{API}/job/{job.id}"


def _seconds(job: Job) -> float | None:
    return None if job.processing_time is None else round(job.processing_time.total_seconds(), 2)
