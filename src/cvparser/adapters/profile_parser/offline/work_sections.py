"""Sections that may tell of work, by their headings and what stands below: `Research`, `Forschung und Lehre`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from cvparser.adapters.profile_parser.offline.anchors import anchor_of
from cvparser.adapters.profile_parser.offline.evidence import title_score
from cvparser.adapters.profile_parser.offline.fragments import fragments_of
from cvparser.adapters.profile_parser.offline.lines import Line, is_prose
from cvparser.domain.lexicon import words
from cvparser.domain.text.phrases import Phrases, phrase_set, words_of

_CERTAIN = 2.0


def may_tell_of_work(heading: str) -> bool:
    """Return whether jobs may stand below `heading`, though it does not say so: `Research`, `Lehre`."""
    return bool(_work().find(words_of(heading)))


def tells_of_work(lines: Sequence[Line]) -> bool:
    """Return whether `lines` hold a job: a range of dates, and beside, above or below it a title and who employs."""
    for index, line in enumerate(lines):
        anchor = None if line.is_bulleted else anchor_of(index, line)
        if anchor is None or not anchor.period.is_range:
            continue
        around = [lines[index - 1]] if index else []
        around += lines[index + 1 : index + 2]
        texts = [anchor.rest, *(each.text for each in around if not each.is_bulleted and not is_prose(each.text))]
        told = fragments_of([text for text in texts if text])
        if len(told) > 1 and any(title_score(each.text) >= _CERTAIN for each in told):
            return True
    return False


@cache
def _work() -> Phrases[bool]:
    return phrase_set(words("experience", "sections"))
