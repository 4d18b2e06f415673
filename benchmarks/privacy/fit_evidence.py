"""Fit what each signal weighs for a stretch being the candidate's name, and write it down.

usage: python -m benchmarks.privacy.fit_evidence [--more FILE]... [--check]

Logistic regression on the stretches of the labelled documents here, of `positions`, and of files of documents of the
same form (`--more`), a line each with `text` and `pii`. The weights are drawn to what was judged before, the second
number of each line of `evidence.txt`: a signal that few documents have stays there. Adding a signal is a line in that
file, with what you judge it to weigh twice, and a run of this. `--check` writes nothing and says how the weights do on
positions that they were not fitted on.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from random import Random

from benchmarks.privacy.document import read
from benchmarks.privacy.positions import positioned

from cvparser.domain.privacy import DocumentHints
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.document_text import read_as_text
from cvparser.domain.privacy.layout import Layout
from cvparser.domain.privacy.people import evidence
from cvparser.domain.privacy.people.candidate import Candidates
from cvparser.domain.privacy.people.evidence import BIAS, Best, Weight, is_rival, read_weights
from cvparser.domain.privacy.people.name_forms import name_keys
from cvparser.domain.privacy.people.signal_names import Signal
from cvparser.domain.privacy.pipeline import RECOGNIZERS
from cvparser.domain.privacy.prepared_text import prepare
from cvparser.domain.privacy.recognizer import Stage
from cvparser.domain.text.document_cache import remembering

_FILE = Path(str(files(evidence.__package__).joinpath("evidence.txt")))
_SEED, _FRESH_SEED = 12, 2031
_POSITIONED, _FRESH = 1500, 300
#: How strongly weights are drawn to what was judged; how often all examples are seen; the first step.
_PULL, _EPOCHS, _STEP = 10.0, 12, 0.05
#: A round decides who is whose rival, which the next one learns from.
_ROUNDS = 3
#: What a document written by hand counts beside a composed one.
_BY_HAND = 3.0


@dataclass(frozen=True, slots=True)
class _Example:
    """A stretch: its signals, the keys of its words, whether it is the name."""

    signals: frozenset[Signal]
    keys: frozenset[str]
    is_name: bool


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A document's stretches; each counts `worth`."""

    examples: Sequence[_Example]
    worth: float


def _labelled(
    text: str, hints: DocumentHints, names: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]], worth: float
) -> _Labelled:
    """Return the stretches of a text; those that overlap the name of somebody else teach nothing."""
    source = read_as_text(text)
    with remembering():
        prepared = prepare(source.text)
        layout = Layout.of(text, hints.settings, source)
        context = Context(prepared, hints=hints)
        for recognizer in RECOGNIZERS:
            if recognizer.stage is Stage.IDENTIFIERS and recognizer.name != "own_page":
                context.add(recognizer, list(recognizer.find(context)))
        candidates = Candidates.of(
            prepared,
            parts=context.sections,
            labelled=context.labelled,
            found=context.matches_of(Stage.IDENTIFIERS),
            hints=hints,
            settings=layout.of_lines(prepared) if layout is not None else (),
        )
    examples = []
    for span, signals in zip(candidates.spans, candidates.signals, strict=True):
        start, end = source.origin(*prepared.origin(*span.name.span))
        is_name = any(start < stop and first < end for first, stop in names)
        if is_name or not any(start < stop and first < end for first, stop in others):
            examples.append(_Example(signals, name_keys(span.name.words), is_name))
    return _Labelled(examples, worth)


def _documents(more: Sequence[Path]) -> Iterator[_Labelled]:
    for document in read():
        spans = [(span["start"], span["end"], span["category"]) for span in document.spans]
        names = [(start, end) for start, end, category in spans if category == "name"]
        others = [(start, end) for start, end, category in spans if category not in {"name", "email", "url", "handle"}]
        yield _labelled(document.text, DocumentHints(file_name=document.file_name), names, others, _BY_HAND)
    for path in more:
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            names = [(each["start"], each["end"]) for each in row["pii"] if each["type"] == "NAME"]
            others = [(each["start"], each["end"]) for each in row["pii"] if each["type"] != "NAME"]
            yield _labelled(row["text"], DocumentHints(), names, others, _BY_HAND)


def _composed(seed: int, count: int) -> Iterator[_Labelled]:
    for each in positioned(seed, count):
        yield _labelled(each.text, each.hints, each.names, [], 1.0)


def fit(documents: Sequence[_Labelled], judged: Mapping[str, float]) -> dict[str, float]:
    """Return the weights that make the labels likeliest, drawn to what was judged."""
    weights = dict(judged)
    for number in range(_ROUNDS):
        rows = [row for document in documents for row in _rows(document, weights)]
        Random(_SEED + number).shuffle(rows)  # noqa: S311 - the same weights every time, no secret
        weights = _descended(rows, weights, judged)
    return weights


def _rows(document: _Labelled, weights: Mapping[str, float]) -> Iterator[tuple[tuple[str, ...], bool, float]]:
    """Yield the signals of each stretch with `RIVAL` where the likeliest is another's, its label, its worth."""
    best = max(document.examples, key=lambda each: _sum(each.signals, weights), default=None)
    is_likely = best is not None and _sum(best.signals, weights) > evidence.LINE
    for each in document.examples:
        likely = Best(best.signals, best.keys) if best is not None and is_likely else None
        has_rival = likely is not None and is_rival(each.signals, each.keys, likely)
        signals = each.signals | {Signal.RIVAL} if has_rival else each.signals
        yield (BIAS, *sorted(signals)), each.is_name, document.worth


def _sum(signals: frozenset[Signal], weights: Mapping[str, float]) -> float:
    return weights[BIAS] + sum(weights[signal] for signal in signals)


def _descended(
    rows: Sequence[tuple[tuple[str, ...], bool, float]], weights: Mapping[str, float], judged: Mapping[str, float]
) -> dict[str, float]:
    """Return weights after stochastic gradient descent with shrinking steps."""
    fitted = dict(weights)
    for epoch in range(_EPOCHS):
        step = _STEP / (1 + epoch)
        for signals, is_name, worth in rows:
            error = worth * (is_name - 1 / (1 + math.exp(-sum(fitted[signal] for signal in signals))))
            for signal in signals:
                fitted[signal] += step * error
        fitted = {signal: weight - step * _PULL * (weight - judged[signal]) for signal, weight in fitted.items()}
    return fitted


def _report(documents: Sequence[_Labelled], weights: Mapping[str, float]) -> str:
    """Return how many names are over the line, and how much that is none."""
    found = names = wrong = missed_documents = named_documents = 0
    for document in documents:
        over = 0
        has_name = any(each.is_name for each in document.examples)
        for signals, is_name, _ in _rows(document, weights):
            is_over = sum(weights[signal] for signal in signals) > evidence.LINE
            names += is_name
            found += is_over and is_name
            over += is_over and is_name
            wrong += is_over and not is_name
        named_documents += has_name
        missed_documents += has_name and not over
    return (
        f"{found} of {names} stretches found, {wrong} others taken; "
        f"no stretch in {missed_documents} of {named_documents} documents"
    )


def main() -> None:
    """Fit, write and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--more", type=Path, action="append", default=[])
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    text = _FILE.read_text(encoding="utf-8")
    known = read_weights(text)
    if not chosen.check:
        documents = [*_documents(chosen.more), *_composed(_SEED, _POSITIONED)]
        judged = {signal: weight.judged for signal, weight in known.items()}
        fitted = fit(documents, judged)
        known = {signal: Weight(round(fitted[signal], 2), judged[signal]) for signal in known}
        rows = (f"{signal} {weight.fitted:+.2f} {weight.judged:+.2f}" for signal, weight in known.items())
        _FILE.write_text(text.partition("\n\n")[0] + "\n\n" + "\n".join(rows) + "\n", encoding="utf-8")
        print("fitted on: ", _report(documents, {signal: weight.fitted for signal, weight in known.items()}))
    weights = {signal: weight.fitted for signal, weight in known.items()}
    print("documents: ", _report(list(_documents(chosen.more)), weights))
    print("fresh:     ", _report(list(_composed(_FRESH_SEED, _FRESH)), weights))


if __name__ == "__main__":
    main()
