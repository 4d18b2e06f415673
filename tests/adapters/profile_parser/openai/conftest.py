from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import date, timedelta
from pathlib import Path
from random import SystemRandom
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cvparser.adapters.clock.system import SystemClock
from cvparser.adapters.cpu_pool.threads import ThreadCpuPool
from cvparser.adapters.profile_parser.openai.budget import LocalBudget
from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
from cvparser.adapters.profile_parser.openai.chat_session import RetryPolicy
from cvparser.adapters.profile_parser.openai.limits import Limits
from cvparser.adapters.profile_parser.openai.parser import OpenAIProfileParser
from cvparser.application.ask_parser import AskParser
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.usage import TokenUsage
from cvparser.ports.profile_parser import ParserAnswer
from cvparser.testing.model_server import ModelServer

PUBLISHED = Path(__file__).parent / "openapi" / "chat_completions_request.json"
CheckRequest = Callable[[Mapping[str, Any]], None]
MakeParser = Callable[..., Awaitable["Asked"]]


class Asked:
    """A parser, asked as `ParseCV` asks it after the leak check.

    Attributes:
        used: What the last text cost.
    """

    def __init__(self, parser: OpenAIProfileParser) -> None:
        self._parser = parser
        self._ask = AskParser(cpu=ThreadCpuPool(), clock=SystemClock())
        self.used = TokenUsage()

    @property
    def spent(self) -> TokenUsage:
        return self._parser.spent

    @property
    def waiting(self) -> int:
        return self._parser.waiting

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer:
        used = TokenUsage()

        def add(_: str, usage: TokenUsage) -> None:
            nonlocal used
            used += usage

        try:
            return await self._ask(self._parser, document, today=today, on_usage=add)
        finally:
            self.used = used


class HurriedClock(SystemClock):
    """Runs with the machine's, and is past every wait at once.

    Attributes:
        waits: Seconds of each wait, oldest first.
    """

    def __init__(self) -> None:
        self._skipped = timedelta(0)
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return super().monotonic() + self._skipped.total_seconds()

    async def sleep(self, duration: timedelta) -> None:
        self.waits.append(duration.total_seconds())
        self._skipped += duration
        await super().sleep(timedelta(0))


@pytest.fixture
def clock() -> HurriedClock:
    return HurriedClock()


@pytest.fixture(scope="session")
def check_request() -> CheckRequest:
    """What raises ValidationError for a body that OpenAI's OpenAPI document does not describe."""
    schema = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    # The document allows what it does not name; here nothing is sent that it does not name.
    Draft202012Validator.check_schema(closed := {**schema, "unevaluatedProperties": False})
    validator = Draft202012Validator(closed)

    def check(body: Mapping[str, Any]) -> None:
        validator.validate(body)

    return check


@pytest.fixture
async def server(check_request: CheckRequest) -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        yield server
    for request in server.requests:
        check_request(request.body)


@pytest.fixture
async def make_parser(clock: HurriedClock) -> AsyncIterator[MakeParser]:
    async with AsyncExitStack() as stack:

        async def make(server: ModelServer | str, **choices: Any) -> Asked:
            base_url = server if isinstance(server, str) else server.base_url
            model = ChatModel(name="stub", api_key="sk-invented", base_url=base_url, **choices.pop("model", {}))
            policy = RetryPolicy(**({"attempt_s": 20, "budget_s": 60, "calls": 3} | choices.pop("policy", {})))
            wanted = choices.pop("limits", {})
            budget = wanted.pop("budget", None) or LocalBudget(clock=clock, **wanted.pop("minute", {}))
            limits = Limits(clock=clock, budget=budget, **wanted)
            parser = OpenAIProfileParser(model, clock=clock, random=SystemRandom(), limits=limits, policy=policy)
            return Asked(await stack.enter_async_context(parser))

        yield make
