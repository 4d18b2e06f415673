from __future__ import annotations

import pytest

import cvparser
from cvparser.domain.privacy import redact
from cvparser.testing.conformance.redactor import Redactor, RedactorConformance


class TestRedact(RedactorConformance):
    @pytest.fixture
    def redactor(self) -> Redactor:
        return redact


class TestPublicRedact(RedactorConformance):
    """With what the learned recognizer finds."""

    @pytest.fixture
    def redactor(self) -> Redactor:
        return cvparser.redact
