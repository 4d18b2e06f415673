from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from cvparser.adapters.job_events.in_process import InProcessJobEvents
from cvparser.testing.conformance.job_events import JobEventsConformance


class TestInProcessJobEvents(JobEventsConformance):
    @pytest.fixture
    async def events(self) -> AsyncIterator[InProcessJobEvents]:
        async with InProcessJobEvents() as events:
            yield events
