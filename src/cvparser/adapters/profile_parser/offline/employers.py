"""A job, and whose it is where its own lines do not say: the employer above its roles, the name behind `en`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cvparser.adapters.profile_parser.offline.evidence import is_department, is_place, is_title_of, title_score
from cvparser.domain.cv.dates.periods import Period, as_json
from cvparser.domain.lexicon import languages, words

_CERTAIN = 2.0
#: More than an ending that other words have as well.
_LIKELY = 1.0

#: Words of a title that neither begins nor ends with a word that is known.
_LONGEST_TITLE = 3


@dataclass(slots=True, kw_only=True)
class Job:
    """A job, as far as the CV says."""

    title: str | None = None
    company: str | None = None
    location: str | None = None
    period: Period | None = None
    description: str | None = None
    #: How many lines of its head stand above its date.
    lines_above: int = 0
    #: Whether what is taken for its employer could be its team: it stands behind the title and says nothing.
    could_be_team: bool = False
    #: Whether the CV says which part is its title, employer or place.
    is_labelled: bool = False
    #: Its title without a team; None where it is the title.
    role: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the JSON form of `domain.profile.Experience`."""
        period = self.period
        return {
            "title": self.title,
            "company": self.company,
            "location": self.location,
            "start_date": as_json(period.start) if period else None,
            "end_date": as_json(period.end) if period and not period.is_current else None,
            "is_current": bool(period and period.is_current),
            "description": self.description,
        }


def with_employers(jobs: Sequence[Job]) -> list[Job]:
    """Set the employer of roles that stand under it, and drop the employer's own entry."""
    found: list[Job] = []
    employer: Job | None = None
    for index, job in enumerate(jobs):
        following = jobs[index + 1] if index + 1 < len(jobs) else None
        if following is not None and _heads(job, following):
            employer = job
            continue
        if not employer and found and job.lines_above < found[-1].lines_above:
            employer = found[-1]
        if job.title and employer and (not job.company or job.could_be_team):
            _employ(job, employer)
        else:
            employer = None
        found.append(job)
    return found


def with_named_employer(job: Job) -> Job:
    """Part `Contable en Garrigues` where nothing else employs: the Spanish `en` stands before names, the French not."""
    if job.company or not job.title or job.is_labelled:
        return job
    for language, connector in _name_connectors():
        # `en El Corte Inglés` has no article of its own.
        found = connector.search(job.title.lower() if job.title.isupper() else job.title)
        if found is None or not is_title_of(job.title[: found.start()], language):
            continue
        name = job.title[found.end() :]
        if name[:1].isupper() and not is_department(name):
            job.title = job.role = job.title[: found.start()]
            if is_place(name):
                job.location = job.location or name
            else:
                job.company = name
            return job
    return job


def _heads(job: Job, following: Job) -> bool:
    """Return whether `job` is no more than the employer of the role after it."""
    if not job.company or not following.title:
        return False
    if job.title:
        # What stands below an employer's name, such as its trade or its town, is no title where titles follow.
        is_titled = _could_be_title(job.title) or title_score(following.title) < _CERTAIN
        return not is_titled and not following.company and holds(job.period, following.period)
    return not following.company or (following.could_be_team and _covers(job.period, following.period))


def _could_be_title(text: str) -> bool:
    """Tell a title from `Maker of robots for hospitals`, which holds one but is a phrase."""
    score = title_score(text)
    return score > _CERTAIN or (score >= _LIKELY and len(text.split()) <= _LONGEST_TITLE)


def holds(whole: Period | None, part: Period | None) -> bool:
    """Return whether a period lies within another one."""
    if whole is None or part is None or not _covers(whole, part):
        return False
    if whole.is_current or part.is_current or whole.end is None or part.end is None:
        return whole.is_current
    return (part.end.year, part.end.month or 1) <= (whole.end.year, whole.end.month or 12)


def _covers(whole: Period | None, part: Period | None) -> bool:
    if whole is None or part is None or whole.start is None or part.start is None:
        return whole is None
    return (whole.start.year, whole.start.month or 0) <= (part.start.year, part.start.month or 12)


def _employ(job: Job, employer: Job) -> None:
    if job.could_be_team:
        job.title = f"{job.title}, {job.company}"
    job.company, job.location = employer.company, job.location or employer.location
    job.could_be_team = False


@cache
def _name_connectors() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (code, re.compile(rf"(?<!\s)\s{{1,5}}(?:{'|'.join(sorted(listed, key=len, reverse=True))})\s{{1,5}}"))
        for code in languages()
        if (listed := words("experience", "name_connectors", language=code))
    )
