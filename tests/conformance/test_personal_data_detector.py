from __future__ import annotations

from pathlib import Path

import pytest

from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.personal_data_detector.learned import LearnedPersonalDataDetector
from cvparser.adapters.personal_data_detector.memory import MemoryPersonalDataDetector
from cvparser.adapters.personal_data_detector.onnx.detector import OnnxPersonalDataDetector
from cvparser.domain.privacy import Category
from cvparser.ports.personal_data_detector import PersonalDataDetector
from cvparser.testing.conformance.personal_data_detector import Expected, PersonalDataDetectorConformance


class TestMemoryPersonalDataDetector(PersonalDataDetectorConformance):
    @pytest.fixture
    def detector(self) -> MemoryPersonalDataDetector:
        return MemoryPersonalDataDetector({"Project Nightjar": Category.NAME})

    @pytest.fixture
    def personal_text(self) -> str:
        return "Led PROJECT NIGHTJAR for two years."

    @pytest.fixture
    def expected(self) -> Expected:
        return [("PROJECT NIGHTJAR", Category.NAME)]


@pytest.fixture(scope="module")
def presidio() -> PersonalDataDetector:
    # Takes seconds to import, which every worker that collects these tests would pay.
    from cvparser.adapters.personal_data_detector.presidio import PresidioPersonalDataDetector

    return PresidioPersonalDataDetector()


class TestPresidioPersonalDataDetector(PersonalDataDetectorConformance):
    @pytest.fixture
    def detector(self, presidio: PersonalDataDetector) -> PersonalDataDetector:
        return presidio

    @pytest.fixture
    def personal_text(self) -> str:
        return "Account: GB82WEST12345698765432"

    @pytest.fixture
    def expected(self) -> Expected:
        return [("GB82WEST12345698765432", Category.IBAN)]


class TestOnnxPersonalDataDetector(PersonalDataDetectorConformance):
    @pytest.fixture
    def detector(self) -> OnnxPersonalDataDetector:
        return OnnxPersonalDataDetector(
            Path(__file__).parents[1] / "adapters" / "personal_data_detector" / "tiny_model"
        )

    @pytest.fixture
    def personal_text(self) -> str:
        return "Reported to Zervanka Ombolik."


class TestLearnedPersonalDataDetector(PersonalDataDetectorConformance):
    @pytest.fixture
    def detector(self) -> LearnedPersonalDataDetector:
        return LearnedPersonalDataDetector(ThreadCpuPool())

    @pytest.fixture
    def personal_text(self) -> str:
        return "Ada Quill\nData Engineer\nada.quill@post.example\n+44 7700 900017\n\nSKILLS\nPython"
