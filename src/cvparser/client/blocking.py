"""The client that is called."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Self, TypeVar

import httpx

from cvparser.client import batches, conversation
from cvparser.client.batches import BatchTaken, Item, ItemResult
from cvparser.client.conversation import JobState, Limit
from cvparser.client.events import JobEvents
from cvparser.client.requests import Source, Submission, arguments, headers, patience, reply_of
from cvparser.client.steps import Conversation, Follow, Pause, Reply, Request, Step
from cvparser.domain.profile import ParsedCV

T = TypeVar("T")
_USUAL = Submission()
#: Seconds in which a batch must have been sent.
_SENDING_S = 600


class Client:
    """Calls a service at `url`, with `key` where it asks for one. Threads may share one; close it, or use `with`.

    All calls raise the `CVParserError` of the code that the service answers; `UnavailableError` where it cannot be
    reached.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        *,
        key: str | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._http = httpx.Client(base_url=url, headers=headers(key), timeout=patience(), transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def parse(
        self,
        source: Source,
        *,
        name: str | None = None,
        timeout: float | None = 120.0,
        submission: Submission = _USUAL,
    ) -> ParsedCV:
        """Submit a document, wait for its job, and return its profile.

        Args:
            source: A path, the bytes of a document, or a binary file.
            name: Its name, whose ending says what it is; else that of the file.
            timeout: Seconds for all of it; None: as long as it takes.
            submission: Who submits, and how it is parsed and kept.

        Raises:
            CVParserError: it is refused, or its job failed: the error that the library raises for it.
            StillProcessingError: the job did not end in time; it goes on.
            OSError, ValueError: the document cannot be read; it has no name.
        """
        return self._parsed(submission.file(source, name), timeout)

    def parse_text(self, text: str, *, timeout: float | None = 120.0, submission: Submission = _USUAL) -> ParsedCV:
        """Submit a text, wait for its job, and return its profile. As `parse`."""
        return self._parsed(submission.text(text), timeout)

    def submit(self, source: Source, *, name: str | None = None, submission: Submission = _USUAL) -> str:
        """Submit a document, and return the id of its job. Arguments and errors as `parse`."""
        return self._held(conversation.submitted(submission.file(source, name), Limit(60)))

    def submit_text(self, text: str, *, submission: Submission = _USUAL) -> str:
        """Submit a text, and return the id of its job."""
        return self._held(conversation.submitted(submission.text(text), Limit(60)))

    def wait(self, job_id: str, *, timeout: float | None = 120.0) -> ParsedCV:
        """Wait for a job, and return its profile. Raises as `parse`."""
        return self._held(conversation.waited_for(job_id, Limit(timeout)))

    def job(self, job_id: str) -> JobState:
        """Return a job as it stands."""
        return self._held(conversation.looked_at(job_id, Limit(60)))

    def result(self, job_id: str) -> ParsedCV:
        """Return the profile of a job that has ended; StillProcessingError where it has not."""
        return self._held(conversation.result(job_id, Limit(60)))

    def cancel(self, job_id: str) -> JobState:
        """End a job, and return it as it stands then."""
        return self._held(conversation.cancelled(job_id, Limit(60)))

    def delete(self, job_id: str) -> None:
        """Remove a job, its result and its file for good."""
        self._held(conversation.deleted(job_id, Limit(60)))

    def submit_batch(self, sources: Iterable[Source | Item], *, submission: Submission = _USUAL) -> BatchTaken:
        """Submit documents as one batch, each a job of its own, and return which batch it is; as `submit`."""
        return self._held(batches.submitted(batches.files_request(sources, submission), Limit(_SENDING_S)))

    def submit_texts(self, texts: Sequence[str], *, submission: Submission = _USUAL) -> BatchTaken:
        """Submit texts as one batch, each a job of its own, and return which batch it is."""
        return self._held(batches.submitted(batches.texts_request(texts, submission), Limit(_SENDING_S)))

    def wait_batch(self, batch_id: str, *, timeout: float | None = None) -> None:
        """Wait until no job of a batch is unfinished; StillProcessingError where that takes longer than `timeout`."""
        self._held(batches.waited_for(batch_id, Limit(timeout)))

    def batch_results(self, batch_id: str) -> Iterator[ItemResult]:
        """Yield what came of each item of a batch, by position, page by page."""
        after = None
        while page := self._held(batches.results(batch_id, after, Limit(60))):
            yield from page
            after = page[-1].position

    def parse_many(
        self,
        sources: Iterable[Source | Item],
        *,
        at_once: int = batches.AT_ONCE,
        timeout: float | None = None,
        submission: Submission = _USUAL,
    ) -> Iterator[ItemResult]:
        """Submit documents in batches of `at_once`, wait, and yield what came of each, in the order given.

        One that is refused, or whose job fails, is among them with its error. `timeout` is for all of it, in seconds.

        Raises:
            CVParserError: the service refuses a whole batch.
            StillProcessingError: a batch did not end in time; its `job_id` is the batch's id.
            OSError, ValueError: a document cannot be read; has no name.
        """
        limit, position = Limit(timeout), 0
        requests = (batches.files_request(chunk, submission) for chunk in batches.chunks(sources, at_once))
        taken = [self._held(batches.submitted(each, limit)) for each in requests]
        for batch in taken:
            self._held(batches.waited_for(batch.id, limit))
            for result in self.batch_results(batch.id):
                yield replace(result, position=position + result.position)
            position += batch.accepted + batch.refused

    def cancel_batch(self, batch_id: str) -> None:
        """End the unfinished jobs of a batch."""
        self._held(batches.cancelled(batch_id, Limit(60)))

    def delete_batch(self, batch_id: str) -> None:
        """Remove a batch, its jobs, their results and files for good."""
        self._held(batches.deleted(batch_id, Limit(60)))

    def _parsed(self, request: Request, timeout: float | None) -> ParsedCV:
        limit = Limit(timeout)
        return self._held(conversation.waited_for(self._held(conversation.submitted(request, limit)), limit))

    def _held(self, talk: Conversation[T]) -> T:
        answer: Any = None
        while True:
            try:
                step = talk.send(answer)
            except StopIteration as ended:
                value: T = ended.value
                return value
            answer = self._done(step)

    def _done(self, step: Step) -> Reply | dict[str, Any] | None:
        if isinstance(step, Pause):
            time.sleep(step.seconds)
            return None
        return self._asked(step) if isinstance(step, Request) else self._followed(step)

    def _asked(self, request: Request) -> Reply | None:
        try:
            return reply_of(self._http.request(**arguments(request)))
        except httpx.TransportError:
            return None

    def _followed(self, follow: Follow) -> dict[str, Any] | None:
        events, limit = JobEvents(), Limit(follow.limit)
        try:
            with self._http.stream("GET", follow.path.lstrip("/"), timeout=patience(follow.limit)) as stream:
                if stream.status_code != httpx.codes.OK:
                    return None
                for line in stream.iter_lines():
                    if events.feed(line) or limit.left <= 0:
                        break
        except httpx.TransportError:
            pass
        return events.state
