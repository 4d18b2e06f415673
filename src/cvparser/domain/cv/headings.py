"""Headings: which lines are some, and of which lists of the lexicon. Redaction and the parser read their own kinds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cvparser.domain.cv.bullets import BETWEEN_ITEMS
from cvparser.domain.lexicon import named_words, words
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, Word, alternatives, phrase_set, words_of
from cvparser.domain.text.words import Words, first_words

#: Lists below `headings` that hold words of headings, or titles of whole documents.
_NO_SECTIONS = frozenset({"document", "fillers", "first", "last", "modifiers", "words"})
#: What lists of headings that a deployment adds begin with; their fields and sections follow.
OWN_HEADINGS = "own_"
#: Signs around a heading.
DECORATION = f" \t:=-–—_~*#|»«>.{BETWEEN_ITEMS}+§&/,;[]"
#: `\\section{...}` and `<h2>...</h2>`
_MARKUP = re.compile(r"\\(?:sub)*section\*?\{|\}|</?[A-Za-z][^<>]{0,60}>")
#: What designs put before a heading and after it.
_LEADING_SYMBOLS = re.compile(r"^[^\w(&]++")
_TRAILING_SYMBOLS = re.compile(r"(?<![^\w)&])[^\w)&]++$")
_NUMBERING = re.compile(r"^(?:\d{1,2}(?:[.)]|(?=\s))|(?:[IVX]{1,4}|[ivx]{1,4})[.)]|[A-Ha-h][.)](?=\s))\s*")
_NUMERAL = re.compile(r"[IVX]{1,4}|[ivx]{1,4}|[A-Ha-h]")
_ASIDE = re.compile(r"\s{0,100}\([^)]{0,200}\)\s{0,100}$")
#: Between headings that share a line: `Publications / Yayınlar`.
_BETWEEN = re.compile(r"\s{0,100}[/|•·&,]\s{0,100}|\s{1,100}[-–—]\s{1,100}|\t+| {2,}")
_WORD = re.compile(r"[^\W\d_]+")
#: Lists whose words stand beside headings of others.
_SAYS_LITTLE = frozenset({"summary", "other"})
_MAX_LENGTH = 60
_MAX_WORDS = 8
_MAX_LOOSE_WORDS = 5
_MAX_QUALIFIED_WORDS = 6
_NEVER_IN_HEADINGS = re.compile(r"[\d,:;|\t()]|\.\s")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a line heads.

    Attributes:
        kinds: Lists of the lexicon that have it, such as `experience`; none where it is only made of words of headings.
        parts: The same of each of its parts, where lists have every one as it is; one part where nothing parts it.
    """

    kinds: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()


@remembered
def heading_of(text: str) -> Heading | None:
    """Return the heading that `text`, folded or not, is and nothing else; None where it is none.

    >>> heading_of("II. WORK EXPERIENCE:"), heading_of("Acme Ltd")
    (Heading(kinds=('experience',), parts=(('experience',),)), None)
    """
    if not text or len(text) > 2 * _MAX_LENGTH:
        return None
    plain = _MARKUP.sub("", text) if "<" in text or "\\" in text else text
    if not _may_be_heading(plain):
        return None
    bare = bare_heading(plain)
    if not bare or len(bare) > _MAX_LENGTH:
        return None
    kinds = _kinds(bare)
    if kinds:
        return Heading(kinds, (kinds,))
    parts = [part for part in _BETWEEN.split(bare) if part]
    listed = _listed_parts(parts)
    kinds = _section_kinds(bare) or _kinds_of_parts(parts) or next(iter(listed), ())
    if kinds:
        return Heading(kinds, listed)
    return Heading(()) if has_only_heading_words(bare) else None


def loose_heading_of(text: str) -> Heading | None:
    """Return the heading of which only a part is known: `Seminars & credentials`, `Certificates obtained`."""
    bare = bare_heading(text)
    found = words_of(bare)
    if not 1 < len(found) <= _MAX_LOOSE_WORDS or any(map(str.isdigit, bare)):
        return None
    parts = _linked().split(fold(bare))
    if len(parts) > 1:
        return next((Heading(kinds) for part in parts if (kinds := _section_kinds(part))), None)
    match = _listed().at(found, 0)
    if match is None or _small_words().find(found[match.stop :]):
        return None
    is_set_apart = bare.isupper() or bare[found[match.stop - 1].end :].islower()
    return Heading(match.value) if is_set_apart else None


def qualified_heading_of(text: str) -> Heading | None:
    """Return the heading whose main word stands beside a field: `Civil Engineering Experience`, `Experiencia docente`.

    >>> qualified_heading_of("Nursing Experience"), qualified_heading_of("ten years of experience")
    (Heading(kinds=('experience',), parts=()), None)
    """
    bare = bare_heading(text)
    found = words_of(bare)
    if not 1 < len(found) <= _MAX_QUALIFIED_WORDS or _NEVER_IN_HEADINGS.search(bare) or not bare[0].isupper():
        return None
    last = _mains("last").at(found, len(found) - 1)
    if last is not None and not _small_words_but_and(found[:-1]):
        return Heading(_listed().whole(found[-1].text) or ())
    if _mains("first").at(found, 0) is not None:
        return Heading(_listed().whole(found[0].text) or ())
    return None


def _small_words_but_and(found: Sequence[Word]) -> bool:
    joining = {fold(word) for word in (*words("skills", "and"), "&", "+")}
    return any(
        match.stop - match.first == 1 and found[match.first].text not in joining for match in _small_words().find(found)
    )


def bare_heading(text: str) -> str:
    """Return `text` without what designs put around a heading: numbers, signs, a remark in brackets."""
    bare = _NUMBERING.sub("", text.strip(DECORATION)).strip(DECORATION)
    return _TRAILING_SYMBOLS.sub("", _LEADING_SYMBOLS.sub("", _ASIDE.sub("", bare)))


def is_listed_heading(text: str) -> bool:
    """Return whether a list has `text` as it is."""
    return _listed().whole(text) is not None


def is_modifier(text: str) -> bool:
    """Return whether `text` is what stands beside a heading: `relevant`, `in detail`."""
    return _modifiers().whole(text) is not None


def has_only_heading_words(text: str) -> bool:
    """Return whether `text` is a few words of headings, such as `relevant academic projects`."""
    found = _WORD.findall(fold(text))
    if len(found) > _MAX_LOOSE_WORDS or any(map(str.isdigit, text)):
        return False
    has_word = any(word in heading_words() for word in found)
    return has_word and all(word in heading_words() or word in heading_fillers() for word in found)


@cache
def heading_words() -> Words:
    """Return the words of which one makes a short line a heading."""
    return Words(words("headings", "words"))


@cache
def heading_fillers() -> frozenset[str]:
    """Return the words, folded, that may stand beside those."""
    return frozenset(map(fold, words("headings", "fillers")))


@cache
def heading_first_words() -> frozenset[str]:
    """Return the words, folded, that headings begin with."""
    return first_words(phrase for phrase, kind in named_words("headings") if kind != "words")


def listed_headings() -> Iterator[tuple[str, str]]:
    """Yield each heading of the lexicon with its kind, titles of documents included."""
    yield from (each for each in named_words("headings") if each[1] not in _NO_SECTIONS or each[1] == "document")


def _may_be_heading(text: str) -> bool:
    """Tell by the first word that is no number, as for most lines it says no."""
    first = _WORD.search(text)
    if first is not None and _NUMERAL.fullmatch(first[0]):
        first = _WORD.search(text, first.end()) or first
    if first is None:
        return False
    word = fold(first[0])
    return word in heading_first_words() or word in heading_words()


def _kinds(text: str) -> tuple[str, ...]:
    """Return the lists that have `text` as it is."""
    kinds = _listed().whole(text) or ()
    return (*kinds, "document") if _documents().whole(text) else kinds


def _section_kinds(text: str) -> tuple[str, ...]:
    found = words_of(text)
    if not found or len(found) > _MAX_WORDS:
        return ()
    return _listed().whole(text) or _composed(found)


def _kinds_of_parts(parts: Sequence[str]) -> tuple[str, ...]:
    kinds = [_section_kinds(part) for part in parts]
    return kinds[0] if len(kinds) > 1 and all(kinds) else ()


def _listed_parts(parts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    kinds = tuple(map(_kinds, parts))
    return kinds if len(kinds) > 1 and all(kinds) else ()


def _composed(found: Sequence[Word]) -> tuple[str, ...]:
    """Read `relevant work experience`: headings and words that may stand beside them, nothing else."""
    index, strong, weak = 0, list[tuple[str, ...]](), list[tuple[str, ...]]()
    while index < len(found):
        heading, modifier = _listed().at(found, index), _modifiers().at(found, index)
        if heading is None and modifier is None:
            return ()
        if heading is not None and (modifier is None or heading.stop >= modifier.stop):
            (strong if modifier is None or heading.stop > modifier.stop else weak).append(heading.value)
            index = heading.stop
        elif modifier is not None:
            index = modifier.stop
    # `Career summary and experience` and `Other employment` tell more of the latter.
    kinds = [*strong, *weak]
    return next((each for each in kinds if each[0] not in _SAYS_LITTLE), next(iter(kinds), ()))


@cache
def _listed() -> Phrases[tuple[str, ...]]:
    kinds: defaultdict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for phrase, kind in named_words("headings"):
        if kind not in _NO_SECTIONS:
            kinds[tuple(word.text for word in words_of(phrase))][kind] = None
    return Phrases((" ".join(phrase), tuple(found)) for phrase, found in kinds.items())


@cache
def _documents() -> Phrases[bool]:
    return phrase_set(words("headings", "document"))


@cache
def _modifiers() -> Phrases[bool]:
    return phrase_set(words("headings", "modifiers"))


@cache
def _linked() -> re.Pattern[str]:
    linking = alternatives([*words("skills", "and"), "&", "+"])
    return re.compile(rf"\s{{1,100}}(?:{linking})\s{{1,100}}|\s{{0,100}}[/,]\s{{0,100}}")


@cache
def _mains(place: str) -> Phrases[bool]:
    """Return the main words of headings that stand `first` or `last` in them."""
    return phrase_set(words("headings", place))


@cache
def _small_words() -> Phrases[bool]:
    return phrase_set(words("function_words"))
