"""Lines of a document to what they say: without bullets, placeholders and page furniture, wrapped ones joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from cvparser.adapters.profile_parser.offline.holes import HOLE, closed_up
from cvparser.adapters.profile_parser.offline.labels import label_named
from cvparser.adapters.profile_parser.offline.wrapping import Wrapping, ends_with_month, is_whole_range
from cvparser.domain.composition import composed
from cvparser.domain.cv.bullets import DOTS, without_bullet
from cvparser.domain.cv.dates.full import is_full_date
from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.cv.lines import Line as SetLine
from cvparser.domain.cv.lines import Role
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.categories import PLACEHOLDER, Category
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, alternatives, phrase_set, tokens_of, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a CV.

    Attributes:
        text: What it says, without bullet and placeholders; empty only where a name stood alone.
        is_bulleted: Whether it starts with a bullet.
        follows_blank: Whether an empty line stands before it.
        holds_name: Whether a name was taken out of it.
        indent: How far right of its column it begins.
        role, size, is_bold: How it is set, as in the document.
    """

    text: str
    is_bulleted: bool = False
    follows_blank: bool = False
    holds_name: bool = False
    indent: float = 0.0
    role: Role = Role.BODY
    size: float | None = None
    is_bold: bool = False


_EDGES = f" \t|{DOTS},;:/–—-"
_MARKUP = re.compile(r"(?<!\w)[*_]{2,3}(?=\S)|(?<=\S)[*_]{2,3}(?!\w)|^#{1,6}\s+|`")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe]")
#: A picture from a font of them.
_ICON = re.compile("(?<!\\S)[\ue000-\uf8ff](?:[ ]|(?!\\S))")
_SENTENCES = re.compile(r".*[.!?](?=\s)", re.DOTALL)
#: Behind a name in small letters: `pixelwerk eG, Bonn — Developer`.
_PARTED = re.compile(r"\s[–—|]\s|\t")
_APART = re.compile(r"(.*\S)(?:\t|[ ]{2})", re.DOTALL)
_RULE = re.compile(r"^[\W_]*$")
#: `2016	–	2018`, whose parts are cells of their own.
_RANGE_OVER_CELLS = re.compile(r"(?<=\d)[ ]{0,5}\t[ \t]{0,5}([-–—])[ \t]{0,5}(?=\w)")
#: At the end of a cell whose date goes on below.
_OPEN_RANGE = re.compile(r"\d\s?[-–—]\Z")
_LONGEST_RANGE = 40
#: Characters of the last line of a label.
_LONGEST_LABEL_END = 40
#: Words behind the date of a service.
_LONGEST_SERVICE = 8
_FOOTER_PARTS = re.compile(rf"[|\t{DOTS}]")
#: Parts of a footer: the word for the document, and a date or the number of the page.
_FEWEST_FOOTER_PARTS = 2
#: Dots or lines that lead from what a line says to its date or place at the right edge.
_LEADERS = re.compile(r"(?<=[\w).])[ \t]{0,5}(?:\.{4,100}|…{2,50}|_{4,100}|(?:\. ){4,50}\.?)[ \t]{0,5}(?=\w)")
_APART_CELLS = re.compile(r"\t+| {3,100}")
#: More blanks than any layout needs. Patterns for lines say `\s{0,100}` where they look for a sign between blanks: a
#: run without a bound would be gone through again from each of its blanks.
_LONG_BLANK = re.compile(r"\s{101,}+")


def read_lines(document: CVDocument) -> list[Line]:
    """Return the lines of a redacted document that say something, wrapped ones joined."""
    lines: list[Line] = []
    wrapping = Wrapping(document)
    above: SetLine | None = None
    follows_blank = is_of_service = False
    for each in document.lines:
        if len(document.pages) > 1 and _is_repeated(each):
            continue
        raw = _INVISIBLE.sub("", composed(document.text[each.start : each.end]))
        follows_blank = follows_blank or each.follows_blank
        is_rest = above is not None and wrapping.goes_on(above, each)
        above = None
        line = _read(raw, each.indent, follows_blank=follows_blank)
        if line is None:
            is_of_service = Category.MILITARY.placeholder in raw
            follows_blank = follows_blank or not raw.strip() or is_of_service
            continue
        if Category.MILITARY.placeholder in raw and _is_dated_row(line.text):
            # Where somebody served, and when, is no other job or school.
            is_of_service = follows_blank = True
            continue
        if is_of_service and _is_period(line.text):
            # The dates of withheld service are no other job's.
            continue
        is_of_service = False
        line = replace(line, role=each.role, size=each.size, is_bold=each.is_bold)
        follows_blank, above = False, each
        if lines and (labelled := _with_whole_label(lines[-1], line)) is not None:
            lines[-1] = labelled
        elif lines and (is_rest or _continues(lines[-1], line)):
            rest = raw.strip() if line.is_bulleted else line.text
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text} {rest}")
        else:
            lines.append(line)
    return list(_without_lone_bullets(_with_whole_ranges(lines)))


def _is_period(text: str) -> bool:
    periods = find_periods(text)
    return len(periods) == 1 and not (text[: periods[0].first] + text[periods[0].stop :]).strip(_EDGES)


def _is_dated_row(text: str) -> bool:
    """Return whether a date begins a line that says little besides."""
    periods = find_periods(text)
    begins = bool(periods) and periods[0].is_range and not text[: periods[0].first].strip(_EDGES)
    return begins and len(text[periods[0].stop :].split()) <= _LONGEST_SERVICE


def _with_whole_ranges(lines: list[Line]) -> list[Line]:
    """Join a range that its narrow cell wraps: `July 2015 –` beside a title, `May 2020` below it beside a sentence."""
    for index in range(len(lines) - 1):
        parted = _parted_range(lines[index].text, lines[index + 1].text)
        if parted is not None:
            lines[index] = replace(lines[index], text=parted[0])
            lines[index + 1] = replace(lines[index + 1], text=parted[1])
    return [line for line in lines if line.text or line.holds_name or line.is_bulleted]


def _parted_range(above: str, below: str) -> tuple[str, str] | None:
    """Return two lines with the range whole in the first one, whose first or last cell holds its beginning."""
    if not _APART_CELLS.search(above):
        return None
    first, *told = _APART_CELLS.split(above, maxsplit=1)
    second, *rest = _APART_CELLS.split(below, maxsplit=1)
    if _OPEN_RANGE.search(first) and len(first) + len(second) < _LONGEST_RANGE and _is_range(first, second):
        return f"{first} {second}\t{told[0]}", rest[0] if rest else ""
    *before, last = _APART_CELLS.split(above)
    *left, end = _APART_CELLS.split(below)
    if len(last) + len(end) > _LONGEST_RANGE or len(left) > 1 or not _is_range(last, end):
        return None
    if (is_whole_range(end) and not ends_with_month(last)) or (is_whole_range(last) and not _OPEN_RANGE.search(last)):
        return None
    head, rest_of_head = "\t".join(before), "".join(left)
    if rest_of_head[:1].islower():
        head, rest_of_head = f"{head} {rest_of_head}", ""
    return f"{head}\t{last} {end}", rest_of_head


def _is_range(first: str, second: str) -> bool:
    whole = f"{first} {second}"
    return any(
        not whole[: period.first].strip() and not whole[period.stop :].strip() and period.is_range
        for period in find_periods(whole)
    )


def _is_repeated(line: SetLine) -> bool:
    """Tell a line at the edge of a page that belongs to no entry; the header of the first page may be the CV's own."""
    return line.role is Role.FOOTER or (line.role is Role.HEADER and line.page > 0)


def is_prose(text: str) -> bool:
    """Tell a sentence from a heading, a name or a list.

    >>> is_prose("Rebuilt the billing service in Python."), is_prose("Acme San. ve Tic. A.Ş.")
    (True, False)
    """
    count = len(text.split())
    if text.endswith((".", "!", "?", ";")) and count > 3 and not _legal_ending().search(fold(text)):
        return True
    return count > 16 or (text[:1].islower() and count > 3 and _PARTED.search(text) is None)


def _read(raw: str, indent: float, *, follows_blank: bool) -> Line | None:
    if "\t" in raw:
        raw = _RANGE_OVER_CELLS.sub(r" \1 ", raw)
    text = _MARKUP.sub("", _LONG_BLANK.sub(_shortened, raw.replace("\u00a0", " ").strip()))
    text, is_bulleted = without_bullet(_LEADERS.sub("\t", text))
    text = _ICON.sub("", text)
    holds_name = Category.NAME.placeholder in text
    cleaned = _without_placeholders(text)
    if not holds_name and _RULE.match(cleaned) and not (is_bulleted and not text):
        return None
    if _is_furniture(cleaned) or (holds_name and _is_page_count(cleaned)):
        return None
    return Line(
        text=cleaned, is_bulleted=is_bulleted, follows_blank=follows_blank, holds_name=holds_name, indent=indent
    )


def _shortened(blank: re.Match[str]) -> str:
    return "\t" if "\t" in blank.group() else blank.group()[:100]


def _without_placeholders(text: str) -> str:
    cleaned = PLACEHOLDER.sub(HOLE, text)
    if cleaned == text:
        return text
    parts = [part.strip() for part in re.split(r"\s{0,100}[|·•;]\s{0,100}|\t+", cleaned)]
    return " | ".join(kept for part in parts if (kept := _without_holes(part)) and not _RULE.match(kept))


def _without_holes(part: str) -> str:
    """Take the holes out of a part of a line, and with them a label that has nothing left to label."""
    if HOLE not in part:
        return part.strip(_EDGES)
    kept = re.sub(r"\(\s*\)", "", part.replace(HOLE, " ")).strip()
    if not kept:
        return ""
    is_label = kept.endswith((":", "=")) or (
        kept and part.startswith(kept[0]) and len(kept.split()) == 1 and "," not in part
    )
    return _before_label(kept) if is_label else closed_up(part).strip(_EDGES)


def _before_label(text: str) -> str:
    """Give what stands before the label at the end of `text`: sentences of prose, or what is set apart by blanks."""
    apart = _APART.match(text)
    if apart:
        return apart.group(1).strip(_EDGES)
    sentences = _SENTENCES.match(text)
    return sentences.group().strip() if sentences and is_prose(sentences.group().strip()) else ""


def _with_whole_label(previous: Line, line: Line) -> Line | None:
    """Return a line with its whole label, which a narrow cell wraps: `Main tasks and	Sales` above `duties`."""
    label, tab, value = previous.text.partition("\t")
    end, _, rest = line.text.partition("\t")
    if not tab or not end or line.is_bulleted or line.holds_name or len(end) > _LONGEST_LABEL_END:
        return None
    whole = f"{label} {end}"
    if label_named(whole) is None or label_named(label) is not None:
        return None
    return replace(previous, text=f"{whole}\t{value} {rest}".rstrip())


def _continues(previous: Line, line: Line) -> bool:
    is_apart = line.is_bulleted or line.follows_blank or line.holds_name or "\t" in line.text
    if is_apart or not previous.text or not line.text:
        return False
    if previous.text.endswith((",", " &")) and not previous.holds_name:
        return True
    is_form = not line.text.islower() and previous.text[-1].isalpha()
    if is_form and _legal_beginning().match(fold(line.text)) is not None:
        return True
    if _OPEN_RANGE.search(previous.text):
        return _closes_range(previous.text, line.text)
    if previous.text[-1].isdigit() and find_periods(previous.text):
        return False
    starts_low = line.text[0].islower() and not line.text[1:2].isupper() and line.text[1:2] != "-"
    return starts_low and (previous.is_bulleted or len(previous.text) > 50) and not find_periods(line.text)


def _closes_range(before: str, after: str) -> bool:
    """Return whether a range that one line begins ends in the next: `Economics · (2015 -` above `2017)`."""
    whole = f"{before} {after[:_LONGEST_RANGE]}"
    return any(period.is_range and period.first < len(before) < period.stop for period in find_periods(whole))


def _without_lone_bullets(lines: list[Line]) -> Iterator[Line]:
    """Join a bullet that stands on a line of its own with the line after it."""
    pending = False
    for line in lines:
        if line.is_bulleted and not line.text:
            pending = True
            continue
        yield replace(line, is_bulleted=line.is_bulleted or pending)
        pending = False


def _is_furniture(text: str) -> bool:
    if _furniture().fullmatch(fold(text)) is not None or _documents().whole(text) is not None:
        return True
    return _is_footer(text) or (text.endswith(".") and _about().at(words_of(text), 0) is not None)


def _is_footer(text: str) -> bool:
    """Return whether a line says of the document itself when it was made and which page it is, and nothing else."""
    parts = [part.strip() for part in _FOOTER_PARTS.split(text) if part.strip()]
    if len(parts) < _FEWEST_FOOTER_PARTS or not any(map(_documents().whole, parts)):
        return False
    return all(_documents().whole(part) or part.isdigit() or is_full_date(fold(part), 0, len(part)) for part in parts)


def _is_page_count(text: str) -> bool:
    tokens = tokens_of(text)
    return bool(tokens) and all(token.isdigit() for token in tokens)


@cache
def _documents() -> Phrases[bool]:
    return phrase_set(words("furniture", "documents"))


@cache
def _about() -> Phrases[bool]:
    """Return what a sentence begins with that the program or the site wrote below the CV."""
    return phrase_set(words("furniture", "about"))


@cache
def _furniture() -> re.Pattern[str]:
    page, of = alternatives(words("furniture", "page")), alternatives(words("furniture", "page_of"))
    updated, on = alternatives(words("furniture", "updated")), alternatives(words("furniture", "updated_on"))
    return re.compile(
        rf"\W*(?:(?:{page})\.?\s*\d+(?:\s*(?:{of}|/)\s*\d+)?|\d{{1,3}}\s*(?:{of}|/)\s*\d{{1,3}}|\d{{1,2}}"
        rf"|(?:{updated})\b(?:[:\s]+(?:{on}))?[:\s]*[\w.,/ -]{{0,20}}\d\d)\W*"
    )


@cache
def _legal_beginning() -> re.Pattern[str]:
    """Return what a line begins with that goes on with the name of an employer above it: `SAS, Lyon`, `gGmbH`."""
    return re.compile(rf"(?:{alternatives(words('experience', 'legal_forms'))})(?=,|\Z)")


@cache
def _legal_ending() -> re.Pattern[str]:
    dotted = [word for word in words("experience", "legal_forms") if word.endswith(".")]
    return re.compile(rf"(?<!\w)(?:{alternatives(dotted)})\Z")
