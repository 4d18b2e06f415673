"""Names in the first lines that something else stands beside: a post, a title of the document, a label of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from cvparser.domain.cv.headings import listed_headings
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.labels import label_kind
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
from cvparser.domain.text.words import alternatives, first_words

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


@cache
def _title() -> re.Pattern[str]:
    """Return the title of a document, which a name may follow: `Resume of Anna Lind`."""
    second, joining = (alternatives(words("small", name)) for name in ("title_second", "title_before_name"))
    return re.compile(rf"(?P<title>[^\W\d_]++(?: (?:{second}))?)(?: (?:{joining}|[:–—-])|:)? ")


def prefixes_of_lines(prepared: PreparedText, parts: tuple[Section, ...]) -> Iterator[tuple[Name, bool]]:
    """Return names in the lines before the first heading, or under it, and whether the document's title is before one.

    What stands behind a name there is something else: a post, a sentence.
    """
    lines = [line for line in parts[0].lines if heading_kind(prepared.folded[slice(*line)]) != "document"]
    is_prose = not lines and len(parts) > 1 and parts[1].kind not in {"contact", "personal"}
    if not lines and len(parts) > 1:
        lines = list(parts[1].lines[: _MAX_PROSE_LINES if is_prose else _MAX_CONTACT_LINES])
    for line in lines[:_MAX_HEADER_LINES]:
        for segment in prepared.segments(line):
            is_titled = past_title(prepared, segment) != segment
            for name in _names_in(prepared, segment):
                # In prose, and where nothing has a capital, any word may begin a line.
                if is_frequent(name) or (prepared.is_cased and not is_prose):
                    yield name, is_titled


def _names_in(prepared: PreparedText, segment: Span) -> Iterator[Name]:
    """Return what may be a name in a piece of a line: it is one, begins with one, or ends with one."""
    if ATOM in prepared.text[slice(*segment)] or label_kind(prepared.folded[slice(*segment)]):
        return
    segment = past_numbering(prepared, segment)
    if surname_first(prepared, segment) is not None:
        return
    segment = past_title(prepared, segment)
    end = _SEGMENT_END.search(prepared.text, *segment)
    stop = end.start() if end is not None else segment.end
    if end is not None and end.group() == ":":
        yield from _behind_label(prepared, Span(end.end(), segment.end))
    name = name_at(prepared, segment.start, stop, cased=prepared.is_cased)
    if name is None:
        yield from _behind_profession(prepared, Span(segment.start, stop))
        return
    if is_place(name) or (
        len(name.words) == 1 and prepared.folded[stop + 1 : segment.end].strip() in vocabulary().states
    ):
        return
    is_label = end is not None and end.group() == ":"
    is_alone = not is_label and is_name_alone(prepared, Span(segment.start, stop), name)
    if is_alone or _ends_well(prepared, name, stop):
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


def past_numbering(prepared: PreparedText, segment: Span) -> Span:
    """Return what follows a number or ornaments at the beginning of a piece of a line."""
    if prepared.text[segment.start : segment.start + 1].isalpha():
        return segment
    numbering = _NUMBERING.match(prepared.text, *segment) or _DECORATION.match(prepared.text, *segment)
    return segment if numbering is None else Span(numbering.end(), segment.end)


def past_title(prepared: PreparedText, segment: Span) -> Span:
    """Return what follows the document's own title, as in `Resume of Anna Lind`."""
    title = _title().match(prepared.folded, *segment)
    if title is None:
        return segment
    written = title["title"]
    is_title = written.partition(" ")[0] in _title_words() and heading_kind(written) == "document"
    return Span(title.end(), segment.end) if is_title or written in vocabulary().generic else segment


@cache
def _title_words() -> frozenset[str]:
    """Return the words that titles of documents begin with."""
    return first_words(phrase for phrase, kind in listed_headings() if kind == "document")


def _ends_well(prepared: PreparedText, name: Name, stop: int) -> bool:
    """Return whether a name of two to four words is followed by what belongs to no name."""
    if not 1 < len(name.words) < 6:
        return False
    rest = prepared.text[name.span.end : stop].strip()
    return bool(rest) and (
        not rest[0].isupper() or any(is_professional(fold(word)) for word in _LETTERS.findall(rest)[:2])
    )
