"""What names look like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cvparser.domain.cv.headings import heading_words
from cvparser.domain.lexicon import words as lexicon_words
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold, key, keys

_WORD = re.compile(r"[^\W\d_]++(?:(?:['’.]|-['’]?)[^\W\d_]++){0,8}+\.?")
_JOINT = re.compile(r"[.'’-]")
_PIECE = re.compile(r"[^\W\d_]+")
_ALPHANUMERIC = re.compile(r"[^\W_]")
_CAMEL = re.compile(r"(?<=[a-zçğıöşüäß]{2})(?=[A-ZÇĞİÖŞÜÄ])")
#: A word to which a lost blank or line end glued the next one.
_GLUED = re.compile(r"(?P<own>[A-ZÇĞİÖŞÜÄ][a-zçğıöşüäß]{2,30})(?P<rest>[A-ZÇĞİÖŞÜÄ][a-zçğıöşüäß]{1,30})")
_UMLAUT = re.compile(r"([aou])e")
#: What a name begins with, as a class of characters.
CAPITALS = "A-Z" + "".join(filter(str.isupper, map(chr, range(0xC0, 0x530))))
#: Begins the key of a word that belongs to the name only beside its other pieces.
PARTICLE = "~"
_MAX_WORDS = 5
#: Words with the particles between them, and characters: what goes on longer is no name.
_MAX_PIECES = 16
_REACH = 200
_PAIR = 2
#: Letters of `Mac`, `Fitz`.
_LONGEST_PREFIX = 4
#: Before surnames: `Fiachra Ó Dubhthaigh`.
_IRISH = frozenset({"Ó", "Ò", "O", "Ní", "Uí"})
#: What mostly stands before a word of a name.
_PLAIN_GAPS = frozenset(("", " "))
#: What may stand between two words of a name: of a nickname, or of `van 't Hof`.
_NAME_MARKS = frozenset(("", '"', "“", "”", "„", "(", ")", "«", "»", "'", "’", "‘"))
#: What ends a name within a sentence.
_CLOSING = frozenset(",;)'’")
#: Letters of a name cut short by a dot, as in `Abd. Kaya`.
_LONGEST_SHORT = 4
#: Characters of titles before a name, as in `Sayın Prof. Dr. Öğr. Üyesi`.
_MAX_TITLES = 40


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands."""

    span: Span
    words: tuple[str, ...]


def name_at(prepared: PreparedText, start: int, end: int, *, cased: bool = True, is_known: bool = False) -> Name | None:
    """Return the name that `start` begins with, at most up to `end`; None when it begins with none.

    Titles before it are skipped. `cased` tells whether names begin with capitals in this text; `is_known` that
    something else says it is a name, so that words of work are allowed in it.
    """
    words = vocabulary()
    found: list[re.Match[str]] = []
    counted = 0
    position = start
    end = min(end, start + _REACH)
    is_titled = False
    while counted < _MAX_WORDS and len(found) < _MAX_PIECES:
        word = _WORD.search(prepared.text, position, end)
        if word is None or not _is_name_gap(prepared.text[position : word.start()], is_first=not found):
            break
        dotted = prepared.folded[word.start() : word.end()]
        folded = dotted.rstrip(".")
        is_title = not found and position - start < _MAX_TITLES and _is_title(folded, words.titles)
        if is_title or _joins_particles(prepared, found, folded):
            position = word.end()
            is_titled = is_titled or is_title
            continue
        if found and folded in words.titles_after:
            break
        glued = _GLUED.match(prepared.text, word.start()) if found else None
        if glued is not None and _begins_work(prepared, glued, end):
            found.append(glued)
            break
        is_given = bool(found) and _folded(prepared, found[0]) in words.given
        # "Frau Ottilie Brandstätter,": no trade, which would have no comma before it.
        is_surname = is_titled and len(found) == 1 and prepared.text[word.end() : word.end() + 1] in _CLOSING
        follows_given = (is_given or is_surname) and not words.professional.has(folded)
        is_certain = is_known or (follows_given and folded not in heading_words())
        if not _is_name_word(word.group(), folded, cased=cased, is_first=not found, is_known=is_certain):
            break
        found.append(word)
        counted += dotted not in words.particles
        position = word.end()
        if _ends_sentence(word.group(), folded):
            break
    found = _before_open_bracket(prepared, found)
    while found and found[-1].group().islower() and _folded(prepared, found[-1]) in words.particles:
        found.pop()
    if not found or (_folded(prepared, found[0]) in words.months and len(found) == 1):
        return None
    span = Span(found[0].start(), _name_end(prepared, found[-1]))
    return Name(span, tuple(_own(word) for word in found))


def _joins_particles(prepared: PreparedText, found: list[re.Match[str]], folded: str) -> bool:
    """Return whether a word goes on after a particle to the next one: `von und zu Berg`."""
    return folded in _between_particles() and bool(found) and _folded(prepared, found[-1]) in vocabulary().particles


@cache
def _between_particles() -> frozenset[str]:
    """Return what joins two particles."""
    return frozenset(map(fold, lexicon_words("small", "between_particles")))


def _before_open_bracket(prepared: PreparedText, found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the words before a bracket that no nickname alone fills: `Ulla Berg (Halden Foods, 2019)`."""
    if len(found) < _PAIR:
        return found
    start, end = found[0].start(), found[-1].end()
    bracket = prepared.text.rfind("(", start, end)
    if bracket < 0 or prepared.text.find(")", bracket, end + 1) >= 0:
        return found
    return [word for word in found if word.start() < bracket]


def joined(name: Name, rest: Name) -> Name:
    """Return two halves as one name, such as those that a line end parts."""
    return Name(Span(name.span.start, rest.span.end), name.words + rest.words)


def _begins_work(prepared: PreparedText, glued: re.Match[str], end: int) -> bool:
    """Return whether what is glued to a name is a word of work, or the first of two: `Ongunİç Mimar`."""
    following = _PIECE.search(prepared.folded, glued.end(), end)
    if is_professional(fold(glued["rest"])):
        return True
    # "MacGillivray" is one word.
    is_long = len(glued["own"]) > _LONGEST_PREFIX
    return is_long and following is not None and is_professional(following.group())


def _ends_sentence(word: str, folded: str) -> bool:
    """Tell a full stop from the dot of an initial or of a short form: `Ben Kerem Aydın. Şu anda`."""
    return word.endswith(".") and "." not in folded and (len(folded) > _LONGEST_SHORT or folded in vocabulary().given)


def _folded(prepared: PreparedText, word: re.Match[str]) -> str:
    return prepared.folded[word.start() : word.end()]


def _own(word: re.Match[str]) -> str:
    return word["own"] if "own" in word.re.groupindex else word.group()


def _name_end(prepared: PreparedText, last: re.Match[str]) -> int:
    if "own" in last.re.groupindex:
        return last.end("own")
    is_initial = len(last.group()) <= 3 and last.group().endswith(".")
    after = fold(prepared.text[last.end() : last.end() + 5]).strip(" ,.").split(" ")[0]
    end = last.end() if is_initial or not last.group().endswith(".") else last.end() - 1
    if after in {"jr", "sr", "iii"}:
        return prepared.folded.index(after, last.end()) + len(after)
    return end


def _is_title(folded: str, titles: frozenset[str]) -> bool:
    return folded in titles or ("." in folded and all(part in titles for part in folded.split(".")))


def _is_name_gap(gap: str, *, is_first: bool) -> bool:
    return gap in _PLAIN_GAPS or (
        len(gap) < 3 and not any(map(str.isdigit, gap)) and (gap.strip() in _NAME_MARKS or is_first) and "\n" not in gap
    )


def _is_name_word(word: str, folded: str, *, cased: bool, is_first: bool, is_known: bool) -> bool:
    words = vocabulary()
    if folded in vocabulary().particles:
        return not is_first or word[0].isupper() or not cased
    if word in _IRISH and not is_first:
        return True
    if (cased and word[0].islower()) or (len(folded) < 2 and not word.endswith(".")):
        return False
    if (
        not word[1:].islower()
        and _CAMEL.search(word) is not None
        and not folded.startswith(("mc", "mac", "de", "la", "le", "o'", "d'", "van", "fitz"))
    ):
        return False
    if is_known or (not is_first and (folded in words.homonyms or folded in words.trades)):
        return True
    pieces = [folded] if folded.isalpha() else _JOINT.split(folded)
    return not any(
        is_professional(piece)
        for piece in pieces
        if len(piece) > 1 and (piece == folded or piece not in words.particles)
    )


@remembered
def is_professional(folded: str) -> bool:
    """Return whether a folded word belongs to work, not to names."""
    words = vocabulary()
    return folded in words.professional or folded in heading_words() or folded in words.languages


def is_company(name: Name) -> bool:
    """Return whether a name of a person mostly means a company, a school, a book: `Charles Schwab`."""
    folded = [fold(word).rstrip(".") for word in name.words]
    companies = vocabulary().companies
    return any(" ".join(folded[:length]) in companies for length in range(2, len(folded) + 1))


def names_organisation(folded: Sequence[str]) -> bool:
    """Return whether a word makes folded words an organisation's name; a surname does not: `Kerem Demir` (iron)."""
    known = vocabulary()
    has_given = len(folded) > 1 and folded[0] in known.given
    last = len(folded) - 1
    return any(
        word in known.organisations and not (has_given and index == last and word in known.homonyms)
        for index, word in enumerate(folded)
    )


def is_place(name: Name) -> bool:
    """Return whether what looks like a name is a town, a country, a language."""
    return fold(" ".join(name.words)) in vocabulary().places or fold(name.words[-1]) in vocabulary().languages


def is_frequent(name: Name) -> bool:
    """Return whether a frequent given name begins a name that means no company."""
    return fold(name.words[0]) in vocabulary().given and not is_company(name)


def is_name_alone(prepared: PreparedText, span: Span, name: Name) -> bool:
    """Return whether `name` is all that `span` holds, but for titles and punctuation."""
    return _ALPHANUMERIC.search(prepared.text, name.span.end, span.end) is None


def name_keys(words: tuple[str, ...]) -> frozenset[str]:
    """Return the keys under which the pieces of a name are searched, in all their spellings."""
    found: set[str] = set()
    for word in words:
        for piece in _PIECE.findall(word):
            for spelling in keys(piece):
                found |= {spelling, _UMLAUT.sub(r"\1", spelling)}
            found.add(fold(piece))
        found.add(key(word))
    particles = {fold(word) for word in words} & vocabulary().particles
    return frozenset(name for name in found - particles if len(name) > 1) | {f"{PARTICLE}{word}" for word in particles}


def joined_keys(words: tuple[str, ...]) -> frozenset[str]:
    """Return the keys of a name whose pieces are written as one word, as file names do: `AnnaLind_CV.pdf`.

    >>> sorted(joined_keys(("Anna", "Lind")))
    ['annalind', 'lindanna']
    """
    pieces = [key(word) for word in words if fold(word) not in vocabulary().particles]
    if len(pieces) < _PAIR:
        return frozenset()
    return frozenset({"".join(pieces), pieces[-1] + "".join(pieces[:-1]), pieces[0] + pieces[-1]})
