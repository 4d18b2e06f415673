"""Blocks of a CV that has no headings: what each is about, by what its lines say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cvparser.adapters.profile_parser.offline.anchors import Anchor, anchor_of
from cvparser.adapters.profile_parser.offline.evidence import title_score
from cvparser.adapters.profile_parser.offline.fragments import fragments_of
from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.adapters.profile_parser.offline.schools import has_degree, has_institution
from cvparser.adapters.profile_parser.offline.spoken_languages import names_language

_CERTAIN = 2.0
#: Blocks that tell a CV without headings from one whose head goes on.
_FEWEST_TOLD = 2
#: Dated lines that a block of jobs has.
_FEWEST_JOBS = 2


def blocks_of(lines: Sequence[Line]) -> list[tuple[str | None, list[Line]]]:
    """Return the blocks that empty lines part, each with the list of headings that it could stand below.

    None stands for what could be anything. Empty where too few blocks say what they are.
    """
    blocks = [(_kind(block), block) for block in _parted(lines)]
    return blocks if sum(kind is not None for kind, _ in blocks) >= _FEWEST_TOLD else []


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
    dated = [anchor for index, line in enumerate(block) if (anchor := anchor_of(index, line)) is not None]
    if not dated or dated[0].index or not dated[0].rest:
        return None
    if any(has_degree(line.text) or has_institution(line.text) for line in block):
        return "education" if sum(map(_is_job, dated)) < len(dated) else None
    return "experience" if len(dated) >= _FEWEST_JOBS and sum(map(_is_job, dated)) * 2 > len(dated) else None


def _is_job(anchor: Anchor) -> bool:
    return anchor.period.is_range and any(title_score(each.text) >= _CERTAIN for each in fragments_of([anchor.rest]))
