"""The library with a language model behind it, chosen by the environment alone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from cvparser import CVParser
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.composition import Composition
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.usage import TokenUsage
from cvparser.ports.model_errors import AnswerRefusedError, ModelFailingError
from cvparser.settings import Settings, load_settings
from cvparser.testing.conformance.profile_parser import CV
from cvparser.testing.model_server import Fault, ModelServer


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        monkeypatch.setenv("CVPARSER_PROFILE_PARSER", "openai")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-invented")
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        yield server


async def test_a_model_that_is_asked_for_by_name_is_the_parser_with_the_key_of_every_client(
    server: ModelServer,
) -> None:
    async with CVParser() as parser:
        parsed = await parser.parse_text_async(CV)

    assert parsed.meta.parser == "OpenAI"
    assert parsed.profile.basics.skills == ("AutoCAD", "Revit", "Eurocode 2")
    assert len(server.parses) == 1


async def test_basic_asks_nobody(server: ModelServer) -> None:
    async with CVParser() as parser:
        parsed = await parser.parse_text_async(CV, mode="basic")

    assert parsed.meta.parser == "Offline"
    assert server.parses == []


async def test_a_model_that_fails_is_an_error_unless_a_fallback_was_wanted(server: ModelServer) -> None:
    server.script(Fault(refusal="No."))

    async with CVParser() as parser:
        with pytest.raises(AnswerRefusedError):
            await parser.parse_text_async(CV)


async def test_the_fallback_serves_where_the_model_fails_for_good_and_the_result_says_so(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CVPARSER_OFFLINE_FALLBACK", "true")
    server.script(Fault(refusal="No."))

    async with CVParser() as parser:
        parsed = await parser.parse_text_async(CV)

    assert parsed.meta.parser == "Offline"
    assert parsed.profile.basics.skills == ("AutoCAD", "Revit", "Eurocode 2")


async def test_what_a_model_used_is_told_also_where_another_parser_served(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CVPARSER_OFFLINE_FALLBACK", "true")
    core = Composition(load_settings(), cpu=ThreadCpuPool())
    server.script(Fault(refusal="No."))
    told: list[tuple[str, TokenUsage]] = []
    async with core.opened_parsers(), core.warm_process, core.opening(core.extractor):
        await core.parse_cv(
            Document(content=CV.encode(), type=DocumentType.TEXT),
            on_usage=lambda parser, usage: told.append((parser, usage)),
        )

    assert [(parser, usage.calls) for parser, usage in told] == [("OpenAI", 1), ("Offline", 0)]
    assert told[0][1].prompt > 500


async def test_a_model_that_is_away_for_now_is_no_case_for_the_fallback(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CVPARSER_OFFLINE_FALLBACK", "true")
    monkeypatch.setenv("CVPARSER_MODEL_CALLS", "1")
    server.script(Fault(status=503))

    async with CVParser() as parser:
        with pytest.raises(ModelFailingError):
            await parser.parse_text_async(CV)


async def test_a_key_that_the_host_has_for_itself_sends_no_text_away(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CVPARSER_PROFILE_PARSER")

    for settings in (None, Settings(), Settings.from_environment()):
        async with CVParser(settings=settings) as parser:
            assert (await parser.parse_text_async(CV)).meta.parser == "Offline"
    assert server.parses == []


async def test_a_key_that_is_passed_asks_the_model_in_the_advanced_mode_alone(server: ModelServer) -> None:
    settings = Settings(openai_api_key=SecretStr("sk-invented"), openai_base_url=server.base_url)

    async with CVParser(settings=settings) as parser:
        assert (await parser.parse_async(CV.encode(), name="cv.txt", mode="advanced")).meta.parser == "OpenAI"
        assert (await parser.parse_async(CV.encode(), name="cv.txt")).meta.parser == "Offline"


def test_settings_made_in_code_read_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CVPARSER_PDF_ENGINE", "pdfplumber")
    monkeypatch.setenv("CVPARSER_WORKERS", "not a number")

    assert Settings() == Settings(pdf_engine="pdfium")
