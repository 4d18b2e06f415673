"""Jobs of a section whose every entry is a sentence, as `Worked as a nurse at St Mary from 2016 to 2019.` is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cvparser.adapters.profile_parser.offline.employers import Job
from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.adapters.profile_parser.offline.paragraphs import paragraph
from cvparser.adapters.profile_parser.offline.prose import read_prose, says_as_what
from cvparser.domain.cv.dates.periods import find_periods


def find_told_jobs(lines: Sequence[Line], language: str | None) -> list[Job]:
    """Return the jobs of a section in sentences, in its order; none where a line with a period is no such sentence.

    Args:
        lines: The lines of the section.
        language: ISO 639-1 code of their language; None where it is not known.
    """
    starts = [index for index, line in enumerate(lines) if any(each.is_range for each in find_periods(line.text))]
    if not all(says_as_what(lines[index].text, language) for index in starts):
        return []
    jobs: list[Job] = []
    for start, stop in pairwise([*starts, len(lines)]):
        told = [job for job in read_prose(lines[start : start + 1], language).jobs if job.period]
        if not told or not all(job.company for job in told):
            return []
        told[-1].description = paragraph(lines[start + 1 : stop])
        jobs.extend(told)
    return jobs
