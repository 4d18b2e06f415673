"""What language models are paid for."""

from __future__ import annotations

from dataclasses import dataclass

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenUsage:
    """What a parser that pays by the token used; zeros add nothing and mean free, or not told.

    Attributes:
        calls: Requests made.
        prompt: Tokens of what was asked.
        answer: Tokens of what was answered.
    """

    calls: int = 0
    prompt: int = 0
    answer: int = 0

    def __add__(self, other: TokenUsage) -> TokenUsage:
        return TokenUsage(
            calls=self.calls + other.calls, prompt=self.prompt + other.prompt, answer=self.answer + other.answer
        )


NOTHING_USED = TokenUsage()


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPrices:
    """What a million tokens cost, in the currency of whoever pays.

    Attributes:
        prompt: A million tokens of what is asked.
        answer: A million tokens of what is answered.
    """

    prompt: float = 0.0
    answer: float = 0.0

    def cost(self, usage: TokenUsage) -> float:
        """Return what `usage` costs.

        >>> TokenPrices(prompt=0.4, answer=1.6).cost(TokenUsage(calls=1, prompt=2_500_000, answer=500_000))
        1.8
        """
        return (usage.prompt * self.prompt + usage.answer * self.answer) / _MILLION
