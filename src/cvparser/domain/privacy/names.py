"""Whose CV it is: the candidate's name, discovered from several signals together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.finding import Hints
from cvparser.domain.privacy.folding import fold, key
from cvparser.domain.privacy.labels import Labelled, label_kind
from cvparser.domain.privacy.name_forms import (
    Name,
    is_company,
    is_name_alone,
    is_professional,
    joined_keys,
    name_at,
    name_keys,
)
from cvparser.domain.privacy.other_names import full_forms, maiden_name, short_forms
from cvparser.domain.privacy.reading import ATOM, Reading, Sighting, Span
from cvparser.domain.privacy.sections import Section, heading_kind
from cvparser.domain.privacy.vocabulary import vocabulary

_LETTERS = re.compile(r"[^\W\d_]+")
_BRACKET = re.compile(r"[ ][<(\[]")
#: Hosts whose paths are an account and its project.
_FORGES = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
_NUMBERING = re.compile(r"[^\w\s]?\s?\d{1,2}[.)]\s+")
_TITLE = re.compile(r"(?P<title>[^\W\d_]+(?: vitae)?)(?: (?:of|for|von|de|di|[:–—-])|:)? ")
#: The dot of an initial or a title ends nothing.
_SEGMENT_END = re.compile(r"[,(/:]|(?<=[^\W\d_]{4})\.\s")
_DECORATION = re.compile(r"[^\w\s\"“„(]{1,3}(?:[ ][^\w\s\"“„(]{1,3}){0,5}[ ]")
#: What follows a name that somebody signed with: the end of its line, or a title or an employer after a comma.
_SIGNED = re.compile(r"[ ]{0,3}[.,'(]{0,2}[ ]{0,3}(?:\n|\Z)|,[ ]|[ ]?[(|–—-][ ]?")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{5})\.(?=\s)")
_MAX_HEADER_LINES = 12
#: Lines in which the full name stands.
_HEAD = 3
#: Words of a profession before a name, and the name's first.
_MAX_PROFESSION = 4
#: A name under a heading for contact stands at its top.
_MAX_CONTACT_LINES = 3
#: A name under the first heading that is none for contact.
_MAX_PROSE_LINES = 2
#: Characters of punctuation before it.
_SLACK = 3
#: Phrases that speak of a person; shorter ones are other words, too.
_EVIDENCE = frozenset({"introduction", "birth_before", "birth_after", "residence_after"})
_MIN_EVIDENCE = 4
#: Lines at the end of a text in which its author may have signed without a phrase.
_MAX_SIGNED_LINES = 1
_SURE = 3.0
#: Letters of a word that tell whether it may fit a clue.
_HINT = 3


@dataclass(slots=True)
class Names:
    """What was learnt of the candidate's name: where it stands as a whole, and the keys of its pieces."""

    sightings: list[Sighting] = field(default_factory=list)
    places: list[Name] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def add(self, name: Name, rule: str) -> None:
        """Learn a name that stands in the text."""
        self.sightings.append(Sighting(name.span.start, name.span.end, Category.NAME, rule))
        self.places.append(name)
        self.keys |= name_keys(name.words) | joined_keys(name.words)


def discover(
    reading: Reading,
    *,
    parts: tuple[Section, ...],
    labelled: tuple[Labelled, ...],
    found: list[Sighting],
    hints: Hints,
) -> Names:
    """Find the candidate's name by labels, introductions, sign-offs, the header, and what hints at it."""
    names = Names()
    cased = reading.is_cased
    clues = _clues(reading, found, parts, hints)
    for name, rule in [*_labelled(reading, labelled), *_announced(reading, cased=cased)]:
        names.add(name, rule)
    for words in _file_names(reading, labelled):
        names.keys |= name_keys(words)
    if not names.keys and not reading.names_taken:
        for name, rule in _unsaid(reading, parts, clues, has_evidence=_has_evidence(reading, found, labelled)):
            names.add(name, rule)
    for name in _matching(reading, clues, is_named=bool(names.keys)):
        names.add(name, "matches_clue")
    names.keys |= _from_clues(reading, clues, hints)
    for name, rule in _others(reading, parts, names):
        names.add(name, rule)
    names.keys |= short_forms(names.keys)
    return names


def _has_evidence(reading: Reading, found: list[Sighting], labelled: tuple[Labelled, ...]) -> bool:
    """Tell whether anything but a name speaks of a person."""
    is_told = any(kind in _EVIDENCE and end - start >= _MIN_EVIDENCE for start, end, kind in reading.cues)
    return bool(found or labelled) or is_told


def _unsaid(
    reading: Reading, parts: tuple[Section, ...], clues: list[str], *, has_evidence: bool
) -> Iterator[tuple[Name, str]]:
    """Give the name that nothing announces: in the header, or else at the end."""
    header = _in_header(reading, parts, clues, has_evidence=has_evidence)
    yield from ((name, "header") for name in header)
    if not header and has_evidence:
        yield from ((name, "signed") for name in _signed(reading))


def _others(reading: Reading, parts: tuple[Section, ...], names: Names) -> Iterator[tuple[Name, str]]:
    """Give the full form of a name of which one word is known, and names before marriage."""
    places = list(names.places)
    is_short = all(sum(len(word.strip(".")) > 1 for word in name.words) == 1 for name in places)
    known = frozenset[str]().union(*(name_keys(name.words) for name in places))
    header = parts[0].lines[_HEAD - 1].end if len(parts[0].lines) >= _HEAD else None
    may_be_fuller = is_short or header is not None
    for full in full_forms(reading, known, None if is_short else header) if known and may_be_fuller else ():
        if is_short or _is_frequent(full):
            places.append(full)
            yield full, "full_form"
    for name in places:
        former = maiden_name(reading, name)
        if former is not None:
            yield former, "maiden_name"


def _labelled(reading: Reading, labelled: tuple[Labelled, ...]) -> Iterator[tuple[Name, str]]:
    for item in labelled:
        if item.kind == "name":
            # What stands in brackets is another thing: an address, a number.
            bracket = _BRACKET.search(reading.text, *item.value)
            value = Span(item.value.start, bracket.start()) if bracket is not None else item.value
            name = _whole(reading, value) or name_at(reading, *value, cased=False)
            if name is not None:
                yield _with_next_line(reading, name), "label_name"


def _with_next_line(reading: Reading, name: Name) -> Name:
    """Give a name of one word with what goes on alone in the next line: `Name: Anna` above `Lindqvist`."""
    start = name.span.end + 1
    if len(name.words) > 1 or reading.folded[name.span.end : start] != "\n":
        return name
    end = reading.folded.find("\n", start)
    line = Span(start, end if end >= 0 else len(reading.folded))
    rest = name_at(reading, *line, cased=reading.is_cased)
    if rest is None or len(rest.words) > 2 or not is_name_alone(reading, line, rest) or _is_place(rest):
        return name
    if heading_kind(reading.folded[slice(*line)]) is not None or label_kind(reading.folded[slice(*line)]) is not None:
        return name
    return Name(Span(name.span.start, rest.span.end), name.words + rest.words)


def _whole(reading: Reading, value: Span) -> Name | None:
    """Give a short value as it stands: a label says that it is a name, whatever it looks like."""
    bracket = reading.text.find("<", *value)
    start = value.start + (reading.text[value.start] in "\"'“„")
    value = Span(start, bracket if bracket > start else value.end)
    sentence = _SENTENCE_END.search(reading.text, *value)
    value = Span(value.start, sentence.start()) if sentence is not None else value
    words = tuple(_LETTERS.findall(reading.text[value.start : value.end]))
    if any(word[0].isupper() for word in words):
        # "Anna, known as Ann"
        words = tuple(word for word in words if word[0].isupper() or fold(word) in vocabulary().particles)
    work = sum(is_professional(fold(word)) for word in words if len(word) > 3)
    if not words or len(words) > 6 or work == len(words) or (work and len(words) > 3):
        return None
    return Name(value, words)


def _announced(reading: Reading, *, cased: bool) -> Iterator[tuple[Name, str]]:
    for start, end, kind in reading.cues:
        if kind == "introduction":
            name = name_at(reading, *_after(reading, end), cased=cased) or _in_small_letters(reading, end)
            # "I am", "ben", "soy" announce much else: two words, or the beginning of the text.
            is_sure = end - start > 7 or start < 200
            if name is None or _is_place(name):
                continue
            if is_sure or (len(name.words) > 1 if cased else fold(name.words[0]) in vocabulary().given):
                yield name, "introduction"
        elif (
            kind == "sign_off"
            and _begins(reading, start)
            and re.match(r"[ ]?[,!.]|[ ]*\n", reading.folded[end : end + 3])
        ):
            name = name_at(reading, *_after(reading, end, lines=3), cased=cased)
            if name is not None and len(name.words) < 5 and _SIGNED.match(reading.folded, name.span.end) is not None:
                yield name, "sign_off"


def _begins(reading: Reading, start: int) -> bool:
    """Tell whether a line or a sentence begins at `start`: `LG, Samsung` signs nothing."""
    return reading.folded[max(0, start - 4) : start].strip(" ")[-1:] in {"", "\n", ".", "!", ",", "—", "-", "–"}


def _in_small_letters(reading: Reading, end: int) -> Name | None:
    """Give the name of two words after an introduction in small letters, when a frequent given name begins it."""
    name = name_at(reading, *_after(reading, end), cased=False)
    if name is None or len(name.words) < 2 or fold(name.words[0]) not in vocabulary().given:
        return None
    second = _LETTERS.search(reading.text, name.span.start + len(name.words[0]), name.span.end)
    return Name(Span(name.span.start, second.end()), name.words[:2]) if second is not None else None


def _after(reading: Reading, end: int, *, lines: int = 1) -> tuple[int, int]:
    """Give where to look for a name after a phrase: past commas and, for sign-offs, line ends."""
    while end < len(reading.folded) and (reading.folded[end] in " ,:!." or (lines > 1 and reading.folded[end] == "\n")):
        end += 1
    stop = reading.folded.find("\n", end)
    return end, stop if stop >= 0 else len(reading.folded)


def _is_place(name: Name) -> bool:
    return fold(" ".join(name.words)) in vocabulary().places or fold(name.words[-1]) in vocabulary().languages


def _in_header(reading: Reading, parts: tuple[Section, ...], clues: list[str], *, has_evidence: bool) -> list[Name]:
    """Give the name in the lines before the first heading, or under it if it is for contact; perhaps in two lines.

    Unless there is other evidence of a person in the text, two words beside something else are a company.
    """
    cased = reading.is_cased
    lines = [line for line in parts[0].lines if heading_kind(reading.folded[line.start : line.end]) != "document"]
    if not lines and len(parts) > 1 and parts[1].kind in {"contact", "personal"}:
        lines = list(parts[1].lines[:_MAX_CONTACT_LINES])
    is_prose = not lines and len(parts) > 1 and parts[1].kind == "other"
    if is_prose:
        lines = list(parts[1].lines[:_MAX_PROSE_LINES])
    lines = lines[:_MAX_HEADER_LINES]
    two = _two_lines(reading, lines, cased=cased)
    if two:
        return two
    best: tuple[float, Name | None] = (0.0, None)
    for number, line in enumerate(lines):
        for order, name in enumerate(_candidates(reading, line, cased=cased)):
            begins = name.span.start - line.start <= _SLACK
            if is_prose and not (has_evidence and begins and _is_apart(reading, line, name)):
                continue
            is_list = "," in reading.text[slice(*name.span)] and not name.words[0].isupper()
            if not has_evidence and (is_list or not (_fills(reading, line, name) or _is_apart(reading, line, name))):
                continue
            score = _score(name, clues, number, order)
            if score > best[0]:
                best = (score, name)
    return [best[1]] if best[1] is not None and best[0] >= _SURE else []


def _is_frequent(name: Name) -> bool:
    return fold(name.words[0]) in vocabulary().given and not is_company(name)


def _is_apart(reading: Reading, line: Span, name: Name) -> bool:
    """Tell whether a frequent given name begins a name that no organisation goes on, or a post follows its comma."""
    after = _LETTERS.findall(reading.folded, name.span.end, min(line.end, name.span.end + 40))[:3]
    has_post = bool(after) and is_professional(after[0]) and reading.folded[name.span.end] != " "
    is_organisation = any(word in vocabulary().organisations for word in after)
    return (_is_frequent(name) and not is_organisation) or (has_post and after[0] not in vocabulary().organisations)


def _fills(reading: Reading, line: Span, name: Name) -> bool:
    """Tell whether a line holds nothing but a name, titles and punctuation."""
    return not any(map(str.isalnum, reading.text[name.span.end : line.end]))


def _signed(reading: Reading) -> list[Name]:
    """Give the name that a text without a head ends with: a frequent given name begins it, and nothing follows."""
    for line in reading.lines[-_MAX_SIGNED_LINES:]:
        name = name_at(reading, *line, cased=reading.is_cased)
        if name is not None and 1 < len(name.words) < 5 and _fills(reading, line, name) and _is_frequent(name):
            return [name]
    return []


def _two_lines(reading: Reading, lines: list[Span], *, cased: bool) -> list[Name]:
    names = [name_at(reading, *line, cased=cased) for line in lines[:2]]
    if len(names) == 2 and names[0] is not None and names[1] is None and reading.text[slice(*lines[1])].isupper():
        # "PAGE" below "JEAN-LUC": a word of work that is a surname, too.
        names[1] = name_at(reading, *lines[1], is_known=reading.folded[slice(*lines[1])] in vocabulary().homonyms)
    alone = [
        name
        for line, name in zip(lines, names, strict=False)
        if name is not None and len(name.words) == 1 and is_name_alone(reading, line, name) and not _is_place(name)
    ]
    return alone if len(alone) == 2 else []


def _candidates(reading: Reading, line: Span, *, cased: bool) -> Iterator[Name]:
    """Give what may be a name in a line: its pieces that are names, or begin with one."""
    for segment in reading.segments(line):
        if ATOM in reading.text[segment.start : segment.end] or label_kind(reading.folded[segment.start : segment.end]):
            continue
        numbering = _NUMBERING.match(reading.text, *segment) or _DECORATION.match(reading.text, *segment)
        if numbering is not None:
            segment = Span(numbering.end(), segment.end)  # noqa: PLW2901 (the same piece without its number)
        surname_first = _surname_first(reading, segment)
        if surname_first is not None:
            yield surname_first
            continue
        segment = _past_title(reading, segment)  # noqa: PLW2901 (as above)
        end = _SEGMENT_END.search(reading.text, *segment)
        stop = end.start() if end is not None else segment.end
        if end is not None and end.group() == ":":
            yield from _behind_label(reading, Span(end.end(), segment.end))
        name = name_at(reading, segment.start, stop, cased=cased)
        if name is None:
            yield from _behind_profession(reading, Span(segment.start, stop))
            continue
        if _is_place(name):
            continue
        is_label = end is not None and end.group() == ":"
        if (not is_label and is_name_alone(reading, Span(segment.start, stop), name)) or _ends_well(
            reading, name, stop
        ):
            yield name


def _behind_label(reading: Reading, segment: Span) -> Iterator[Name]:
    """Give the name behind a label that no list has, such as `Driver: Ali Berg, Leeds`: a frequent one."""
    comma = reading.text.find(",", *segment)
    stop = comma if comma > 0 else segment.end
    name = name_at(reading, segment.start, stop, cased=reading.is_cased)
    if name is None or not 1 < len(name.words) < 5:
        return
    if _is_frequent(name) and is_name_alone(reading, Span(segment.start, stop), name):
        yield name


def _behind_profession(reading: Reading, segment: Span) -> Iterator[Name]:
    """Give the name of `Diş Hekimi Rüveyda Alagöz`: it begins with a frequent one and ends the piece."""
    words = list(_LETTERS.finditer(reading.folded, *segment))[:_MAX_PROFESSION]
    for word in words:
        if word.group() in vocabulary().given and reading.text[word.start()].isupper():
            name = name_at(reading, word.start(), segment.end, cased=reading.is_cased)
            if name is not None and 1 < len(name.words) < 5 and is_name_alone(reading, segment, name):
                yield name
            return
        if not is_professional(word.group()):
            return


def _surname_first(reading: Reading, segment: Span) -> Name | None:
    """Give the name of `DOĞAN, Nazlı Deniz`."""
    comma = reading.text.find(",", *segment)
    if comma < 0 or reading.text.find(",", comma + 1, segment.end) > 0:
        return None
    surname = name_at(reading, segment.start, comma, cased=reading.is_cased)
    given = name_at(reading, comma + 1, segment.end, cased=reading.is_cased)
    if surname is None or given is None or _is_place(surname) or _is_place(given):
        return None
    if reading.folded[slice(*given.span)] in vocabulary().states:
        # "Madison, WI"
        return None
    if len(surname.words) > 1 and reading.folded[slice(*given.span)] in vocabulary().towns:
        # "Anna Lind, Bath"
        return None
    is_whole = surname.span.end == comma and is_name_alone(reading, segment, given)
    is_marked = all(word.isupper() for word in surname.words)
    is_short = len(surname.words) < 3 and len(given.words) < 3
    return Name(segment, surname.words + given.words) if is_whole and (is_marked or is_short) else None


def _past_title(reading: Reading, segment: Span) -> Span:
    """Give what follows the document's own title, as in `Resume of Anna Lind`."""
    title = _TITLE.match(reading.folded, *segment)
    words = vocabulary()
    if title is not None and (words.headings.get(title["title"]) == "document" or title["title"] in words.generic):
        return Span(title.end(), segment.end)
    return segment


def _ends_well(reading: Reading, name: Name, stop: int) -> bool:
    """Tell whether a name of two to four words is followed by what belongs to no name."""
    if not 1 < len(name.words) < 6:
        return False
    rest = reading.text[name.span.end : stop].strip()
    return bool(rest) and (
        not rest[0].isupper() or any(is_professional(fold(word)) for word in _LETTERS.findall(rest)[:2])
    )


def _score(name: Name, clues: list[str], number: int, order: int) -> float:
    score = 5.0 if matches(name.words, clues) else 0.0
    score += {1: -0.5, 2: 2.5, 3: 2.5, 4: 2.0, 5: 2.0}.get(len(name.words), 1.0)
    score += max(0.0, 2.0 - number * 0.75) + (0.5 if order == 0 else 0.0)
    words = vocabulary()
    folded = [fold(word) for word in name.words]
    if any(word in words.organisations and word not in words.homonyms for word in folded):
        # "Ali Can Demir": what is a surname, too, makes no organisation.
        score -= 3.0
    if any(word in words.places for word in folded):
        score -= 1.5
    return score


def matches(words: tuple[str, ...], clues: Iterable[str]) -> bool:
    """Tell whether a name fits a local part, a profile's path or a file's name.

    >>> matches(("Priyanka", "Venkataraman"), ["pvenkat"])
    True
    """
    pieces = [piece for piece in (key(word) for word in words) if len(piece) > 1]
    for clue in clues:
        if any(len(piece) > 3 and piece in clue for piece in pieces):
            return True
        if len(clue) > 3 and any(piece.startswith(clue) for piece in pieces):
            return True
        if len(clue) > 4 and any(
            other.startswith(clue[0]) and piece.startswith(clue[1:])
            for piece in pieces
            for other in pieces
            if other != piece
        ):
            return True
        if len(pieces) > 1 and len("".join(pieces)) > 4 and "".join(pieces) in clue:
            return True
    return False


def spells(words: tuple[str, ...], clues: Iterable[str]) -> bool:
    """Tell whether a clue holds two words of a name, or one and the initial of another.

    >>> spells(("Will", "Cook"), ["wcook"]), spells(("Head", "Cook"), ["cook"])
    (True, False)
    """
    pieces = [piece for piece in (key(word) for word in words) if len(piece) > 1]
    return any(
        piece != other and (other + piece in clue or clue.startswith(other[0] + piece))
        for clue in clues
        for piece in pieces
        for other in pieces
    )


def _clues(reading: Reading, found: list[Sighting], parts: tuple[Section, ...], hints: Hints) -> list[str]:
    """Give the keys of what hints at the name, of the candidate and nobody else."""
    others = [
        Span(part.lines[0].start, part.lines[-1].end)
        for part in parts
        if part.kind in {"references", "emergency"} and part.lines
    ]
    clues: list[str] = []
    emails = 0
    for sighting in sorted(found):
        if any(other.start <= sighting.start < other.end for other in others):
            continue
        text = reading.folded[sighting.start : sighting.end]
        if sighting.category is Category.EMAIL and emails < 2:
            emails += 1
            clues += _pieces(re.split(r"@|%40|[\[({ ]|_at_", text)[0])
        elif sighting.category in {Category.URL, Category.HANDLE}:
            clues += _pieces(_owner(text))
    for hint in (hints.file_name, hints.author, hints.title):
        if hint:
            clues += _pieces(re.sub(r"\.\w{2,5}$", "", fold(hint)))
    return list(dict.fromkeys(clues))


def _owner(url: str) -> str:
    """Give the part of a URL that may name a person: its last, or the account before a project's name."""
    parts = url.rstrip("/").split("/")
    hosts = [index for index, part in enumerate(parts) if part.endswith(_FORGES)]
    return parts[hosts[0] + 1] if hosts and hosts[0] + 1 < len(parts) else parts[-1]


def _pieces(text: str) -> list[str]:
    pieces = [piece for piece in _LETTERS.findall(fold(text)) if piece not in vocabulary().generic]
    together = "".join(pieces)
    return [piece for piece in [together, *pieces] if len(piece) > 2]


def _file_names(reading: Reading, labelled: tuple[Labelled, ...]) -> Iterator[tuple[str, ...]]:
    for item in labelled:
        if item.kind == "file":
            value = reading.text[item.value.start : item.value.end]
            yield tuple(
                word
                for word in _LETTERS.findall(value.rsplit(".", 1)[0])
                if fold(word) not in vocabulary().generic and len(word) > 2
            )


def _matching(reading: Reading, clues: list[str], *, is_named: bool) -> Iterator[Name]:
    """Give names of two words or more, alone in their line or piece of it, that fit a clue."""
    if not clues:
        return
    starts = _hinted(reading, clues)
    for line in reading.lines:
        if line.end - line.start > 200:
            continue
        for segment in reading.segments(line):
            if bisect_left(starts, segment.start) == bisect_left(starts, segment.end):
                continue
            # "kofi mensah | engineer | kofimensah@example.com"
            is_small = reading.is_cased and reading.text[slice(*segment)].islower()
            cased = reading.is_cased and not is_small
            name = _surname_first(reading, segment) or name_at(reading, *segment, cased=cased, is_known=True)
            if name is None or not 1 < len(name.words) < 6 or not is_name_alone(reading, segment, name):
                continue
            folded = [fold(word) for word in name.words]
            work = sum(map(is_professional, folded))
            if any(word in vocabulary().organisations for word in folded) or work == len(folded):
                continue
            fits = work == 0 and not is_named and matches(name.words, clues)
            if _spelt_whole(name, clues) if is_small else fits or spells(name.words, clues):
                yield name


def _spelt_whole(name: Name, clues: list[str]) -> bool:
    """Tell whether one clue holds most of a name in small letters, which may be any words."""
    pieces = [key(piece) for piece in _LETTERS.findall(" ".join(name.words))]
    return any(sum(piece in clue for piece in pieces) * 3 >= len(pieces) * 2 > _SURE for clue in clues)


def _hinted(reading: Reading, clues: list[str]) -> list[int]:
    """Give where words start whose first letters are in a clue: no name without one `spells` or `matches` it."""
    together = "\n".join(clues)
    return [
        span.start
        for word, span in zip(reading.spoken, reading.words, strict=True)
        if word[:_HINT] in together or "ß" in word[:_HINT]
    ]


def _from_clues(reading: Reading, clues: list[str], hints: Hints) -> set[str]:
    """Give pieces of clues that stand in the text as capitalised words, or that the metadata says outright."""
    spoken = {
        reading.folded[start:end]
        for start, end in reading.words_among(clues)
        if reading.text[start].isupper() or not reading.is_cased
    }
    words = vocabulary()
    found = {
        clue
        for clue in clues
        if len(clue) > 3
        and clue in spoken
        and not is_professional(clue)
        and clue not in words.places
        and clue not in words.organisations
    }
    author = hints.author or ""
    pieces = [
        piece
        for piece in _LETTERS.findall(author)
        if fold(piece) not in vocabulary().generic and not is_professional(fold(piece))
    ]
    if 1 < len(pieces) < 5:
        found |= name_keys(tuple(piece for piece in pieces if len(piece) > 2))
    return found
