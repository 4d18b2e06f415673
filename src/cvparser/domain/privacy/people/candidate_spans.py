"""Stretches of a text that may be the candidate's name: wherever one can stand, whatever else was met before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.labels import Labelled, label_kind
from cvparser.domain.privacy.people.announced import announced, labelled_names
from cvparser.domain.privacy.people.header_names import past_numbering, past_title, prefixes_of_lines, surname_first
from cvparser.domain.privacy.people.inventories import given_names
from cvparser.domain.privacy.people.name_cells import is_page_number, read_cell, small_words
from cvparser.domain.privacy.people.name_evidence import Clues
from cvparser.domain.privacy.people.name_forms import Name, is_professional, name_at
from cvparser.domain.privacy.people.signal_names import Signal
from cvparser.domain.privacy.people.text_facts import TextFacts
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, Span
from cvparser.domain.privacy.sections import Section, heading_kind
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import Words, alternatives

#: Characters of a line in which a piece may be a name.
_MAX_LINE = 320
#: Characters and blanks of a name with titles, a degree and the number of a page.
_LONGEST_CELL, _MAX_BLANKS = 90, 12
#: Characters of a line that may begin with the subject of a sentence.
_MIN_SENTENCE = 25
_MAX_SENTENCE = 400
#: Characters of a title before a subject, of a word, and from a line's start to the verb of its first sentence.
_MAX_TITLE, _LONGEST_WORD, _SUBJECT_REACH = 12, 25, 110
#: More than any CV has: beyond them nothing is looked at, so that time stays short.
_MAX_SPANS = 2_000
_MAX_HINTED = 400
_MIN_HINTED = 4
#: Blanks between a label and its colon.
_LONGEST_GAP = 40
#: Of which a span has one.
COUNTED = frozenset({Signal.WORDS_1, Signal.WORDS_2, Signal.WORDS_3, Signal.WORDS_4})
#: Sections that tell of others.
_OTHERS = frozenset({"references", "emergency"})
#: Labels of what has a name and is nobody.
_NAMED = frozenset({"company", "degree", "field", "institution"})
_ANNOUNCING = frozenset({"introduction", "sign_off"})
_SENTENCE_END = re.compile(r"[.!?](?=\s|\Z)")
_BLANKS = re.compile(r"\t|[ ]{2,}")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class CandidateSpan:
    """A stretch that may be the name, and what was seen where it was met."""

    name: Name
    signals: frozenset[Signal]


def candidate_spans(
    facts: TextFacts, parts: tuple[Section, ...], labelled: Sequence[Labelled], clues: Clues, *, is_named: bool
) -> list[CandidateSpan]:
    """Return all stretches that may be the name; of one that was met in several ways, the signals of all.

    Where a name was found before, only what a label or a phrase announces, or something spells, is looked at again.
    """
    prepared = facts.prepared
    said = list(_announced(prepared, [each for each in labelled if not _is_employer(facts, each)]))
    alone = [] if is_named else list(_cells(facts))
    # What stands alone begins no more than itself, and no sentence.
    beginnings = [] if is_named else list(_prefixes(prepared, parts))
    subjects = [] if is_named else list(_subjects(facts))
    met = [*alone, *subjects, *_apart(beginnings, alone)]
    phrases = [start for start, _, kind in prepared.trigger_phrases if kind in _ANNOUNCING]
    met = [*said, *(span for span in met if not _holds(phrases, span.name.span))]
    together = _together([*met, *_apart(_hinted(facts, clues), met)])
    return [span for span in together if not _is_form_label(facts, span.name.span)]


def _apart(spans: Iterable[CandidateSpan], known: Sequence[CandidateSpan]) -> list[CandidateSpan]:
    """Return the spans that are not known."""
    taken = {span.name.span for span in known}
    return [span for span in spans if span.name.span not in taken]


def _together(spans: Iterable[CandidateSpan]) -> list[CandidateSpan]:
    """Return each span once, with all that was seen of it; how many words it has was said first."""
    together: dict[Span, CandidateSpan] = {}
    for span in spans:
        known = together.get(span.name.span)
        signals = span.signals if known is None else known.signals | (span.signals - COUNTED)
        together[span.name.span] = CandidateSpan(span.name if known is None else known.name, signals)
    return list(together.values())


def _holds(starts: Sequence[int], span: Span) -> bool:
    return bisect_left(starts, span.start) < bisect_left(starts, span.end)


def _is_label(prepared: PreparedText, segment: Span) -> bool:
    """Return whether a colon parts a piece of a line from the next one, or begins it."""
    after = prepared.folded[segment.end : segment.end + _LONGEST_GAP].lstrip(" ")[:1]
    return after == ":" or prepared.folded[segment.start] == ":"


def _is_employer(facts: TextFacts, item: Labelled) -> bool:
    """Return whether a label of a name, such as the Spanish `Firma`, labels an employer among jobs, as it does here."""
    index = facts.line_at(item.value.start)
    if facts.kinds[index] != "work" or index == facts.last_line:
        return False
    before = facts.prepared.folded[facts.prepared.lines[index].start : item.value.start]
    return _work_label(_BLANKS.split(before.rstrip(" \t:"))[-1]) is not None


def _announced(prepared: PreparedText, labelled: Sequence[Labelled]) -> Iterator[CandidateSpan]:
    for name in labelled_names(prepared, labelled):
        yield CandidateSpan(name, frozenset({Signal.LABEL, _counted(name)}))
    for name, signal in announced(prepared):
        yield CandidateSpan(name, frozenset({signal, _counted(name)}))


def _counted(name: Name) -> Signal:
    """Return how many words a name has, but for particles and initials."""
    full = [word for word in name.words if len(word.strip(".")) > 1 and fold(word) not in vocabulary().particles]
    return (Signal.WORDS_1, Signal.WORDS_2, Signal.WORDS_3, Signal.WORDS_4)[min(max(len(full), 1), 4) - 1]


def _cells(facts: TextFacts) -> Iterator[CandidateSpan]:
    """Return the pieces of lines that a name may fill."""
    prepared = facts.prepared
    met = 0
    for index, line in enumerate(prepared.lines):
        if line.end - line.start > _MAX_LINE or facts.kinds[index] in _OTHERS or met > _MAX_SPANS:
            continue
        segments = prepared.segments(line)
        is_paged = len(segments) > 1 and any(is_page_number(prepared.folded[slice(*each)]) for each in segments)
        for order, segment in enumerate(segments):
            if _is_label(prepared, segment) or _is_of_form(facts, index, segments, order):
                continue
            for span in _cell(prepared, segment):
                extra = {Signal.LATER_CELL} if order else set()
                extra |= {Signal.OTHER_CELLS} if len(segments) > 1 else set()
                extra |= {Signal.PAGE_NUMBER} if is_paged else set()
                met += 1
                yield CandidateSpan(span.name, span.signals | extra)


def _is_of_form(facts: TextFacts, index: int, segments: Sequence[Span], order: int) -> bool:
    """Return whether a piece of a line below the header is an employer or a school, as the label beside it says."""
    if not order or facts.kinds[index] == "header":
        return False
    return _work_label(facts.prepared.folded[slice(*segments[order - 1])]) in _NAMED


def _is_form_label(facts: TextFacts, span: Span) -> bool:
    """Return whether a stretch below the header is the label of what a profile has: `Görev` beside a title."""
    is_label = _work_label(facts.prepared.folded[slice(*span)]) is not None
    return is_label and facts.kinds[facts.line_at(span.start)] == "work"


def _work_label(folded: str) -> str | None:
    return vocabulary().work_labels.get(folded.strip(" .:"))


def _cell(prepared: PreparedText, segment: Span) -> Iterator[CandidateSpan]:
    text = prepared.text[slice(*segment)]
    if len(text) > _LONGEST_CELL or text.count(" ") > _MAX_BLANKS or ATOM in text:
        return
    own = past_numbering(prepared, segment)
    behind_title = past_title(prepared, own)
    turned = surname_first(prepared, segment) if "," in text else None
    if turned is not None and _is_shouted(prepared, turned):
        turned = None
    cell = read_cell(prepared, behind_title) if turned is None else None
    if (turned is None and cell is None) or _is_fixed(prepared.folded[slice(*segment)]):
        return
    if turned is not None:
        yield CandidateSpan(turned, frozenset({Signal.SURNAME_FIRST, _counted(turned)}))
    if cell is not None:
        yield CandidateSpan(cell.name, cell.signals | ({Signal.DOCUMENT_TITLE} if own != behind_title else set()))


def _is_fixed(folded: str) -> bool:
    """Return whether a piece of a line is a label or a heading."""
    return label_kind(folded) is not None or heading_kind(folded) is not None


def _prefixes(prepared: PreparedText, parts: tuple[Section, ...]) -> Iterator[CandidateSpan]:
    """Return the names that begin the first lines, or stand in them beside a profession."""
    for name, is_titled in prefixes_of_lines(prepared, parts):
        signals = {Signal.PREFIX, _counted(name)} | ({Signal.DOCUMENT_TITLE} if is_titled else set())
        yield CandidateSpan(name, frozenset(signals))


def _is_shouted(prepared: PreparedText, turned: Name) -> bool:
    """Return whether all is in capitals, and more than a surname before the comma: `INES FALK, TODAY`."""
    surname, _, given = prepared.folded[slice(*turned.span)].partition(",")
    is_given = any(word in given_names() for word in _LETTERS.findall(given))
    return prepared.text[slice(*turned.span)].isupper() and " " in surname and not is_given


@cache
def _subject() -> re.Pattern[str]:
    """Return what a sentence about somebody goes on with: `is a`, `has`."""
    return re.compile(rf"(?:,[^,\n]{{1,40}},)?[ ](?:{alternatives(words('names', 'subject'))})\b")


@cache
def _subject_ends() -> Words:
    return Words(words("names", "subject_ends"))


def _subjects(facts: TextFacts) -> Iterator[CandidateSpan]:
    """Return what the sentences that begin lines speak of: `Selma Aksoy is an engineer`."""
    prepared = facts.prepared
    for start, stop in prepared.lines:
        if not _MIN_SENTENCE < stop - start <= _MAX_SENTENCE or not prepared.text[start].isupper():
            continue
        end = _SENTENCE_END.search(prepared.folded, start + _MIN_SENTENCE, stop)
        stop = end.start() if end is not None else stop  # noqa: PLW2901 (where its first sentence ends)
        last = _LETTERS.findall(prepared.folded, stop - _LONGEST_WORD, stop)[-1:]
        is_turkish = bool(last) and last[0] in _subject_ends()
        if not is_turkish and _subject().search(prepared.folded, start, min(stop, start + _SUBJECT_REACH)) is None:
            continue
        name = name_at(prepared, start, stop, cased=prepared.is_cased)
        if name is None or name.span.start - start > _MAX_TITLE or len(name.words) > 5:
            continue
        if prepared.folded[name.span.end : name.span.end + 1] not in {" ", ",", "'"} or _is_pronoun(name):
            continue
        if is_turkish or _subject().match(prepared.folded, name.span.end, stop) is not None:
            yield CandidateSpan(name, frozenset({Signal.SUBJECT, _counted(name)}))


def _is_pronoun(name: Name) -> bool:
    """Return whether one word, a small one, is all: `I`, `He`, `This`."""
    return len(name.words) == 1 and (len(name.words[0]) == 1 or fold(name.words[0]) in small_words())


def _hinted(facts: TextFacts, clues: Clues) -> Iterator[CandidateSpan]:
    """Return words within sentences that addresses, the file or its metadata spell; neighbours together."""
    prepared = facts.prepared
    pieces = frozenset(piece for each in clues.values() for piece in each if len(piece) >= _MIN_HINTED)
    taken = [span for span in prepared.words_among(pieces)[:_MAX_HINTED] if _may_be_hinted(prepared, span)]
    runs: list[list[Span]] = []
    for span in taken:
        if runs and prepared.text[runs[-1][-1].end : span.start] == " ":
            runs[-1].append(span)
        else:
            runs.append([span])
    for run in runs:
        given = _given_before(prepared, run[0].start)
        if given is not None:
            run.insert(0, given)
        if len(run) == 1 and prepared.text[run[0].start].islower() and prepared.is_cased:
            continue
        found = tuple(prepared.text[slice(*span)] for span in run)
        name = Name(Span(run[0].start, run[-1].end), found)
        yield CandidateSpan(name, frozenset({Signal.IN_SENTENCE, _counted(name)}))


def _given_before(prepared: PreparedText, start: int) -> Span | None:
    """Return the given name right before a word that something spells: `Clarisse Hoarau`, of c.hoarau@example.com."""
    index = bisect_left(prepared.words, Span(start, start)) - 1
    if index < 0 or prepared.text[prepared.words[index].end : start] != " ":
        return None
    word = prepared.words[index]
    folded = prepared.folded[slice(*word)]
    is_given = folded in given_names() and not is_professional(folded) and folded not in small_words()
    return word if prepared.text[word.start].isupper() and is_given else None


def _may_be_hinted(prepared: PreparedText, span: Span) -> bool:
    folded = prepared.folded[slice(*span)]
    is_inside = (
        prepared.text[span.end : span.end + 1] in {"@", "_"} or prepared.text[span.start - 1 : span.start] == "@"
    )
    return not is_inside and not is_professional(folded) and folded not in vocabulary().generic
