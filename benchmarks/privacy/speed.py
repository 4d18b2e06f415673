"""Measures how long redaction takes: on a CV of 5 KB, and on 1 MB of the worst texts known.

usage: python -m benchmarks.privacy.speed

Time is processor time of this process alone, so that other work on the machine does not count.
"""

from __future__ import annotations

import time
from itertools import accumulate

from benchmarks.privacy.document import read

from cvparser.domain.privacy import redact

CV_BYTES = 5_000
WORST_BYTES = 1_000_000
ROUNDS = 20
#: What is repeated. Each once took quadratic time in some redactor.
WORST = {
    "a.": "a.", "blanks": " ", "digits": "1", "@": "@", "letters": "a", "line ends": "\n", "A. ": "A. ",
    "digits apart": "1 ", "a@a.": "a@a.", "colons": "a:", "labels": "Tel: ", "capitals": "Aa ", "bars": "a | ",
    "brackets": "[", "numbers": "0532 555 01 47\n", "names": "Dr. Ada Lind, ", "members": "member of the Club ",
    "born": "born in May ", "particles": "van der ", "letters apart": "a a a1 ", "hyphens": "ben-",
    "births": "Date of Birth |  12.03.1988\n", "handles": "@ab4 ", "details": "Personal details\nfoo x\n",
}  # fmt: skip


def main() -> None:
    """Print milliseconds for a CV and seconds for each worst text."""
    text = cv(CV_BYTES)
    redact(text)
    print(f"CV of {len(text.encode()) / 1000:.1f} KB: {fastest(text, ROUNDS) * 1000:.1f} ms\n")
    print("| 1 MB of | s |")
    print("| --- | --: |")
    for name, piece in WORST.items():
        worst = (piece * (WORST_BYTES // len(piece) + 1))[:WORST_BYTES]
        print(f"| {name} | {fastest(worst, 1):.1f} |", flush=True)


def cv(size: int) -> str:
    """Give the first documents that make `size` bytes, as one text."""
    documents = [document.text for document in read()]
    sizes = accumulate(len(text.encode()) for text in documents)
    return "\n\n".join(text for text, total in zip(documents, sizes, strict=True) if total <= size)


def fastest(text: str, rounds: int) -> float:
    """Give the seconds of the fastest of some rounds."""
    seconds = []
    for _ in range(rounds):
        started = time.process_time()
        redact(text)
        seconds.append(time.process_time() - started)
    return min(seconds)


if __name__ == "__main__":
    main()
