from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from pathlib import Path

import pytest

from cvparser.adapters.tracer.none import NoTracer
from cvparser.application.process_job import ProcessJob
from cvparser.domain.access.owner import LOCAL
from cvparser.domain.errors import StorageUnavailableError
from cvparser.domain.job import JobId, ParseMode
from cvparser.domain.submission import Submitter
from cvparser.service import running
from cvparser.settings import Settings

TEXT = "I have worked as a Data Engineer at Kestrel Analytics since 2019."


class NeverCloses(NoTracer):
    """Waits for ever for something that does not come."""

    async def __aexit__(self, *_: object) -> None:
        await asyncio.Event().wait()


class NeverHandsBack:
    """A job that does not even end when it is cancelled, until it is let go."""

    def __init__(self) -> None:
        self.begun, self.let_go = asyncio.Event(), asyncio.Event()

    async def __call__(self, _: JobId) -> None:
        self.begun.set()
        while not self.let_go.is_set():
            with suppress(asyncio.CancelledError):
                await self.let_go.wait()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path}/jobs.db", file_dir=tmp_path / "files", drain_s=0)


async def test_an_adapter_that_does_not_close_keeps_no_other_from_closing(
    settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cvparser.adapters.tracer.none.NoTracer", NeverCloses)
    with caplog.at_level(logging.WARNING):
        service = running(settings)
        opened = await service.__aenter__()

        await asyncio.wait_for(service.__aexit__(None, None, None), 30)

    assert "[STOP] Left behind what did not close: NeverCloses" in caplog.text
    with pytest.raises(StorageUnavailableError):
        await opened.of(LOCAL).read_job.newest(1)


async def test_a_job_that_cannot_be_handed_back_is_left_to_its_lease(
    settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = NeverHandsBack()
    monkeypatch.setattr(ProcessJob, "__call__", lambda _, job_id, on_begun: stuck(job_id))
    with caplog.at_level(logging.WARNING):
        service = running(settings)
        opened = await service.__aenter__()
        await opened.of(LOCAL).submit_job.text(
            TEXT, submitter=Submitter(user_id="user123", session_id="session456"), mode=ParseMode.BASIC
        )
        await asyncio.wait_for(stuck.begun.wait(), 30)

        await asyncio.wait_for(service.__aexit__(None, None, None), 30)
        stuck.let_go.set()

    assert "1 jobs could not be handed back" in caplog.text
