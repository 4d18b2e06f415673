"""From the classes of tokens to stretches of the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from cvparser.adapters.personal_data_detector.learned.features import Tokens
from cvparser.adapters.personal_data_detector.learned.forms import has_form
from cvparser.adapters.personal_data_detector.learned.network import LABELS, Numbers
from cvparser.adapters.personal_data_detector.learned.standing import stands

#: From which mean probability on a stretch of a label counts; chosen on generated documents of seeds below 1000.
LINES: Mapping[str, float] = {"name": 0.9, "email": 0.8, "phone": 0.8, "address": 0.9, "birth": 0.8, "web": 0.9}
#: What a token must reach to belong to a stretch.
_TOKEN_LINE = 0.35
#: Signs that may begin or end a stretch; others are cut off.
_FIRST_SIGNS, _LAST_SIGNS = "+(@#", ")."


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text that the network takes for personal."""

    start: int
    end: int
    label: str
    #: The mean probability of its tokens that they are of the label.
    probability: float


def stretches(text: str, found: Tokens, shares: Numbers) -> Iterator[Stretch]:
    """Yield what is over its label's line, has its form and stands where such can, in order."""
    for each in _candidates(found, shares):
        is_sure = each.probability >= LINES[each.label]
        if (
            is_sure
            and has_form(each.label, text[each.start : each.end])
            and stands(each.label, text, each.start, each.end)
        ):
            yield each


def _candidates(found: Tokens, shares: Numbers) -> Iterator[Stretch]:
    # Labels by tokens: few of these are chosen.
    first = shares.T[1::2]
    either = first + shares.T[2::2]
    chosen = np.flatnonzero(either.sum(axis=0) >= _TOKEN_LINE)
    labels = either[:, chosen].argmax(axis=0).tolist()
    run: list[int] = []
    of_run = 0
    for token, label in zip(chosen.tolist(), labels, strict=True):
        begins = first[label, token] > either[label, token] / 2
        if run and (token != run[-1] + 1 or label != of_run or begins):
            yield from _stretch(found, run, either[of_run], LABELS[of_run])
            run = []
        run.append(token)
        of_run = label
    if run:
        yield from _stretch(found, run, either[of_run], LABELS[of_run])


def _stretch(found: Tokens, run: list[int], shares: Numbers, label: str) -> Iterator[Stretch]:
    first, last = 0, len(run)
    while first < last and not _may_stand(found.words[run[first]], _FIRST_SIGNS):
        first += 1
    while first < last and not _may_stand(found.words[run[last - 1]], _LAST_SIGNS):
        last -= 1
    if first < last:
        kept = run[first:last]
        yield Stretch(found.starts[kept[0]], found.ends[kept[-1]], label, float(shares[kept].mean()))


def _may_stand(word: str, signs: str) -> bool:
    return word[0].isalnum() or word[0] in signs
