from __future__ import annotations

import pytest

from cvparser.domain.privacy import redact
from cvparser.testing.conformance.redactor import Redactor, RedactorConformance


class TestRedact(RedactorConformance):
    @pytest.fixture
    def redactor(self) -> Redactor:
        return redact
