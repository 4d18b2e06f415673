from __future__ import annotations

from collections.abc import AsyncIterator
from random import SystemRandom

import pytest

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.profile_parser.memory import MemoryProfileParser
from cvparser.adapters.profile_parser.offline.parser import OfflineProfileParser
from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
from cvparser.adapters.profile_parser.openai.parser import OpenAIProfileParser
from cvparser.ports.profile_parser import ProfileParser
from cvparser.testing.conformance.profile_parser import ProfileParserConformance
from cvparser.testing.model_server import ModelServer


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


class TestOpenAIProfileParser(ProfileParserConformance):
    @pytest.fixture
    async def parser(self) -> AsyncIterator[ProfileParser]:
        async with ModelServer() as server:
            model = ChatModel(name="stub", api_key="sk-invented", base_url=server.base_url)
            async with OpenAIProfileParser(model, clock=SystemClock(), random=SystemRandom()) as parser:
                yield parser
