"""This project's redaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from benchmarks.privacy.systems import Configuration, Find

import cvparser

DISTRIBUTION = "cvparser"
NOTE = "the file's name is its only hint"


def _redact() -> Find:
    def find(text: str, file_name: str | None) -> Iterable[tuple[int, int]]:
        redaction = cvparser.redact(text, cvparser.DocumentHints(file_name=file_name))
        return [(finding.start, finding.end) for finding in redaction.findings]

    return find


CONFIGURATIONS: Mapping[str, Configuration] = MappingProxyType({"as it is": _redact})
