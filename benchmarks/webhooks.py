"""2,000 deliveries to receivers that fail, hang, redirect and disappear, while a process that delivers is killed.

Beside them stand one that always hears and one that hears, but is gone before it answers. Back-off, leases and time
limits are those of a service, each some ten or hundred times shorter, so that a day takes seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from standardwebhooks import Webhook as Signature

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.job_repository.sqlalchemy import SqlAlchemyJobRepository
from cvparser.adapters.metrics.memory import MemoryMetrics
from cvparser.adapters.webhook_repository.sqlalchemy import SqlAlchemyWebhookRepository
from cvparser.adapters.webhook_sender.http import HttpWebhookSender
from cvparser.application.deliver_webhooks import DeliverWebhooks
from cvparser.domain.access.owner import LOCAL
from cvparser.domain.document import DocumentType
from cvparser.domain.heartbeat import WorkerId
from cvparser.domain.job import Failure, FileLocation, JobId, NewJob, ParseMode
from cvparser.domain.webhook import Backoff, DeliveryState, EventType, NewWebhook, Secret, WebhookId
from cvparser.domain.webhook_address import AddressRule

KINDS = ("hears", "fails", "hangs", "redirects", "disappears", "drops")
DELIVERIES = 2_000
SLOTS, TIMEOUT_S, LEASE = 32, 0.5, timedelta(seconds=2)
BACKOFF = Backoff(first=timedelta(seconds=0.2), factor=2, most=timedelta(seconds=2), patience=timedelta(minutes=5))
#: Seconds after which the one that disappears is there, and at which a process is killed.
BACK_S, KILL_S = 4.0, (1.5, 3.5)
#: Seconds for all of it.
MOST_S = 55.0


class Receiver:
    """One kind of receiver, which keeps what it was sent and what it answered."""

    def __init__(self, kind: str, secret: Secret) -> None:
        self.kind = kind
        self.signature = Signature(secret.text)
        self.port = 0
        self.calls: Counter[str] = Counter()
        #: Of each message, how often it was answered 2xx.
        self.heard: Counter[str] = Counter()
        self.bodies: defaultdict[str, set[bytes]] = defaultdict(set)
        self.hanging: set[asyncio.StreamWriter] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one call."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head)}
            body = await reader.readexactly(int(headers["content-length"]))
            self.signature.verify(body, headers)
            message = headers["webhook-id"]
            self.calls[message] += 1
            self.bodies[message].add(body)
            said = self._said(self.calls[message])
            if said == "hang":
                self.hanging.add(writer)
                await reader.read()
            elif said != "drop":
                writer.write(f"HTTP/1.1 {said}\r\ncontent-length: 0\r\n\r\n".encode())
                await writer.drain()
                self.heard[message] += said.startswith("2")
        writer.close()

    def _said(self, calls: int) -> str:
        if calls > 2:
            return "204 Heard"
        if self.kind == "fails":
            return ("500 No", "503 Later\r\nretry-after: 1")[calls - 1]
        if self.kind == "redirects":
            return f"307 There\r\nlocation: http://127.0.0.1:{self.port}/elsewhere"
        return {"hangs": "hang", "drops": "drop"}.get(self.kind, "204 Heard")


async def deliver(folder: Path) -> None:
    """Deliver until killed: what a process of a service does."""
    async with (
        SqlAlchemyJobRepository(f"sqlite:///{folder}/jobs.db", clock=SystemClock()) as jobs,
        HttpWebhookSender(rule=AddressRule(private=True, http=True), timeout_s=TIMEOUT_S) as sender,
    ):
        await DeliverWebhooks(
            webhooks=SqlAlchemyWebhookRepository(jobs.transactions, now=jobs.now),
            sender=sender,
            clock=SystemClock(),
            metrics=MemoryMetrics(),
            chance=random.random,
            slots=SLOTS,
            api="/api/v1/parser",
            backoff=BACKOFF,
            lease=LEASE,
        ).forever()


def process(folder: Path) -> subprocess.Popen[bytes]:
    """Start a process that delivers."""
    return subprocess.Popen([sys.executable, "-m", "benchmarks.webhooks", "--deliver", str(folder)])


async def end_jobs(jobs: SqlAlchemyJobRepository, count: int) -> None:
    """Have so many jobs end."""

    async def one() -> None:
        job_id = JobId(uuid4())
        new = NewJob(
            id=job_id,
            user_id="user123",
            session_id="session456",
            parse_mode=ParseMode.BASIC,
            document_type=DocumentType.TEXT,
            location=FileLocation(f"/files/{job_id}"),
            file_name=None,
            deadline=timedelta(hours=1),
        )
        await jobs.add(new)
        taken = await jobs.claim(job_id, timedelta(minutes=1), worker=WorkerId(UUID(int=1)))
        assert taken is not None
        await jobs.finish(job_id, fence=taken.fence, outcome=Failure(code="no_text_layer", message="No text."))

    for start in range(0, count, 100):
        await asyncio.gather(*(one() for _ in range(start, min(start + 100, count))))


async def measure(folder: Path) -> None:
    """Print what became of the deliveries."""
    async with SqlAlchemyJobRepository(f"sqlite:///{folder}/jobs.db", clock=SystemClock()) as jobs:
        webhooks = SqlAlchemyWebhookRepository(jobs.transactions, now=jobs.now).of(LOCAL)
        receivers, made = [], []
        for kind in KINDS:
            secret = Secret(id=uuid4(), key=os.urandom(32))
            receiver = Receiver(kind, secret)
            server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
            receiver.port = server.sockets[0].getsockname()[1]
            if kind == "disappears":
                server.close()
            new = NewWebhook(
                id=WebhookId(uuid4()), url=f"http://127.0.0.1:{receiver.port}/", events=frozenset(EventType)
            )
            made.append(await webhooks.add(new, secret, most=20))
            receivers.append(receiver)
        count = -(-DELIVERIES // len(KINDS))
        await end_jobs(jobs, count)
        begun = time.monotonic()
        running = [process(folder), process(folder)]
        kills, gone = list(KILL_S), receivers[KINDS.index("disappears")]
        is_back, left = False, count * len(KINDS)
        while left and time.monotonic() - begun < MOST_S:
            await asyncio.sleep(0.2)
            passed = time.monotonic() - begun
            if kills and passed > kills[0]:
                kills.pop(0)
                # The other one goes on meanwhile.
                os.kill(running[0].pid, signal.SIGKILL)
                running[0].wait()
                running = [running[1], process(folder)]
            if not is_back and passed > BACK_S:
                await asyncio.start_server(gone.serve, "127.0.0.1", gone.port)
                is_back = True
            waiting = [await webhooks.deliveries(each.id, count, state=DeliveryState.PENDING) for each in made]
            left = sum(map(len, waiting))
        took = time.monotonic() - begun
        for each in running:
            each.kill()
            each.wait()
        _print(receivers, count, took, left)


def _print(receivers: list[Receiver], count: int, took: float, left: int) -> None:
    print(f"{count * len(receivers)} deliveries, 2 processes, {len(KILL_S)} killed: {took:.1f} s, {left} not delivered")
    print("| receiver | messages | heard | lost | calls | heard twice | two bodies under an id |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    for each in receivers:
        twice = sum(times > 1 for times in each.heard.values())
        differing = sum(len(bodies) > 1 for bodies in each.bodies.values())
        lost = count - len(each.heard)
        print(f"| {each.kind} | {count} | {len(each.heard)} | {lost} | {each.calls.total()} | {twice} | {differing} |")
        assert not lost
        assert not differing
        # Only what was under way when a process was killed may be heard twice.
        assert twice <= len(KILL_S) * SLOTS


def main() -> None:
    """Measure, or deliver for a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliver", type=Path, help=argparse.SUPPRESS)
    folder = parser.parse_args().deliver
    if folder is not None:
        asyncio.run(deliver(folder))
        return
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(measure(Path(made)))


if __name__ == "__main__":
    main()
