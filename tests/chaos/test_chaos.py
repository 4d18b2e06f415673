from __future__ import annotations

from pathlib import Path

import pytest
from tests.chaos.plan import short
from tests.chaos.run import run


@pytest.mark.timeout(600)
async def test_every_acknowledged_job_ends_once_whatever_breaks(tmp_path: Path) -> None:
    report = await run(short(seed=7), tmp_path)

    assert report.wrong == []
    assert report.acknowledged > 0
