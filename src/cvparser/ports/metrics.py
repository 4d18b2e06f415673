"""Counts of what happens, for whoever runs the service."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from cvparser.domain.job import JobStatus
from cvparser.domain.usage import TokenUsage
from cvparser.domain.webhook import DeliveryState


class Metrics(Protocol):
    """Counts what happens in this process; how that is shown is the adapter's.

    Names, codes and numbers only: nothing of a CV, an id or a person.

    No method raises, waits or does I/O. Safe for concurrent tasks and threads.
    Suite: `cvparser.testing.conformance.metrics`.
    """

    @abstractmethod
    def stage_done(self, stage: str, *, parser: str, seconds: float) -> None:
        """Count a stage of parsing that ended well, and how long it took."""

    @abstractmethod
    def tokens_used(self, parser: str, usage: TokenUsage) -> None:
        """Count what a parser that pays by the token used for one CV, and what that cost by the adapter's prices."""

    @abstractmethod
    def job_ended(self, status: JobStatus, *, code: str | None = None) -> None:
        """Count a job that ended; with the error's code when it failed."""

    @abstractmethod
    def outcome_rejected(self) -> None:
        """Count an outcome that was thrown away, because somebody else had taken the job over."""

    @abstractmethod
    def jobs_rescued(self, count: int) -> None:
        """Count jobs that nobody worked on and that recovery notified of."""

    @abstractmethod
    def jobs_purged(self, count: int) -> None:
        """Count jobs that recovery erased because their time was over."""

    @abstractmethod
    def files_purged(self, count: int) -> None:
        """Count stored files that recovery removed because no job kept them any longer."""

    @abstractmethod
    def webhook_called(self, state: DeliveryState) -> None:
        """Count a call of a webhook, by what has become of its delivery: pending is tried again."""
