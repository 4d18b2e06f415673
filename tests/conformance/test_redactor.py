from __future__ import annotations

import pytest
from tests.effort import examples

import cvparser
from cvparser.domain.privacy import redact
from cvparser.testing.conformance.redactor import Redactor, RedactorConformance


class TestRedact(RedactorConformance):
    max_examples = examples(20, fuzzed=30)

    @pytest.fixture
    def redactor(self) -> Redactor:
        return redact


class TestPublicRedact(RedactorConformance):
    """With what the learned recognizer finds: beside it works what is tried above, on more examples."""

    max_examples = examples(8, fuzzed=30)

    @pytest.fixture
    def redactor(self) -> Redactor:
        return cvparser.redact
