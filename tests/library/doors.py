"""What every door says where an extra's libraries are missing: `python -m tests.library.doors` prints it as JSON.

In a process of its own, where imports of them fail: in one that has used them, what is kept of them answers.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from click.testing import CliRunner

import cvparser
from cvparser import adapter_choice as choose
from cvparser.adapters.clock.system import SystemClock
from cvparser.composition import Composition
from cvparser.domain.errors import ConfigurationError

LIBRARIES = {
    "client": ("httpx",),
    "docx": ("docx", "lxml"),
    "encryption": ("cryptography",),
    "ocr": ("rapidocr", "PIL", "onnxruntime"),
    "oidc": ("jwt",),
    "onnx": ("onnxruntime", "tokenizers"),
    "openai": ("openai",),
    "otel": ("opentelemetry",),
    "pdf": ("pdfplumber", "pypdfium2"),
    "postgres": ("psycopg",),
    "presidio": ("presidio_analyzer", "spacy"),
    "s3": ("boto3", "botocore"),
    "server": ("alembic", "limits", "litestar", "prometheus_client", "sqlalchemy", "standardwebhooks", "uvicorn"),
    "worker": ("dramatiq", "redis", "uvloop"),
}
#: What imports libraries of extras.
OURS = ("cvparser.adapters.", "cvparser.client", "cvparser.entrypoints", "cvparser.migrations", "cvparser.service")
REDIS = {"redis_url": "redis://127.0.0.1:1/0"}
KMS = {"encryption": "aws_kms", "encryption_kms_key": "alias/cvs"}
ISSUER = {"access": "oidc", "oidc_issuer": "https://login.example", "oidc_audience": "cvparser"}


def settings(**chosen: object) -> cvparser.Settings:
    return cvparser.Settings.model_validate(chosen)


def core(**chosen: object) -> Composition:
    return Composition(settings(**chosen))


def read(document_type: str) -> object:
    from cvparser.adapters.text_extractor.by_type import reader_of
    from cvparser.domain.document import DocumentType

    return reader_of(DocumentType(document_type), pdf_engine="pdfium")(b"")


def command(*arguments: str, **variables: str) -> None:
    """Run a command; what it says of an error is raised."""
    from cvparser.entrypoints.cli import main

    ended = CliRunner().invoke(main, arguments, env={**variables})
    if isinstance(ended.exception, SystemExit) and ended.exit_code:
        raise ConfigurationError(ended.output)
    if ended.exception is not None:
        raise ended.exception


async def running() -> None:
    from cvparser.service import running as opened

    async with opened(settings()):
        pass


def imported(module: str) -> Callable[[], object]:
    return lambda: importlib.import_module(module)


#: Extra, and what somebody does who has not installed it.
DOORS: dict[str, list[Callable[[], object]]] = {
    "client": [imported("cvparser.client"), imported("cvparser.client.blocking")],
    "docx": [lambda: read("docx"), lambda: read("odt")],
    "encryption": [
        lambda: choose.new_key("first"),
        lambda: core(encryption="local", encryption_keys="first:AAAA").key_management,
        lambda: core(**KMS).key_management,
        lambda: command("encryption", "new-key", "--name", "first"),
    ],
    "ocr": [lambda: core(ocr="rapidocr").extractor, lambda: core(ocr="tesseract").extractor],
    "oidc": [lambda: core(**ISSUER).authenticator],
    "onnx": [lambda: core(onnx_model="/srv/model").detectors],
    "openai": [
        lambda: core(openai_api_key="sk-invented").parsers,
        lambda: cvparser.CVParser(settings=settings(openai_api_key="sk-invented")),
        lambda: command("parse", "--mode", "advanced", __file__, OPENAI_API_KEY="sk-invented"),
    ],
    "otel": [lambda: core(traces_endpoint="http://127.0.0.1:1/v1/traces").tracer],
    "pdf": [lambda: read("pdf")],
    "postgres": [lambda: core(database_url="postgresql://somebody@127.0.0.1:1/jobs").jobs],
    "presidio": [lambda: core(presidio=True).detectors, lambda: core(personal_data_detector="presidio").detectors],
    "s3": [lambda: core(s3_bucket="cvs", s3_prefix="incoming").files, lambda: core(**KMS).key_management],
    "server": [
        lambda: core().jobs,
        lambda: core().metrics,
        lambda: core().limit_rates,
        lambda: choose.shown_database(settings()),
        lambda: choose.webhook_sender(settings()),
        lambda: cvparser.asgi(settings()),
        lambda: cvparser.litestar_router,
        lambda: asyncio.run(running()),
        imported("cvparser.migrations"),
        lambda: command("serve"),
        lambda: command("jobs", "list"),
        lambda: command("keys", "list"),
        lambda: command("audit", "verify"),
        lambda: command("migrate"),
    ],
    "worker": [
        lambda: core(**REDIS).queue,
        lambda: core(**REDIS).events,
        lambda: core(**REDIS).rate_limiter,
        lambda: choose._budget(settings(**REDIS), SystemClock()),
        lambda: command("worker", CVPARSER_REDIS_URL="redis://127.0.0.1:1/0"),
    ],
}


@contextmanager
def without(extra: str) -> Iterator[None]:
    """Have the imports of an extra's libraries fail, also of what had them imported before; then have all as it was."""
    gone = LIBRARIES[extra]
    before = dict(sys.modules)
    ours = {name: module for name, module in before.items() if name.startswith(OURS)}
    for name in before:
        if name in ours or name.partition(".")[0] in gone:
            del sys.modules[name]
    sys.modules.update(dict.fromkeys(gone))  # type: ignore[arg-type]  # None: importing it fails
    try:
        yield
    finally:
        for name in sys.modules.keys() - before.keys():
            if name.startswith(OURS):
                del sys.modules[name]
        sys.modules.update(before)
        for library in set(gone) - before.keys():
            del sys.modules[library]
        for name, module in ours.items():
            parent, _, child = name.rpartition(".")
            setattr(before[parent], child, module)


def said_at(door: Callable[[], object]) -> str:
    """Return what somebody is told who opens a door."""
    try:
        door()
    except (ConfigurationError, ModuleNotFoundError) as refused:
        return getattr(refused, "message", str(refused))
    return "nothing"


def said() -> dict[str, list[str]]:
    """Return what is said at each door, by extras."""
    answers = {}
    for extra, doors in DOORS.items():
        with without(extra):
            answers[extra] = [said_at(door) for door in doors]
    return answers


if __name__ == "__main__":
    print(json.dumps(said()))
