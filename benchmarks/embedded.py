"""What embedding costs: threads that share a parser, a loop's lag, what many parses leave behind, a first profile.

usage: python -m benchmarks.embedded [PDFS]
       python -m benchmarks.embedded leaks [PARSES]
"""

from __future__ import annotations

import asyncio
import io
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import psutil
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from cvparser import CVParser

ROUNDS = 5
TICK_S = 0.005
LINES = """Profile
Data engineer who builds pipelines for shops; reachable at nobody@post.example.
Experience
Data Engineer, Kestrel Analytics, March 2019 - present
Moved {number} tables of orders to a warehouse and wrote tests for each.
Analyst, Poyraz Lojistik, June 2014 - February 2019
Reported costs of {number} routes every month.
Education
MSc Computer Science, Ege University, 2012 - 2014
Skills
Python, SQL, Airflow, dbt, Terraform
Languages
English (C1), Turkish (native)""".splitlines()
FIRST = "import cvparser, sys; cvparser.CVParser().parse_text('I work as a nurse at Linden Clinic since 2019.')"


def pdf(number: int) -> bytes:
    """Give a CV that no other is like: what was read before is remembered for a while."""
    written = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(written).build([Paragraph(line.format(number=number), style) for line in LINES])
    return written.getvalue()


def seconds(parser: CVParser, documents: Sequence[bytes], *, threads: int) -> tuple[float, float]:
    """Give the seconds of the clock and of the processor that `threads` threads take for the documents."""
    before, started = spent(), time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda document: parser.parse(document, name="cv.pdf"), documents))
    return time.perf_counter() - started, spent() - before


async def lag(parser: CVParser, documents: Sequence[bytes]) -> list[float]:
    """Give how much later than asked for a loop woke up while it awaited all documents, in seconds, sorted."""
    late: list[float] = []

    async def tick() -> None:
        while True:
            started = time.perf_counter()
            await asyncio.sleep(TICK_S)
            late.append(time.perf_counter() - started - TICK_S)

    ticking = asyncio.create_task(tick())
    await asyncio.gather(*(parser.parse_async(document, name="cv.pdf") for document in documents))
    ticking.cancel()
    return sorted(late)


def leaks(count: int) -> None:
    """Print what the program holds as it parses on and on."""
    process = psutil.Process()
    with CVParser() as parser:
        for number in range(count + 1):
            parser.parse(pdf(number), name="cv.pdf")
            if number % max(count // 5, 1) == 0:
                memory = process.memory_full_info().uss / 2**20
                children = len(process.children(recursive=True))
                print(
                    f"{number:5} parses: {memory:6.1f} MiB, {threading.active_count()} threads, "
                    f"{process.num_fds()} descriptors, {children} children"
                )


def spent() -> float:
    """Give the seconds of the processor that this process and its children have used."""
    family = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return sum(sum(each.cpu_times()[:4]) for each in family)


def main(count: int) -> None:
    """Print both figures."""
    documents = [pdf(number) for number in range(2 * count + 1)]
    with CVParser() as parser:
        parser.parse(documents[-1], name="cv.pdf")
        alone, used_alone = seconds(parser, documents[:count], threads=1)
        together, used = seconds(parser, documents[count : 2 * count], threads=16)
    for name, took, cost in (("one thread", alone, used_alone), ("16 threads", together, used)):
        print(f"{count} PDFs, {name} {count / took:6.1f} a second, {cost / count * 1000:.0f} ms of processor each")
    print(f"ratio                 {alone / together:6.2f} on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with CVParser() as parser:
        parser.parse(documents[-1], name="cv.pdf")
        late = asyncio.run(lag(parser, documents[:30]))
    print(f"lag of a loop that awaits 30 PDFs: p99 {late[int(len(late) * 0.99)] * 1000:.0f} ms, {len(late)} ticks")
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", FIRST], check=True)
        times.append(time.perf_counter() - started)
    print(f"a program's first profile, median of {ROUNDS}: {statistics.median(times) * 1000:.0f} ms, its end included")


if __name__ == "__main__":
    if sys.argv[1:2] == ["leaks"]:
        leaks(int(sys.argv[2]) if len(sys.argv) > 2 else 500)
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
