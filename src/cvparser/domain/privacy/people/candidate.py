"""Whose CV it is: the candidate's name, found by all signals together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cvparser.domain.cv.lines import Setting
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.finding import DocumentHints
from cvparser.domain.privacy.labels import Labelled
from cvparser.domain.privacy.people.candidate_spans import CandidateSpan, candidate_spans
from cvparser.domain.privacy.people.evidence import LINE, Weighed, weighed
from cvparser.domain.privacy.people.name_evidence import clues_in
from cvparser.domain.privacy.people.name_forms import Name, is_frequent, joined_keys, name_keys
from cvparser.domain.privacy.people.name_variants import full_forms, maiden_name, short_forms
from cvparser.domain.privacy.people.signal_names import Signal
from cvparser.domain.privacy.people.signals import SignalReader
from cvparser.domain.privacy.people.text_facts import TextFacts
from cvparser.domain.privacy.prepared_text import PreparedText
from cvparser.domain.privacy.recognizer import Match
from cvparser.domain.privacy.sections import Section

#: Lines in which the full name stands.
_HEAD = 3
#: What a finding is called by, the first that holds.
_RULES = (
    (Signal.LABEL, "label_name"),
    (Signal.INTRODUCTION, "introduction"),
    (Signal.SHORT_INTRODUCTION, "introduction"),
    (Signal.SIGN_OFF, "sign_off"),
    (Signal.SUBJECT, "subject"),
    (Signal.HEAD, "header"),
    (Signal.PAGE_NUMBER, "page_margin"),
    (Signal.MARGIN, "page_margin"),
)
_ELSEWHERE = "line_alone"


@dataclass(slots=True)
class Names:
    """What was learnt of the candidate's name: where it stands as a whole, and the keys of its pieces."""

    matches: list[Match] = field(default_factory=list)
    places: list[Name] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def add(self, name: Name, rule: str) -> None:
        """Learn a name that stands in the text."""
        self.matches.append(Match(name.span.start, name.span.end, Category.NAME, rule))
        self.places.append(name)
        self.keys |= name_keys(name.words) | joined_keys(name.words)


@dataclass(frozen=True, slots=True)
class Candidates:
    """All stretches of a text that may be the name, each with its signals."""

    spans: list[CandidateSpan]
    signals: list[frozenset[Signal]]

    @classmethod
    def of(
        cls,
        prepared: PreparedText,
        *,
        parts: tuple[Section, ...],
        labelled: tuple[Labelled, ...],
        found: Sequence[Match],
        hints: DocumentHints,
        settings: Sequence[Setting | None] = (),
        is_named: bool = False,
    ) -> Candidates:
        """Return the stretches of a prepared text; `found` are the identifiers in it, `settings` those of its lines."""
        facts = TextFacts(prepared, parts, found, labelled, settings)
        clues = clues_in(prepared, found, parts, labelled, hints)
        spans = candidate_spans(facts, parts, labelled, clues, is_named=is_named)
        reader = SignalReader(facts, clues, spans)
        return cls(spans, [reader.read(span) for span in spans])

    def weighed(self, *, is_named: bool = False) -> list[Weighed]:
        """Return them with the sums of their signals."""
        return weighed(self.spans, self.signals, is_named=is_named)


def discover(
    prepared: PreparedText,
    *,
    parts: tuple[Section, ...],
    labelled: tuple[Labelled, ...],
    found: Sequence[Match],
    hints: DocumentHints,
    settings: Sequence[Setting | None] = (),
    is_named: bool = False,
) -> Names:
    """Find the candidate's name: every stretch over the line is one.

    `is_named` tells that a name was found before, which is every other's rival.
    """
    candidates = Candidates.of(
        prepared, parts=parts, labelled=labelled, found=found, hints=hints, settings=settings, is_named=is_named
    )
    names = Names()
    for each in sorted(candidates.weighed(is_named=is_named), key=lambda each: each.name.span):
        if each.score > LINE and Signal.IN_SENTENCE in each.signals:
            # Where it is part of an employer's name, it stays: mentions tell.
            names.keys |= name_keys(each.name.words) | joined_keys(each.name.words)
        elif each.score > LINE:
            names.add(each.name, _rule(each))
    for name, rule in _others(prepared, parts, names):
        names.add(name, rule)
    names.keys |= short_forms(names.keys)
    return names


def _rule(found: Weighed) -> str:
    return next((rule for signal, rule in _RULES if signal in found.signals), _ELSEWHERE)


def _others(prepared: PreparedText, parts: tuple[Section, ...], names: Names) -> Iterator[tuple[Name, str]]:
    """Return the full form of a name of which one word is known, and names before marriage."""
    places = list(names.places)
    is_short = all(sum(len(word.strip(".")) > 1 for word in name.words) == 1 for name in places)
    known = frozenset[str]().union(*(name_keys(name.words) for name in places))
    header = parts[0].lines[_HEAD - 1].end if len(parts[0].lines) >= _HEAD else None
    may_be_fuller = is_short or header is not None
    for full in full_forms(prepared, known, None if is_short else header) if known and may_be_fuller else ():
        if is_short or is_frequent(full):
            places.append(full)
            yield full, "full_form"
    for name in places:
        former = maiden_name(prepared, name)
        if former is not None:
            yield former, "maiden_name"
