"""Bodies as the documentation shows them. The people and companies are invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel

from cvparser.application.admission_control import BusyError
from cvparser.domain import errors
from cvparser.domain.access import errors as access_errors
from cvparser.domain.access.limits import RateLimitedError
from cvparser.domain.batch import (
    BatchArchiveError,
    BatchErasedError,
    BatchStatus,
    BatchTooLargeError,
    BatchUnknownError,
)
from cvparser.domain.errors import CVParserError, FieldError, JobFailedError, ParseModeError
from cvparser.domain.idempotency import (
    HEADER,
    IdempotencyKeyInUseError,
    IdempotencyKeyInvalidError,
    IdempotencyKeyReusedError,
)
from cvparser.domain.job import JobStatus
from cvparser.domain.profile import ParsedCV
from cvparser.domain.webhook import TooManyWebhooksError, WebhookUnknownError
from cvparser.entrypoints.http import errors as http_errors
from cvparser.entrypoints.http.batch_schemas import (
    BatchBody,
    BatchItemBody,
    BatchResultBody,
    BatchStatusBody,
    BatchSubmissionBody,
    ItemStatus,
    RefusedItemBody,
)
from cvparser.entrypoints.http.problems import problem_of
from cvparser.entrypoints.http.redaction_bodies import (
    DrawingBody,
    DrawnPageBody,
    DrawnWordBody,
    RedactionBody,
    WithheldBody,
)
from cvparser.entrypoints.http.schemas import (
    API,
    ErasureBody,
    HealthBody,
    JobListBody,
    ListedJobBody,
    ObjectionBody,
    OperatorJobBody,
    OperatorJobListBody,
    ReadinessBody,
    ResultBody,
    StatsBody,
    StatusBody,
    StepBody,
    SubmissionBody,
    TicketBody,
    TrendsBody,
    VersionBody,
)
from cvparser.entrypoints.http.webhook_bodies import WEBHOOK_BODIES

Examples = Mapping[str, Mapping[str, Any]]

_JOB_ID = "550e8400-e29b-41d4-a716-446655440000"
_CREATED = datetime(2026, 1, 16, 10, 30, tzinfo=UTC)
_ENDED = datetime(2026, 1, 16, 10, 30, 3, tzinfo=UTC)
_PARSED = ParsedCV.model_validate(
    {
        "profile": {
            "basics": {
                "profession": "Data Engineer",
                "total_experience_in_years": 5.5,
                "summary": "Data engineer who builds streaming pipelines for logistics.",
                "has_driving_license": True,
                "skills": ["Python", "SQL", "Apache Kafka"],
            },
            "professional_experiences": [
                {
                    "title": "Data Engineer",
                    "company": "Kestrel Analytics",
                    "location": "Izmir",
                    "start_date": {"year": 2020, "month": 8},
                    "is_current": True,
                    "duration_in_months": 66,
                    "description": "Moved 40 nightly jobs to streams.",
                }
            ],
            "education": [
                {
                    "issuing_organization": "Ege University",
                    "degree": "BSc",
                    "field_of_study": "Computer Engineering",
                    "start_date": {"year": 2016},
                    "end_date": {"year": 2020},
                }
            ],
            "languages": [{"name": "English", "iso_code": "en", "fluency": "C1"}],
        },
        "cv_language": "en",
        "meta": {"parser": "Offline", "withheld": {"name": 2, "email": 1, "phone": 1}},
    }
)


def _status(status: JobStatus, **fields: Any) -> StatusBody:  # noqa: ANN401 - fields of the model, which checks them
    known = {"processing_time_seconds": None, "cv_language": None, "error_message": None, "updated_at": _ENDED}
    return StatusBody(
        job_id=_JOB_ID,
        status=status,
        user_id="user123",
        session_id="session456",
        file_name="cv.pdf",
        created_at=_CREATED,
        expires_at=_CREATED + timedelta(days=30),
        **(known | fields),
    )


_DAMAGED = errors.PdfCorruptError()
PROCESSING = _status(JobStatus.PROCESSING, updated_at=_CREATED)

_BATCH = BatchStatusBody(
    batch_id="6f1e2d3c-4b5a-4697-8788-99aabbccddee",
    status=BatchStatus.PROCESSING,
    is_whole=True,
    total=3,
    processing=1,
    success=1,
    failed=0,
    refused=1,
    erased=0,
    created_at=_CREATED,
    finished_at=None,
    expires_at=_CREATED + timedelta(days=30),
)
_DONE = _BATCH.model_copy(update={"status": BatchStatus.DONE, "processing": 0, "success": 2, "finished_at": _ENDED})
_ITEM = BatchItemBody(
    position=0,
    item="application-17",
    job_id=_JOB_ID,
    status=ItemStatus.SUCCESS,
    file_name="cv.pdf",
    error_code=None,
)
_REFUSED = BatchItemBody(
    position=2, item=None, job_id=None, status=ItemStatus.REFUSED, file_name=None, error_code="file_empty"
)

#: Examples of each body, by the name of its schema.
BODIES: Mapping[str, Mapping[str, BaseModel]] = {
    "SubmissionBody": {
        "accepted": SubmissionBody(
            job_id=_JOB_ID,
            status=JobStatus.PROCESSING,
            message=f"Job created successfully. Check status at {API}/job/{_JOB_ID}",
        )
    },
    "StatusBody": {
        "processing": PROCESSING,
        "success": _status(JobStatus.SUCCESS, cv_language="en", processing_time_seconds=3.45),
        "failed": _status(JobStatus.FAILED, error_message=_DAMAGED.message, processing_time_seconds=1.23),
    },
    "ResultBody": {
        "success": ResultBody(
            id=_JOB_ID,
            user_id="user123",
            session_id="session456",
            stored_file_path="/tmp/cv_parser/cv_20260116_103000_550e8400.pdf",  # noqa: S108 - as the contract shows it
            parsed_data=_PARSED,
            cv_language="en",
            file_name="cv.pdf",
            processing_time_seconds=3.45,
            status=JobStatus.SUCCESS,
            created_at=_CREATED,
            updated_at=_ENDED,
        )
    },
    "BatchSubmissionBody": {
        "one refused": BatchSubmissionBody(
            batch_id=_BATCH.batch_id,
            accepted=2,
            refused=1,
            refusals=[RefusedItemBody(position=2, item=None, code="file_empty")],
            message=f"Batch created successfully. Check status at {API}/batch/{_BATCH.batch_id}",
        )
    },
    "BatchResultBody": {"refused": BatchResultBody(**_REFUSED.model_dump(), result=None)},
    "BatchStatusBody": {"processing": _BATCH, "done": _DONE},
    "BatchBody": {"processing": BatchBody(**_BATCH.model_dump(), items=[_ITEM, _REFUSED], next=2)},
    "StatsBody": {
        "a day": StatsBody(
            window_seconds=86_400,
            status_distribution={JobStatus.PROCESSING: 3, JobStatus.SUCCESS: 940, JobStatus.FAILED: 12},
            average_processing_time_seconds=3.45,
            failed_rate=0.0126,
            unfinished_jobs=3,
            oldest_unfinished_seconds=1.72,
            queue_depth=1,
        )
    },
    "ErasureBody": {
        "erased": ErasureBody(status="erased", jobs=12, files=9, results=11, checkpoints=0, at=_ENDED),
        "erasing": ErasureBody(status="erasing", jobs=4_000, files=3_100, results=3_900, checkpoints=0, at=_ENDED),
    },
    "ObjectionBody": {"objection": ObjectionBody(objected_at=_ENDED)},
    "TrendsBody": {
        "a day": TrendsBody(
            window_seconds=86_400,
            step_seconds=3_600,
            steps=[StepBody(since=_CREATED, processing=0, success=38, failed=1)],
            p95_processing_time_seconds=6.12,
            failed_codes={"no_text_layer": 1},
        )
    },
    "RedactionBody": {
        "redacted": RedactionBody(
            text="[NAME]\nSoftware Engineer\n[EMAIL]",
            categories={"email": 1, "name": 1},
            withheld=[
                WithheldBody(category="name", start=0, end=6),
                WithheldBody(category="email", start=25, end=32),
            ],
            warnings=[],
        ),
        "drawn": RedactionBody(
            text="[NAME]\nNurse",
            categories={"name": 1},
            withheld=[WithheldBody(category="name", start=0, end=6)],
            warnings=[],
            drawing=DrawingBody(
                pages=[DrawnPageBody(width=595.3, height=841.9)],
                words=[
                    DrawnWordBody(start=0, end=6, page=0, left=56.7, top=47.3, width=64.2, height=21.4),
                    DrawnWordBody(start=7, end=12, page=0, left=56.7, top=69.0, width=27.9, height=12.5),
                ],
            ),
        ),
    },
    "OperatorJobListBody": {
        "one": OperatorJobListBody(jobs=[OperatorJobBody(**PROCESSING.model_dump(), error_code=None, owner="acme")])
    },
    "JobListBody": {
        "two": JobListBody(
            jobs=[
                ListedJobBody(
                    **_status(JobStatus.FAILED, error_message=_DAMAGED.message).model_dump(), error_code=_DAMAGED.code
                ),
                ListedJobBody(**PROCESSING.model_dump(), error_code=None),
            ]
        )
    },
    **WEBHOOK_BODIES,
    "TicketBody": {"ticket": TicketBody(ticket="cvt_(49 letters and digits)", expires_in=30)},
    "VersionBody": {"this": VersionBody(name="cvparser", version="0.1.0", api="v1")},
    "HealthBody": {"well": HealthBody(status="live")},
    "ReadinessBody": {
        "workers elsewhere": ReadinessBody(status="ready", workers="alive"),
        "no worker": ReadinessBody(status="ready", workers="none"),
        "one process": ReadinessBody(status="ready"),
    },
}

#: Errors that show what a problem of each status looks like; of 400 each operation has its own.
PROBLEMS: Mapping[int, Sequence[CVParserError]] = {
    401: (access_errors.KeyMissingError(), access_errors.KeyWrongError(), access_errors.KeyExpiredError()),
    403: (http_errors.OriginNotAllowedError(), access_errors.ScopeMissingError(), errors.ProcessingObjectedError()),
    404: (errors.JobUnknownError(), WebhookUnknownError(), BatchUnknownError()),
    408: (http_errors.RequestTimeoutError(),),
    409: (
        JobFailedError(_DAMAGED.message, reason_code=_DAMAGED.code),
        IdempotencyKeyInUseError(),
        TooManyWebhooksError(),
    ),
    410: (errors.JobErasedError(), BatchErasedError(), errors.JobExpiredError(), http_errors.EndpointGoneError()),
    413: (http_errors.FileTooLargeError(), errors.TextTooLongError(), BatchTooLargeError()),
    415: (errors.TypeNotAllowedError(), errors.LegacyDocError(), http_errors.MediaTypeError()),
    421: (http_errors.HostNotAllowedError(),),
    422: (
        FieldError("user_id is missing.", field="user_id", also=(ParseModeError(field="parse_mode"),)),
        errors.FileEmptyError(),
        BatchArchiveError(),
        errors.TypeMismatchError(),
        IdempotencyKeyReusedError(),
        IdempotencyKeyInvalidError(field=HEADER),
    ),
    426: (http_errors.UpgradeRequiredError(),),
    429: (RateLimitedError(), http_errors.TooManyAtOnceError(), http_errors.TooManyWrongKeysError()),
    500: (CVParserError(),),
    503: (errors.StorageUnavailableError(), BusyError(), http_errors.OverloadedError()),
}

#: What is sent, by media type.
REQUESTS: Mapping[str, Examples] = {
    "multipart/form-data": {
        "file": {
            "user_id": "user123",
            "session_id": "session456",
            "parse_mode": "advanced",
            "file": "(bytes of cv.pdf)",
        }
    },
    "application/json": {
        "formatted": {
            "user_id": "user123",
            "session_id": "session456",
            "text": "Data Engineer\n\nExperience\nKestrel Analytics, Data Engineer, 08/2020 - Present",
        },
        "prose": {
            "user_id": "user123",
            "session_id": "session456",
            "text": "I have worked as a data engineer at Kestrel Analytics since August 2020.",
            "parse_mode": "basic",
        },
    },
}


#: What is sent as a batch, by media type.
BATCHES: Mapping[str, Examples] = {
    "multipart/form-data": {
        "files": {
            "user_id": "user123",
            "session_id": "session456",
            "item": "application-17",
            "files": ["(bytes of cv.pdf)", "(bytes of cvs.zip)"],
        }
    },
    "application/x-ndjson": {
        "a line": {
            "user_id": "user123",
            "session_id": "session456",
            "item": "application-17",
            "text": "Data Engineer\n\nExperience\nKestrel Analytics, Data Engineer, 08/2020 - Present",
        }
    },
}

#: What is sent to be redacted, by media type.
TO_REDACT: Mapping[str, Examples] = {
    "multipart/form-data": {"file": {"file": "(bytes of cv.pdf)"}},
    "application/json": {"text": {"text": "Ada Quill\nSoftware Engineer\nada@quill.example"}},
}


def problem_examples(shown: Sequence[CVParserError]) -> dict[str, Any]:
    """Return the problems that errors are answered with, by their codes."""
    return {error.code: problem_of(error).model_dump(mode="json", exclude_none=True) for error in shown}


def body_examples(schema: str) -> dict[str, Any]:
    """Return examples of the body that has the schema of this name; none for another's."""
    return {name: body.model_dump(mode="json") for name, body in BODIES.get(schema, {}).items()}
