"""The tables of jobs, as the newest migration leaves them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    text,
)

from cvparser.adapters.job_repository.database import UtcDateTime

metadata = MetaData()


parsed_cv = Table(
    "parsed_cv",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner", String(128), nullable=False, server_default="local"),
    #: The ids that clients gave and the name of a document, perhaps sealed: `sealed_fields`.
    Column("user_id", Text, nullable=False),
    Column("session_id", Text, nullable=False),
    Column("parse_mode", String(16), nullable=False),
    Column("document_type", String(8), nullable=False),
    Column("stored_file_path", Text, nullable=False),
    Column("file_name", Text),
    Column("status", String(16), nullable=False),
    Column("fence", Integer, nullable=False),
    #: `domain.turns.turn`, and whether the job waits for it: `domain.job.is_in_turn`, as a number.
    Column("turn", Float, nullable=False, server_default="0"),
    Column("waits", Integer, nullable=False, server_default="1"),
    Column("lease_until", UtcDateTime),
    Column("worker_id", Uuid),
    Column("not_before", UtcDateTime),
    Column("checkpoint", Text),
    Column("crashes", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("deadline_at", UtcDateTime, nullable=False),
    Column("traceparent", String(55)),
    Column("retry_of", Uuid),
    Column("kept_from", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("delete_after_read", Boolean, nullable=False),
    Column("callback_url", Text),
    Column("started_at", UtcDateTime),
    Column("processing_time_seconds", Float),
    Column("cv_language", String(2)),
    Column("parsed_data", JSON(none_as_null=True)),
    Column("error_code", String(64)),
    Column("error_message", Text),
    Column("model_calls", Integer, nullable=False, server_default="0"),
    Column("prompt_tokens", Integer, nullable=False, server_default="0"),
    Column("answer_tokens", Integer, nullable=False, server_default="0"),
    CheckConstraint("status IN ('processing', 'success', 'failed')", name="status_known"),
    CheckConstraint("(status = 'success') = (parsed_data IS NOT NULL)", name="result_iff_success"),
    CheckConstraint("(status = 'failed') = (error_code IS NOT NULL)", name="error_iff_failed"),
    CheckConstraint("status = 'processing' OR lease_until IS NULL", name="final_has_no_lease"),
    CheckConstraint("status = 'processing' OR checkpoint IS NULL", name="final_has_no_checkpoint"),
)
Index("parsed_cv_created_at", parsed_cv.c.created_at)
Index("parsed_cv_owner", parsed_cv.c.owner, parsed_cv.c.created_at)
Index("parsed_cv_user", parsed_cv.c.owner, parsed_cv.c.user_id, parsed_cv.c.id)
#: What a purge looks for, by the bounds of today and by what a submission was told.
Index("parsed_cv_kept_from", parsed_cv.c.kept_from)
Index("parsed_cv_expires_at", parsed_cv.c.expires_at)


def _partial(name: str, condition: str, *columns: Column[Any]) -> None:
    Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


_CAME = (parsed_cv.c.created_at, parsed_cv.c.id)
#: What recovery and admission look at, page by page: those that have not ended, and of these the late and the suspects.
_partial("parsed_cv_unfinished", "status = 'processing'", parsed_cv.c.created_at, parsed_cv.c.id)
_partial("parsed_cv_owner_unfinished", "status = 'processing'", parsed_cv.c.owner, parsed_cv.c.created_at)
_partial("parsed_cv_deadline", "status = 'processing'", parsed_cv.c.deadline_at)
_partial("parsed_cv_crashed", "status = 'processing' AND crashes > 0", parsed_cv.c.crashes)
#: Who is next, and the last of an owner.
_partial(
    "parsed_cv_turn",
    "status = 'processing' AND waits = 1",
    parsed_cv.c.turn,
    parsed_cv.c.created_at,
    parsed_cv.c.id,
)
_partial("parsed_cv_owner_turn", "status = 'processing'", parsed_cv.c.owner, parsed_cv.c.turn)
#: What lists are asked for by, where it is rare: those that failed, and by which code.
_partial("parsed_cv_failed", "status = 'failed'", *_CAME)
_partial("parsed_cv_failed_code", "status = 'failed'", parsed_cv.c.error_code, *_CAME)
_partial("parsed_cv_owner_failed", "status = 'failed'", parsed_cv.c.owner, *_CAME)
_partial("parsed_cv_owner_failed_code", "status = 'failed'", parsed_cv.c.owner, parsed_cv.c.error_code, *_CAME)

#: That an id was erased, whose it was, when and why, nothing else: the log of destructions of the By-law of 28.10.2017,
#: art. 7(3).
erased_job = Table(
    "erased_job",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("erased_at", UtcDateTime, nullable=False),
    #: None of an id that was refused before its job came.
    Column("owner", String(128)),
    Column("reason", String(16)),
)

#: When each worker was last heard. Few rows: of those that are gone for a day none is left.
heartbeats = Table(
    "heartbeat",
    metadata,
    Column("worker_id", Uuid, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("next_before", UtcDateTime, nullable=False),
    Column("judged_from", UtcDateTime, nullable=False),
)

#: When the machine's present run began: one row. PostgreSQL has a clock for all and leaves it empty.
steady_clock = Table(
    "steady_clock",
    metadata,
    Column("boot", String(64), primary_key=True),
    Column("booted_at", UtcDateTime, nullable=False),
)

#: Where files were about to be put, or are kept by a job that came, until they are gone.
expected_file = Table(
    "expected_file",
    metadata,
    Column("job_id", Uuid, primary_key=True),
    Column("location", Text, nullable=False),
    Column("noted_at", UtcDateTime, nullable=False),
    Column("is_disowned", Boolean, nullable=False),
    Column("is_kept", Boolean, nullable=False),
)
#: The kept ones, which are many, by their age; and those that are not.
Index("expected_file_kept", expected_file.c.is_kept, expected_file.c.noted_at)

#: What a job's document, result and checkpoint are sealed under, wrapped. Where the row is gone, they are unreadable.
data_key = Table(
    "data_key",
    metadata,
    Column("job_id", Uuid, primary_key=True),
    Column("key_id", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)
Index("data_key_key_id", data_key.c.key_id)

#: Which job was submitted under an idempotency key: digests, for as long as the answer stays the same.
idempotency_key = Table(
    "idempotency_key",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("owner", String(128), nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("job_id", Uuid, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)
Index("idempotency_key_expires_at", idempotency_key.c.expires_at)

#: Users of whom nothing is taken in, by `domain.data_subject.user_digest`.
objection = Table(
    "objection",
    metadata,
    Column("owner", String(128), primary_key=True),
    Column("user_digest", LargeBinary, primary_key=True),
    Column("objected_at", UtcDateTime, nullable=False),
)

#: Submissions that came together, kept for `kept_for_seconds` after they came; erased ones as nothing but that.
batch = Table(
    "batch",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner", String(128), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("is_whole", Boolean, nullable=False),
    Column("kept_for_seconds", Float),
    Column("expires_at", UtcDateTime),
    Column("erased_at", UtcDateTime),
)
Index("batch_expires_at", batch.c.expires_at)
Index("batch_opened_at", batch.c.opened_at)

#: What became of each item of a batch: a job, or the code of what it was refused for.
batch_item = Table(
    "batch_item",
    metadata,
    Column("batch_id", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("owner", String(128), nullable=False),
    Column("label", String(128)),
    Column("fingerprint", LargeBinary),
    Column("job_id", Uuid),
    Column("refused", String(64)),
)
Index("batch_item_job_id", batch_item.c.job_id)
