"""What has ended is tried again as another job."""

from __future__ import annotations

import pytest
from tests.unit.application.house import SUBMITTER, TEXT, House

from cvparser.application.retry_job import JobNotEndedError
from cvparser.domain.errors import FileGoneError, JobErasedError
from cvparser.domain.job import JobStatus, ParseMode


async def test_a_retried_job_is_a_new_one_that_names_its_origin_which_stays_as_it_is(house: House) -> None:
    first = await house.submit.file(TEXT.encode(), "cv.txt", submitter=SUBMITTER, mode=ParseMode.BASIC)
    ended = await house.cancel(first.id)

    again = await house.retry(first.id)
    await house.process(again.id)

    done = await house.read.status(again.id)
    assert (again.id != first.id, again.retry_of) == (True, first.id)
    assert (done.status, done.retry_of) == (JobStatus.SUCCESS, first.id)
    assert (done.user_id, done.session_id, done.file_name, done.parse_mode) == (
        first.user_id,
        first.session_id,
        first.file_name,
        ParseMode.BASIC,
    )
    assert await house.read.status(first.id) == ended
    # Each has a document of its own: the one may be erased without the other.
    await house.erase(first.id)
    assert await house.files.get(done.location, job_id=done.id) == TEXT.encode()


async def test_only_what_has_ended_is_tried_again(house: House) -> None:
    first = await house.submit.file(TEXT.encode(), "cv.txt", submitter=SUBMITTER, mode=ParseMode.BASIC)

    with pytest.raises(JobNotEndedError):
        await house.retry(first.id)


async def test_what_is_kept_no_more_cannot_be_tried_again(house: House) -> None:
    text, erased = await house.submitted(), await house.submitted()
    await house.process(text)
    await house.erase(erased)

    with pytest.raises(FileGoneError):
        await house.retry(text)
    with pytest.raises(JobErasedError):
        await house.retry(erased)
