"""Pages by LibreOffice, from documents in DOCX."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from benchmarks.cvs.layouts.page import Sheet
from benchmarks.cvs.layouts.tools import word

PROGRAM = "soffice"


def set_page(sheet: Sheet) -> bytes:
    """Return the page as PDF."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "cv.docx"
        source.write_bytes(word.set_page(sheet))
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [PROGRAM, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return source.with_suffix(".pdf").read_bytes()
