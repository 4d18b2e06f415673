"""Many CVs at once: 1,000 in one batch beside 1,000 single submissions; and 500 who follow at once.

usage: python -m benchmarks.batch [files | followers]     both by default

The load comes from this process. Loopback only. Memory is the resident set of the service's own process; its children,
which parse, are not in it.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks import service

API = "/api/v1/parser"
FIELDS = {"user_id": "user123", "session_id": "session456", "parse_mode": "basic"}
FILES, FOLLOWERS = 1_000, 500
#: Single submissions that are under way at once.
CLIENTS = 16
#: Seconds between two looks at the memory of the service.
LOOK_S = 0.02
CV = """Data Engineer

Experience
Kestrel Analytics, Data Engineer, 03/2019 - Present
Moved {number} nightly jobs to streams.

Skills
Python, SQL, Apache Kafka
"""


class Memory:
    """The resident set of a process, looked at now and then."""

    def __init__(self, pid: int) -> None:
        self._path = Path(f"/proc/{pid}/status")
        self._over = threading.Event()
        self.before = self.most = self.now()

    def now(self) -> float:
        """Give it in MiB."""
        line = next(each for each in self._path.read_text().splitlines() if each.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Note the most of it for as long as the context lasts."""
        thread = threading.Thread(target=self._watch)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _watch(self) -> None:
        while not self._over.wait(LOOK_S):
            self.most = max(self.most, self.now())


@contextmanager
def served(**settings: str) -> Iterator[service.Server]:
    """Give a service, started and warm."""
    with tempfile.TemporaryDirectory() as folder:
        server = service.cvparser(Path(folder), log=None, **settings)
        server.start()
        try:
            answer = httpx.post(f"{server.address}{API}/parse-text-async", json=FIELDS | {"text": CV}, timeout=30)
            answer.raise_for_status()
            yield server
        finally:
            server.stop()


def cv(number: int) -> bytes:
    """Give the text of one of many."""
    return CV.format(number=number).encode()


async def as_batch(client: httpx.AsyncClient) -> None:
    """Submit all as one batch."""
    files = [("files", ("cv.txt", cv(number))) for number in range(FILES)]
    answer = await client.post(f"{API}/parse-batch-async", data=FIELDS, files=files)
    assert answer.json()["accepted"] == FILES, answer.text


async def as_singles(client: httpx.AsyncClient) -> None:
    """Submit each by itself, some at once."""
    numbers = iter(range(FILES))

    async def submit() -> None:
        for number in numbers:
            files = {"file": ("cv.txt", cv(number))}
            (await client.post(f"{API}/parse-file-async", data=FIELDS, files=files)).raise_for_status()

    await asyncio.gather(*(submit() for _ in range(CLIENTS)))


async def taken_in(server: service.Server, submit: Callable[[httpx.AsyncClient], Awaitable[None]]) -> float:
    """Give the seconds until all were taken in by a service that works on none."""
    async with httpx.AsyncClient(base_url=server.address, timeout=300) as client:
        started = time.perf_counter()
        await submit(client)
        return time.perf_counter() - started


async def measured(
    server: service.Server, submit: Callable[[httpx.AsyncClient], Awaitable[None]]
) -> tuple[float, float]:
    """Give the seconds until all were taken in, and until all had ended."""
    async with httpx.AsyncClient(base_url=server.address, timeout=300) as client:
        started = time.perf_counter()
        await submit(client)
        accepted = time.perf_counter() - started
        while (await client.get("/stats")).json()["unfinished_jobs"]:  # noqa: ASYNC110 - nobody tells of all
            await asyncio.sleep(0.2)
        return accepted, time.perf_counter() - started


def files() -> None:
    """Print the figures of both ways to submit, taking in alone first, then with the parsing beside it."""
    for name, submit in (("singles", as_singles), ("batch", as_batch)):
        with served(WORKERS="0") as server:
            assert server.process is not None
            memory = Memory(server.process.pid)
            with memory.watched():
                alone = asyncio.run(taken_in(server, submit))
            grew = memory.most - memory.before
        with served() as server:
            accepted, done = asyncio.run(measured(server, submit))
        print(
            f"{FILES} files as {name:8} taken in alone in {alone:5.1f} s ({FILES / alone:4.0f}/s), memory +{grew:3.0f} "
            f"MiB; while they are parsed in {accepted:5.1f} s, all done after {done:5.1f} s",
            flush=True,
        )


async def followed(server: service.Server, path: str, began: asyncio.Semaphore) -> tuple[float, dict[str, object]]:
    """Follow to the end; give when it was told, and what."""
    host, port = server.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"GET {path}/events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    told: dict[str, object] = {}
    try:
        async for line in reader:
            if line.startswith(b"data: "):
                told = json.loads(line[6:])
                began.release()
                if told["status"] not in {"processing", "receiving"}:
                    break
        return time.perf_counter(), told
    finally:
        writer.close()


async def follow_all(server: service.Server, memory: Memory, *, batches: bool, apart: int) -> None:
    """Have all follow, `apart` jobs or batches among them; end those at once, and print when each was told."""
    async with httpx.AsyncClient(base_url=server.address, timeout=60) as client:
        paths = []
        for _ in range(apart):
            if batches:
                lines = [FIELDS, *({"text": cv(number).decode()} for number in range(2))]
                body = "\n".join(map(json.dumps, lines))
                headers = {"Content-Type": "application/x-ndjson"}
                answer = await client.post(f"{API}/parse-batch-async", content=body, headers=headers)
            else:
                answer = await client.post(f"{API}/parse-text-async", json=FIELDS | {"text": CV})
            paths.append(answer.headers["location"])
        before = memory.now()
        began = asyncio.Semaphore(0)
        followers = [asyncio.create_task(followed(server, paths[number % apart], began)) for number in range(FOLLOWERS)]
        for _ in range(FOLLOWERS):
            await began.acquire()
        grew = memory.now() - before
        ends: dict[str, float] = {}
        # One after another: a latency is that of the telling, not of the queue of requests.
        for path in paths:
            ends[path] = time.perf_counter()
            (await client.post(f"{path}/cancel")).raise_for_status()
        told = await asyncio.gather(*followers)
    late = sorted((at - ends[paths[number % apart]]) * 1000 for number, (at, _) in enumerate(told))
    kind = "batch" if batches else "job"
    print(
        f"{FOLLOWERS} follow {apart:3} {kind:5}: memory +{grew:4.1f} MiB ({grew * 1024 / FOLLOWERS:4.1f} KiB each), "
        f"told after p50 {statistics.median(late):5.0f} ms, p99 {late[int(len(late) * 0.99)]:5.0f} ms",
        flush=True,
    )


def followers() -> None:
    """Print the figures of followers: of one job or batch, and each of another."""
    for batches in (False, True):
        for apart in (1, FOLLOWERS):
            with served(WORKERS="0", PEER_SHARE="1") as server:
                assert server.process is not None
                asyncio.run(follow_all(server, Memory(server.process.pid), batches=batches, apart=apart))


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["files", "followers"]
    for each in wanted:
        {"files": files, "followers": followers}[each]()
