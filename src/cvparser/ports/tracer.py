"""Where the time of a job went, for whoever runs the service."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from types import TracebackType
from typing import Final, Protocol

from cvparser.domain.job import Job

#: The code of an attempt that an exception ended: the worker stopped, or the job's row could not be reached.
INTERRUPTED: Final = "interrupted"


class Attempt(AbstractContextManager["Attempt"], Protocol):
    """One claim of a job being worked on; leaving the context ends it, whatever was raised."""

    @abstractmethod
    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        """Draw a stage that has just ended well and took `seconds`."""

    @abstractmethod
    def failed(self, code: str) -> None:
        """Say why the attempt gave no result; `code` is an error's stable code."""

    @abstractmethod
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the attempt. Of what was raised only is kept that something was: the code `INTERRUPTED`."""


class Tracer(AbstractAsyncContextManager["Tracer"], Protocol):
    """Draws one trace a job: its wait for a first worker, below it each attempt, below that the stages.

    What is drawn of one job belongs together wherever it was drawn: nothing but the job's id travels between processes.
    Its wait names the span of whoever submitted it, `Job.traceparent`, where there is one.
    It holds the job's id and fence, names of stages and parsers, codes and times; no text, file name, user or session.

    No method raises, waits or does I/O; what cannot be delivered is lost. Leaving the context delivers what waits and
    takes a few seconds at most. Safe for concurrent tasks and threads.
    Suite: `cvparser.testing.conformance.tracer`.
    """

    @abstractmethod
    def attempt(self, job: Job) -> Attempt:
        """Begin to draw the claim that `job` is under; with its first claim, the wait since its creation too."""

    @abstractmethod
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Deliver what was drawn so far, as far as that can be done in a few seconds."""
