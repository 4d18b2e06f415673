from __future__ import annotations

import pytest

from cvparser.domain.job import JobStatus
from cvparser.domain.statistics import JobStatistics


@pytest.mark.parametrize(
    ("success", "failed", "processing", "rate"),
    [(3, 1, 0, 0.25), (0, 2, 5, 1.0), (4, 0, 1, 0.0), (0, 0, 7, None), (1, 3, 100, 0.75)],
)
def test_the_failed_rate_is_a_share_of_what_has_ended(
    success: int, failed: int, processing: int, rate: float | None
) -> None:
    counts = {JobStatus.SUCCESS: success, JobStatus.FAILED: failed, JobStatus.PROCESSING: processing}

    assert JobStatistics(by_status=counts, average_processing_time=None).failed_rate == rate


def test_statuses_that_nobody_counted_are_none() -> None:
    assert JobStatistics(by_status={}, average_processing_time=None).failed_rate is None
    assert JobStatistics(by_status={JobStatus.FAILED: 2}, average_processing_time=None).failed_rate == 1
