"""What a faulty first gate leaves in a text does not reach a server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from random import SystemRandom

import pytest

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.profile_parser.memory import MemoryProfileParser
from cvparser.adapters.profile_parser.offline.parser import OfflineProfileParser
from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
from cvparser.adapters.profile_parser.openai.parser import OpenAIProfileParser
from cvparser.adapters.text_extractor.plain import PlainTextExtractor
from cvparser.application.parse_cv import ParseCV
from cvparser.application.redact_cv import RedactCV
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import Document, DocumentType
from cvparser.domain.errors import PersonalDataLeftError
from cvparser.domain.job import ParseMode
from cvparser.domain.privacy import DocumentHints, Redaction, rounds
from cvparser.domain.profile import ParsedCV, WarningCode
from cvparser.ports.profile_parser import ParserAnswer, ProfileParser
from cvparser.testing.model_server import ModelServer

SECRETS = ("0532 555 01 47", "ada.quill@post.example", "10000000146")
LEAKY = f"Data Engineer\n{' | '.join(SECRETS)}\n\nSkills\nPython, Kafka"
#: After twelve lines of addresses are gone, the author's name stands in the head: found at the second look only.
HOPELESS = "\n".join(f"a{index}@post.example" for index in range(12)) + "\nAda Quill\n\nSkills\nPython, Kafka\n"


@pytest.fixture(autouse=True)
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the first gate find nothing."""

    def redact(text: str, hints: DocumentHints, **_: object) -> Redaction:
        return Redaction(text=text, original=text, hints=hints)

    monkeypatch.setattr(rounds, "redact", redact)


async def parsed(text: str, parser: ProfileParser, *, fallback: ProfileParser | None = None) -> ParsedCV:
    cpu = ThreadCpuPool()
    parse_cv = ParseCV(
        redact_cv=RedactCV(extractor=PlainTextExtractor(), cpu=cpu),
        parsers=dict.fromkeys(ParseMode, parser),
        cpu=cpu,
        clock=SystemClock(),
        fallback=fallback,
    )
    return await parse_cv(Document(content=text.encode(), type=DocumentType.TEXT, file_name="ada quill.txt"))


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        yield server


@pytest.fixture
async def model(server: ModelServer) -> AsyncIterator[ProfileParser]:
    chat = ChatModel(name="stub", api_key="sk-invented", base_url=server.base_url)
    async with OpenAIProfileParser(chat, clock=SystemClock(), random=SystemRandom()) as parser:
        yield parser


async def test_what_the_first_gate_left_does_not_reach_the_server(server: ModelServer, model: ProfileParser) -> None:
    result = await parsed(LEAKY, model)

    said = "\n".join(request.text for request in server.requests)
    assert "[PHONE] | [EMAIL] | [NATIONAL_ID]" in said
    assert [secret for secret in SECRETS if secret in said or secret in result.model_dump_json()] == []
    assert result.meta.warnings == (WarningCode.LEAK_CHECK_WITHHELD,)
    assert result.meta.withheld == {"email": 1, "national_id": 1, "phone": 1}
    assert result.profile.basics.skills == ("Python", "Kafka")


async def test_a_cv_that_still_seems_to_leak_is_sent_nowhere(server: ModelServer, model: ProfileParser) -> None:
    with pytest.raises(PersonalDataLeftError):
        await parsed(HOPELESS, model)

    assert server.parses == []


async def test_a_cv_that_still_seems_to_leak_is_parsed_offline_where_that_was_wanted(
    server: ModelServer, model: ProfileParser
) -> None:
    result = await parsed(HOPELESS, model, fallback=OfflineProfileParser(ThreadCpuPool()))

    assert (result.meta.parser, result.profile.basics.skills) == ("Offline", ("Python", "Kafka"))
    assert server.parses == []


async def test_a_parser_that_keeps_its_text_gets_it_as_gate_one_left_it() -> None:
    local = MemoryProfileParser()

    result = await parsed(LEAKY, local)

    assert local.texts == [LEAKY]
    assert result.meta.warnings == ()


async def test_a_parser_that_says_nothing_of_where_its_text_goes_gets_it_checked() -> None:
    class Stranger:
        """Has what the port asks for, and derives from nothing."""

        name = "Stranger"

        def __init__(self) -> None:
            self.texts: list[str] = []

        async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
            self.texts.append(document.text)
            return ParserAnswer(profile={})

    stranger = Stranger()

    await parsed(LEAKY, stranger)

    assert [secret for secret in SECRETS if secret in stranger.texts[0]] == []


async def test_a_parser_that_says_that_its_text_leaves_gets_it_checked() -> None:
    remote = MemoryProfileParser(leaves_the_machine=True)

    await parsed(LEAKY, remote)

    assert [secret for secret in SECRETS if secret in remote.texts[0]] == []
