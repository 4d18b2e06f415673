"""Date ranges to months and years.

Months are inclusive on both ends: January to March is three months, as a reader of a CV counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cvparser.domain.profile import Education, Experience, Profile, YearMonth

#: A half-open range of months, each counted from year 0.
MonthRange = tuple[int, int]


def month_range(experience: Experience, today: date) -> MonthRange | None:
    """Return the half-open range of months of a job, or None where a date is missing or the ends are crossed.

    A start without a month begins in January, an end without one ends in December; when both lack a month, full
    years lie between them (2016 to 2018 is two years, 2018 to 2018 one), because CVs that name years alone mean that.
    A current job runs to the month of `today`. What lies after `today` does not count.
    """
    start, end = experience.start_date, experience.end_date
    if start is None or (end is None and not experience.is_current):
        return None
    first = start.year * 12 + (start.month or 1) - 1
    last = _end_month(start, None if experience.is_current else end, today)
    stop = min(last, today.year * 12 + today.month)
    return (first, stop) if stop > first else None


def _end_month(start: YearMonth, end: YearMonth | None, today: date) -> int:
    if end is None:
        return today.year * 12 + today.month
    if end.month is not None:
        return end.year * 12 + end.month
    if start.month is None and end.year > start.year:
        return end.year * 12
    return end.year * 12 + 12


def duration_in_months(experience: Experience, today: date) -> int | None:
    """Return the months of one job, first and last included; None where they cannot be known."""
    months = month_range(experience, today)
    return None if months is None else months[1] - months[0]


def total_months(experiences: Iterable[Experience], today: date) -> int | None:
    """Return the months in which at least one job was held; None where no job has a known range."""
    ranges = sorted(found for each in experiences if (found := month_range(each, today)) is not None)
    if not ranges:
        return None
    total, covered = 0, ranges[0][0]
    for first, stop in ranges:
        total += max(0, stop - max(first, covered))
        covered = max(covered, stop)
    return total


def years(months: int) -> int | float:
    """Return months as years with at most one decimal, an integer where the value is whole.

    Examples:
        >>> years(60), years(66), years(1)
        (5, 5.5, 0.1)
    """
    rounded = round(months / 12, 1)
    return int(rounded) if rounded.is_integer() else rounded


def with_experience(profile: Profile, today: date) -> Profile:
    """Return the profile with durations and the total computed from its dates, and its lists newest first."""
    jobs = tuple(
        each.model_copy(update={"duration_in_months": duration_in_months(each, today)})
        for each in sorted(profile.professional_experiences, key=_newest_first)
    )
    months = total_months(jobs, today)
    total = None if months is None else years(months)
    return profile.model_copy(
        update={
            "basics": profile.basics.model_copy(update={"total_experience_in_years": total}),
            "professional_experiences": jobs,
            "education": tuple(sorted(profile.education, key=_newest_first)),
        }
    )


def _newest_first(dated: Experience | Education) -> tuple[bool, int, int]:
    start, end = dated.start_date, dated.end_date
    return (not dated.is_current, -_ordinal(end or start), -_ordinal(start))


def _ordinal(when: YearMonth | None) -> int:
    return 0 if when is None else when.year * 12 + (when.month or 12)
