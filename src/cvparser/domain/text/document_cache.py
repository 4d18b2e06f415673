"""Answers kept while one document is worked on: every round and rule asks about the same words and lines again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")
_Answers = defaultdict[object, dict[object, object]]

_answers: ContextVar[_Answers | None] = ContextVar("answers", default=None)
_UNKNOWN = object()


@contextmanager
def remembering() -> Iterator[None]:
    """Let `remembered` functions keep their answers until the block ends: they hold words of one person's CV."""
    token = _answers.set(defaultdict(dict))
    try:
        yield
    finally:
        _answers.reset(token)


def remembered(function: Callable[[Question], Answer]) -> Callable[[Question], Answer]:
    """Let a pure function work an answer out once within `remembering`."""

    @wraps(function)
    def answer(question: Question) -> Answer:
        answers = _answers.get()
        if answers is None:
            return function(question)
        known = answers[function]
        found = known.get(question, _UNKNOWN)
        if found is _UNKNOWN:
            found = known[question] = function(question)
        return found  # type: ignore[return-value]

    return answer
