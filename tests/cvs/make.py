"""Makes the files of `made` from those of `sources`, each by the program in its name: `python -m tests.cvs.make`.

All people are invented. AltaCV and Awesome-CV need their classes where TeX finds them, as they are in no distribution;
what Typst, ReportLab and python-docx make is made in the tests.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES, MADE = HERE / "sources", HERE / "made"
#: Program -> how it is called, with the source and the folder of the PDF.
COMMANDS = {
    "chromium": (
        "chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --user-data-dir={folder}/profile"
        " --print-to-pdf={folder}/cv.pdf file://{source}"
    ),
    "pdflatex": "pdflatex -interaction=nonstopmode -output-directory={folder} {source}",
    "soffice": (
        "soffice -env:UserInstallation=file://{folder}/profile --headless --convert-to pdf --outdir {folder} {source}"
    ),
    "weasyprint": "weasyprint {source} {folder}/cv.pdf",
    "wkhtmltopdf": "wkhtmltopdf --quiet {source} {folder}/cv.pdf",
    "xelatex": "xelatex -interaction=nonstopmode -output-directory={folder} {source}",
    "xhtml2pdf": "xhtml2pdf {source} {folder}/cv.pdf",
}
#: Programs that go on after small errors and tell of them by their exit code.
_LENIENT = frozenset({"pdflatex", "xelatex"})
#: The second run of TeX knows how wide columns are.
_RUNS = 2


def make(source: Path) -> bytes:
    """Return the PDF that the program named in `source` makes of it."""
    program = source.name.split(".")[1]
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / f"cv{source.suffix}"
        copied.write_bytes(source.read_bytes())
        command = COMMANDS[program].format(source=copied, folder=folder).split()
        for _ in range(_RUNS if program in _LENIENT else 1):
            subprocess.run(command, check=program not in _LENIENT, capture_output=True, cwd=folder)
        return (Path(folder) / "cv.pdf").read_bytes()


if __name__ == "__main__":
    for each in sorted(SOURCES.glob("*.*.*")):
        if sys.argv[1:] and each.name not in sys.argv[1:]:
            continue
        (MADE / each.name).with_suffix(".pdf").write_bytes(make(each))
