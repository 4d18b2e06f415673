from __future__ import annotations

import pytest

from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.profile_parser.memory import MemoryProfileParser
from cvparser.adapters.profile_parser.offline.parser import OfflineProfileParser
from cvparser.ports.profile_parser import ProfileParser
from cvparser.testing.conformance.profile_parser import ProfileParserConformance


class TestOfflineProfileParser(ProfileParserConformance):
    @pytest.fixture
    def parser(self) -> ProfileParser:
        return OfflineProfileParser(ThreadCpuPool())


class TestMemoryProfileParser(ProfileParserConformance):
    @pytest.fixture
    def parser(self) -> ProfileParser:
        return MemoryProfileParser(
            {
                "basics": {"profession": "Civil Engineer", "skills": ["AutoCAD", "Revit", "Eurocode 2"]},
                "professional_experiences": [
                    {
                        "title": "Project Engineer",
                        "company": "Larkfield Bridges Ltd",
                        "start_date": {"year": 2018, "month": 3},
                        "is_current": True,
                    }
                ],
                "education": [{"issuing_organization": "University of Sheffield", "degree": "BEng"}],
            },
            cv_language="en",
        )
