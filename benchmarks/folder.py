"""CVs a second from a folder of 200 through `cvparser parse`, beside pdfplumber reading the same files.

usage: python -m benchmarks.folder [COUNT]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pdfplumber
import typst

SOURCE = Path(__file__).parents[1] / "examples" / "cvs" / "ozgecmis.typ"
GIVEN = ("Defne", "Aras", "Ilgın", "Kutay", "Peri", "Sarp", "Yonca", "Tuna", "Bade", "Çağın")
FAMILY = ("Akarçay", "Demirdelen", "Gökyar", "Sönmezel", "Tunçbilek", "Ulubay", "Yalınkaya", "Zorlutuna")


def write_cvs(folder: Path, count: int) -> list[Path]:
    """Typeset `count` CVs that differ in name, years and jobs."""
    template = SOURCE.read_text(encoding="utf-8")
    paths = []
    for number in range(count):
        given, family = GIVEN[number % len(GIVEN)], FAMILY[number % len(FAMILY)]
        text = template.replace("Defne", given).replace("Akarçay", family).replace("2016", str(2008 + number % 8))
        paths.append(folder / f"cv-{number:03}.pdf")
        paths[-1].write_bytes(typst.compile(text.encode()))
    return paths


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        paths = write_cvs(Path(folder), count)
        started = time.perf_counter()
        command = [sys.executable, "-m", "cvparser", "parse", *map(str, paths)]
        run = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
        ours = time.perf_counter() - started
        profiles = [json.loads(line) for line in run.stdout.splitlines()]
        assert len(profiles) == count
        assert all(each["profile"]["professional_experiences"] for each in profiles)

        started = time.perf_counter()
        for path in paths:
            with pdfplumber.open(path) as pdf:
                assert all(page.extract_text() for page in pdf.pages)
        theirs = time.perf_counter() - started
    print(f"cvparser parse, {count} files: {count / ours:6.1f} CVs a second, start of the program included")
    print(f"pdfplumber, text alone:    {count / theirs:6.1f} CVs a second   ratio {theirs / ours:.1f}")


if __name__ == "__main__":
    main()
