"""The pure stages of a parse as processes of the pool run them: they load the rules, who hands texts on does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import PersonalDataLeftError
from cvparser.domain.privacy import DocumentHints, Finding, Redaction
from cvparser.domain.profile import ParsedCV, ParseMeta, Profile, WarningCode
from cvparser.ports.model_errors import AnswerSaysNothingError, AnswerUngroundedError
from cvparser.ports.profile_parser import ParserAnswer

#: Words of a document without personal data from which on a profile of it says something.
FULL_OF_TEXT = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A document that is read where it is redacted, by a function of its extractor. Personal."""

    content: bytes = field(repr=False)
    read: Callable[[bytes], CVDocument]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """A document that every detector has looked at, or will where it is redacted. Personal.

    Attributes:
        document: As it was extracted, or will be where it is redacted.
        file_name: The uploaded file's name.
        found: What each detector found, in their order, or the function that finds it.
    """

    document: CVDocument | Unread
    file_name: str | None
    found: Sequence[Sequence[Finding] | Callable[[str], Sequence[Finding]]]

    @property
    def length(self) -> int:
        """Characters of the document; at most so many of one that is not read yet."""
        return len(self.document.content if isinstance(self.document, Unread) else self.document.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What a text goes through before a parser is given it.

    Attributes:
        leaks: Whether it is looked at once more: it leaves the machine.
        injections: Whether prompt injections are taken out: the parser may obey them.
    """

    leaks: bool
    injections: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a parser is given.

    Attributes:
        redaction: What its answer is held against.
        document: What it reads; None where personal data could not be taken out of a text that would leave the machine.
        is_stripped: Whether prompt injections were taken out.
    """

    redaction: Redaction
    document: CVDocument | None
    is_stripped: bool = False


def read(looked: LookedAt) -> LookedAt:
    """Return the same with its document read. Raises as `PureTextExtractor.pure_reader` says."""
    document = looked.document
    return replace(looked, document=document.read(document.content)) if isinstance(document, Unread) else looked


def redacted(looked: LookedAt) -> Redaction:
    """Return a document that was read, without its personal data, and the warnings of its extraction.

    Every placeholder in it is one of ours.
    """
    from cvparser.domain.privacy.rounds import redact

    document = looked.document
    if isinstance(document, Unread):
        raise TypeError("a document is read before it is redacted")
    hints = DocumentHints(
        file_name=looked.file_name,
        author=document.author,
        title=document.title,
        settings=tuple(setting._replace(runs=()) for setting in document.settings),
    )
    found = [finding for each in looked.found for finding in (each(document.text) if callable(each) else each)]
    redaction = redact(document.text, hints, more=found).defused()
    warnings = tuple(sorted({*document.warnings, *redaction.warnings}))
    return replace(redaction, warnings=warnings, document=document)


def given(redaction: Redaction, *, checks: Checks) -> Given:
    """Return what a parser is given of a document, once it went through `checks`."""
    if checks.leaks:
        from cvparser.domain.privacy.leak_check import withhold_leaks

        try:
            redaction = withhold_leaks(redaction)
        except PersonalDataLeftError:
            return Given(redaction=redaction, document=None)
    document = redaction.redacted
    if not checks.injections:
        return Given(redaction=redaction, document=document)
    from cvparser.domain.prompt_injections import strip_prompt_injections

    safe = strip_prompt_injections(document.text)
    if safe.text != document.text:
        document = CVDocument(text=safe.text)
    return Given(redaction=redaction, document=document, is_stripped=safe.found)


def answered(redaction: Redaction, *, parse: Callable[[CVDocument], ParserAnswer]) -> tuple[ParserAnswer, Redaction]:
    """Return what `parse`, the function of a parser, says of a document without its personal data."""
    return parse(redaction.redacted), redaction


def filtered_of(told: tuple[ParserAnswer, Redaction], *, parser: str) -> ParsedCV:
    """Return what may leave of what was `answered`."""
    answer, redaction = told
    return filtered(answer, redaction=redaction, parser=parser)


def believed(answer: ParserAnswer, *, text: str, is_stripped: bool) -> ParserAnswer:
    """Return what of a model's answer the text says that it was given.

    Raises:
        AnswerUngroundedError: much of it is made up.
        AnswerSaysNothingError: it says nothing of a text that says much.
    """
    from cvparser.domain.grounding import ground

    said = ground(answer.profile, text)
    if said.is_made_up:
        raise AnswerUngroundedError
    if not _says_something(said.profile) and len(text.split()) >= FULL_OF_TEXT:
        raise AnswerSaysNothingError
    reasons = {WarningCode.UNGROUNDED_DROPPED: said.dropped, WarningCode.INSTRUCTIONS_IGNORED: is_stripped}
    warnings = {*answer.warnings, *(code for code, is_so in reasons.items() if is_so)}
    return replace(answer, profile=said.profile, warnings=tuple(sorted(warnings)))


def _says_something(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(map(_says_something, value.values()))
    return any(map(_says_something, value)) if isinstance(value, list | tuple) else value is not None


def filtered(answer: ParserAnswer, *, redaction: Redaction, parser: str) -> ParsedCV:
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
    answer = ParserAnswer(profile={"basics": {"profession": "Data Engineer"}}, cv_language="en")
    filtered(answer, redaction=redaction, parser="Offline")
