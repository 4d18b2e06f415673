"""What is not installed is named, with what to install, by a program as people run it.

Every door and every extra: `tests/library/test_missing_extras.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CVS = Path(__file__).parents[2] / "examples" / "cvs"
LIBRARIES = {
    "docx": ["docx", "lxml"],
    "hypothesis": ["hypothesis"],
    "ocr": ["rapidocr", "PIL"],
    "pdf": ["pdfplumber", "pypdfium2"],
    "pytest": ["pytest"],
    "s3": ["boto3", "botocore"],
}

_HIDES = """
from importlib.machinery import PathFinder

find_spec = PathFinder.find_spec


def found(name, path=None, target=None):
    return None if name.partition(".")[0] in {hidden} else find_spec(name, path, target)


PathFinder.find_spec = staticmethod(found)
"""


def without(extra: str, folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python where importing a library of the extra fails as it does where that is not installed."""
    for library in LIBRARIES[extra]:
        message = f"No module named {library!r}"
        (folder / f"{library}.py").write_text(f"raise ModuleNotFoundError({message!r}, name={library!r})\n")
    if extra == "worker":
        # Which of these are there is looked at without loading them.
        (folder / "sitecustomize.py").write_text(_HIDES.format(hidden=LIBRARIES[extra]))
    environment = os.environ | {"PYTHONPATH": str(folder), "XDG_DATA_HOME": str(folder)} | variables
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=100
    )


def cvparser(extra: str, folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return without(extra, folder, "-m", "cvparser", *arguments, **variables)


@pytest.mark.parametrize(("extra", "name"), [("pdf", "ozgecmis.pdf"), ("docx", "resume.docx")])
def test_a_document_whose_reader_is_not_installed_says_what_to_install(extra: str, name: str, tmp_path: Path) -> None:
    run = cvparser(extra, tmp_path, "parse", str(CVS / name))

    assert run.returncode == 1
    assert f"pip install 'cvparser[{extra}]'" in run.stderr
    assert "Traceback" not in run.stderr


def test_the_other_pdf_engine_says_the_same(tmp_path: Path) -> None:
    run = cvparser("pdf", tmp_path, "redact", str(CVS / "ozgecmis.pdf"), CVPARSER_PDF_ENGINE="pdfplumber")

    assert run.returncode == 1
    assert "pip install 'cvparser[pdf]'" in run.stderr


def test_a_scan_without_ocr_says_what_to_install(tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))

    run = cvparser("ocr", tmp_path, "redact", str(scan))
    chosen = cvparser("ocr", tmp_path, "redact", str(scan), CVPARSER_OCR="rapidocr")

    assert (run.returncode, chosen.returncode) == (1, 1)
    assert "pip install 'cvparser[ocr]'" in run.stderr
    assert "pip install 'cvparser[ocr]'" in chosen.stderr


def test_the_library_says_what_to_install_and_goes_on_with_what_it_can_read(tmp_path: Path) -> None:
    script = (
        "import cvparser\n"
        "try:\n"
        f"    cvparser.parse_file({str(CVS / 'ozgecmis.pdf')!r})\n"
        "except cvparser.CVParserError as error:\n"
        "    print(error.code, error)\n"
        f"print(cvparser.parse_file({str(CVS / 'resume.docx')!r}).cv_language)\n"
    )

    run = without("pdf", tmp_path, "-c", script)

    assert run.stdout.splitlines() == [
        "configuration_invalid Reading PDF needs its extra: pip install 'cvparser[pdf]'.",
        "en",
    ]


def test_a_service_whose_setting_needs_another_library_says_what_to_install(tmp_path: Path) -> None:
    chosen = {"CVPARSER_S3_BUCKET": "cvs", "CVPARSER_S3_PREFIX": "incoming", "CVPARSER_FILE_DIR": str(tmp_path / "cvs")}

    run = cvparser("s3", tmp_path, "serve", "--port", "0", **chosen)

    assert run.returncode == 3
    assert "CVPARSER_S3_BUCKET needs more: pip install 'cvparser[s3]'" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(("missing", "module"), [("pytest", "conformance.clock"), ("hypothesis", "strategies")])
def test_the_testing_kit_says_what_to_install(missing: str, module: str, tmp_path: Path) -> None:
    run = without(missing, tmp_path, "-c", f"import cvparser.testing.{module}")

    assert "needs its extra: pip install 'cvparser[testing]'" in run.stderr.splitlines()[-1]
