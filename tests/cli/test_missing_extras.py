"""What is not installed is named, with what to install, by whichever door it is missed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CVS = Path(__file__).parents[2] / "examples" / "cvs"
LIBRARIES = {
    "docx": ["docx", "lxml"],
    "onnx": ["onnxruntime", "tokenizers"],
    "openai": ["openai"],
    "hypothesis": ["hypothesis"],
    "ocr": ["rapidocr", "PIL"],
    "otel": ["opentelemetry"],
    "pdf": ["pdfplumber", "pypdfium2"],
    "postgres": ["psycopg"],
    "presidio": ["presidio_analyzer", "spacy"],
    "pytest": ["pytest"],
    "s3": ["boto3", "botocore"],
    "server": ["alembic", "litestar", "multipart", "prometheus_client", "sqlalchemy", "uvicorn"],
    # uvloop comes with the server too.
    "worker": ["dramatiq", "redis"],
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


@pytest.mark.parametrize("command", [("parse", str(CVS / "resume.docx")), ("redact", str(CVS / "resume.docx"))])
def test_a_key_without_the_library_that_uses_it_says_what_to_install(command: tuple[str, ...], tmp_path: Path) -> None:
    run = cvparser("openai", tmp_path, *command, OPENAI_API_KEY="sk-invented")

    assert run.returncode == 1
    assert "OPENAI_API_KEY needs more: pip install 'cvparser[openai]'" in run.stderr
    assert "Traceback" not in run.stderr


def test_presidio_switched_on_without_its_library_says_what_to_install(tmp_path: Path) -> None:
    run = cvparser("presidio", tmp_path, "redact", str(CVS / "resume.docx"), CVPARSER_PRESIDIO="1")

    assert run.returncode == 1
    assert "CVPARSER_PRESIDIO needs more: pip install 'cvparser[presidio]'" in run.stderr


def test_a_model_in_onnx_without_the_library_that_runs_it_says_what_to_install(tmp_path: Path) -> None:
    run = cvparser("onnx", tmp_path, "redact", str(CVS / "resume.docx"), CVPARSER_ONNX_MODEL=str(tmp_path))

    assert run.returncode == 1
    assert "CVPARSER_ONNX_MODEL needs more: pip install 'cvparser[onnx]'" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("extra", "command"),
    [("server", ("serve",)), ("server", ("jobs", "list")), ("worker", ("worker",))],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_a_command_whose_libraries_are_not_installed_says_what_to_install(
    extra: str, command: tuple[str, ...], tmp_path: Path
) -> None:
    run = cvparser(extra, tmp_path, *command, CVPARSER_REDIS_URL="redis://127.0.0.1:1/0")

    assert run.returncode == 1
    assert f"pip install 'cvparser[{extra}]'" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_service_that_notifies_workers_without_their_library_says_what_to_install(tmp_path: Path) -> None:
    variables = {"CVPARSER_REDIS_URL": "redis://127.0.0.1:1/0", "CVPARSER_FILE_DIR": str(tmp_path / "files")}

    run = cvparser("worker", tmp_path, "serve", "--port", "0", **variables)

    assert run.returncode != 0
    assert "CVPARSER_REDIS_URL needs more: pip install 'cvparser[worker]'" in run.stderr


@pytest.mark.parametrize(
    ("extra", "variables"),
    [
        ("openai", {"OPENAI_API_KEY": "sk-invented"}),
        ("otel", {"CVPARSER_TRACES_ENDPOINT": "http://127.0.0.1:1/v1/traces"}),
        ("postgres", {"CVPARSER_DATABASE_URL": "postgresql://somebody@127.0.0.1:1/jobs"}),
        ("s3", {"CVPARSER_S3_BUCKET": "cvs", "CVPARSER_S3_PREFIX": "incoming"}),
    ],
    ids=["openai", "otel", "postgres", "s3"],
)
def test_a_service_whose_setting_needs_another_library_says_what_to_install(
    extra: str, variables: dict[str, str], tmp_path: Path
) -> None:
    folder = {"CVPARSER_FILE_DIR": str(tmp_path / "files")}

    run = cvparser(extra, tmp_path, "serve", "--port", "0", **folder, **variables)

    assert run.returncode == 3
    assert re.search(rf"{next(iter(variables))} needs more: pip install ['\"]cvparser\[{extra}\]", run.stderr)
    assert "Traceback" not in run.stderr


def test_a_worker_without_the_library_of_the_database_says_what_to_install(tmp_path: Path) -> None:
    run = cvparser("server", tmp_path, "worker", CVPARSER_REDIS_URL="redis://127.0.0.1:1/0")

    assert run.returncode == 1
    assert "pip install 'cvparser[server]'" in run.stderr


LIBRARY = """
import asyncio, cvparser
from cvparser.service import running
async def serve():
    async with running(cvparser.Settings()): pass
try:
    {}
except cvparser.CVParserError as error:
    print(error.code, error)
"""


@pytest.mark.parametrize(
    ("extra", "call"),
    [
        ("openai", "cvparser.CVParser(settings=cvparser.Settings(openai_api_key='sk-invented'))"),
        ("presidio", "cvparser.CVParser(settings=cvparser.Settings(personal_data_detector='presidio'))"),
        ("server", "asyncio.run(serve())"),
    ],
    ids=["openai", "presidio", "server"],
)
def test_a_program_that_embeds_cvparser_is_told_what_to_install_before_its_first_cv(
    extra: str, call: str, tmp_path: Path
) -> None:
    run = without(extra, tmp_path, "-c", LIBRARY.format(call))

    assert re.match(rf"configuration_invalid .*pip install 'cvparser\[{extra}\]'", run.stdout), run.stderr


@pytest.mark.parametrize(("missing", "module"), [("pytest", "conformance.clock"), ("hypothesis", "strategies")])
def test_the_testing_kit_says_what_to_install(missing: str, module: str, tmp_path: Path) -> None:
    run = without(missing, tmp_path, "-c", f"import cvparser.testing.{module}")

    assert "needs its extra: pip install 'cvparser[testing]'" in run.stderr.splitlines()[-1]
