"""Names that nothing announces: in the header, where they stand and how they look tells them, or at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.labels import label_kind
from cvparser.domain.privacy.people.name_evidence import matches
from cvparser.domain.privacy.people.name_forms import (
    Name,
    is_frequent,
    is_name_alone,
    is_place,
    is_professional,
    name_at,
)
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, Span
from cvparser.domain.privacy.sections import Section, heading_kind
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBERING = re.compile(r"[^\w\s]?\s?\d{1,2}[.)]\s+")
#: The dot of an initial or a title ends nothing.
_SEGMENT_END = re.compile(r"[,(/:]|(?<=[^\W\d_]{4})\.\s")
_DECORATION = re.compile(r"[^\w\s\"“„(]{1,3}(?:[ ][^\w\s\"“„(]{1,3}){0,5}[ ]")
_MAX_HEADER_LINES = 12
#: A name under a heading for contact stands at its top.
_MAX_CONTACT_LINES = 3
#: A name under the first heading that is none for contact.
_MAX_PROSE_LINES = 2
#: Words of a profession before a name, and the name's first.
_MAX_PROFESSION = 4
#: Characters of punctuation before it.
_SLACK = 3
#: Lines at the end of a text in which its author may have signed without a phrase.
_MAX_SIGNED_LINES = 1
_SURE = 3.0


@cache
def _title() -> re.Pattern[str]:
    """Return the title of a document, which a name may follow: `Resume of Anna Lind`."""
    second, joining = (alternatives(words("small", name)) for name in ("title_second", "title_before_name"))
    return re.compile(rf"(?P<title>[^\W\d_]++(?: (?:{second}))?)(?: (?:{joining}|[:–—-])|:)? ")


def names_in_header(
    prepared: PreparedText, parts: tuple[Section, ...], evidence: list[str], *, has_evidence: bool
) -> list[Name]:
    """Return the name in the lines before the first heading, or under it if it is for contact; perhaps in two lines.

    Unless there is other evidence of a person in the text, two words beside something else are a company.
    """
    cased = prepared.is_cased
    lines = [line for line in parts[0].lines if heading_kind(prepared.folded[line.start : line.end]) != "document"]
    if not lines and len(parts) > 1 and parts[1].kind in {"contact", "personal"}:
        lines = list(parts[1].lines[:_MAX_CONTACT_LINES])
    is_prose = not lines and len(parts) > 1 and parts[1].kind == "other"
    if is_prose:
        lines = list(parts[1].lines[:_MAX_PROSE_LINES])
    lines = lines[:_MAX_HEADER_LINES]
    two = _two_lines(prepared, lines, cased=cased)
    if two:
        return two
    best: tuple[float, Name | None] = (0.0, None)
    for number, line in enumerate(lines):
        for order, name in enumerate(_candidates(prepared, line, cased=cased)):
            begins = name.span.start - line.start <= _SLACK
            if is_prose and not (has_evidence and begins and _is_apart(prepared, line, name)):
                continue
            is_list = "," in prepared.text[slice(*name.span)] and not name.words[0].isupper()
            if not has_evidence and (
                is_list or not (is_name_alone(prepared, line, name) or _is_apart(prepared, line, name))
            ):
                continue
            score = _score(name, evidence, number, order)
            if score > best[0]:
                best = (score, name)
    return [best[1]] if best[1] is not None and best[0] >= _SURE else []


def _is_apart(prepared: PreparedText, line: Span, name: Name) -> bool:
    """Return whether a frequent given name begins a name that no organisation goes on, or a post follows its comma."""
    after = _LETTERS.findall(prepared.folded, name.span.end, min(line.end, name.span.end + 40))[:3]
    has_post = bool(after) and is_professional(after[0]) and prepared.folded[name.span.end] != " "
    is_organisation = any(word in vocabulary().organisations for word in after)
    return (is_frequent(name) and not is_organisation) or (has_post and after[0] not in vocabulary().organisations)


def names_signed(prepared: PreparedText) -> list[Name]:
    """Return the name that a text without a head ends with: a frequent given name begins it, and nothing follows."""
    for line in prepared.lines[-_MAX_SIGNED_LINES:]:
        name = name_at(prepared, *line, cased=prepared.is_cased)
        if name is not None and 1 < len(name.words) < 5 and is_name_alone(prepared, line, name) and is_frequent(name):
            return [name]
    return []


def _two_lines(prepared: PreparedText, lines: list[Span], *, cased: bool) -> list[Name]:
    names = [name_at(prepared, *line, cased=cased) for line in lines[:2]]
    if len(names) == 2 and names[0] is not None and names[1] is None and prepared.text[slice(*lines[1])].isupper():
        # "PAGE" below "JEAN-LUC": a word of work that is a surname, too.
        names[1] = name_at(prepared, *lines[1], is_known=prepared.folded[slice(*lines[1])] in vocabulary().homonyms)
    alone = [
        name
        for line, name in zip(lines, names, strict=False)
        if name is not None and len(name.words) == 1 and is_name_alone(prepared, line, name) and not is_place(name)
    ]
    return alone if len(alone) == 2 else []


def _candidates(prepared: PreparedText, line: Span, *, cased: bool) -> Iterator[Name]:
    """Return what may be a name in a line: its pieces that are names, or begin with one."""
    for segment in prepared.segments(line):
        if ATOM in prepared.text[segment.start : segment.end] or label_kind(
            prepared.folded[segment.start : segment.end]
        ):
            continue
        numbering = _NUMBERING.match(prepared.text, *segment) or _DECORATION.match(prepared.text, *segment)
        if numbering is not None:
            segment = Span(numbering.end(), segment.end)  # noqa: PLW2901 (the same piece without its number)
        turned = surname_first(prepared, segment)
        if turned is not None:
            yield turned
            continue
        segment = _past_title(prepared, segment)  # noqa: PLW2901 (as above)
        end = _SEGMENT_END.search(prepared.text, *segment)
        stop = end.start() if end is not None else segment.end
        if end is not None and end.group() == ":":
            yield from _behind_label(prepared, Span(end.end(), segment.end))
        name = name_at(prepared, segment.start, stop, cased=cased)
        if name is None:
            yield from _behind_profession(prepared, Span(segment.start, stop))
            continue
        if is_place(name):
            continue
        is_label = end is not None and end.group() == ":"
        if (not is_label and is_name_alone(prepared, Span(segment.start, stop), name)) or _ends_well(
            prepared, name, stop
        ):
            yield name


def _behind_label(prepared: PreparedText, segment: Span) -> Iterator[Name]:
    """Return the name behind a label that no list has, such as `Driver: Ali Berg, Leeds`: a frequent one."""
    comma = prepared.text.find(",", *segment)
    stop = comma if comma > 0 else segment.end
    name = name_at(prepared, segment.start, stop, cased=prepared.is_cased)
    if name is None or not 1 < len(name.words) < 5:
        return
    if is_name_alone(prepared, Span(segment.start, stop), name) and (
        is_frequent(name) or _is_said_again(prepared, name)
    ):
        yield name


def _is_said_again(prepared: PreparedText, name: Name) -> bool:
    """Return whether each word of a name stands in the text once more, perhaps with an ending behind an apostrophe."""
    return all(prepared.times_spoken(fold(word)) > 1 for word in name.words)


def _behind_profession(prepared: PreparedText, segment: Span) -> Iterator[Name]:
    """Return the name of `Diş Hekimi Rüveyda Alagöz`: it begins with a frequent one and ends the piece."""
    for word in islice(_LETTERS.finditer(prepared.folded, *segment), _MAX_PROFESSION):
        if word.group() in vocabulary().given and prepared.text[word.start()].isupper():
            name = name_at(prepared, word.start(), segment.end, cased=prepared.is_cased)
            if name is not None and 1 < len(name.words) < 5 and is_name_alone(prepared, segment, name):
                yield name
            return
        if not is_professional(word.group()):
            return


def surname_first(prepared: PreparedText, segment: Span) -> Name | None:
    """Return the name of `DOĞAN, Nazlı Deniz`."""
    comma = prepared.text.find(",", *segment)
    if comma < 0 or prepared.text.find(",", comma + 1, segment.end) > 0:
        return None
    surname = name_at(prepared, segment.start, comma, cased=prepared.is_cased)
    given = name_at(prepared, comma + 1, segment.end, cased=prepared.is_cased)
    if surname is None or given is None or is_place(surname) or is_place(given):
        return None
    if prepared.folded[slice(*given.span)] in vocabulary().states:
        # "Madison, WI"
        return None
    if len(surname.words) > 1 and prepared.folded[slice(*given.span)] in vocabulary().towns:
        # "Anna Lind, Bath"
        return None
    is_whole = surname.span.end == comma and is_name_alone(prepared, segment, given)
    is_marked = all(word.isupper() for word in surname.words)
    is_short = len(surname.words) < 3 and len(given.words) < 3
    return Name(segment, surname.words + given.words) if is_whole and (is_marked or is_short) else None


def _past_title(prepared: PreparedText, segment: Span) -> Span:
    """Return what follows the document's own title, as in `Resume of Anna Lind`."""
    title = _title().match(prepared.folded, *segment)
    if title is not None and (heading_kind(title["title"]) == "document" or title["title"] in vocabulary().generic):
        return Span(title.end(), segment.end)
    return segment


def _ends_well(prepared: PreparedText, name: Name, stop: int) -> bool:
    """Return whether a name of two to four words is followed by what belongs to no name."""
    if not 1 < len(name.words) < 6:
        return False
    rest = prepared.text[name.span.end : stop].strip()
    return bool(rest) and (
        not rest[0].isupper() or any(is_professional(fold(word)) for word in _LETTERS.findall(rest)[:2])
    )


def _score(name: Name, evidence: list[str], number: int, order: int) -> float:
    score = 5.0 if matches(name.words, evidence) else 0.0
    score += {1: -0.5, 2: 2.5, 3: 2.5, 4: 2.0, 5: 2.0}.get(len(name.words), 1.0)
    score += max(0.0, 2.0 - number * 0.75) + (0.5 if order == 0 else 0.0)
    known = vocabulary()
    folded = [fold(word) for word in name.words]
    if any(word in known.organisations and word not in known.homonyms for word in folded):
        # "Ali Can Demir": what is a surname, too, makes no organisation.
        score -= 3.0
    if any(word in known.places for word in folded):
        score -= 1.5
    return score
