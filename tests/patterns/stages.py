"""What the package does with a text of a stranger's, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cvparser.adapters.profile_parser.offline.parser import read_profile
from cvparser.adapters.text_extractor.plain import read_text
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.document import DocumentType
from cvparser.domain.errors import CVParserError
from cvparser.domain.file_naming import display_name
from cvparser.domain.grounding import ground
from cvparser.domain.privacy import filter_answer, redact
from cvparser.domain.prompt_injections import strip_prompt_injections
from cvparser.domain.sniffing import identify

Stage = Callable[[str], object]


def _profile(text: str) -> dict[str, object]:
    """A profile that says what the text says, in each kind of field."""
    part, date = text[:4_000], {"year": 2019, "month": 3}
    entry = {"title": part[:200], "company": part[200:400], "description": part, "start_date": date, "is_current": True}
    basics = {"profession": part[:200], "summary": part, "skills": part.split()[:200], "has_driving_license": True}
    return {"basics": basics, "professional_experiences": [entry], "languages": [{"name": part[:200]}]}


def _identify(text: str) -> object:
    try:
        return identify(text.encode("utf-8", "replace"), "cv.txt")
    except CVParserError as error:
        return error


def _read(text: str) -> object:
    try:
        return read_text(text.encode("utf-8", "replace"))
    except CVParserError as error:
        return error


def _ground(text: str) -> object:
    return ground(_profile(text), text)


def _filter(text: str) -> object:
    return filter_answer({"profile": _profile(text), "cv_language": "en"}, redact("Nurse"))


def _parse_offline(text: str) -> object:
    return read_profile(CVDocument(text=text))


def _name(text: str) -> object:
    return display_name(text, DocumentType.PDF)


OUTSIDE_PRIVACY: Mapping[str, Stage] = {
    "identify": _identify,
    "read": _read,
    "name": _name,
    "strip prompt injections": strip_prompt_injections,
    "parse offline": _parse_offline,
    "ground": _ground,
}
STAGES: Mapping[str, Stage] = {**OUTSIDE_PRIVACY, "redact": redact, "filter_answer": _filter}
