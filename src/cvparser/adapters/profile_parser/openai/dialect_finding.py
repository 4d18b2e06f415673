"""Finding out once how a server wants to be asked, and keeping that."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
from cvparser.adapters.profile_parser.openai.chat_session import ChatSession, RequestState
from cvparser.adapters.profile_parser.openai.dialect import (
    RICHER,
    Dialect,
    check_trial_answer,
    first_dialect,
    trial_question,
)
from cvparser.adapters.profile_parser.openai.refusals import Member
from cvparser.ports.model_errors import AnswerError, ModelRequestError

_log = logging.getLogger(__name__)

#: No server refuses more one after the other than a request has.
_MOST_TRIALS = 16
#: What a sentence of a refusal is believed about while it may quote a CV: giving it up costs a longer prompt, no more.
_HARMLESS = frozenset({Member.FORMAT, Member.STRICT})


class DialectFinding:
    """Asks a server small questions until it answers one, and learns from what it refuses later.

    What was learnt is kept as long as this object is, also what a failed attempt has learnt.
    """

    def __init__(self, model: ChatModel, session: ChatSession) -> None:
        self._model = model
        self._session = session
        self._finding = asyncio.Lock()
        self._candidate = first_dialect(model.answer_form)
        self._known: Dialect | None = None

    async def known(self, state: RequestState) -> Dialect:
        """Return the best dialect that the server speaks; what finding it costs is added to `state`.

        Raises:
            ModelRequestError: the server accepts none.
            CVParserError: as `ChatSession.ask`.
        """
        async with self._finding:
            if self._known is None:
                self._known = await self._find(state)
                self._tell("The language model %s answers as %s", self._known)
            return self._known

    def learn(self, spoken: Dialect, error: ModelRequestError) -> bool:
        """Return whether a request in the dialect that was `spoken` may be made anew, in another one."""
        if self._known is not spoken:
            return True
        refused = error.refused if error.is_exact else error.refused & _HARMLESS
        better = spoken.without(refused)
        if better is None:
            return False
        self._known = better
        self._tell("The language model %s refused what it was asked with; from now on it is asked as %s", better)
        return True

    def _tell(self, message: str, dialect: Dialect) -> None:
        known = {"model": self._model.name, "answer_form": dialect.form.value, "dialect": str(dialect)}
        _log.info(message, self._model.name, dialect, extra=known)

    async def _find(self, state: RequestState) -> Dialect:
        wanted, accepted = self._candidate, None
        sparing: Iterator[Dialect] | None = None
        for _ in range(_MOST_TRIALS):
            following: Dialect | None
            try:
                await self._try(self._candidate, state)
            except ModelRequestError as error:
                following = self._candidate.without(error.refused)
                wanted = following or wanted
            except AnswerError:
                accepted = self._candidate
                following = accepted.in_next_form()
                if following is None:
                    return accepted
                wanted = following
            else:
                return self._candidate if sparing is None else await self._enriched(self._candidate, wanted, state)
            if following is None:
                sparing = sparing or wanted.sparing()
                following = next(sparing, None)
            if following is None:
                break
            self._candidate = following
        self._candidate = first_dialect(self._model.answer_form)
        if accepted is None:
            raise ModelRequestError
        return accepted

    async def _enriched(self, spoken: Dialect, wanted: Dialect, state: RequestState) -> Dialect:
        """Return `spoken` with what was given up of `wanted` and need not have been."""
        tried = {spoken}
        for with_more in RICHER:
            candidate = with_more(spoken, wanted)
            if candidate in tried:
                continue
            tried.add(candidate)
            try:
                await self._try(candidate, state)
            except (ModelRequestError, AnswerError):
                continue
            spoken = candidate
        return spoken

    async def _try(self, dialect: Dialect, state: RequestState) -> None:
        trial = self._session.state(retries_left=0)
        try:
            question = trial_question(dialect, self._model)
            await self._session.ask(question, state=trial, tokens=0, read=check_trial_answer)
        finally:
            state.usage += trial.usage
