from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict
from uuid import UUID

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from cvparser.adapters.clock.frozen import FrozenClock
from cvparser.adapters.tracer.memory import MemoryTracer
from cvparser.adapters.tracer.none import NoTracer
from cvparser.adapters.tracer.opentelemetry import OpenTelemetryTracer
from cvparser.testing.conformance.job_repository import START
from cvparser.testing.conformance.tracer import DrawingTracerConformance, Shown, TracerConformance


class TestNoTracer(TracerConformance):
    @pytest.fixture
    def tracer(self) -> NoTracer:
        return NoTracer()


class TestMemoryTracer(DrawingTracerConformance):
    @pytest.fixture
    def tracer(self) -> MemoryTracer:
        return MemoryTracer()

    @pytest.fixture
    def drawn(self, tracer: MemoryTracer) -> Shown:
        return lambda: [
            {name: value for name, value in asdict(each).items() if value is not None} for each in tracer.drawn
        ]


class TestOpenTelemetryTracer(DrawingTracerConformance):
    @pytest.fixture
    def exporter(self) -> InMemorySpanExporter:
        return InMemorySpanExporter()

    @pytest.fixture
    async def tracer(self, exporter: InMemorySpanExporter) -> AsyncIterator[OpenTelemetryTracer]:
        tracer = OpenTelemetryTracer(exporter, clock=FrozenClock(START), processing=SimpleSpanProcessor)
        async with tracer:
            yield tracer

    @pytest.fixture
    def drawn(self, exporter: InMemorySpanExporter) -> Shown:
        return lambda: [as_drawn(span) for span in exporter.get_finished_spans()]


def as_drawn(span: ReadableSpan) -> dict[str, object]:
    assert span.context is not None
    assert span.start_time is not None
    assert span.end_time is not None
    own: dict[str, object] = {name.removeprefix("cvparser."): value for name, value in (span.attributes or {}).items()}
    assert own.pop("job_id") == str(UUID(int=span.context.trace_id))
    for link in span.links:
        trace, caller, flags = link.context.trace_id, link.context.span_id, link.context.trace_flags
        own["caller"] = f"00-{trace:032x}-{caller:016x}-{flags:02x}"
    return {
        "job_id": UUID(int=span.context.trace_id),
        "name": span.name,
        "seconds": (span.end_time - span.start_time) / 1e9,
        **own,
    }
