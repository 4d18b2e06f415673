from __future__ import annotations

import pytest

from cvparser.domain.job import JobStatus
from cvparser.domain.statistics import JobStatistics


def rate_of(counts: dict[JobStatus, int]) -> float | None:
    return JobStatistics(by_status=counts, average_processing_time=None, expired_leases=3).failed_rate


@pytest.mark.parametrize(
    ("success", "failed", "processing", "rate"),
    [(3, 1, 0, 0.25), (0, 2, 5, 1.0), (4, 0, 1, 0.0), (0, 0, 7, None), (1, 3, 100, 0.75)],
)
def test_the_failed_rate_is_a_share_of_what_has_ended(
    success: int, failed: int, processing: int, rate: float | None
) -> None:
    counts = {JobStatus.SUCCESS: success, JobStatus.FAILED: failed, JobStatus.PROCESSING: processing}

    assert rate_of(counts) == rate


def test_statuses_that_nobody_counted_are_none() -> None:
    assert rate_of({}) is None
    assert rate_of({JobStatus.FAILED: 2}) == 1
