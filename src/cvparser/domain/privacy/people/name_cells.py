"""A short piece of a line that a name fills: in what case, order and script it is written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from cvparser.domain.cv.bullets import is_bullet
from cvparser.domain.cv.headings import heading_words
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.people.inventories import is_given, is_listed
from cvparser.domain.privacy.people.name_forms import Name, is_professional
from cvparser.domain.privacy.people.signal_names import Signal
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

_LONGEST = 100
_MAX_TOKENS = 8
_MAX_WORDS = 6
#: Words of a name that is not written in capitals throughout.
_MAX_SMALL = 4
#: Letters of a name cut short by a dot; a longer word with one ends a sentence.
_LONGEST_SHORT = 4
_POSSESSIVE = ("'s", "’s")
#: Characters of bullets, marks of Markdown and blanks before a name.
_MAX_LEAD = 12
#: Signs that are set around the letters of a script, up to the last one of southern Asia.
_COMPOSED = "".join(sign for sign in map(chr, range(0x300, 0x10A0)) if unicodedata.category(sign).startswith("M"))
_LETTER = rf"(?:[^\W\d_]|[{_COMPOSED}])"
_TOKEN_PATTERN = rf"{_LETTER}++(?:['’.·‧-]{_LETTER}++){{0,6}}+\.?+"
_TOKEN = re.compile(_TOKEN_PATTERN)
_CELL = re.compile(rf"{_TOKEN_PATTERN}(?:[ ]{_TOKEN_PATTERN}){{0,{_MAX_TOKENS - 1}}}+")
_INITIALS = re.compile(r"[^\W\d_](?:\.[ ]?[^\W\d_]){0,3}\.?")
_CAMEL = re.compile(r"[^\W\d_]{2,}")
_DIGIT = re.compile(r"\d")
#: What a name is cut at: what stands behind is a degree, a post, a remark.
_CUT = re.compile(r",|[ ]?[(\[]")
_LETTERS = re.compile(r"[^\W\d_]+")
_OPENING = frozenset("(\"“„'«@")


@dataclass(frozen=True, slots=True)
class NameCell:
    """A name that fills a piece of a line, and what its form says."""

    name: Name
    signals: frozenset[Signal]


@cache
def _page() -> re.Pattern[str]:
    """Return the number of a page, with or without its word, that a footer ends or begins with."""
    page, of = alternatives(words("small", "page")), alternatives(words("small", "page_of"))
    number = rf"(?:(?:{page})\.?[ ]?)?\d{{1,3}}[ ]?(?:(?:/|{of})[ ]?\d{{1,3}})|(?:{page})\.?[ ]?\d{{1,3}}"
    return re.compile(rf"(?:{number})(?!\w)")


def is_page_number(folded: str) -> bool:
    """Return whether a folded piece of a line numbers a page: `1/2`, `Page 1 of 2`."""
    return _page().fullmatch(folded.strip(" -–—|.")) is not None


@cache
def _prefixes() -> tuple[str, ...]:
    """Return what begins a surname in which another capital follows: `McAllister`."""
    return tuple(map(fold, words("names", "prefixes")))


@cache
def _faculties() -> frozenset[str]:
    """Return what goes on a title: `Dr. med. univ.`, `Dr. rer. nat.`."""
    return frozenset(map(fold, words("names", "faculties")))


@cache
def small_words() -> frozenset[str]:
    """Return words such as `the`, `he`, `und`, folded."""
    return frozenset(map(fold, words("function_words")))


def read_cell(prepared: PreparedText, cell: Span) -> NameCell | None:
    """Return the name that a piece of a line holds and nothing beside it, but for titles, degrees and page numbers."""
    signals: set[Signal] = set()
    start, end = _bare(prepared, cell, signals)
    if end - start > _LONGEST or end <= start:
        return None
    end = _before_page(prepared, start, end, signals)
    cut = _CUT.search(prepared.text, start, end)
    stop = cut.start() if cut is not None else end
    if stop <= start or _CELL.fullmatch(prepared.text, start, stop) is None:
        return None
    found = _name_words(prepared, start, stop, signals)
    if found is None:
        return None
    if cut is not None:
        behind = _behind(prepared, cut.end(), end)
        if behind is None and Signal.WORDS_1 in signals:
            return None
        signals.add(behind or Signal.GOES_ON)
    name = Name(Span(found[0].start(), _end(found[-1])), tuple(token.group().rstrip(".") for token in found))
    return NameCell(name, frozenset(signals))


def _bare(prepared: PreparedText, cell: Span, signals: set[Signal]) -> tuple[int, int]:
    """Return a piece without bullets, marks and stops around it."""
    text, (start, end) = prepared.text, cell
    first = min(end, start + _MAX_LEAD)
    while start < first and not text[start].isalpha() and text[start] not in _OPENING:
        if text[start].isdigit():
            break
        if is_bullet(text[start]):
            signals.add(Signal.BULLETED)
        start += 1
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in ".)" and not _is_composed(text[end - 1]):
        end -= 1
    return start, end


def _is_composed(character: str) -> bool:
    return _TOKEN.match(character) is not None


def _before_page(prepared: PreparedText, start: int, end: int, signals: set[Signal]) -> int:
    """Return where a piece ends before the number of a page: `Anna Lind, page 2`."""
    if _DIGIT.search(prepared.folded, start, end) is None:
        return end
    for page in _page().finditer(prepared.folded, start, end):
        if page.end() == end and page.start() > start:
            signals.add(Signal.PAGE_NUMBER)
            return start + len(prepared.folded[start : page.start()].rstrip(" ,-–—|("))
    return end


def _name_words(prepared: PreparedText, start: int, stop: int, signals: set[Signal]) -> list[re.Match[str]] | None:
    """Return the words of a name without its titles; None where a word can be none of a name."""
    known = vocabulary()
    found: list[re.Match[str]] = []
    for token in _TOKEN.finditer(prepared.text, start, stop):
        folded = prepared.folded[token.start() : token.end()].rstrip(".")
        if not found and _is_title(folded, is_after=Signal.TITLE in signals):
            signals.add(Signal.TITLE)
        elif found and folded in known.titles_after:
            if token.end() < stop:
                return None
            signals.add(Signal.TITLE)
        elif _is_other(prepared, token, found[0] if found else token, is_last=token.end() == stop):
            return None
        else:
            found.append(token)
    while found and prepared.folded[slice(*found[-1].span())] in known.particles and found[-1].group().islower():
        found.pop()
    return found if _is_name(prepared, found, signals) else None


def _is_other(prepared: PreparedText, token: re.Match[str], first: re.Match[str], *, is_last: bool) -> bool:
    """Return whether a word can be none of a name: by its case, as the end of a sentence, as a word of work."""
    text, folded = token.group(), prepared.folded[token.start() : token.end()].rstrip(".")
    if _CAMEL.match(text) is not None and not _is_word(token, folded):
        return True
    if text.endswith(".") and len(folded) > _LONGEST_SHORT and not is_last:
        return True
    return len(folded) > 1 and folded not in vocabulary().particles and _is_work(prepared, token, first)


def _is_title(folded: str, *, is_after: bool) -> bool:
    titles = vocabulary().titles
    if folded.isalpha() and folded not in titles and not (is_after and folded in _faculties()):
        return False
    parts = folded.split(".")
    is_title = all(part in titles or (part in _faculties() and (is_after or index)) for index, part in enumerate(parts))
    return is_title and not (len(folded) == 1 and not is_after)


def _is_word(token: re.Match[str], folded: str) -> bool:
    """Return whether a word of two letters or more may stand in a name."""
    text = token.group()
    if folded in small_words() and folded not in vocabulary().particles and text.islower():
        return False
    if text.islower() or text.isupper() or text[1:].islower():
        return True
    # "PyTorch" is no name, "McAllister" is.
    pieces = _LETTERS.findall(text)
    return len(pieces) > 1 or folded.startswith(_prefixes()) or not any(map(str.isupper, text[1:]))


def _is_name(prepared: PreparedText, found: list[re.Match[str]], signals: set[Signal]) -> bool:
    """Return whether words can be a name by their number and case; adds what these say."""
    particles = vocabulary().particles
    # "Fernández y Gómez", "Puig i Riera"
    initials = [
        token
        for token in found
        if _INITIALS.fullmatch(token.group())
        and not (token.group().islower() and prepared.folded[slice(*token.span())] in particles)
    ]
    full = [
        token
        for token in found
        if token not in initials and prepared.folded[slice(*token.span())].rstrip(".") not in particles
    ]
    if not full or len(full) + len(initials) > _MAX_WORDS or any(token.group().islower() for token in initials):
        return False
    if len(full) + len(initials) < len(found):
        signals.add(Signal.PARTICLE)
    if initials or any(_has_initial(token.group()) for token in full):
        signals.add(Signal.INITIAL)
    signals.add(_COUNTED[min(len(full), _MAX_COUNTED)])
    case = _case([token.group() for token in full])
    is_small = case in {Signal.SMALL_LETTERS, Signal.MIXED_CASE}
    if is_small and not _may_be_small(prepared, full):
        return False
    if case is not None and (prepared.is_cased or not is_small):
        signals.add(case)
    return True


def _may_be_small(prepared: PreparedText, full: list[re.Match[str]]) -> bool:
    """Return whether words in small letters may be a name: two or more, of which lists know some.

    In lists stand all that are small behind a capital, and the first or last of those that are small throughout.
    """
    if not 1 < len(full) <= _MAX_SMALL or full[0].group().endswith(_POSSESSIVE):
        return False
    small = [token for token in full if token.group().islower()]
    if len(small) < len(full):
        return all(_is_listed(prepared, token) for token in small)
    return any(_is_listed(prepared, token) for token in (full[0], full[-1]))


def _is_listed(prepared: PreparedText, token: re.Match[str]) -> bool:
    return is_listed(prepared.folded[slice(*token.span())])


def _is_work(prepared: PreparedText, token: re.Match[str], first: re.Match[str]) -> bool:
    """Return whether a word is one of work and no name: behind a given name, what only resembles one may be one."""
    known = vocabulary()
    folded = prepared.folded[slice(*token.span())].rstrip(".")
    if not is_professional(folded) or folded in known.homonyms or folded in known.trades:
        return False
    follows_given = token is not first and is_given(prepared.folded[slice(*first.span())])
    return not follows_given or known.professional.has(folded) or folded in heading_words()


def _has_initial(text: str) -> bool:
    """Return whether a dot parts an initial from a name: `AYŞE.K`."""
    return "." in text.rstrip(".") and any(len(piece) == 1 for piece in text.split(".") if piece)


_MAX_COUNTED = 4
_COUNTED = {1: Signal.WORDS_1, 2: Signal.WORDS_2, 3: Signal.WORDS_3, 4: Signal.WORDS_4}


def _case(full: list[str]) -> Signal | None:
    """Return what the case of the words says; None for a capital at the beginning of each."""
    if not any(word.lower() != word.upper() for word in full):
        return Signal.NO_CASE
    if all(map(str.isupper, full)):
        return Signal.CAPITALS
    if all(map(str.islower, full)):
        return Signal.SMALL_LETTERS
    if any(map(str.islower, full)):
        return Signal.MIXED_CASE
    if any(map(str.isupper, full)):
        return Signal.SURNAME_IN_CAPITALS
    return None


def _behind(prepared: PreparedText, start: int, end: int) -> Signal | None:
    """Return what stands behind a comma or bracket says: a degree, a post, or anything else; None for a place."""
    pieces = _LETTERS.findall(prepared.folded, start, end)
    known = vocabulary()
    place = prepared.folded[start:end].strip(" ).")
    if place in known.states or place in known.places or place in known.towns:
        return None
    is_degree = all(len(piece) < 4 or piece in known.titles or piece in known.titles_after for piece in pieces)
    if pieces and is_degree and prepared.text[start:end].strip()[:1].isupper():
        return Signal.DEGREE
    return Signal.POST_BEHIND if any(map(is_professional, pieces[:3])) else Signal.GOES_ON


def _end(last: re.Match[str]) -> int:
    """Return where a name ends: the dot of an initial belongs to it."""
    text = last.group()
    return last.end() - (text.endswith(".") and len(text) > 3 and "." not in text[:-1])
