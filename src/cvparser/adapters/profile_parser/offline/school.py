"""What a CV says of one school."""

from __future__ import annotations

from dataclasses import dataclass, field

from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.adapters.profile_parser.offline.paragraphs import paragraph
from cvparser.domain.cv.dates.periods import Period, as_json


@dataclass(slots=True, kw_only=True)
class School:
    """A school, as far as the CV says."""

    institution: str | None = None
    degree: str | None = None
    field_of_study: str | None = None
    period: Period | None = None
    faculty: str | None = None
    notes: list[Line] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return the JSON form of `domain.profile.Education`; a single date is when the school ended."""
        period = self.period
        return {
            "issuing_organization": self.institution,
            "degree": self.degree,
            "field_of_study": self.field_of_study,
            "start_date": as_json(period.start) if period and (period.is_range or period.is_current) else None,
            "end_date": as_json(period.end) if period and not period.is_current else None,
            "is_current": bool(period and period.is_current),
            "description": paragraph(self.notes),
        }
