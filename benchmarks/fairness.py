"""How long a job of one owner waits where another has thousands waiting: python -m benchmarks.fairness [JOBS]."""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

from cvparser.application.submit_job import SubmitJob
from cvparser.composition import UseCases
from cvparser.domain.access.owner import Owner
from cvparser.domain.job import JobId, ParseMode
from cvparser.domain.submission import Submitter
from cvparser.service import running
from cvparser.settings import Settings

JOBS = 5_000
#: Jobs whose own time is measured, and jobs that are submitted into the crowd, one after the other.
ALONE, LATE = 5, 3
SENDER = Submitter(user_id="user123", session_id="session456")
TEXT = (
    "Data Engineer\n\nExperience\nData Engineer, Kestrel Analytics\nMarch 2019 - Present\n\n"
    "Education\nUniversity of Leeds, BSc Computer Science, 2014 - 2018\n\nSkills\nPython, SQL, Spark"
)
HOUR = timedelta(hours=1)
#: Longer than any of this takes, so that nothing is refused.
PATIENT = 100_000.0


async def took(owner: UseCases) -> float:
    """Submit a job, wait until it has ended, and return the seconds that took."""
    began = time.perf_counter()
    job = await submitted(owner.submit_job)
    await owner.read_job.end(job)
    return time.perf_counter() - began


async def submitted(submit: SubmitJob) -> JobId:
    """Submit a job and return its id."""
    return (await submit.text(TEXT, submitter=SENDER, mode=ParseMode.BASIC)).id


async def measure(folder: Path, jobs: int) -> None:
    """Let owner A have `jobs` waiting, and measure what B's take."""
    settings = Settings(
        access="keys",
        database_url=f"sqlite:///{folder / 'jobs.db'}",
        file_dir=folder / "files",
        workers=4,
        drain_s=1,
        max_wait_s=PATIENT,
        job_deadline_s=PATIENT,
    )
    async with running(settings) as service:
        many, few = service.of(Owner("a")), service.of(Owner("b"))
        await took(few)
        alone = median([await took(few) for _ in range(ALONE)])
        for _ in range(0, jobs, 100):
            await asyncio.gather(*(submitted(many.submit_job) for _ in range(100)))
        late = []
        for _ in range(LATE):
            waiting = (await many.show_metrics.figures(HOUR)).backlog.jobs
            late.append((waiting, await took(few)))
    for waiting, seconds in late:
        print(
            f"{waiting} jobs of another owner unfinished: {seconds:.2f} s; alone {alone:.2f} s; "
            f"bound 3 x alone + 2 s = {3 * alone + 2:.2f} s: {'met' if seconds <= 3 * alone + 2 else 'NOT MET'}"
        )


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name), int(sys.argv[1]) if len(sys.argv) > 1 else JOBS))
