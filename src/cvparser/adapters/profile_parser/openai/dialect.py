"""Which of the API's dialects a server speaks: found out by asking, best first, and by what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cvparser.adapters.profile_parser.openai.chat_model import ChatModel
from cvparser.adapters.profile_parser.openai.completion import Completion
from cvparser.adapters.profile_parser.openai.json_in_words import find_object
from cvparser.adapters.profile_parser.openai.prompt import AnswerForm, RulesRole, response_format, with_rules
from cvparser.adapters.profile_parser.openai.refusals import Member
from cvparser.ports.model_errors import AnswerError, AnswerSchemaError

_RULES = "You answer questions in as few words as possible."
_QUESTION = "Are you ready? The answer is yes."
_SPELT = 'Answer with this JSON object and nothing else: {"ready": true}'
_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"ready": {"type": "boolean"}},
    "required": ["ready"],
    "additionalProperties": False,
}
#: What a request does without where a server refuses it.
_OPTIONAL = frozenset({Member.STORE, Member.TEMPERATURE, Member.SEED})
_LIMITS = frozenset({Member.NEW_LIMIT, Member.OLD_LIMIT})
_FORMS = tuple(AnswerForm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a server wants to be asked.

    Attributes:
        form: How the form of the answer is asked for.
        forms: The forms that may be used, best first.
        is_strict: Whether a JSON schema is asked for strictly.
        limit: Member that bounds the answer's tokens: OpenAI's newer models know only the first, other servers only the
            second; None where the server knows neither, or allows fewer than we ask for.
        role: Role of the message that holds the rules.
        left_out: Members that the server refuses.
    """

    form: AnswerForm
    forms: tuple[AnswerForm, ...] = _FORMS
    is_strict: bool = True
    limit: Member | None = Member.NEW_LIMIT
    role: RulesRole = RulesRole.SYSTEM
    left_out: frozenset[Member] = frozenset()

    def body(
        self, model: ChatModel, messages: list[dict[str, str]], schema: Mapping[str, Any], name: str
    ) -> dict[str, Any]:
        """Return a request for an answer by `schema`."""
        optional = {Member.STORE: False, Member.TEMPERATURE: model.temperature, Member.SEED: model.seed}
        return {
            "model": model.name,
            "messages": messages,
            **{
                member: value for member, value in optional.items() if value is not None and member not in self.left_out
            },
            **({} if self.limit is None else {self.limit: model.answer_tokens}),
            **response_format(self.form, schema, name=name, is_strict=self.is_strict),
        }

    def without(self, refused: frozenset[str]) -> Dialect | None:
        """Return the best dialect that sends none of what was `refused`; None where that was not sent, or must be."""
        best = replace(self, left_out=self.left_out | (_OPTIONAL & refused))
        # Some servers translate, and name the one where they were sent the other.
        if self.limit is not None and refused & _LIMITS:
            best = replace(best, limit=Member.OLD_LIMIT if self.limit is Member.NEW_LIMIT else None)
        if Member.STRICT in refused and self.is_strict:
            best = replace(best, is_strict=False)
        elif Member.FORMAT in refused:
            best = best.in_next_form() or best
        if Member.ROLE in refused:
            best = replace(best, role=self.role.next)
        return None if best == self else best

    def in_next_form(self) -> Dialect | None:
        """Return the same with the next best form of the answer; None where there is none."""
        later = self.forms[self.forms.index(self.form) + 1 :]
        return replace(self, form=later[0]) if later else None

    def sparing(self) -> Iterator[Dialect]:
        """Yield dialects that send less and less, for a server that does not say what it refuses."""
        spared = self
        for refused in (
            _OPTIONAL,
            {Member.NEW_LIMIT},
            {Member.STRICT},
            {Member.FORMAT},
            {Member.ROLE},
            {Member.FORMAT},
        ):
            spared = spared.without(frozenset(refused)) or spared
            yield spared
        yield replace(spared, limit=None, role=RulesRole.USER)

    def __str__(self) -> str:
        """Return what a log says of it."""
        told = [self.form.value]
        if self.form is AnswerForm.JSON_SCHEMA and not self.is_strict:
            told.append("not strict")
        told += [f"without {member}" for member in sorted(self.left_out)]
        told.append(f"with {self.limit}" if self.limit else "without a limit on the answer")
        return ", ".join([*told, f"rules as {self.role.value}"])


#: How a dialect gets back, in turn, what was given up of a wanted one on suspicion; what matters most comes first.
RICHER: tuple[Callable[[Dialect, Dialect], Dialect], ...] = (
    lambda spoken, wanted: replace(spoken, form=wanted.form, is_strict=wanted.is_strict),
    lambda spoken, wanted: spoken if spoken.form is wanted.form else replace(spoken, form=wanted.form, is_strict=False),
    lambda spoken, wanted: replace(spoken, role=wanted.role),
    lambda spoken, wanted: replace(spoken, left_out=wanted.left_out),
)


def first_dialect(form: AnswerForm | None = None) -> Dialect:
    """Return the dialect to try first; with a `form`, that is the only one of it."""
    forms = _FORMS if form is None else (form,)
    return Dialect(form=forms[0], forms=forms)


def trial_question(dialect: Dialect, model: ChatModel) -> dict[str, Any]:
    """Return a request that costs little and whose answer shows whether the server speaks `dialect`.

    Where there is a schema, it alone tells the form: a server that accepts it and does not heed it is found out.
    """
    question = _QUESTION if dialect.form is AnswerForm.JSON_SCHEMA else f"{_QUESTION} {_SPELT}"
    return dialect.body(model, with_rules(_RULES, question, role=dialect.role), _SCHEMA, "ready")


def check_trial_answer(completion: Completion) -> None:
    """Accept an answer to the trial question in the form that was asked for.

    Raises:
        AnswerError: it is not.
    """
    try:
        found = find_object(completion.text())
    except AnswerError:
        if not completion.spare.strip():
            raise
        found = find_object(completion.spare)
    if found.keys() != {"ready"} or not isinstance(found["ready"], bool):
        raise AnswerSchemaError
