"""What a port's docstring promises in names is asked for by its suite: each method is called, each error expected.

Sentences are not told apart: which test is of which sentence only people can say, and keys in docstrings would be in
the way of whoever reads the promise. Whether a suite catches who breaks one is what `tests/planted` shows.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "cvparser"
#: Ports whose promises are asked for in several files.
SUITES = {"job_repository": ("job_repository", "batches", "data_subjects")}
#: What a suite cannot bring about for an adapter that it does not know: each adapter's own tests do. In families:
#: what is raised is one of several, which the suite expects by their names or codes.
NOT_TO_BE_BROUGHT_ABOUT = {
    "its server, its processes or its keys are away": {
        "authenticator.authenticate": {"UnavailableError"},
        "cpu_pool.run": {"UnavailableError"},
        "file_store.get": {"KeyMissingError", "KeyWrongError", "StoredDataTamperedError"},
        "job_queue.depth": {"QueueUnavailableError"},
        "job_queue.notify": {"QueueUnavailableError"},
        "job_repository.erase": {"StorageUnavailableError"},
        "job_repository.scrub": {"StorageUnavailableError"},
        "key_management.kept": {"StorageUnavailableError"},
        "key_management.made": {"StorageUnavailableError"},
        "personal_data_detector.detect": {"UnavailableError"},
        "profile_parser.parse": {"ParsingError", "UnavailableError"},
    },
    "a document takes too much, or ends what reads it": {
        "document_inspector.check_text": {"ExtractionCrashedError", "TooComplexError", "UnavailableError"},
        "document_inspector.fields": {"ExtractionCrashedError", "TooComplexError", "UnavailableError"},
        "document_inspector.identify": {"ExtractionCrashedError", "UnavailableError"},
        "text_extractor.extract": {"ExtractionError"},
    },
    "families": {
        "document_inspector.check_text": {"DecompressionLimitError", "TextError"},
        "document_inspector.fields": {"DecompressionLimitError"},
        "document_inspector.identify": {"DocumentError", "TextError"},
        "text_extractor.extract": {"DocumentError", "TextError"},
    },
    "of what a program is, or is handed": {
        "key_management.data_keys": {"data_keys"},
        "profile_parser.caching": {"caching"},
        "profile_parser.put": {"put"},
        "profile_parser.waiting": {"waiting"},
    },
}


def promised(port: Path) -> Iterator[tuple[str, str]]:
    """Yield the methods of a port, and each with the names of the errors that its docstring has it raise."""
    for each in ast.walk(ast.parse(port.read_text(encoding="utf-8"))):
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and not each.name.startswith("_"):
            yield each.name, each.name
            _, _, raised = (ast.get_docstring(each) or "").partition("Raises:")
            for names in re.findall(r"^\s+(\w+Error(?:, \w+Error)*):", raised, re.MULTILINE):
                yield from ((each.name, name) for name in names.split(", "))


def asked_for(port: str) -> str:
    """Return the code of a port's suite."""
    files = (PACKAGE / "testing" / "conformance" / f"{name}.py" for name in SUITES.get(port, (port,)))
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file.exists())


PORTS = [port for port in sorted((PACKAGE / "ports").glob("[!_]*.py")) if asked_for(port.stem)]


@pytest.mark.parametrize("port", PORTS, ids=lambda port: port.stem)
def test_every_method_and_error_that_a_port_promises_is_asked_for_by_its_suite(port: Path) -> None:
    suite = asked_for(port.stem)
    missing = {
        (f"{port.stem}.{method}", name)
        for method, name in promised(port)
        if not re.search(rf"\.{name}\b" if name == method else rf"\b{name}\b", suite)
    }

    left_out = {
        (method, name)
        for reason in NOT_TO_BE_BROUGHT_ABOUT.values()
        for method, names in reason.items()
        for name in names
        if method.partition(".")[0] == port.stem
    }
    assert missing == left_out
