"""The pure stages of a parse as processes of the pool run them: they load the rules, who hands texts on does not.

What is said here of time is the clock's of the process, in seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.privacy import DocumentHints, Finding, Redaction
from cvparser.domain.profile import ParsedCV, ParseMeta, Profile, WarningCode
from cvparser.ports.profile_parser import ParserAnswer

if TYPE_CHECKING:
    from cvparser.domain.grounding import Grounded
    from cvparser.domain.prompt_injections import StrippedText

#: Words of a document without personal data from which on a profile of it says something.
FULL_OF_TEXT = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """A document that every detector has looked at, or will where it is redacted. Personal.

    Attributes:
        document: As it was extracted.
        file_name: The uploaded file's name.
        found: What each detector found, in their order, or the function that finds it.
    """

    document: CVDocument
    file_name: str | None
    found: Sequence[Sequence[Finding] | Callable[[str], Sequence[Finding]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedInOneCall:
    """What came of redacting, reading and filtering in one call, and how long the last two took."""

    parsed: ParsedCV
    parsing_s: float
    filtering_s: float


def redacted(looked: LookedAt) -> Redaction:
    """Return a document without its personal data, every placeholder in it one of ours; without the document itself."""
    from cvparser.domain.privacy.rounds import redact

    document = looked.document
    hints = DocumentHints(
        file_name=looked.file_name,
        author=document.author,
        title=document.title,
        settings=tuple(setting._replace(runs=()) for setting in document.settings),
    )
    found = [finding for each in looked.found for finding in (each(document.text) if callable(each) else each)]
    return redact(document.text, hints, more=found).defused()


def of_document(redaction: Redaction, document: CVDocument) -> Redaction:
    """Return `redaction` with the document that it was made of, and the warnings of its extraction."""
    warnings = tuple(sorted({*document.warnings, *redaction.warnings}))
    return replace(redaction, warnings=warnings, document=document)


def parsed_in_one_call(looked: LookedAt, read: Callable[[CVDocument], ParserAnswer], parser: str) -> ParsedInOneCall:
    """Return what `read`, the function of the parser of that name, says of a document without its personal data."""
    redaction = of_document(redacted(looked), looked.document)
    begun = perf_counter()
    answer = read(redaction.redacted)
    read_at = perf_counter()
    parsed = filtered(answer, redaction, parser)
    return ParsedInOneCall(parsed=parsed, parsing_s=read_at - begun, filtering_s=perf_counter() - read_at)


def without_leaks(redaction: Redaction) -> Redaction:
    """Return `redaction` without what a second look finds; raises as `withhold_leaks`."""
    from cvparser.domain.privacy.leak_check import withhold_leaks

    return withhold_leaks(redaction)


def without_injections(text: str) -> StrippedText:
    """Return a text without prompt injections."""
    from cvparser.domain.prompt_injections import strip_prompt_injections

    return strip_prompt_injections(text)


def grounded(profile: Mapping[str, object], text: str) -> Grounded:
    """Return what of a parser's profile the text says."""
    from cvparser.domain.grounding import ground

    return ground(profile, text)


def filtered(answer: ParserAnswer, redaction: Redaction, parser: str) -> ParsedCV:
    """Return what of the answer of the parser of that name may leave."""
    from cvparser.domain.privacy.answer_filter import filter_answer

    found = filter_answer({"profile": answer.profile, "cv_language": answer.cv_language}, redaction)
    warnings = {*redaction.warnings, *answer.warnings, *found.warnings}
    if found.profile == Profile() and len(redaction.text.split()) >= FULL_OF_TEXT:
        warnings.add(WarningCode.NOTHING_RECOGNISED)
    return ParsedCV(
        profile=found.profile,
        cv_language=found.cv_language,
        meta=ParseMeta(
            parser=parser,
            warnings=tuple(sorted(warnings)),
            withheld=dict(sorted(redaction.withheld.items())),
        ),
    )


def warm_up() -> None:
    """Load what the stages load at their first text, in a process whose children work on texts."""
    from cvparser.domain.cv.specimen import specimen

    redaction = redacted(LookedAt(document=CVDocument(text=specimen()), file_name=None, found=()))
    filtered(ParserAnswer(profile={"basics": {"profession": "Data Engineer"}}, cv_language="en"), redaction, "Offline")
