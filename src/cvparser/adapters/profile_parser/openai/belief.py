"""How much of a model's answer is believed. Runs in a process that never loads the SDK, which takes half a second."""

from __future__ import annotations

from dataclasses import dataclass

from cvparser.adapters.profile_parser.openai.schema import ModelAnswer
from cvparser.domain.grounding import Source, ground

#: Part of an answer's facts that may be missing in the CV before the answer as a whole is not believed.
_MOST_UNGROUNDED = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """What of an answer the CV says.

    Attributes:
        profile: The facts that the CV says.
        dropped: How many facts and quotes it does not say.
        is_made_up: Whether these are too many for the rest to be believed.
    """

    profile: dict[str, object]
    dropped: int
    is_made_up: bool


def believe(answer: ModelAnswer, text: str) -> Believed:
    """Give what of `answer` the redacted `text` says; quotes that it does not have count against the answer."""
    grounded = ground(answer.to_profile(), text)
    source = Source(text)
    quotes = answer.evidence()
    dropped = grounded.dropped + sum(not source.tells(quote) for quote in quotes)
    return Believed(
        profile=grounded.profile,
        dropped=dropped,
        is_made_up=dropped > _MOST_UNGROUNDED * (grounded.checked + len(quotes)),
    )
