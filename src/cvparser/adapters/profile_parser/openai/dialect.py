"""Which of the API's dialects a server speaks: found out by asking, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from cvparser.adapters.profile_parser.openai.completion import Completion, find_object
from cvparser.adapters.profile_parser.openai.prompt import AnswerForm, response_format
from cvparser.ports.model_errors import AnswerSchemaError

_QUESTION = [{"role": "user", "content": 'Answer with this JSON object and nothing else: {"ready": true}'}]
_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"ready": {"type": "boolean"}},
    "required": ["ready"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a server wants to be asked.

    Attributes:
        form: How the form of the answer is asked for.
        limit: Member that bounds the answer's tokens: OpenAI's newer models know only the first, older servers only
            the second.
    """

    form: AnswerForm
    limit: str = "max_completion_tokens"


def dialects(form: AnswerForm | None = None) -> Sequence[Dialect]:
    """Return the dialects to try, best first; only those of `form` where one is given."""
    forms = list(AnswerForm) if form is None else [form]
    return [Dialect(form=form, limit=limit) for form, limit in product(forms, ("max_completion_tokens", "max_tokens"))]


def trial_question(dialect: Dialect, *, model: str, answer_tokens: int) -> dict[str, Any]:
    """Return a request that costs little and whose answer shows whether the server speaks `dialect`."""
    return {
        "model": model,
        "messages": _QUESTION,
        "store": False,
        dialect.limit: answer_tokens,
        **response_format(dialect.form, _SCHEMA, name="ready"),
    }


def check_trial_answer(completion: Completion) -> None:
    """Accept a right answer to the trial question.

    Raises:
        AnswerError: it is not.
    """
    if find_object(completion.text()) != {"ready": True}:
        raise AnswerSchemaError
