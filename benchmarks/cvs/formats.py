"""How right the profile of a CV is in each format: the same CVs as PDF, DOCX, DOC, ODT, RTF, HTML, EML and MHTML.

usage: python -m benchmarks.cvs.formats [--seed N] [--each N] [--keep FOLDER]

CVs of invented people are set as DOCX in every layout of `benchmarks.cvs.layouts`; LibreOffice writes the other formats
from these. A message has the DOCX attached; MHTML is the page in a message. `--keep` keeps all of them, with what was
missed. The figure of a format is macro F1, and how far it is from that of the PDF.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import tempfile
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

from benchmarks.cvs.layouts.__main__ import Made, made, total
from benchmarks.cvs.layouts.tools import TOOLS, libreoffice
from benchmarks.cvs.scoring import FIELDS, Score, score

import cvparser

#: What LibreOffice writes of a DOCX.
WRITTEN = ("pdf", "doc", "odt", "rtf", "html")
FORMATS = ("pdf", "docx", "doc", "odt", "rtf", "html", "mhtml", "eml")
#: Macro F1 by which a format may be below the PDF.
MOST_BELOW = 0.02


def main() -> None:
    """Make CVs, write and read them in every format, print how right it was."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.cvs.formats")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--each", type=int, default=2)
    arguments.add_argument("--keep", type=Path)
    given = arguments.parse_args()
    cvs = list(made(given.seed, given.each, {"python-docx": TOOLS["python-docx"]}))
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        write(cvs, folder)
        report({name: asyncio.run(scored(cvs, folder, name)) for name in FORMATS}, len(cvs))


def write(cvs: Sequence[Made], folder: Path) -> None:
    """Write all CVs in all formats, `000.pdf` and so on."""
    paths = [folder / f"{number:03}.docx" for number in range(len(cvs))]
    for path, cv in zip(paths, cvs, strict=True):
        path.write_bytes(cv.content)
        path.with_suffix(".eml").write_bytes(message(cv.content))
    profile = f"-env:UserInstallation={(folder / '.office').absolute().as_uri()}"
    for written in WRITTEN:
        command = [libreoffice.PROGRAM, profile, "--headless", "--convert-to", written, "--outdir", str(folder)]
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True)
    for path in paths:
        page = EmailMessage()
        page["Snapshot-Content-Location"] = "https://cv.example/"
        page.set_content(path.with_suffix(".html").read_text(encoding="utf-8"), subtype="html")
        path.with_suffix(".mhtml").write_bytes(page.as_bytes())


def message(content: bytes) -> bytes:
    """Return a message with a DOCX attached."""
    made_of = EmailMessage()
    made_of["From"], made_of["To"] = "Berta Roe <berta@roe.example>", "jobs@hafenkontor.example"
    made_of.set_content("Dear Sir or Madam,\nmy CV is attached.\n")
    kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    made_of.add_attachment(content, maintype="application", subtype=kind, filename="cv.docx")
    return made_of.as_bytes()


async def scored(cvs: Sequence[Made], folder: Path, name: str) -> list[Score]:
    """Return how right the profile of each CV is in a format; one that is refused has nothing."""
    scores = []
    async with cvparser.CVParser() as parser:
        for number, cv in enumerate(cvs):
            path = folder / f"{number:03}.{name}"
            try:
                result = (await parser.parse_file_async(path, mode="basic")).model_dump(mode="json")
            except cvparser.CVParserError as error:
                result = {"error": error.code}
            scores.append(score(cv.label, result, cv.person.personal))
            told = {"layout": cv.layout, "misses": scores[-1].misses, "leaks": scores[-1].leaks, "result": result}
            path.with_suffix(f".{name}.result").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    return scores


def report(scores: dict[str, list[Score]], count: int) -> None:
    """Print the figures by format."""
    reference = total(scores["pdf"]).macro
    print(f"{count} CVs in each format\n{'format':8s} macro  to PDF  leaks  " + "  ".join(FIELDS))
    for name, those in scores.items():
        whole = total(those)
        fields = "  ".join(f"{whole.fields[field].f1:{len(field)}.3f}" for field in FIELDS)
        mark = "" if whole.macro >= reference - MOST_BELOW else "  below"
        print(f"{name:8s} {whole.macro:.3f}  {whole.macro - reference:+.3f}  {len(whole.leaks):5d}  {fields}{mark}")


if __name__ == "__main__":
    main()
