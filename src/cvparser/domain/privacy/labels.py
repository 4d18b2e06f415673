"""Labelled values: `Medeni Hali: Evli`, `Date of birth  7 August 1990`, tables with a head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from cvparser.domain.cv.bullets import BETWEEN_ITEMS
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import TRAITS, Category, Traits
from cvparser.domain.privacy.changed_lines import those_within
from cvparser.domain.privacy.prepared_text import ATOM, PARTING_SIGNS, PreparedText, Span, may_be_parted
from cvparser.domain.privacy.sections import heading_kind
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.words import alternatives

if TYPE_CHECKING:
    from cvparser.domain.privacy.context import Context

#: Traits of the kinds of labels by which no category is meant: `person`, `file`.
_NO_CATEGORY = Traits("", "")
#: Kinds whose label begins a line or follows another value: in a sentence the same word is another.
_BEGINNING = frozenset({"name", "person", "file", "url"})
#: Kinds whose label is another word in a table of two columns with a dash between.
_NO_COLUMN = frozenset({"person", "file", "url", "handle", "licence"})
_TRAITS = {category.value: traits for category, traits in TRAITS.items()}
_PARENTHESIS = re.compile(r"\([^()\n]{0,40}\)")
_LEADING = re.compile(rf"^(?:[\s\-*{BETWEEN_ITEMS}➢>#|,;.()\"'\ue000]++|\d{{1,2}}[.)]\s++)++")
_YOURS = re.compile(r"(?:[iu]n[iu]z|n[iu]z)$")
_GAP = re.compile(rf"[ \t]{{2,}}|\t|\.{{4,}}|_{{4,}}|…{{2,}}|[ ]?[|{BETWEEN_ITEMS};][ ]*")
#: The end of a sentence or of a part of a line, after which a label begins.
_BEGIN = re.compile(r"[.;!?,–—)-][ ]{1,2}\Z")
_WORD_START = re.compile(r"(?<![^\W_])[^\W\d_]")
_CAMEL = re.compile(r"(?<=[a-zçğıöşüäß0-9])(?=[A-ZÇĞİÖŞÜÄ])")
_PIECE_START = re.compile(r"[ \t]{2,}|\t|[|•·;][ ]*|(?<=\w\w)[.,?!][ ]")
_MAX_LABEL = 45
#: What forms put between a label and its colon.
_PADDING = frozenset(" \t.…_|")
#: Characters of a remark in brackets behind a label.
_LONGEST_REMARK = 100
#: Shorter words end other words, too: `Not ort.`
_MIN_INNER_LABEL = 4
_MIN_CAPITAL_LABEL = 3
_MAX_LABELS = 200
#: A label and its value.
_PAIR = 2
_LONG_VALUE = 60
#: What parts a label from its value: for sure a colon; a dash or a semicolon after a label that is a whole piece.
_MARK = re.compile(
    r":|[→=](?<=[ ].)>?[ ]|=[ ]?(?=[\"'])|[-–](?<=[ ].)>[ ]|[;?][ ]|[–—-](?<=[ \t].)(?=[ \t]|[^\W\d_])|-(?<=\w-)[ ]"
)
_COLON = re.compile(":")
#: A dash that stands in a column of its own.
_ALIGNED = re.compile(r"(?:  |\t)\Z")
#: What every mark but a colon has.
_UNUSUAL = re.compile(r"[=→>;?–—]|[ \t]-|-[ ]")
_ANY_MARK = re.compile(rf":|{_UNUSUAL.pattern}")
_WEAK = frozenset({";", "?", "–", "—", "-"})
_WORD = re.compile(r"[^\W\d_]{3,}")
#: What an account is called: one word in small letters, or with a sign or a digit.
_HANDLE = re.compile(r"@\S+|(?=\S*[\d_.]|[a-z])[^\s,]{3,40}")
#: What stands before a comma or a bracket.
_CLAUSE = re.compile(r"[^,;(\n]*+")
#: What no head of a column has: a number, or what was found before.
_VALUE = re.compile(rf"\d\D?\d\D?\d|{ATOM}")
_NAME_LINE = re.compile(r"[^\W\d_][\w.'’-]{0,40}(?:[ ][^\W\d_][\w.'’-]{0,40}){0,4}")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"(?<=\w\w\w)[.!?](?=\s)|(?<=[a-z])(?=\d{4}-)")
#: Kinds whose values have dots and capitals in them.
_OF_MANY_PARTS = frozenset({Category.ADDRESS, Category.BIRTH, Category.FAMILY, Category.NAME})
_NEXT_SENTENCE = re.compile(r"(?<=[a-zçğıöşüäéèñó]{3})[.!?][ ]+(?=[A-ZÇĞİÖŞÜÄÉ][a-zçğıöşüäéèñó]+[ ,])")
_BLANKS = re.compile(r"\s+")
_ALPHANUMERIC = re.compile(r"[^\W_]")
_RULE_LINE = re.compile(r"[\s|:+=_-]+")


@cache
def _and() -> re.Pattern[str]:
    """Return what joins two labels."""
    return re.compile(rf"[ ]?[/&+][ ]?|[ ](?:{alternatives(words('small', 'and'))})[ ]|,[ ]?")


@cache
def _lead() -> re.Pattern[str]:
    """Return what forms put before a label."""
    return re.compile(rf"^(?:{alternatives(words('small', 'label_before'))})[ ]")


@cache
def _tail() -> re.Pattern[str]:
    """Return what forms put after a label."""
    return re.compile(rf"[ -]?(?:{alternatives(words('small', 'label_after'))}|n°|nº|#)\.?$")


@cache
def _number_tail() -> re.Pattern[str]:
    """Return what ends the label of a number."""
    return re.compile(rf"(?:{alternatives(words('small', 'label_number'))}|n°|nº|#)\.?$")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label's kind and where its value stands."""

    kind: str
    value: Span


def labelled_values(prepared: PreparedText, places: Sequence[Span]) -> tuple[Labelled, ...]:
    """Find the labels with their values in tables, and in the lines at `places`, which are in order."""
    found = list(_table_values(prepared))
    looked_at = set(those_within(places, prepared.lines))
    for index, line in enumerate(prepared.lines):
        if line not in looked_at:
            continue
        following = prepared.lines[index + 1] if index + 1 < len(prepared.lines) else None
        found.extend(_in_cells(prepared, line))
        found.extend(_in_line(prepared, line, following))
    return tuple(dict.fromkeys(found))


def _may_hold_label(context: Context) -> bool:
    """Return whether a text without signs that part a label from its value begins with a label, or may have several."""
    folded, spoken = context.prepared.folded, context.prepared.folded_words
    return " -" in folded or "- " in folded or may_be_parted(folded) or any(map(_may_be_label, spoken[:1]))


#: Of recognizers that look at labelled values, in lines, in tables, in JSON and in LaTeX.
LABEL_ANCHORS = Anchors(signs=f'\n:=→>?–—"\\{PARTING_SIGNS}', holds=_may_hold_label)


@remembered
def label_kind(folded: str) -> str | None:
    """Return the kind of a folded label, or None."""
    labels = vocabulary().labels
    first = _FIRST_WORD.search(folded)
    if first is None or not _may_be_label(first.group()):
        return None
    bare = _PARENTHESIS.sub("", folded) if "(" in folded else folded
    bare = (bare if bare[:1].isalpha() else _LEADING.sub("", bare)).strip(" \t.:*?")
    if "  " in bare or not bare.isprintable():
        bare = _BLANKS.sub(" ", bare)
    return labels.get(bare) or _kind_of_parts(bare, labels) or _kind_without(bare, labels)


@remembered
def _may_be_label(word: str) -> bool:
    known = vocabulary()
    if word in known.label_words or word in known.registers or _lead().match(f"{word} ") is not None:
        return True
    stem = _YOURS.sub("", word) if word.endswith("z") else word
    return stem != word and any(f"{stem}{end}" in known.label_words for end in ("", "i", "u"))


def traits_of(kind: str) -> Traits:
    """Return the traits of the category that a kind of label means."""
    return _TRAITS.get(kind, _NO_CATEGORY)


def _kind_of_parts(bare: str, labels: Mapping[str, str]) -> str | None:
    """Return the kind of `Name / Ad`, `Altura y peso`: the first part's."""
    if bare.isalpha():
        return None
    kinds = [labels.get(part.strip(" .")) for part in _and().split(bare)]
    is_all = len(kinds) > 1 and (all(kinds) or "/" in bare)
    return kinds[0] if is_all else None


def _kind_without(bare: str, labels: Mapping[str, str]) -> str | None:
    """Return the kind of a label without what forms add to it: `your`, `number`, the Turkish ending of `yours`."""
    own = _lead().sub("", _tail().sub("", bare)).strip(" .")
    if own != bare and own in labels:
        return labels[own]
    stem = _YOURS.sub("", own)
    kind = labels.get(stem) or labels.get(f"{stem}i") or labels.get(f"{stem}u") or labels.get(f"{stem}si")
    if kind is not None and stem != own:
        return kind
    is_numbered = _number_tail().search(bare) is not None
    return "registration" if is_numbered and any(word in vocabulary().registers for word in bare.split()) else None


def _in_line(prepared: PreparedText, line: Span, following: Span | None) -> Iterator[Labelled]:
    folded = prepared.folded
    mark = _ANY_MARK.search(folded, *line)
    if mark is None:
        yield from _without_colon(prepared, line, following)
        return
    is_unusual = mark.group() != ":" or _UNUSUAL.search(folded, mark.end(), line.end) is not None
    ends = list((_MARK if is_unusual else _COLON).finditer(folded, *line))[:_MAX_LABELS]
    marks: list[tuple[int, int, str]] = []
    boundary = line.start
    for end in ends:
        sign = end.group().strip()
        if sign in _WEAK:
            label = _whole_label(prepared, boundary, end.start(), sign)
        else:
            label = _label_before(prepared, boundary, end.start(), first=not marks)
        if label is not None:
            marks.append((label[0], end.end(), label[1]))
            boundary = end.end()
    if not marks:
        yield from _without_colon(prepared, line, following)
        return
    for index, (_, start, kind) in enumerate(marks):
        stop = marks[index + 1][0] if index + 1 < len(marks) else line.end
        value = _value(folded, start, _sentence_end(prepared, kind, start, stop))
        is_open = start == line.end and following is not None and _is_value(prepared, following)
        if value is None and is_open and following is not None:
            value = following
        if value is not None:
            yield Labelled(kind, value)


def _in_cells(prepared: PreparedText, line: Span) -> Iterator[Labelled]:
    """Find a value in the cell after its label, as in `Askerlik    Tecilli` and `Uyruk | T.C.`."""
    cells = prepared.cells(line)
    if len(cells) < 2:
        return
    kinds = [_cell_label(prepared.folded[cell.start : cell.end]) for cell in cells]
    if len(cells) > _PAIR and kinds.count(None) == len(kinds) - 1 and _is_list(prepared, line):
        return
    for (kind, following), value in zip(pairwise(kinds), cells[1:], strict=True):
        if kind == Category.HANDLE and len(cells) > _PAIR and _HANDLE.fullmatch(prepared.text, *value) is None:
            # "Triage | Social Media | CNN"
            continue
        if kind is not None and following is None and prepared.text[value.start] != ATOM:
            yield Labelled(kind, value)


def _is_list(prepared: PreparedText, line: Span) -> bool:
    """Return whether marks rather than gaps part cells without a colon or digit: `Triage | Wound care`."""
    text = prepared.folded[line.start : line.end]
    return any(mark in text for mark in "|•·;") and ":" not in text and not any(map(str.isdigit, text))


def _cell_label(folded: str) -> str | None:
    if not _MIN_CAPITAL_LABEL <= len(folded) <= _MAX_LABEL or ":" in folded:
        return None
    kind = label_kind(folded)
    return None if kind in {"person", "file", "url"} else kind


def _whole_label(prepared: PreparedText, boundary: int, at: int, sign: str) -> tuple[int, str] | None:
    """Return start and kind of the label that a piece of a line is, before a dash, semicolon or question mark `at`."""
    folded = prepared.folded
    end = _unpadded(folded, boundary, at)
    begin = max(boundary, end - _MAX_LABEL)
    starts = [match.end() for match in _PIECE_START.finditer(folded, begin, end)]
    begin = starts[-1] if starts else begin
    if begin > boundary and not starts:
        return None
    kind = label_kind(folded[begin:end])
    if kind is None or end - begin < _MIN_CAPITAL_LABEL:
        return None
    traits = traits_of(kind)
    if end == at and sign == "-" and not _begins_value(prepared, at + 1):
        return None
    if sign in "-–—" and _ALIGNED.search(folded, max(end, at - 2), at) is not None:
        return (begin, kind) if kind not in _NO_COLUMN else None
    return (begin, kind) if traits.takes_dash or (traits.takes_semicolon and sign in ";?") else None


def _begins_value(prepared: PreparedText, at: int) -> bool:
    """Return whether a value, not the rest of a word, follows a hyphen: `Religion- Hindu`, not `Kinder- und`."""
    word = _FIRST_WORD.match(prepared.folded, at + 1)
    is_joint = word is not None and word.group() in words("small", "and")
    return not is_joint and not prepared.text[at + 1 : at + 2].islower()


def _label_before(prepared: PreparedText, boundary: int, colon: int, *, first: bool) -> tuple[int, str] | None:
    """Return start and kind of the longest label before `colon`, perhaps with padding or a remark behind it."""
    end = _unpadded(prepared.folded, boundary, colon)
    label = _label_up_to(prepared, boundary, end, colon, first=first)
    remark = prepared.folded.rfind("(", max(boundary, end - _LONGEST_REMARK), end)
    if label is not None or prepared.folded[end - 1 : end] != ")" or remark <= boundary:
        return label
    return _label_up_to(prepared, boundary, _unpadded(prepared.folded, boundary, remark), colon, first=first)


def _unpadded(folded: str, boundary: int, end: int) -> int:
    """Return where a label ends that blanks, dots or bars part from its colon."""
    while end > boundary and folded[end - 1] in _PADDING:
        end -= 1
    return end


def _label_up_to(prepared: PreparedText, boundary: int, end: int, colon: int, *, first: bool) -> tuple[int, str] | None:
    """Return start and kind of the longest label that ends at `end`, before `colon`."""
    folded = prepared.folded
    begin = max(boundary, end - _MAX_LABEL)
    gaps = [match.end() for match in _GAP.finditer(folded, begin, end) if folded[match.end() : end].strip()]
    begin = gaps[-1] if gaps else begin
    is_whole = begin == boundary or bool(gaps)
    kind = label_kind(folded[begin:end]) if is_whole else None
    if kind is not None:
        return begin, kind
    starts = {match.start() for match in _WORD_START.finditer(folded, begin + 1, end)}
    camels = {match.start() for match in _CAMEL.finditer(prepared.text, begin + 1, end)}
    for start in sorted(starts | camels):
        word = _FIRST_WORD.match(folded, start, end)
        kind = label_kind(folded[start:end]) if word is not None and _may_be_label(word.group()) else None
        if kind is None:
            continue
        length = colon - start
        is_capital = prepared.text[start].isupper() and length >= _MIN_CAPITAL_LABEL and kind != "address"
        begins = not first or _BEGIN.search(folded, max(0, start - 3), start) is not None
        is_clear = (length > _MIN_INNER_LABEL or is_capital) and (begins or kind not in _BEGINNING)
        if start in camels or is_clear:
            return start, kind
    return None


def _value(folded: str, start: int, stop: int) -> Span | None:
    while start < stop and (folded[start].isspace() or folded[start] in "|-"):
        start += 1
    if folded[start : start + 1] == ATOM:
        return None
    gap = _GAP.search(folded, start, stop)
    end = gap.start() if gap is not None else stop
    sentence = _SENTENCE_END.search(folded, start + _LONG_VALUE, end) if end - start > _LONG_VALUE else None
    end = sentence.start() if sentence is not None else end
    while end > start and folded[end - 1] in " \t,;/-":
        end -= 1
    return Span(start, end) if _ALPHANUMERIC.search(folded, start, end) else None


def _sentence_end(prepared: PreparedText, kind: str, start: int, stop: int) -> int:
    """Return where the sentence of a labelled value ends: what the next one says is another matter.

    Addresses and births are full of dots; what is special goes on over sentences.
    """
    traits = _TRAITS.get(kind)
    if traits is None or traits.is_special or kind in _OF_MANY_PARTS:
        return stop
    end = _NEXT_SENTENCE.search(prepared.text, start, stop)
    return end.start() if end is not None else stop


def _is_value(prepared: PreparedText, line: Span) -> bool:
    folded = prepared.folded[line.start : line.end]
    has_label = ":" in folded.replace("://", "")
    return len(folded) <= 120 and heading_kind(folded) is None and not has_label and label_kind(folded) is None


def _is_like_name(prepared: PreparedText, line: Span) -> bool:
    """Return whether a line is one to five words, none of work and the first with a capital, as a name is."""
    is_capital = prepared.text[line.start].isupper() or not prepared.is_cased
    spoken = _WORD.findall(prepared.folded[slice(*line)]) if _NAME_LINE.fullmatch(prepared.text, *line) else []
    return is_capital and bool(spoken) and not any(word in vocabulary().professional for word in spoken)


def _without_colon(prepared: PreparedText, line: Span, following: Span | None) -> Iterator[Labelled]:
    folded = prepared.folded
    first_word = _FIRST_WORD.search(folded, *line)
    if first_word is None or not _may_be_label(first_word.group()):
        return
    cells = prepared.segments(line)
    first = folded[cells[0].start : cells[0].end] if cells else ""
    kind = label_kind(first) if len(first) <= _MAX_LABEL else None
    if kind is not None and kind not in {"person", "url", "handle", "licence"} and len(first) > 2:
        if any(label_kind(folded[cell.start : cell.end]) is not None for cell in cells[1:]):
            return
        if len(cells) == 2:
            yield Labelled(kind, cells[1])
        elif (
            len(cells) == 1
            and following is not None
            and (traits_of(kind).may_stand_above or (kind == Category.NAME and _is_like_name(prepared, following)))
            and _is_value(prepared, following)
        ):
            yield Labelled(kind, following)
        return
    ends = [match.end() for match in re.finditer(r"\S+", folded[line.start : line.end])]
    if len(ends) > 8:
        return
    for end in reversed(ends[:4]):
        kind = label_kind(folded[line.start : line.start + end])
        if kind is not None and not traits_of(kind).needs_colon and end > 5 and end < line.end - line.start:
            value = _value(folded, line.start + end, line.end)
            if (
                value is not None
                and folded[value.start].isalnum()
                and not _is_of_work(prepared, kind, Span(line.start, line.start + end), value)
            ):
                yield Labelled(kind, value)
            return


def _is_of_work(prepared: PreparedText, kind: str, label: Span, value: Span) -> bool:
    """Tell `Evlilik fuarı standı`, `Gender equality training` from a label and its value, which no colon parts."""
    if traits_of(kind).is_number or kind == Category.BIRTH or _is_known(kind, prepared.folded[slice(*value)]):
        return False
    clause = _CLAUSE.match(prepared.folded, *value)
    spoken = _WORD.findall(clause.group()) if clause is not None else []
    is_phrase = len(spoken) > 1 and " " not in prepared.folded[slice(*label)].strip()
    return is_phrase or any(word in vocabulary().professional for word in spoken)


def _is_known(kind: str, folded: str) -> bool:
    """Return whether a value begins as those of its kind do."""
    known = vocabulary()
    for category, values in (*known.values, *known.facts):
        end = values.end(folded) if category == kind else None
        if end is not None and not folded[end : end + 1].isalnum():
            return True
    return False


def _table_values(prepared: PreparedText) -> Iterator[Labelled]:
    """Find the cells under a row of labels."""
    columns: list[str | None] = []
    for line in prepared.lines:
        cells = prepared.cells(line)
        if len(cells) < _PAIR and not columns:
            continue
        text = prepared.folded[line.start : line.end]
        if _RULE_LINE.fullmatch(text):
            continue
        if len(cells) < _PAIR:
            columns = []
            continue
        kinds = [
            label_kind(prepared.folded[cell.start : cell.end]) if cell.end - cell.start < _MAX_LABEL else None
            for cell in cells
        ]
        if sum(kind is not None for kind in kinds) * 2 >= len(cells) >= _PAIR and ":" not in text:
            # "TEL    348 555 01 77" is a label and its value, and heads nothing.
            has_value = len(cells) == _PAIR and kinds[1] is None and _VALUE.search(prepared.folded, *cells[1])
            columns = [] if has_value else kinds
            continue
        if len(cells) != len(columns):
            columns = []
            continue
        for cell, column in zip(cells, columns, strict=True):
            if column is not None:
                yield Labelled(column, cell)
