"""Jobs as rows."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Row

from cvparser.adapters.job_repository.tables import parsed_cv
from cvparser.domain.access.owner import Owner
from cvparser.domain.document import add_type
from cvparser.domain.job import FileLocation, Job, JobId, JobStatus, ParseMode, is_in_turn
from cvparser.domain.usage import TokenUsage

#: What a job is read from: all but its result and its checkpoint, which can be large, and its place among others.
JOB_COLUMNS = [column for column in parsed_cv.c if column.name not in {"parsed_data", "checkpoint", "turn", "waits"}]


def values_of(job: Job) -> dict[str, object]:
    """Return the row of a job, without its result, its checkpoint and its turn."""
    return moved_values_of(job) | {
        "id": job.id,
        "owner": job.owner,
        "user_id": job.user_id,
        "session_id": job.session_id,
        "parse_mode": job.parse_mode.value,
        "document_type": job.document_type.value,
        "stored_file_path": job.location,
        "file_name": job.file_name,
        "created_at": job.created_at,
        "deadline_at": job.deadline_at,
        "traceparent": job.traceparent,
        "retry_of": job.retry_of,
        "kept_from": job.kept_from,
        "expires_at": job.expires_at,
        "delete_after_read": job.delete_after_read,
        "callback_url": job.callback_url,
    }


def moved_values_of(job: Job) -> dict[str, object]:
    """Return the part of a job's row that the rules of `domain.job` change; the rest stays as it was stored."""
    took = job.processing_time
    return {
        "status": job.status.value,
        "fence": job.fence,
        "waits": int(is_in_turn(job)),
        "lease_until": job.lease_until,
        "worker_id": job.worker,
        "not_before": job.not_before,
        "crashes": job.crashes,
        "updated_at": job.updated_at,
        "started_at": job.started_at,
        "processing_time_seconds": None if took is None else took.total_seconds(),
        "cv_language": job.cv_language,
        "error_code": job.error_code,
        "error_message": job.error_message,
        "model_calls": job.usage.calls,
        "prompt_tokens": job.usage.prompt,
        "answer_tokens": job.usage.answer,
    }


def job_of(row: Row[tuple[object, ...]]) -> Job:
    """Return the job of a row of `JOB_COLUMNS`."""
    took = row.processing_time_seconds
    return Job(
        id=JobId(row.id),
        owner=Owner(row.owner),
        user_id=row.user_id,
        session_id=row.session_id,
        parse_mode=ParseMode(row.parse_mode),
        document_type=add_type(row.document_type),
        location=FileLocation(row.stored_file_path),
        file_name=row.file_name,
        status=JobStatus(row.status),
        fence=row.fence,
        lease_until=row.lease_until,
        worker=row.worker_id,
        not_before=row.not_before,
        crashes=row.crashes,
        created_at=row.created_at,
        updated_at=row.updated_at,
        deadline_at=row.deadline_at,
        traceparent=row.traceparent,
        retry_of=None if row.retry_of is None else JobId(row.retry_of),
        kept_from=row.kept_from,
        expires_at=row.expires_at,
        delete_after_read=row.delete_after_read,
        callback_url=row.callback_url,
        started_at=row.started_at,
        processing_time=None if took is None else timedelta(seconds=took),
        cv_language=row.cv_language,
        error_code=row.error_code,
        error_message=row.error_message,
        usage=TokenUsage(calls=row.model_calls, prompt=row.prompt_tokens, answer=row.answer_tokens),
    )
