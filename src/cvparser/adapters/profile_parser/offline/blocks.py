"""Blocks of a CV that has no headings: what each is about, by what its lines say.

Jobs, schools and languages tell a CV from a head that goes on; behind the first of them a block may be certificates or
a list of skills, and the lines of one block of several kinds are told apart one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cvparser.adapters.profile_parser.offline.anchors import Anchor, anchor_of
from cvparser.adapters.profile_parser.offline.driving_licence import mentions_licence
from cvparser.adapters.profile_parser.offline.evidence import title_score
from cvparser.adapters.profile_parser.offline.fragments import fragments_of
from cvparser.adapters.profile_parser.offline.lines import Line, is_prose
from cvparser.adapters.profile_parser.offline.school_entries import names_certificate, without_certificate
from cvparser.adapters.profile_parser.offline.school_words import degrees_of
from cvparser.adapters.profile_parser.offline.schools import has_degree, has_institution
from cvparser.adapters.profile_parser.offline.skills import split_list
from cvparser.adapters.profile_parser.offline.spoken_languages import find_languages, names_language
from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.text.phrases import words_of

_CERTAIN = 2.0
#: Blocks that tell a CV without headings from one whose head goes on.
_FEWEST_TOLD = 2
#: Dated lines that a block of jobs has.
_FEWEST_JOBS = 2
#: Items of a list of skills, and words of one of them.
_FEWEST_ITEMS, _LONGEST_ITEM = 3, 5


def blocks_of(lines: Sequence[Line]) -> list[tuple[str | None, list[Line]]]:
    """Return the blocks that empty lines part, each with the list of headings that it could stand below.

    None stands for what could be anything. Empty where too few blocks say what they are.
    """
    blocks = [(_kind(block), block) for block in _parted(lines)]
    if sum(kind is not None for kind, _ in blocks) < _FEWEST_TOLD:
        return []
    first = next(index for index, (kind, _) in enumerate(blocks) if kind is not None)
    return [*blocks[:first], *(told for kind, block in blocks[first:] for told in _told(kind, block))]


def _told(kind: str | None, block: list[Line]) -> Iterator[tuple[str | None, list[Line]]]:
    """Yield a block with its kind, or, where its lines are of several, the lines of each kind."""
    kinds = set(map(_kind_of_line, block))
    if kind is not None and kinds != {"education", "certifications"}:
        yield "certifications" if kind == "education" and all(map(_is_certificate, block)) else kind, block
        return
    for line_kind, run in groupby(block, _kind_of_line):
        yield line_kind, list(run)


def _kind_of_line(line: Line) -> str | None:
    """Return what a line is about that stands below jobs and schools, None where it does not say."""
    text = line.text
    if mentions_licence(text) or is_prose(text):
        return None
    parts = [part for part in text.split(",") if part.strip()]
    if all(map(find_languages, parts)) and not find_periods(text):
        return "languages"
    if _is_certificate(line):
        return "certifications"
    if has_institution(text) or has_degree(text):
        return "education"
    items = split_list(text)
    is_list = len(items) >= _FEWEST_ITEMS and all(len(item.split()) <= _LONGEST_ITEM for item in items)
    # A label in a cell beside a list may be one of interests.
    return "skills" if is_list and "\t" not in text and not find_periods(text) else None


def _is_certificate(line: Line) -> bool:
    text = line.text
    if not names_certificate(text) or has_institution(text):
        return False
    rest = without_certificate(text)
    # The last word of `Manual handling certificate` is a degree elsewhere.
    return all(degree.is_generic for degree in degrees_of(rest, words_of(rest)))


def _parted(lines: Sequence[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if line.follows_blank and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _kind(block: Sequence[Line]) -> str | None:
    """Return `languages`, `education` or `experience`; None where the lines of a block do not begin with one."""
    if all(names_language(line.text.partition("\t")[0].strip(" :")) for line in block):
        return "languages"
    if all(has_institution(line.text) and find_periods(line.text) for line in block):
        return "education" if not any(title_score(line.text) >= _CERTAIN for line in block) else None
    dated = [anchor for index, line in enumerate(block) if (anchor := anchor_of(index, line)) is not None]
    if not dated or dated[0].index or not dated[0].rest:
        return None
    jobs = sum(map(_is_job, dated))
    taught = sum(has_institution(line.text) for line in block)
    if jobs >= _FEWEST_JOBS and jobs * 2 > len(dated) and taught * 2 < len(dated):
        return "experience"
    if any(not _is_certificate(line) and (has_degree(line.text) or has_institution(line.text)) for line in block):
        return "education" if jobs < len(dated) else None
    return "experience" if len(dated) >= _FEWEST_JOBS and jobs * 2 > len(dated) else None


def _is_job(anchor: Anchor) -> bool:
    return anchor.period.is_range and any(title_score(each.text) >= _CERTAIN for each in fragments_of([anchor.rest]))
