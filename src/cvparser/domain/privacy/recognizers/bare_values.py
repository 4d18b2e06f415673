"""Values without a label: where single words are personal, and beside other facts about somebody."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import islice

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.cv.headings import DECORATION, heading_of
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.changed_lines import those_within
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.labels import label_kind
from cvparser.domain.privacy.people.name_forms import is_professional
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, Span, stripped
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.sections import Section, heading_kind
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.lookup import Stretches
from cvparser.domain.text.words import alternatives

_MAX_LINE = 160
_MAX_FACTS = 60
#: Characters of a line that is one fact.
_LONGEST_FACT = 40
#: Characters of words before a fact: `Date de naissance : `.
_LONGEST_CUE = 24
_YEARS = re.compile(rf"(?<!\d){YEAR}\s?[-/]\s?(?:{YEAR}|[a-z])|\d{{1,2}}/{YEAR}\s?-")
_BULLET = re.compile(r"^[^\w+(]{0,4}")
_COMMA = re.compile(r",[ ]*|(?<=\w\w\w)\.[ ]+")
_WORD = re.compile(r"[^\W\d_]+")
_LEVEL = re.compile(r"[abc][12]\b|[^\W\d_]+")
_MAX_HEADING_WORDS = 5
_PAIR = 2
#: Characters by which a cell may stand left of its heading.
_SLACK = 3


@cache
def _fact_end() -> re.Pattern[str]:
    """Return what parts facts: commas, brackets, ends of sentences and words such as `and`."""
    return re.compile(rf"[,;()|]|\.(?=\s|\Z)|[ ](?:{alternatives(words('small', 'and'))}|&)[ ]")


@cache
def _fact_lead() -> re.Pattern[str]:
    """Return small words before a value."""
    return re.compile(rf"[ ]*(?:(?:{alternatives(words('small', 'fact_before'))})[ ])?")


def find_values_alone(context: Context) -> Iterator[Match]:
    """Find bare values such as `married` in the lines of the head, of contact and of personal details."""
    prepared = context.prepared
    spoken = _lines_of_languages(context)
    for place in context.contact_places:
        for cell in (part for piece in _pieces(prepared, place) for part in _parts(prepared, piece)):
            for category in _value_categories(prepared.folded[cell.start : cell.end]):
                if prepared.reads_otherwise(*cell):
                    continue
                if category is not Category.NATIONALITY or not (place in spoken or _is_language(prepared, place)):
                    yield Match(cell.start, cell.end, category, "value_alone")


@remembered
def _value_categories(folded: str) -> tuple[Category, ...]:
    """Return the categories of which a folded piece of a line is a value, such as `married`."""
    return tuple(category for category, values in vocabulary().values if values.has(folded))


@remembered
def _fact_categories(folded: str) -> tuple[Category, ...]:
    """Return the categories of a folded fact beside personal ones, such as `22 ans`."""
    return tuple(category for category, values in vocabulary().facts if values.has(folded))


def find_facts(context: Context) -> Iterator[Match]:
    """Find bare values next to something personal in a list of facts, which a line holds or lines are."""
    yield from _facts_within(context)
    yield from _facts_beside(context)


def _facts_within(context: Context) -> Iterator[Match]:
    """Find facts in a line: `Inès, 22 ans, célibataire`."""
    prepared = context.prepared
    spans = sorted((match.start, match.end) for match in context.matches if match.category.traits.is_fact)
    taken = Stretches(spans)
    changed = set(those_within(context.changed, prepared.lines))
    for line in prepared.lines:
        is_touched = taken.touch(*line)
        may_be_new = line in changed and ATOM in prepared.text[line.start : line.end]
        if not is_touched and not may_be_new:
            continue
        facts = list(islice(_facts(prepared.folded, line), _MAX_FACTS))
        slot = bisect_right(spans, (line.end, line.end)) if is_touched else 0
        touching = [span for span in spans[max(0, slot - _MAX_FACTS) : slot] if span[1] > line.start]
        is_personal = [
            ATOM in prepared.text[fact.start : fact.end] or any(s < fact.end and fact.start < e for s, e in touching)
            for fact in facts
        ]
        for index, fact in enumerate(facts):
            beside = [near for near in (index - 1, index + 1) if 0 <= near < len(facts)]
            if is_personal[index] or not any(is_personal[near] for near in beside):
                continue
            lead = _fact_lead().match(prepared.folded, *fact)
            start = lead.end() if lead is not None else fact.start
            for category in _fact_categories(prepared.folded[start : fact.end]):
                if category is not Category.NATIONALITY or not _is_language(prepared, line):
                    is_personal[index] = True
                    yield Match(start, fact.end, category, "fact")
                    break


def _facts_beside(context: Context) -> Iterator[Match]:
    """Find facts that fill a line above or below one that begins with something personal: `37 ans`, `Marié`."""
    prepared = context.prepared
    starts = {prepared.line_start(match.start) for match in context.matches if _begins_line(prepared, match)}
    lines = prepared.lines if starts else ()
    spoken = _lines_of_languages(context)
    for index, line in enumerate(lines):
        if line.end - line.start > _LONGEST_FACT:
            continue
        beside = [lines[near] for near in (index - 1, index + 1) if 0 <= near < len(lines)]
        is_beside = any(prepared.line_start(near.start) in starts for near in beside)
        for category in _fact_categories(prepared.folded[slice(*line)]) if is_beside else ():
            tells_language = line in spoken or _is_language(prepared, line)
            if category is not Category.NATIONALITY or not tells_language:
                yield Match(*line, category, "fact_beside")
                break


def _begins_line(prepared: PreparedText, match: Match) -> bool:
    """Return whether a fact begins its line, or ends it behind a few words: `Né le 12/02/1993`."""
    if not match.category.traits.is_fact:
        return False
    before = prepared.folded[prepared.line_start(match.start) : match.start]
    is_cue = len(before) <= _LONGEST_CUE and not any(map(str.isdigit, before))
    return not any(map(str.isalnum, before)) or (is_cue and match.end == prepared.line_end(match.end))


def _facts(folded: str, line: Span) -> Iterator[Span]:
    start = line.start
    for stop, after in [*map(re.Match.span, _fact_end().finditer(folded, *line)), (line.end, line.end)]:
        fact = stripped(folded, start, stop)
        if fact.end > fact.start:
            yield fact
        start = after


def _pieces(prepared: PreparedText, line: Span) -> Iterator[Span]:
    for cell in prepared.segments(line):
        lead = _BULLET.match(prepared.folded[cell.start : cell.end])
        yield Span(cell.start + (lead.end() if lead is not None else 0), cell.end)


def _parts(prepared: PreparedText, cell: Span) -> Iterator[Span]:
    """Return a piece, and what stands between its commas."""
    yield cell
    start = cell.start
    for comma in _COMMA.finditer(prepared.folded, cell.start, cell.end):
        yield Span(start, comma.start())
        start = comma.end()
    if start > cell.start:
        yield Span(start, cell.end)


def _is_language(prepared: PreparedText, line: Span) -> bool:
    """Return whether a line says how well a language is spoken: `Español – Nativo`."""
    words = vocabulary().levels
    return any(match.group() in words for match in _LEVEL.finditer(prepared.folded, *line))


def _lines_of_languages(context: Context) -> frozenset[Span]:
    parts = [part for part in context.sections if _lists_languages(context.prepared, part)]
    return frozenset(line for part in parts for line in part.lines)


def _lists_languages(prepared: PreparedText, part: Section) -> bool:
    """Return whether a section's heading is one of languages: `German` in it is no nationality."""
    heading = heading_of(prepared.folded[slice(*part.heading)].strip(f"{DECORATION}:"))
    return heading is not None and "languages" in heading.kinds


def _opens_section(prepared: PreparedText, above: Span | None, line: Span) -> bool:
    """Return whether a line is a heading that no list has: some words after an empty line, or work in capitals."""
    text = prepared.text[line.start : line.end]
    words = _WORD.findall(prepared.folded[line.start : line.end])
    if not 0 < len(words) < _MAX_HEADING_WORDS or any(map(str.isdigit, text)) or any(mark in text for mark in ":,@"):
        return False
    is_apart = above is not None and prepared.text[above.end : line.start].count("\n") > 1
    return is_apart or (text.isupper() and any(map(is_professional, words)))


def _offset(prepared: PreparedText, at: int) -> int:
    """Return how many characters stand before a place in its line."""
    return at - prepared.line_start(at)


def _column(prepared: PreparedText, part: Section) -> Span | None:
    """Return the columns of a line in which a section stands whose heading has others beside it; None for all."""
    line = prepared.line_start(part.heading.start)
    cells = prepared.cells(part.heading)
    kinds = [heading_kind(prepared.folded[slice(*cell)]) for cell in cells]
    if len(cells) < _PAIR or "personal" not in kinds:
        return None
    own = kinds.index("personal")
    stop = cells[own + 1].start - line - _SLACK if own + 1 < len(cells) else len(prepared.folded)
    return Span(cells[own].start - line - _SLACK if own else 0, stop)


def find_details(context: Context) -> Iterator[Match]:
    """Find whatever else a section of personal details holds."""
    details = [part for part in context.sections if part.kind == "personal"]
    taken = Stretches((match.start, match.end) for match in context.matches) if details else Stretches(())
    for part in details:
        yield from _details(context.prepared, part, taken)


def _details(prepared: PreparedText, part: Section, taken: Stretches) -> Iterator[Match]:
    column = _column(prepared, part)
    for above, line in zip((None, *part.lines), part.lines[:25], strict=False):
        if line.end - line.start > _MAX_LINE or _YEARS.search(prepared.folded, *line):
            return
        if not taken.touch(*line) and _opens_section(prepared, above, line):
            return
        if _is_language(prepared, line):
            continue
        for cell in _pieces(prepared, line):
            if column is not None and not column.start <= _offset(prepared, cell.start) < column.end:
                continue
            if taken.touch(*cell):
                continue
            folded = prepared.folded[cell.start : cell.end]
            if ":" in folded or label_kind(folded) is not None or any(map(is_professional, _WORD.findall(folded))):
                continue
            yield Match(cell.start, cell.end, Category.PERSONAL, "personal_details")


RECOGNIZERS = (
    FunctionRecognizer(
        name="value_alone",
        stage=Stage.FALLBACK,
        categories=of(
            Category.AGE,
            Category.GENDER,
            Category.HEALTH,
            Category.MARITAL_STATUS,
            Category.MILITARY,
            Category.NATIONALITY,
            Category.RELIGION,
        ),
        description="Values without a label in the head, under contact and personal details",
        rules={
            "value_alone": "PERSONAL DETAILS\n⟦married⟧",
        },
        find=find_values_alone,
        needs_whole_cv=True,
    ),
    FunctionRecognizer(
        name="fact",
        stage=Stage.FALLBACK,
        categories=of(
            Category.AGE,
            Category.ETHNICITY,
            Category.FAMILY,
            Category.GENDER,
            Category.HEALTH,
            Category.MARITAL_STATUS,
            Category.NATIONALITY,
            Category.RELIGION,
            Category.SEXUAL_LIFE,
        ),
        description="Values beside something personal in a list of facts",
        rules={
            "fact": "SKILLS\n41 years old, ⟦married⟧, nurse",
            "fact_beside": "SKILLS\n⟦37 ans⟧\nI am married",
        },
        find=find_facts,
        needs_whole_cv=True,
    ),
    FunctionRecognizer(
        name="personal_details",
        stage=Stage.FALLBACK,
        categories=of(Category.PERSONAL),
        description="Whatever else a section of personal details holds",
        rules={
            "personal_details": "PERSONAL DETAILS\n⟦left-handed⟧",
        },
        find=find_details,
        needs_whole_cv=True,
    ),
)
