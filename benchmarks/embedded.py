"""What embedding costs: threads of one program that share a parser, and the time to a first profile.

usage: python -m benchmarks.embedded [PDFS]
"""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import psutil
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from cvparser import CVParser

ROUNDS = 5
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
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", FIRST], check=True)
        times.append(time.perf_counter() - started)
    print(f"a program's first profile, median of {ROUNDS}: {statistics.median(times) * 1000:.0f} ms, its end included")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
