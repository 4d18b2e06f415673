"""Gate 2: only what the profile names comes out, and none of it personal."""

from __future__ import annotations

from dataclasses import dataclass

from cvparser.domain.privacy.redaction import Redaction
from cvparser.domain.profile import Profile, WarningCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """What of a parser's answer may leave."""

    profile: Profile
    cv_language: str | None
    warnings: tuple[WarningCode, ...] = ()


def admit(answer: object, redaction: Redaction) -> Admitted:
    """Give what of `answer`, any JSON at all, may leave."""
    raise NotImplementedError
