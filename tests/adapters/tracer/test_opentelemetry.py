from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.servers.collector import Collector

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.tracer.opentelemetry import OpenTelemetryTracer, over_http
from cvparser.domain.job import FileLocation
from cvparser.testing.conformance.job_repository import START, stored_job
from cvparser.testing.conformance.tracer import worked_on


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as running:
        yield running


async def test_two_workers_draw_one_trace_whose_id_is_the_jobs(collector: Collector) -> None:
    job, clock = stored_job(), FrozenClock(START)

    clock.advance(timedelta(milliseconds=8))

    for fence in (1, 2):
        async with OpenTelemetryTracer(over_http(collector.endpoint), clock=clock) as worker:
            worked_on(worker, replace(job, fence=fence))

    spans = collector.spans
    wait = next(span for span in spans if span.name == "wait")
    attempts = [span for span in spans if span.name == "process"]
    assert {span.trace_id for span in spans} == {job.id.bytes}
    assert wait.parent_span_id == b""
    assert wait.end_time_unix_nano - wait.start_time_unix_nano == 8_000_000
    assert {span.parent_span_id for span in attempts} == {wait.span_id}
    assert {span.parent_span_id for span in spans if span.name == "parsing"} == {span.span_id for span in attempts}
    assert len({span.span_id for span in spans}) == len(spans) == 7


async def test_nothing_of_the_person_is_in_the_bytes(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "host.name=quill-laptop")
    job = replace(
        stored_job(),
        fence=1,
        user_id="ada.quill",
        session_id="quill-session",
        file_name="Ada Quill.pdf",
        location=FileLocation("/files/Ada_Quill.pdf"),
    )

    async with OpenTelemetryTracer(over_http(collector.endpoint), clock=FrozenClock(START)) as tracer:
        worked_on(tracer, job)
        with tracer.attempt(job) as attempt:
            attempt.failed("pdf_corrupt")
        with pytest.raises(ValueError, match="Quill"), tracer.attempt(job):
            raise ValueError("Ada Quill")

    sent = b"".join(body for _, _, body in collector.received)
    assert b"pdf_corrupt" in sent
    assert b"quill" not in sent.lower()
    assert b"quill" not in repr([headers for _, headers, _ in collector.received]).lower().encode()


async def test_a_wait_never_ends_before_it_began(collector: Collector) -> None:
    ahead = stored_job(at=START + timedelta(seconds=2))

    async with OpenTelemetryTracer(over_http(collector.endpoint), clock=FrozenClock(START)) as worker:
        worked_on(worker, replace(ahead, fence=1))

    assert all(span.start_time_unix_nano <= span.end_time_unix_nano for span in collector.spans)


async def test_a_collector_that_never_answers_keeps_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        exporter = over_http(f"http://127.0.0.1:{silent.getsockname()[1]}/v1/traces")

        async with asyncio.timeout(10), OpenTelemetryTracer(exporter, clock=FrozenClock(START)) as tracer:
            worked_on(tracer, replace(stored_job(), fence=1))

    for thread in threading.enumerate():
        if thread.name == "traces-leave":
            await asyncio.to_thread(thread.join, 10)
            assert not thread.is_alive()
