from __future__ import annotations

import pytest

from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.personal_data_detector.learned import LearnedPersonalDataDetector
from cvparser.adapters.personal_data_detector.memory import MemoryPersonalDataDetector
from cvparser.adapters.personal_data_detector.presidio import PresidioPersonalDataDetector
from cvparser.domain.privacy import Category
from cvparser.testing.conformance.personal_data_detector import PersonalDataDetectorConformance


class TestMemoryPersonalDataDetector(PersonalDataDetectorConformance):
    @pytest.fixture
    def detector(self) -> MemoryPersonalDataDetector:
        return MemoryPersonalDataDetector({"Project Nightjar": Category.NAME})

    @pytest.fixture
    def personal_text(self) -> str:
        return "Led PROJECT NIGHTJAR for two years."


@pytest.fixture(scope="module")
def presidio() -> PresidioPersonalDataDetector:
    return PresidioPersonalDataDetector()


class TestPresidioPersonalDataDetector(PersonalDataDetectorConformance):
    @pytest.fixture
    def detector(self, presidio: PresidioPersonalDataDetector) -> PresidioPersonalDataDetector:
        return presidio

    @pytest.fixture
    def personal_text(self) -> str:
        return "Account: GB82WEST12345698765432"


class TestLearnedPersonalDataDetector(PersonalDataDetectorConformance):
    @pytest.fixture
    def detector(self) -> LearnedPersonalDataDetector:
        return LearnedPersonalDataDetector(ThreadCpuPool())

    @pytest.fixture
    def personal_text(self) -> str:
        return "Ada Quill\nData Engineer\nada.quill@post.example\n+44 7700 900017\n\nSKILLS\nPython"
