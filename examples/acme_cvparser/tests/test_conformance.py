"""Every promise of the three ports, tried on Acme's adapters."""

from __future__ import annotations

from pathlib import Path

import pytest
from acme_cvparser.categories import EMPLOYEE_NUMBER
from acme_cvparser.employee_numbers import EmployeeNumberDetector
from acme_cvparser.parser import AcmeParser
from acme_cvparser.store import AcmeFileStore

from cvparser.domain.privacy import Category, redact
from cvparser.domain.privacy.own_categories import using
from cvparser.testing.conformance.file_store import FileStoreConformance
from cvparser.testing.conformance.personal_data_detector import Expected, PersonalDataDetectorConformance
from cvparser.testing.conformance.profile_parser import ProfileParserConformance


class TestAcmeParser(ProfileParserConformance):
    supports_every_fact = False

    @pytest.fixture
    def parser(self) -> AcmeParser:
        return AcmeParser()


class TestEmployeeNumberDetector(PersonalDataDetectorConformance):
    @pytest.fixture
    def detector(self) -> EmployeeNumberDetector:
        return EmployeeNumberDetector()

    @pytest.fixture
    def personal_text(self) -> str:
        return "Engineer at Acme (ACME-004211) since 2019"

    @pytest.fixture
    def expected(self) -> Expected:
        return [("ACME-004211", Category.PERSONAL)]


class TestAcmeFileStore(FileStoreConformance):
    @pytest.fixture
    def files(self, tmp_path: Path) -> AcmeFileStore:
        return AcmeFileStore(folder=str(tmp_path / "acme"))


async def test_an_employee_number_is_taken_out_whole() -> None:
    text = "Engineer at Acme (ACME-004211) since 2019"

    found = await EmployeeNumberDetector().detect(text)

    assert [text[each.start : each.end] for each in found] == ["ACME-004211"]
    assert "004211" not in redact(text, more=found).text


def test_an_employee_number_is_a_category_of_its_own() -> None:
    with using([EMPLOYEE_NUMBER]):
        assert redact("Engineer (ACME-004211) since 2019").text == "Engineer ([EMPLOYEE_NUMBER]) since 2019"
