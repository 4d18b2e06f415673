"""Traces in the form of OpenTelemetry, sent by its protocol over HTTP.

A job's id *is* the id of its trace: whoever knows the one finds the other, and processes that share nothing draw the
same trace. The last 56 bits of a UUID of version 4 are random, as W3C Trace Context asks of an id that samplers read.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)
from opentelemetry.trace import Tracer as Drawing

from cvparser.domain.job import Job, JobId
from cvparser.ports.clock import Clock
from cvparser.ports.tracer import INTERRUPTED, Attempt, Tracer

#: Seconds that sending a batch may take, the exporter's own retries included.
SENDING_S: Final = 5
#: Seconds that leaving may take: a service that stops has jobs to end in its last seconds.
LEAVING_S: Final = 2.0

#: The job whose wait is being drawn: only that span has no parent from which ids come.
_waiting: ContextVar[JobId | None] = ContextVar("waiting", default=None)


def over_http(endpoint: str) -> SpanExporter:
    """Return what sends spans to `endpoint`, compressed."""
    return OTLPSpanExporter(endpoint, timeout=SENDING_S, compression=Compression.Gzip)


class OpenTelemetryTracer(Tracer):
    """Draws spans and hands them to `exporter` in batches, from a thread of its own.

    What the queue of 2,048 spans cannot take is lost. Every job is drawn: which traces are kept is for the collector to
    decide.
    """

    def __init__(
        self,
        exporter: SpanExporter,
        *,
        clock: Clock,
        processing: Callable[[SpanExporter], SpanProcessor] = BatchSpanProcessor,
    ) -> None:
        self._clock = clock
        self._exporter = exporter
        self._provider = TracerProvider(
            sampler=ALWAYS_ON,
            resource=Resource({SERVICE_NAME: "cvparser"}),
            shutdown_on_exit=False,
            id_generator=_IdsOfJobs(),
        )
        self._provider.add_span_processor(processing(exporter))
        self._drawing = self._provider.get_tracer("cvparser")

    def attempt(self, job: Job) -> Attempt:
        if job.fence == 1:
            self._draw_wait(job)
        return _DrawnAttempt(job, self._drawing, self._clock)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Shutting down waits half a minute for a collector that does not answer, so it is left behind in a thread.
        leaving = threading.Thread(target=self._provider.shutdown, name="traces-leave", daemon=True)
        leaving.start()
        await asyncio.to_thread(leaving.join, LEAVING_S)
        if leaving.is_alive():
            self._exporter.shutdown()

    def _draw_wait(self, job: Job) -> None:
        now = self._clock.now()
        token = _waiting.set(job.id)
        try:
            span = self._drawing.start_span(
                "wait",
                context=Context(),
                kind=SpanKind.PRODUCER,
                attributes={"cvparser.job_id": str(job.id)},
                # Not its parent: the caller's request is over, and the trace's id is the job's.
                links=[] if job.traceparent is None else [Link(_context_of(job.traceparent))],
                # Whoever created the job may have a clock that is ahead.
                start_time=_ns(min(job.created_at, now)),
            )
        finally:
            _waiting.reset(token)
        span.end(_ns(now))


class _DrawnAttempt(Attempt):
    def __init__(self, job: Job, drawing: Drawing, clock: Clock) -> None:
        self._drawing = drawing
        self._clock = clock
        self._facts: Mapping[str, str | int] = {"cvparser.job_id": str(job.id), "cvparser.fence": job.fence}
        wait = NonRecordingSpan(
            SpanContext(job.id.int, _wait_id(job.id), is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))
        )
        self._span = self._begin("process", wait, kind=SpanKind.CONSUMER, at=clock.now(), facts=self._facts)
        self._code: str | None = None

    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        now = self._clock.now()
        facts = {**self._facts, "cvparser.parser": parser}
        begun = now - timedelta(seconds=seconds)
        self._begin(stage, self._span, kind=SpanKind.INTERNAL, at=begun, facts=facts).end(_ns(now))

    def failed(self, code: str) -> None:
        self._code = code

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        code = self._code or (None if kind is None else INTERRUPTED)
        if code is not None:
            self._span.set_attribute("cvparser.code", code)
            self._span.set_status(Status(StatusCode.ERROR))
        self._span.end(_ns(self._clock.now()))

    def _begin(self, name: str, parent: Span, *, kind: SpanKind, at: datetime, facts: Mapping[str, str | int]) -> Span:
        context = set_span_in_context(parent, Context())
        return self._drawing.start_span(name, context=context, kind=kind, attributes=facts, start_time=_ns(at))


class _IdsOfJobs(RandomIdGenerator):
    """Gives a wait the ids that the attempts after it know; all other spans have a parent and a random id."""

    def generate_trace_id(self) -> int:
        job_id = _waiting.get()
        return super().generate_trace_id() if job_id is None else job_id.int

    def generate_span_id(self) -> int:
        job_id = _waiting.get()
        return super().generate_span_id() if job_id is None else _wait_id(job_id)


def _context_of(traceparent: str) -> SpanContext:
    _, trace, span, flags = traceparent.split("-")
    return SpanContext(int(trace, 16), int(span, 16), is_remote=True, trace_flags=TraceFlags(int(flags, 16)))


def _wait_id(job_id: JobId) -> int:
    return job_id.int & (2**64 - 1)


def _ns(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000) * 1_000
