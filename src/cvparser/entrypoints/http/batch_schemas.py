"""The bodies of batches on the wire."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field

from cvparser.domain.batch import BatchItem, BatchState, BatchStatus
from cvparser.domain.file_naming import shown_name
from cvparser.domain.profile import ParsedCV
from cvparser.domain.submission import CLIENT_ID
from cvparser.entrypoints.http.schemas import (
    API,
    Body,
    ExpiresIn,
    Id,
    Moment,
    ResultBody,
    SessionId,
    ShownName,
    UserId,
)

_BATCH_ID = "6f1e2d3c-4b5a-4697-8788-99aabbccddee"

BatchIdText = Annotated[
    str, Field(description="A batch's id.", examples=[_BATCH_ID], json_schema_extra={"format": "uuid"})
]
Label = Annotated[
    str | None,
    Field(
        description="Your own name for the item, of the same letters as `user_id`, and nobody's name.",
        examples=["application-17"],
        json_schema_extra={"pattern": f"^{CLIENT_ID}$"},
    ),
]
Code = Annotated[str | None, Field(description="Why it was refused, or its job failed.", examples=["pdf_corrupt"])]
Count = Annotated[int, Field(ge=0, examples=[3])]


class ItemStatus(StrEnum):
    """What became of an item."""

    #: Its job has not ended.
    PROCESSING = "processing"
    #: Its job ended with a result.
    SUCCESS = "success"
    #: Its job ended with an error.
    FAILED = "failed"
    #: It was not taken in.
    REFUSED = "refused"
    #: Its job was deleted, or its time was over.
    ERASED = "erased"


class BatchFileSubmission(Body):
    """Many CVs as files, sent as multipart/form-data: the fields first, then the files."""

    is_answer = False

    user_id: UserId
    session_id: SessionId
    parse_mode: Literal["advanced", "basic"] = Field("advanced", description="Which parser is asked, for all.")
    expires_in: ExpiresIn = None
    delete_after_read: bool = Field(default=False, description="Whether each job is erased once its result was sent.")
    item: Label = None
    files: list[Annotated[bytes, Field(json_schema_extra={"format": "binary"})]] = Field(
        description="PDF, DOCX, TXT or MD, or a ZIP of them. An `item` right before one is the name of that one."
    )


class BatchTextSubmission(Body):
    """A line of many: the first says what holds for all."""

    is_answer = False

    user_id: UserId
    session_id: SessionId
    text: str = Field(description="1 to 200,000 characters.", examples=["Data Engineer\n2019 - Present"])
    item: Label = None
    parse_mode: Literal["advanced", "basic"] = Field("advanced", description="Which parser is asked, for all.")
    expires_in: ExpiresIn = None
    delete_after_read: bool = Field(default=False, description="Whether each job is erased once its result was sent.")


class RefusedItemBody(Body):
    """An item that was not taken in."""

    position: int = Field(ge=0, description="From 0 on, in the order in which items were sent.", examples=[2])
    item: Label
    code: str = Field(description="Stable: that of the problem it would have been answered with alone.")


class BatchSubmissionBody(Body):
    """The answer to a batch."""

    batch_id: BatchIdText
    accepted: Count = Field(description="Items that are jobs.")
    refused: Count = Field(description="Items that were not taken in.")
    refusals: list[RefusedItemBody] = Field(description="The first 100 of them; all are among the batch's items.")
    message: str = Field(examples=[f"Batch created successfully. Check status at {API}/batch/{_BATCH_ID}"])

    @classmethod
    def of(cls, state: BatchState, refusals: list[RefusedItemBody], *, found_at: str) -> Self:
        """Return the answer to a batch, whose status is at the path `found_at`."""
        return cls(
            batch_id=str(state.batch.id),
            accepted=state.counts.accepted,
            refused=state.counts.refused,
            refusals=refusals,
            message=f"Batch created successfully. Check status at {found_at}",
        )


class BatchItemBody(Body):
    """An item of a batch as it stands."""

    position: int = Field(ge=0, examples=[0])
    item: Label
    job_id: Id | None = Field(description="Null where it was refused.")
    status: ItemStatus
    file_name: ShownName | None
    error_code: Code

    @classmethod
    def of(cls, item: BatchItem) -> Self:
        """Return `item` as it stands."""
        return cls(
            position=item.place.position,
            item=item.place.label,
            job_id=None if item.job_id is None else str(item.job_id),
            status=status_of(item),
            file_name=None if item.job is None else shown_name(item.job.file_name),
            error_code=item.refused if item.job is None else item.job.error_code,
        )


class BatchStatusBody(Body):
    """A batch as it stands."""

    batch_id: BatchIdText
    status: BatchStatus
    is_whole: bool = Field(
        description="Whether all of it came. Where it did not, what came goes on; send it again under its key."
    )
    total: Count = Field(description="Items that came.")
    processing: Count
    success: Count
    failed: Count
    refused: Count
    erased: Count = Field(description="Items whose job was deleted, or whose time was over.")
    created_at: Moment
    finished_at: Moment | None
    expires_at: Moment | None = Field(description="When the batch is forgotten.")

    @classmethod
    def of(cls, state: BatchState) -> Self:
        """Return the status of a batch."""
        counts = state.counts
        return cls(
            batch_id=str(state.batch.id),
            status=state.status,
            is_whole=state.batch.is_whole,
            total=counts.total,
            **{str(status): count for status, count in counts.by_status.items()},
            refused=counts.refused,
            erased=counts.erased,
            created_at=state.batch.created_at,
            finished_at=state.finished_at,
            expires_at=state.batch.expires_at,
        )


class BatchBody(BatchStatusBody):
    """A batch as it stands, with a page of its items."""

    items: list[BatchItemBody]
    next: int | None = Field(description="What to ask for as `after` to get more; null where there is none.")

    @classmethod
    def with_items(cls, state: BatchState, items: list[BatchItemBody], *, limit: int) -> Self:
        """Return a batch with a page of at most `limit` items."""
        more = items[-1].position if len(items) == limit else None
        return cls(**BatchStatusBody.of(state).model_dump(), items=items, next=more)


class BatchResultBody(BatchItemBody):
    """A line of the results of a batch."""

    result: ResultBody | None = Field(description="As of its job; null unless that ended in success.")

    @classmethod
    def with_result(cls, item: BatchItem, parsed: ParsedCV | None) -> Self:
        """Return the line of an item; a result that is gone by now is that of an erased job."""
        body = BatchItemBody.of(item).model_dump()
        if parsed is None or item.job is None:
            gone = {"status": ItemStatus.ERASED} if body["status"] is ItemStatus.SUCCESS else {}
            return cls(**(body | gone), result=None)
        return cls(**body, result=ResultBody.of(item.job, parsed))


def status_of(item: BatchItem) -> ItemStatus:
    """Return what became of an item."""
    if item.job is not None:
        return ItemStatus(item.job.status)
    return ItemStatus.REFUSED if item.job_id is None else ItemStatus.ERASED


def batch_path(batch_id: object) -> str:
    """Return the path of a batch's status."""
    return f"{API}/batch/{batch_id}"
