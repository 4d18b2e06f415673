"""How sure it is that a stretch is the candidate's name: the sum of what its signals weigh.

Weights are log-odds, fitted by `benchmarks/privacy/fit_evidence.py` and kept in `evidence.txt`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cvparser.domain.privacy.people.candidate_spans import CandidateSpan
from cvparser.domain.privacy.people.name_forms import Name, name_keys
from cvparser.domain.privacy.people.signal_names import Signal

#: Of every stretch, before any signal.
BIAS = "bias"
#: Above it a stretch is a name.
LINE = 0.0
_FILE = "evidence.txt"
#: What is half of a name beside another half: no rival of it.
_HALVES = frozenset({Signal.LABEL, Signal.IN_TWO_LINES})
#: What two pieces have that the same file's name or address holds.
_FITS = frozenset(signal for signal in Signal if signal.endswith("_fits"))


@dataclass(frozen=True, slots=True)
class Weight:
    """What a signal weighs: as fitted, and as judged before."""

    fitted: float
    judged: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A stretch with its signals and their sum."""

    name: Name
    signals: frozenset[Signal]
    score: float

    @property
    def leading(self) -> Signal | None:
        """The signal that speaks for it most."""
        return max(self.signals, key=lambda signal: weights()[signal].fitted, default=None)


@cache
def weights() -> Mapping[str, Weight]:
    """Return the weight of each signal by its name, and of `BIAS`."""
    return read_weights(files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))


def read_weights(text: str) -> Mapping[str, Weight]:
    r"""Return the weights of a file: after a remark and an empty line, each signal with two numbers.

    >>> read_weights("A remark.\n\nbias -2.5 -2\n")["bias"]
    Weight(fitted=-2.5, judged=-2.0)
    """
    rows = (line.split() for line in text.partition("\n\n")[2].splitlines())
    return {name: Weight(float(fitted), float(judged)) for name, fitted, judged in rows}


def score(signals: Iterable[Signal]) -> float:
    """Return the log-odds that a stretch with these signals is the candidate's name."""
    known = weights()
    return known[BIAS].fitted + sum(known[signal].fitted for signal in signals)


def weighed(spans: Sequence[CandidateSpan], signals: Sequence[frozenset[Signal]], *, is_named: bool) -> list[Weighed]:
    """Return stretches with the sum of their signals.

    A CV is one person's: beside the likeliest stretch, or where a name was found before, others have a rival, unless
    they share a word with it, or are the other half of a name.
    """
    alone = [score(each) for each in signals]
    top = max(range(len(spans)), key=alone.__getitem__, default=None)
    is_likely = top is not None and alone[top] > LINE
    best = Best(signals[top], name_keys(spans[top].name.words)) if top is not None and is_likely else None
    found = []
    for span, each, sum_alone in zip(spans, signals, alone, strict=True):
        # What is no name without a rival is none with one.
        has_rival = sum_alone > LINE and (is_named or best is not None)
        has_rival = has_rival and is_rival(each, name_keys(span.name.words), best)
        rival = weights()[Signal.RIVAL].fitted if has_rival else 0.0
        found.append(Weighed(span.name, each | {Signal.RIVAL} if has_rival else each, sum_alone + rival))
    return found


@dataclass(frozen=True, slots=True)
class Best:
    """The likeliest stretch: its signals and the keys of its words."""

    signals: frozenset[Signal]
    keys: frozenset[str]


def is_rival(signals: frozenset[Signal], keys: Collection[str], best: Best | None) -> bool:
    """Return whether a stretch of these `keys` is another name than the `best`, or than one that was found before."""
    if not signals.isdisjoint(_HALVES):
        return False
    return best is None or (best.keys.isdisjoint(keys) and (signals & best.signals).isdisjoint(_FITS))
