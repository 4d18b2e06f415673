"""Does a hostile input disturb anybody? Each is submitted again and again to the service as it comes.

`/health/live` is asked every 20 ms meanwhile, and honest texts are submitted beside; before each input the same is
measured without it.

usage: python -m benchmarks.hostile [TIMES] [WORD OF AN INPUT'S NAME]
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles

import httpx
import psutil
from benchmarks.hostile_inputs import API, Request, hostile, text

from benchmarks import service

TIMES = 20
PROBE_S = 0.02
#: Seconds that are measured before each input.
QUIET_S = 4.0
#: Seconds after which hostile jobs are left alone that have not ended.
PATIENCE_S = 120.0
#: Seconds of `/health/live`, 99 of 100, and of an honest job, while the machine does nothing else.
LIVE_AIM_S, HONEST_AIM_S = 0.25, 10.0
HONEST = "Data Engineer at Kestrel Analytics since 2019.\n\nSkills\nPython, SQL\n"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was measured within a time.

    Attributes:
        live_s: Seconds from when `/health/live` was to be asked to its answer.
        honest_s: Seconds from the submission of each honest text to its success.
        ends: What became of what was submitted beside them.
        own_s: Seconds of the processor that the service itself used meanwhile, its children apart.
    """

    live_s: Sequence[float]
    honest_s: Sequence[float]
    ends: Counter[str]
    own_s: float

    @property
    def p50(self) -> float:
        """Median of `live_s`."""
        return quantiles(self.live_s, n=100)[49]

    @property
    def p99(self) -> float:
        """What 99 of 100 of `live_s` are below."""
        return quantiles(self.live_s, n=100)[98]


def main() -> None:
    """Print a line an input; exit with 1 where one misses an aim by more than the machine was slow without it."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    word = sys.argv[2] if len(sys.argv) > 2 else ""
    missed = 0
    print(f"{'':40} live p50 / p99 ms               honest job s    own CPU ms   ends of {times}")
    print(f"{'':40}    without        with   ratio   without  with   a submission")
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as server:
        for name, request in hostile().items():
            if word in name:
                quiet, loud = asyncio.run(_measure(server, request, times))
                missed += _missed(quiet, loud)
                print(_line(name, quiet, loud, times), flush=True)
    sys.exit(bool(missed))


@contextlib.contextmanager
def started(folder: Path) -> Iterator[service.Server]:
    """Give the service with nothing set but its places."""
    server = service.cvparser(folder, log=folder / "service.log")
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _missed(quiet: Seen, loud: Seen) -> bool:
    live = loud.p99 > max(LIVE_AIM_S, 2 * quiet.p99)
    honest = max(loud.honest_s) > max(HONEST_AIM_S, 2 * max(quiet.honest_s))
    return live or honest or "processing" in loud.ends


def _line(name: str, quiet: Seen, loud: Seen, times: int) -> str:
    live = f"{quiet.p50 * 1e3:4.0f} /{quiet.p99 * 1e3:5.0f} {loud.p50 * 1e3:4.0f} /{loud.p99 * 1e3:5.0f}"
    ratio, honest = loud.p99 / quiet.p99, f"{max(quiet.honest_s):6.1f} {max(loud.honest_s):6.1f}"
    own = loud.own_s / times * 1e3
    ends = ", ".join(f"{count} {end}" for end, count in loud.ends.most_common())
    return f"{name:40} {live} {ratio:5.1f}  {honest} {own:9.0f}     {ends}{'   MISSED' if _missed(quiet, loud) else ''}"


async def _measure(server: service.Server, request: Request, times: int) -> tuple[Seen, Seen]:
    assert server.process is not None
    own = psutil.Process(server.process.pid)
    async with httpx.AsyncClient(base_url=server.address, timeout=PATIENCE_S) as client:
        with _asked_live(server.address) as probe:
            begun, own_at_first = time.monotonic(), _own_s(own)
            honest = await _honest(client, QUIET_S)
            turned, own_so_far = time.monotonic(), _own_s(own)
            hostile_ones = asyncio.create_task(_submit(client, request, times))
            honest_beside = await _honest(client, QUIET_S, hostile_ones)
            ends = await hostile_ones
            ended, own_at_last = time.monotonic(), _own_s(own)
            probe.send(None)
            asked: list[tuple[float, float]] = probe.recv()
    before = [seconds for at, seconds in asked if begun <= at < turned]
    during = [seconds for at, seconds in asked if turned <= at < ended]
    quiet = Seen(before, honest, Counter(), own_so_far - own_at_first)
    return quiet, Seen(during, honest_beside, ends, own_at_last - own_so_far)


def _own_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _honest(
    client: httpx.AsyncClient, seconds: float, beside: asyncio.Task[Counter[str]] | None = None
) -> list[float]:
    """Submit an honest text a second, for at least so many seconds and as long as `beside` goes on."""
    until, jobs = time.monotonic() + seconds, list[asyncio.Task[float]]()
    while time.monotonic() < until or (beside is not None and not beside.done()):
        jobs.append(asyncio.create_task(_honest_job(client)))
        await asyncio.sleep(1)
    return list(await asyncio.gather(*jobs))


async def _honest_job(client: httpx.AsyncClient) -> float:
    begun = time.monotonic()
    end = await _end_of(client, text(HONEST), look_s=0.1)
    if end != "success":
        sys.exit(f"An honest job ended as {end}.")
    return time.monotonic() - begun


async def _submit(client: httpx.AsyncClient, request: Request, times: int) -> Counter[str]:
    return Counter(await asyncio.gather(*(_end_of(client, request) for _ in range(times))))


async def _end_of(client: httpx.AsyncClient, request: Request, *, look_s: float = 1.0) -> str:
    """Submit, look every so many seconds, and give the code of the refusal, or how the job ended."""
    answer = await client.post(request.path, content=request.body, headers={"Content-Type": request.content_type})
    if answer.status_code != 202:
        return f"{answer.status_code} {answer.json()['code']}"
    job, until = answer.json()["job_id"], time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        status = str((await client.get(f"{API}/job/{job}")).json()["status"])
        if status == "failed":
            return str((await client.get(f"{API}/result/{job}")).json()["error_code"])
        if status != "processing":
            return status
        await asyncio.sleep(look_s)
    return "processing"


@contextlib.contextmanager
def _asked_live(address: str) -> Iterator[Connection]:
    """Ask `/health/live` in a process of its own; told to end, it sends when it asked and the seconds that it took."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_ask, args=(address.removeprefix("http://"), theirs), daemon=True)
    process.start()
    ours.recv()
    try:
        yield ours
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        process.join()


def _ask(place: str, told: Connection) -> None:
    asked = list[tuple[float, float]]()
    connection = http.client.HTTPConnection(place, timeout=PATIENCE_S)
    connection.connect()
    told.send(None)
    due = time.monotonic()
    while not told.poll():
        connection.request("GET", "/health/live")
        connection.getresponse().read()
        asked.append((due, time.monotonic() - due))
        due += PROBE_S
        time.sleep(max(due - time.monotonic(), 0))
    told.send(asked)


if __name__ == "__main__":
    main()
