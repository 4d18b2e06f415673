"""Many jobs at once: the service on PostgreSQL and Redis beside two builds of the simplest design, in one run.

usage: python -m benchmarks.at_scale [--quick | --part N] [--services NAME ...] [-- loop | steady | texts | pdfs ...]

The stub model takes 3.45 s for an answer. The load comes from this process over raw connections; everything shares the
machine. `--part 4` is a quarter of the load, or of the rounds of the closed loop; `--quick` a tenth.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import psutil
import psycopg
import uvloop
from benchmarks.deployments import MAKERS, Deployment, Maker, Surroundings, cpu_s, deployed, surroundings
from benchmarks.submission import Round, in_a_loop, percentile, steadily
from benchmarks.two_pages import two_pages, two_pages_pdf

from cvparser.adapters.text_extractor.sandbox import SandboxTextExtractor
from cvparser.domain.document import Document, DocumentType

ANSWER_S = 3.45
#: Long enough that RATE a second keep 1,000 jobs in flight.
LONG_ANSWER_S, RATE, STEADY_S = 20.0, 50, 60
#: Clients -> requests of a round of the closed loop, and rounds.
LOOPS: Mapping[int, tuple[int, int]] = {1: (10, 5), 50: (100, 5), 100: (100, 5), 500: (500, 2)}
AT_ONCE = 1_000
#: Rounds of 1,000 at once: the build with threads takes minutes for one.
TEXT_ROUNDS, PDF_ROUNDS = 2, 1
#: Seconds after which a round is given up, and what is unfinished is counted.
PATIENCE_S = 420
LOOK_S = 0.1
#: Extractions from which the least that 1,000 PDFs take is reckoned.
EXTRACTIONS = 100
MEMORY_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """What a round found.

    Attributes:
        load: The requests.
        seconds: From the first request until no job was unfinished.
        memory: Bytes at most.
        cpu_ms: Milliseconds of the processor a job: of the service, and of what is beside it.
        ended: Jobs by the status in which they ended; `processing` where the round was given up.
    """

    load: Round
    seconds: float
    memory: int
    cpu_ms: Mapping[str, float]
    ended: Mapping[str, int]


async def until_done(deployment: Deployment, load: Awaitable[Round]) -> Found:
    """Have the load come and give what was found once every job ended."""
    before, cpu_before = deployment.jobs(), _cpu_s(deployment)
    memory = asyncio.create_task(_memory(deployment))
    started = time.perf_counter()
    found = await load
    done = await asyncio.to_thread(wait_until_done, deployment, started + PATIENCE_S)
    after, cpu_after = deployment.jobs(), _cpu_s(deployment)
    memory.cancel()
    peak = await asyncio.gather(memory, return_exceptions=True)
    assert isinstance(peak[0], int)
    return Found(
        load=found,
        seconds=done - started,
        memory=peak[0],
        cpu_ms={name: (cpu_after[name] - cpu_before[name]) / len(found.times) * 1000 for name in cpu_after},
        ended={status: count - before.get(status, 0) for status, count in after.items() if count != before.get(status)},
    )


def _cpu_s(deployment: Deployment) -> dict[str, float]:
    """Give the seconds of the processor of the service, and of what this process started beside it."""
    own = psutil.Process()
    found = {"service": deployment.cpu_s(), "load": cpu_s(own)}
    for child in own.children():
        for name, program in BESIDE.items():
            if program in " ".join(child.cmdline()):
                found[name] = sum(map(cpu_s, [child, *child.children(recursive=True)]))
    return found


async def _memory(deployment: Deployment) -> int:
    peak = 0
    try:
        while True:
            peak = max(peak, await asyncio.to_thread(deployment.memory_bytes))
            await asyncio.sleep(MEMORY_EVERY_S)
    except asyncio.CancelledError:
        return peak


def wait_until_done(deployment: Deployment, until: float) -> float:
    """Give the moment at which no job was unfinished, or `until`."""
    with psycopg.connect(deployment.database, autocommit=True) as connection:
        while time.perf_counter() < until:
            row = connection.execute("SELECT 1 FROM parsed_cv WHERE status = 'processing' LIMIT 1").fetchone()
            if row is None:
                return time.perf_counter()
            time.sleep(LOOK_S)
    return until


def text_request() -> bytes:
    """Give the bytes of the submission of a text of two pages."""
    body = json.dumps({"user_id": "user123", "session_id": "session456", "text": two_pages()}).encode()
    return _request("parse-text-async", "application/json", body)


def pdf_request() -> bytes:
    """Give the bytes of the submission of a PDF of two pages."""
    fields = {"user_id": "user123", "session_id": "session456", "parse_mode": "advanced"}
    parts = [f'--bound\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{fields[name]}\r\n' for name in fields]
    head = '--bound\r\nContent-Disposition: form-data; name="file"; filename="cv.pdf"\r\n'
    body = (
        "".join([*parts, head, "Content-Type: application/pdf\r\n\r\n"]).encode()
        + two_pages_pdf()
        + b"\r\n--bound--\r\n"
    )
    return _request("parse-file-async", "multipart/form-data; boundary=bound", body)


def _request(route: str, content_type: str, body: bytes) -> bytes:
    lines = (
        f"POST /api/v1/parser/{route} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def in_turn(
    services: Sequence[Deployment], rounds: int, load: Callable[[Deployment], Awaitable[Round]]
) -> Mapping[str, list[Found]]:
    """Give what every service's rounds found, the services taken in turn."""
    found: dict[str, list[Found]] = {each.name: [] for each in services}
    for _ in range(rounds):
        for service in services:
            found[service.name].append(uvloop.run(until_done(service, load(service))))
    return found


FIGURES: Mapping[str, Callable[[Found], float]] = {
    "p50 ms": lambda found: percentile(found.load.times, 0.5),
    "p99 ms": lambda found: percentile(found.load.times, 0.99),
    "done s": lambda found: found.seconds,
    "MiB": lambda found: found.memory / 2**20,
    "cpu ms/job": lambda found: found.cpu_ms["service"],
}
#: What is beside the service, and the program by which it is known.
BESIDE: Mapping[str, str] = {"PostgreSQL": "bin/postgres", "Redis": "redis-server", "stub": "model_server"}


def show(title: str, found: Mapping[str, list[Found]]) -> None:
    """Print the medians of each service, and those of the first to those of the others."""
    print(f"\n{title}; rounds: {len(next(iter(found.values())))}", flush=True)
    print(f"{'':18}" + "".join(f"{figure:>12}" for figure in FIGURES) + "  errors, jobs")
    medians = {name: [statistics.median(map(of, rounds)) for of in FIGURES.values()] for name, rounds in found.items()}
    for name, values in medians.items():
        print(f"{name:18}" + "".join(f"{value:12.1f}" for value in values) + f"  {_troubles(found[name])}")
    for name, rounds in found.items():
        beside = {part: statistics.median(each.cpu_ms[part] for each in rounds) for part in rounds[0].cpu_ms}
        print(f"{name:18} processor, ms a job: " + ", ".join(f"{part} {ms:.1f}" for part, ms in beside.items()))
    first, *others = medians
    for name in others:
        ratios = [ours / other for ours, other in zip(medians[first], medians[name], strict=True)]
        print(f"{f'to {name}':18}" + "".join(f"{ratio:12.2f}" for ratio in ratios), flush=True)


def _troubles(rounds: Sequence[Found]) -> str:
    requests = sum(len(each.load.times) for each in rounds)
    refused = sum(each.load.errors.total() for each in rounds)
    ended: dict[str, int] = {}
    for each in rounds:
        for status, count in each.ended.items():
            ended[status] = ended.get(status, 0) + count
    return f"{refused} of {requests}, {ended}"


def loop(around: Surroundings, makers: Sequence[Maker], *, part: int) -> None:
    """Print the figures of the closed loop."""
    payload = text_request()
    with deployed(around, makers) as services:
        in_turn(services, 1, lambda service: in_a_loop(service.port, payload, 20, requests=20))
        for clients, (requests, rounds) in LOOPS.items():
            found = in_turn(
                services,
                max(rounds // part, 1),
                lambda service, clients=clients, requests=requests: in_a_loop(  # type: ignore[misc]
                    service.port, payload, clients, requests=requests
                ),
            )
            show(f"closed loop, {clients} clients, {requests} texts", found)


def at_once(
    what: str, payload: bytes, rounds: int, *, floor_s: float, around: Surroundings, makers: Sequence[Maker], part: int
) -> None:
    """Print the figures of many submissions at once."""
    count = AT_ONCE // part
    with deployed(around, makers) as services:
        in_turn(services, 1, lambda service: in_a_loop(service.port, payload, 20, requests=20))
        found = in_turn(services, rounds, lambda service: in_a_loop(service.port, payload, count, requests=count))
    show(f"{count} {what} at once", found)
    for name, each in found.items():
        took = statistics.median(one.seconds for one in each)
        print(f"{name:18} {took:.1f} s are {took / floor_s:.2f} times {floor_s:.2f} s")


def texts(around: Surroundings, makers: Sequence[Maker], *, part: int) -> None:
    """Print the figures of many texts at once."""
    rounds = max(TEXT_ROUNDS // part, 1)
    at_once("texts", text_request(), rounds, floor_s=ANSWER_S, around=around, makers=makers, part=part)


def pdfs(around: Surroundings, makers: Sequence[Maker], *, part: int) -> None:
    """Print the figures of many PDFs at once."""
    cores = os.cpu_count() or 1
    extraction_s = asyncio.run(_extraction_s())
    floor_s = max(ANSWER_S, extraction_s * AT_ONCE / part / cores)
    print(f"\nour extraction of this PDF: {extraction_s * 1000:.1f} ms of the processor")
    at_once("PDFs", pdf_request(), PDF_ROUNDS, floor_s=floor_s, around=around, makers=makers, part=part)


async def _extraction_s() -> float:
    """Give the seconds of the processor that this PDF takes in our sandbox."""
    document = Document(content=two_pages_pdf(), type=DocumentType.PDF)
    async with SandboxTextExtractor("pdfium", processes=1, timeout_s=30, memory_bytes=2**30) as sandbox:
        await sandbox.extract(document)
        children = psutil.Process().children(recursive=True)
        before = sum(map(cpu_s, children))
        for _ in range(EXTRACTIONS):
            await sandbox.extract(document)
        return (sum(map(cpu_s, children)) - before) / EXTRACTIONS


def steady(around: Surroundings, makers: Sequence[Maker], *, part: int) -> None:
    """Print the figures of submissions at a steady rate while a thousand jobs wait for the model."""
    seconds = STEADY_S // part
    payload = text_request()
    print(
        f"\nsteady {RATE} texts a second for {seconds} s, {LONG_ANSWER_S:.0f} s an answer, after as long without count"
    )
    for make in makers:
        # One after the other: what a service left undone must not burden the next.
        with deployed(around, [make]) as (service,):
            # Finds out how the model is asked, which takes an answer.
            in_turn([service], 1, lambda service: in_a_loop(service.port, payload, 20, requests=20))
            found, jobs = uvloop.run(_steady(service, payload, seconds))
            memory = service.memory_bytes() / 2**20
        print(
            f"{service.name:18} p50 {percentile(found.times, 0.5):8.1f} ms  p99 {percentile(found.times, 0.99):8.1f} ms"
            f"  errors {found.errors.total()} of {len(found.times)} {dict(found.errors) or ''}"
            f"  unfinished at the end {jobs.get('processing', 0)}, others {_others(jobs)}, {memory:.0f} MiB",
            flush=True,
        )


async def _steady(service: Deployment, payload: bytes, seconds: int) -> tuple[Round, Mapping[str, int]]:
    await steadily(service.port, payload, round(LONG_ANSWER_S), rate=RATE)
    found = await steadily(service.port, payload, seconds, rate=RATE)
    return found, service.jobs()


def _others(jobs: Mapping[str, int]) -> Mapping[str, int]:
    return {status: count for status, count in jobs.items() if status != "processing"}


#: Part -> what prints its figures, and the seconds that the model takes for an answer.
PARTS: Mapping[str, tuple[Callable[..., None], float]] = {
    "loop": (loop, ANSWER_S),
    "steady": (steady, LONG_ANSWER_S),
    "texts": (texts, ANSWER_S),
    "pdfs": (pdfs, ANSWER_S),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the named parts, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []])
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--part", type=int, default=1, metavar="N", help="one Nth of the load and of the rounds")
    size.add_argument("--quick", dest="part", action="store_const", const=10, help="a tenth")
    parser.add_argument("--services", nargs="+", choices=MAKERS, default=["ours", "async", "threads"])
    options = parser.parse_args(arguments)
    makers = [MAKERS[name] for name in options.services]
    for name in options.parts or PARTS:
        measure, delay_s = PARTS[name]
        with surroundings(delay_s=delay_s) as around:
            measure(around, makers, part=options.part)


if __name__ == "__main__":
    main()
