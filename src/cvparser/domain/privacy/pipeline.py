"""One round of all recognizers over one text, stage by stage."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cvparser.domain.privacy.anchors import AnchoredRecognizers
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.finding import DocumentHints, Finding, unite
from cvparser.domain.privacy.layout import Layout
from cvparser.domain.privacy.own_categories import own_recognizers
from cvparser.domain.privacy.people import (
    announced_people,
    authors,
    candidate_name,
    header_fallback,
    kinship,
    listed_people,
    mentions,
    people_again,
    quoted,
    roles,
    third_persons,
    titles,
)
from cvparser.domain.privacy.people.told_names import NOBODY, ToldNames
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, Span, prepare
from cvparser.domain.privacy.recognizer import Match, Recognizer
from cvparser.domain.privacy.recognizers import (
    address,
    address_form,
    bare_values,
    birth,
    communities,
    contact_block,
    email,
    labelled,
    licence,
    military_service,
    numbered,
    phone,
    phone_written_out,
    residence,
    sections,
    statements,
    web,
)
from cvparser.domain.privacy.recognizers.numbers import NUMBERS
from cvparser.domain.profile import WarningCode

_ALPHANUMERIC = re.compile(r"[^\W_]")
_EDGES = frozenset(" \t\n\r,;:|·•-–—" + ATOM)
_REGISTERED: tuple[Recognizer, ...] = (
    *email.RECOGNIZERS,
    *phone.RECOGNIZERS,
    *phone_written_out.RECOGNIZERS,
    *NUMBERS,
    *numbered.RECOGNIZERS,
    *web.RECOGNIZERS,
    *labelled.RECOGNIZERS,
    *birth.RECOGNIZERS,
    *address.RECOGNIZERS,
    *address_form.RECOGNIZERS,
    *residence.RECOGNIZERS,
    *contact_block.RECOGNIZERS,
    *licence.RECOGNIZERS,
    *statements.RECOGNIZERS,
    *military_service.RECOGNIZERS,
    *communities.RECOGNIZERS,
    *third_persons.RECOGNIZERS,
    *announced_people.RECOGNIZERS,
    *quoted.RECOGNIZERS,
    *roles.RECOGNIZERS,
    *kinship.RECOGNIZERS,
    *titles.RECOGNIZERS,
    *authors.RECOGNIZERS,
    *people_again.RECOGNIZERS,
    *mentions.RECOGNIZERS,
    *listed_people.RECOGNIZERS,
    *sections.RECOGNIZERS,
    *candidate_name.RECOGNIZERS,
    *bare_values.RECOGNIZERS,
    *header_fallback.RECOGNIZERS,
)
#: Every recognizer, in the order in which they run: by stage, and within one as they are registered.
RECOGNIZERS: tuple[Recognizer, ...] = tuple(sorted(_REGISTERED, key=lambda recognizer: recognizer.stage))


@dataclass(frozen=True, slots=True)
class Detection:
    """What one round found, in offsets of the text it was given.

    Attributes:
        findings: Sorted, not overlapping, each holding at least one letter or digit outside placeholders.
        names: Keys of the candidate's names.
        warnings: What the reader of the profile should know.
        text: The text as the recognizers saw it.
    """

    findings: tuple[Finding, ...]
    names: frozenset[str] = frozenset()
    warnings: frozenset[WarningCode] = frozenset()
    text: str = ""


def detect(
    text: str,
    hints: DocumentHints,
    chosen: Iterable[Recognizer],
    *,
    is_named: bool = False,
    told: ToldNames = NOBODY,
    layout: Layout | None = None,
    before: str | None = None,
) -> Detection:
    """Find what is personal in a CV.

    Args:
        text: With placeholders for what was found before.
        hints: What is known of the document beside it.
        chosen: The recognizers that run, in their order, after those of a deployment's own categories.
        is_named: Whether a name was found, or the head withheld, before.
        told: Names that others found.
        before: The `Detection.text` of the round before; None in the first.
        layout: How its lines are set; None where nothing tells, or something was taken out before.
    """
    prepared = prepare(text)
    settings = layout.of_lines(prepared) if layout is not None else ()
    context = Context(prepared, hints=hints, is_named=is_named, told=told, settings=settings, before=before)
    return _run(context, filter(context.may_find, (*own_recognizers(), *chosen)))


def find_in_answer(prepared: PreparedText, candidate: ToldNames) -> tuple[Finding, ...]:
    """Return what is personal in a string of an answer about a candidate."""
    context = Context(prepared, whole_cv=False, told=candidate)
    _look(context, (*own_recognizers(), *_in_answers().that_may_find(context)))
    return unite(_findings(prepared, context.matches))


@cache
def _in_answers() -> AnchoredRecognizers:
    """Return the recognizers that look at the strings of an answer."""
    return AnchoredRecognizers(recognizer for recognizer in RECOGNIZERS if not recognizer.needs_whole_cv)


def recognizers(*, without: Collection[str] = ()) -> Sequence[Recognizer]:
    """Return the recognizers in the order in which they run, but for those of the names in `without`.

    Raises:
        ValueError: there is none of such a name.
    """
    unknown = set(without) - {recognizer.name for recognizer in RECOGNIZERS}
    if unknown:
        raise ValueError(f"no recognizer is named {', '.join(sorted(unknown))}; `cvparser rules` lists their names")
    return [recognizer for recognizer in RECOGNIZERS if recognizer.name not in without] if without else RECOGNIZERS


def found_by(name: str, text: str) -> tuple[Finding, ...]:
    """Return what one recognizer finds in the first round over a CV, after those that run before it.

    Sorted; of several that overlap all are returned.
    """
    context = Context(prepare(text))
    for recognizer in RECOGNIZERS:
        matches = list(recognizer.find(context))
        if recognizer.name == name:
            return tuple(sorted(_findings(context.prepared, matches), key=lambda finding: finding.start))
        context.add(recognizer, matches)
    raise ValueError(f"no recognizer is named {name}")


def _look(context: Context, chosen: Iterable[Recognizer]) -> None:
    """Let recognizers add what they find to a context, one after the other."""
    for recognizer in chosen:
        matches = list(recognizer.find(context))
        if matches:
            context.add(recognizer, matches)


def _run(context: Context, chosen: Iterable[Recognizer]) -> Detection:
    _look(context, chosen)
    found = context.matches
    is_withheld = any(match.category is Category.HEADER for match in found)
    return Detection(
        findings=unite(_findings(context.prepared, found)),
        names=context.names,
        warnings=frozenset({WarningCode.HEADER_WITHHELD} if is_withheld else ()),
        text=context.prepared.text,
    )


def _findings(prepared: PreparedText, matches: Iterable[Match]) -> Iterator[Finding]:
    """Return matches in offsets of the original, without blanks and separators at their ends."""
    for match in matches:
        start, end = _trimmed(prepared.text, match)
        if _ALPHANUMERIC.search(prepared.text, start, end) is not None:
            first, last = prepared.origin(start, end)
            yield Finding(category=match.category, start=first, end=last, rule=match.rule)


def _trimmed(text: str, match: Match) -> Span:
    start, end = match.start, match.end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)
