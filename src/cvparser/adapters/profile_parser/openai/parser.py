"""The parser: redacted text in, what a language model finds in it out."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from random import Random
from types import TracebackType
from typing import Any, Self

from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
from cvparser.adapters.profile_parser.openai.chat_session import ChatSession, RequestState, RetryPolicy
from cvparser.adapters.profile_parser.openai.client import ChatClient
from cvparser.adapters.profile_parser.openai.completion import Completion, ReadAnswer, read_answer
from cvparser.adapters.profile_parser.openai.dialect import Dialect
from cvparser.adapters.profile_parser.openai.dialect_finding import DialectFinding
from cvparser.adapters.profile_parser.openai.limits import Limits
from cvparser.adapters.profile_parser.openai.prompt import AnswerShape, messages, rules_tokens
from cvparser.adapters.profile_parser.openai.schema import ModelAnswer
from cvparser.adapters.profile_parser.openai.tokens import estimate_tokens
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import CVParserError
from cvparser.domain.own_fields import OwnField
from cvparser.domain.profile import WarningCode
from cvparser.domain.usage import TokenUsage
from cvparser.ports.clock import Clock
from cvparser.ports.model_errors import ModelContextError, ModelRequestError, ModelTimeoutError
from cvparser.ports.profile_parser import (
    CachingProfileParser,
    ModelResponseCache,
    ParserAnswer,
    ParserFailure,
    ProfileParser,
)

_log = logging.getLogger(__name__)

#: A prompt that the server counts as less than this part of our estimate was cut by the server, which tells nobody.
_LEAST_READ = 0.3
#: Below this estimate the chat template's own tokens hide the difference.
_CUT_TELLS_FROM = 2_000
_MARKER_BITS = 96
#: Beside the fields of an answer that is kept: whether something of it was left out.
_TRIMMED = "is_trimmed"


class OpenAIProfileParser(ProfileParser, CachingProfileParser):
    """Asks a language model that speaks OpenAI's chat completions API.

    What the model says is held against the text by who asks. Open it with `async with`: that finds out which
    form of answer the server can give. Where the server is away then, the first parse finds out.

    Args:
        model: Which model, and where.
        clock: The time.
        random: Source of markers and jitter; must not be predictable by whoever writes CVs.
        limits: Slots and budgets a minute, shared by all parsers of one account.
        policy: How long and how often a text is worth asking for.

    Raises:
        ConfigurationError: the key cannot be one.
    """

    def __init__(
        self,
        model: ChatModel,
        *,
        clock: Clock,
        random: Random,
        limits: Limits | None = None,
        policy: RetryPolicy | None = None,
    ) -> None:
        self._model = model
        self._random = random
        self._policy = policy or RetryPolicy()
        self._limits = limits = limits or Limits(clock=clock)
        self._client = ChatClient(model, limits=limits, clock=clock)
        self._session = ChatSession(client=self._client, limits=limits, policy=self._policy, clock=clock, random=random)
        self._dialect = DialectFinding(model, self._session)
        #: What was used since the start, failed parses included.
        self.spent = TokenUsage()

    @property
    def name(self) -> str:
        """`OpenAI`."""
        return "OpenAI"

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer | ParserFailure:
        """Return what the model finds in the text of `document`.

        The error of a failure is an AnswerError or a ModelRefusesError, without a usable answer, or a ModelAwayError
        whose `retry_after_s` says when to try again.
        """
        return await self.parse_cached(document.text, None)

    def caching(self, answers: ModelResponseCache) -> ProfileParser:
        """Return this parser as it serves one job: an answer is kept in `answers` as soon as it is there."""
        return _Cached(self, answers)

    @property
    def waiting(self) -> int:
        """Texts that wait for a slot or for budget, now."""
        return self._limits.waiting

    async def parse_cached(self, text: str, answers: ModelResponseCache | None) -> ParserAnswer | ParserFailure:
        """As `parse`; what `answers` keeps is not asked for."""
        return await self._parse(text, self._session.state(), answers, again=False)

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        state = self._session.state()
        try:
            async with asyncio.timeout(self._policy.start_s):
                await self._dialect.known(state)
        except (CVParserError, TimeoutError) as error:
            code = error.code if isinstance(error, CVParserError) else ModelTimeoutError.code
            _log.error("The language model cannot be asked yet: %s", code, extra={"code": code})
        finally:
            self.spent += state.usage
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)
        await self._limits.budget.aclose()

    async def _parse(
        self, text: str, state: RequestState, answers: ModelResponseCache | None, *, again: bool
    ) -> ParserAnswer | ParserFailure:
        state.usage = TokenUsage()
        try:
            async with asyncio.timeout(self._session.left_s(state)):
                read = await self._read(text, state, answers, again=again)
        except TimeoutError:
            return ParserFailure(error=ModelTimeoutError(), usage=state.usage)
        except CVParserError as error:
            return ParserFailure(error=error, usage=state.usage)
        finally:
            self.spent += state.usage
        can_ask_again = bool(state.calls_left) and not again
        return ParserAnswer(
            profile=read.answer.to_profile(),
            cv_language=read.answer.language(),
            warnings=(WarningCode.ANSWER_TRIMMED,) if read.is_trimmed else (),
            usage=state.usage,
            ask_again=partial(self._parse, text, state, answers, again=True) if can_ask_again else None,
        )

    async def _read(
        self, text: str, state: RequestState, answers: ModelResponseCache | None, *, again: bool
    ) -> ReadAnswer:
        """Return the answer about `text`, asked for anew in another dialect where the server refuses this one."""
        while True:
            dialect = await self._dialect.known(state)
            try:
                return await self._kept(self._question(text, dialect, again=again), state, answers)
            except ModelRequestError as error:
                if not state.calls_left or not self._dialect.learn(dialect, error):
                    raise

    async def _kept(self, question: _Question, state: RequestState, answers: ModelResponseCache | None) -> ReadAnswer:
        """Return the answer that was kept, else ask for one and keep it before anything else is done with it."""
        if answers is None:
            return await self._asked(question, state)
        key = question.key(self._model)
        kept = await answers.get(key)
        if kept is not None:
            return _unpacked(kept)
        read = await self._asked(question, state)
        await answers.put(key, _packed(read))
        return read

    async def _asked(self, question: _Question, state: RequestState) -> ReadAnswer:
        spoken = question.spoken(self._marker(question.text))
        text_tokens = estimate_tokens(question.text)
        shape = self._model.answer_shape
        prompt_tokens = text_tokens + rules_tokens(
            question.dialect.form, again=question.again, shape=shape, own_fields=question.own_fields
        )
        lines_of = question.text if shape is AnswerShape.COMPACT else None

        def read(completion: Completion) -> ReadAnswer:
            if 0 < completion.usage.prompt < _LEAST_READ * prompt_tokens and prompt_tokens > _CUT_TELLS_FROM:
                raise ModelContextError
            return read_answer(completion.text(), completion.spare, lines_of=lines_of)

        tokens = prompt_tokens + text_tokens
        body = question.dialect.body(self._model, spoken, question.schema, "profile")
        return await self._session.ask(body, state=state, tokens=tokens, read=read)

    def _question(self, text: str, dialect: Dialect, *, again: bool) -> _Question:
        shape, own_fields = self._model.answer_shape, self._model.own_fields
        return _Question(text=text, dialect=dialect, again=again, shape=shape, own_fields=own_fields)

    def _marker(self, text: str) -> str:
        while True:
            marker = f"=={self._random.getrandbits(_MARKER_BITS):024x}=="
            if marker not in text:
                return marker


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What is asked of a model about one text.

    Attributes:
        text: The text.
        dialect: How the server wants to be asked.
        again: Whether the answer before was not grounded, or said nothing.
        shape: What is to be answered.
        own_fields: What a deployment asks for as well.
    """

    text: str
    dialect: Dialect
    again: bool
    shape: AnswerShape
    own_fields: tuple[OwnField, ...] = ()

    @property
    def schema(self) -> Mapping[str, Any]:
        """The JSON schema of the answer."""
        return self.shape.schema(self.own_fields)

    def spoken(self, marker: str) -> list[dict[str, str]]:
        form, role = self.dialect.form, self.dialect.role
        return messages(
            self.text,
            marker=marker,
            form=form,
            again=self.again,
            role=role,
            shape=self.shape,
            own_fields=self.own_fields,
        )

    def key(self, model: ChatModel) -> str:
        """Return what stands for the model, its settings, the prompt and the text: SHA-256 in hexadecimal."""
        chosen = [model.answer_tokens, model.temperature, model.seed]
        asked = [model.base_url, model.name, *chosen, self.dialect.form, self.spoken(""), self.schema]
        return sha256(json.dumps(asked).encode()).hexdigest()


def _packed(read: ReadAnswer) -> str:
    fields = read.answer.model_dump(mode="json") | {_TRIMMED: read.is_trimmed}
    return json.dumps(fields, separators=(",", ":"))


def _unpacked(kept: str) -> ReadAnswer:
    fields = json.loads(kept)
    return ReadAnswer(answer=ModelAnswer.model_validate(fields), is_trimmed=fields.get(_TRIMMED) is True)


class _Cached(ProfileParser):
    """The parser as it serves one job."""

    def __init__(self, parser: OpenAIProfileParser, answers: ModelResponseCache) -> None:
        self._parser = parser
        self._answers = answers

    @property
    def name(self) -> str:
        return self._parser.name

    async def parse(self, document: CVDocument, *, today: date) -> ParserAnswer | ParserFailure:
        return await self._parser.parse_cached(document.text, self._answers)
