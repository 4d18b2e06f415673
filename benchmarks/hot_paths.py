"""Twelve hot paths, each by its ratio to a yardstick: what a machine or its other users slow down, slows both.

usage: python -m benchmarks.hot_paths

Prints one line of JSON: the ratio of each path. `benchmarks.guard` runs this over two trees.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from resource import RUSAGE_CHILDREN, getrusage

import typst
from benchmarks.extraction import SOURCE
from benchmarks.privacy.speed import cv
from benchmarks.two_pages import two_pages

from cvparser.adapters.personal_data_detector.learned.detector import find
from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.adapters.profile_parser.openai.schema import ModelAnswer
from cvparser.adapters.text_extractor.pdfium import read_pdf
from cvparser.adapters.text_extractor.plain import read_text
from cvparser.domain.grounding import ground
from cvparser.domain.privacy import filter_answer, redact, withhold_leaks
from cvparser.domain.prompt_injections import strip_prompt_injections
from cvparser.testing.model_server import read_offline

#: Rounds of a path; the cheapest counts. A round repeats the path until it has lasted about so long.
ROUNDS, ROUND_S = 7, 0.04
#: What a yardstick reads: words, digits and signs, as a CV has them.
_MEASURE = "Data Engineer at Kestrel Analytics, 03/2019 - 12/2023; Python, SQL (advanced)\n" * 40
_WORD = re.compile(r"[^\W\d_]+")


def yardstick() -> int:
    """Do what rules do, and what no commit changes: find words, fold them, count them."""
    counts: dict[str, int] = {}
    for match in _WORD.finditer(_MEASURE):
        word = match.group().lower()
        counts[word] = counts.get(word, 0) + len(_MEASURE[match.start() : match.end()])
    return sum(counts.values())


def paths() -> Mapping[str, Callable[[], object]]:
    """Give the paths by name; each does the same whenever it is called."""
    text, hard = two_pages(), cv(5000)
    found = tuple(find(hard))
    redaction = redact(text, more=find(text)).defused()
    answer = read_profile(redaction.redacted)
    offered = {"profile": answer.profile, "cv_language": answer.cv_language}
    profile = ModelAnswer.model_validate(read_offline(text)).to_profile()
    pdf = typst.compile(SOURCE.read_bytes())
    return {
        "redact, rules alone": lambda: redact(hard),
        "redact, with what was found": lambda: redact(hard, more=found),
        "redact, two pages": lambda: redact(text),
        "learned recognizer": lambda: find(hard),
        "leak check": lambda: withhold_leaks(redaction),
        "instructions": lambda: strip_prompt_injections(redaction.text),
        "grounding": lambda: ground(profile, redaction.text),
        "answer filter": lambda: filter_answer(offered, redaction),
        "offline parser": lambda: read_profile(redaction.redacted),
        "text read": lambda: read_text(text.encode()),
        "PDF read": lambda: read_pdf(pdf),
    }


def ratio(path: Callable[[], object]) -> float:
    """Give how many yardsticks a path takes: the least of some rounds of each, taken in turn."""
    path()
    repeats = max(1, int(ROUND_S / max(seconds(path, 1), 1e-6)))
    taken, measured = [], []
    for _ in range(ROUNDS):
        taken.append(seconds(path, repeats))
        measured.append(seconds(yardstick, 50))
    return min(taken) / min(measured)


def seconds(path: Callable[[], object], repeats: int) -> float:
    """Give the seconds of the processor that a path takes."""
    started = time.process_time()
    for _ in range(repeats):
        path()
    return (time.process_time() - started) / repeats


def first_redaction() -> float:
    """Give how many yardsticks a new process takes to redact its first text, the start of Python included."""
    statement = f"import cvparser; cvparser.redact({two_pages()[:500]!r})"
    taken = []
    for _ in range(3):
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", statement], check=True)
        after = getrusage(RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(taken) / min(seconds(yardstick, 50) for _ in range(ROUNDS))


def main() -> None:
    """Print the ratios."""
    found = {name: ratio(path) for name, path in paths().items()}
    print(json.dumps(found | {"first redaction of a process": first_redaction()}))


if __name__ == "__main__":
    main()
