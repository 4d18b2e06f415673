"""What a run over labelled CVs has shown, and how two runs differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from cvparser.domain.evaluation.scoring import Count
from cvparser.domain.usage import NOTHING_USED, TokenPrices, TokenUsage


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one CV.

    Attributes:
        name: Name of its file.
        counts: How right each field is.
        seconds: How long it took.
        ungrounded: Facts of the result that the text does not say.
        personal: Personal strings of the label that stand in the result.
        usage: What it cost.
        error: Code of why there is no result; None where there is one.
    """

    name: str
    counts: Mapping[str, Count]
    seconds: float
    ungrounded: int = 0
    personal: int = 0
    usage: TokenUsage = NOTHING_USED
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one configuration has shown.

    Attributes:
        name: Of the configuration.
        outcomes: One for each CV.
        prices: What tokens cost.
    """

    name: str
    outcomes: Sequence[Outcome]
    prices: TokenPrices = field(default_factory=TokenPrices)

    def figures(self) -> dict[str, float]:
        """Return each figure by what it is."""
        counts: dict[str, Count] = {}
        for outcome in self.outcomes:
            for name, count in outcome.counts.items():
                counts[name] = counts.get(name, Count()) + count
        usage = sum((outcome.usage for outcome in self.outcomes), NOTHING_USED)
        scores = {f"F1 {name}": count.f1 for name, count in counts.items()}
        seconds = [outcome.seconds for outcome in self.outcomes]
        return {
            **scores,
            "F1, mean of the fields": sum(scores.values()) / len(scores) if scores else 1.0,
            "CVs": len(self.outcomes),
            "CVs without a result": sum(outcome.error is not None for outcome in self.outcomes),
            "facts not in the text": sum(outcome.ungrounded for outcome in self.outcomes),
            "personal strings": sum(outcome.personal for outcome in self.outcomes),
            "calls": usage.calls,
            "tokens asked": usage.prompt,
            "tokens answered": usage.answer,
            "cost": round(self.prices.cost(usage), 6),
            "seconds a CV, median": median(seconds) if seconds else 0.0,
            "seconds a CV, longest": max(seconds, default=0.0),
        }


def table(first: Report, second: Report | None = None) -> str:
    """Return the figures as lines of text, with the difference where there are two reports."""
    figures = first.figures()
    if second is None:
        return _aligned([["", first.name], *([name, _shown(value)] for name, value in figures.items())])
    others = second.figures()
    names = list(dict.fromkeys([*figures, *others]))
    rows = [["", first.name, second.name, "difference"]]
    for name in names:
        one, other = figures.get(name), others.get(name)
        difference = "" if one is None or other is None else _shown(other - one, signed=True)
        rows.append([name, _shown(one), _shown(other), difference])
    return _aligned(rows)


def _shown(value: float | None, *, signed: bool = False) -> str:
    if value is None:
        return "-"
    sign = "+" if signed and value > 0 else ""
    return f"{sign}{value}" if isinstance(value, int) else f"{sign}{value:.3f}"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
