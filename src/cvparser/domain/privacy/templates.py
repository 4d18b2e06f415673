"""Phrases with gaps: `i am {number} tall`, `member of the? {association}`, `{count} {child}`.

A word in braces is a class of words of the language files, or one of the gaps below. A phrase is personal as a whole:
`diyabet hastasıyım` tells of an illness without its name, too. A question mark makes a word optional, three dots stand
for up to three words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.phrase_tree import ANY, PhraseTree, pieces
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

_WORD = re.compile(r"[^\s,;:()]+")
_BLANK = r"(?:[ ]{1,3}|[ ]?\n[ ]?)"
#: Characters, dot included, of a word that a dot may end within a name.
_LONGEST_ABBREVIATION = 3
_ACRONYM = re.compile(r"[A-ZÇĞİÖŞÜ]{3,8}")
#: Capitalised words, which case tells apart from what goes on after them.
_NAMED = frozenset({"name", "association"})
_REST_OF_WORD = r"[\w.&/-]{0,40}+(?:'[\w.&/-]{0,20})?"
_CAPITALISED = rf"[^\W\d_]{_REST_OF_WORD}(?:[ ](?:&|[^\W\d_]{_REST_OF_WORD})){{0,8}}"
#: How far back a gap before the first sure word may reach.
_REACH = 60

Place = tuple[int, int]


@cache
def _gaps() -> Mapping[str, str]:
    """Return the patterns of the gaps that no class of words fills."""
    group, rhesus, units = (alternatives(words("small", name)) for name in ("blood_group", "rhesus", "body_units"))
    return {
        "name": _CAPITALISED,
        "association": _CAPITALISED,
        # 182 cm, 1.82, 1,82 m, 1m82, 5'7", 80 kg
        "number": r"\d{1,3}(?:[.,]\d{1,2}|[ ]?m[ ]?\d\d|[ ]?'[ ]?\d{1,2}(?:\"|'')?)?" + rf"(?:[ ]?(?:{units})\b)?",
        "blood": rf"(?:ab|a|b|0|o)[ ]?(?:(?:{group})[ ])?(?:rh)?[ ]?\(?(?:\+|-|{rhesus})\)?(?:[ ]?rh)?",
        "rest": r"[^\n.,;:!?()|]{2,60}",
    }


@cache
def _acronym_end() -> re.Pattern[str]:
    """Return what ends the name of an association that is all capitals: `IEEE since 2019`."""
    following = "|".join(map(re.escape, (*words("dates", "since"), *words("small", "and"))))
    return re.compile(rf"\.?(?:[ ]?(?:[,;:()\n]|\Z)|(?<=\.)[ ]|[ ](?:{following})\b)")


@dataclass(frozen=True)
class _Template:
    kind: str
    #: The parts of the phrase, folded.
    parts: tuple[str, ...]
    #: Index of the first part that begins with words that are known.
    sure: int
    classes: Mapping[str, Sequence[str]]

    # Patterns are made when a text first asks for them: most texts ask for few of many thousand.

    @cached_property
    def before(self) -> re.Pattern[str] | None:
        """The pattern of what stands before the first sure word, up to it; None for nothing."""
        lead = "".join(_joined(self._patterns[: self.sure]))
        return re.compile(rf"(?<!\w){lead}\Z") if lead else None

    @cached_property
    def after(self) -> re.Pattern[str]:
        """The pattern of what stands from the first sure word on."""
        *others, (last, _) = self._patterns[self.sure :]
        return re.compile("".join(_joined(others)) + rf"{last}(?!\w)")

    @cached_property
    def named(self) -> Mapping[str, bool]:
        """The gaps that only capitalised words fill -> whether an association must be named."""
        return {
            _group(number, index): piece == "{association}"
            for number, part in enumerate(self.parts)
            for index, piece in enumerate(pieces(part.removesuffix("?")))
            if piece[1:-1] in _NAMED
        }

    @cached_property
    def _patterns(self) -> list[tuple[str, bool]]:
        return [self._pattern(part, number) for number, part in enumerate(self.parts)]

    def _pattern(self, part: str, number: int) -> tuple[str, bool]:
        """Return the pattern of a part, and whether it may be absent; then it brings the blank after it."""
        if part == ANY:
            return rf"(?:[^\W\d_][\w'-]{{0,30}}{_BLANK}){{0,3}}", True
        is_optional = part.endswith("?")
        pattern = ""
        for index, piece in enumerate(pieces(part.removesuffix("?"))):
            if piece.startswith("{"):
                words = _gaps().get(piece[1:-1]) or _alternatives(self.classes[piece[1:-1]])
                pattern += rf"(?P<{_group(number, index)}>{words})"
            else:
                pattern += re.escape(piece)
        if part == "{rest}":
            # It does not begin in the next line, which may be another matter's.
            pattern = rf"(?<=[ ]){pattern}"
        return (rf"(?:{pattern}{_BLANK})?", True) if is_optional else (pattern, False)

    def matches(self, folded: str, start: int) -> list[re.Match[str]]:
        """Return how the two halves match around `start`, where the first sure word stands; empty when they do not."""
        after = self.after.match(folded, start)
        if after is None or self.before is None:
            return [after] if after is not None else []
        before = self.before.search(folded, max(0, start - _REACH), start)
        return [before, after] if before is not None else []


@dataclass(frozen=True, slots=True)
class Naming:
    """What tells a name from the words that go on after it.

    Attributes:
        is_association: Whether a folded word says that a name is one of an association.
        particles: Folded words within names that have no capital.
    """

    is_association: Callable[[str], bool]
    particles: frozenset[str]

    def named(
        self, text: str, folded: str, place: Place, *, is_left: bool, of_association: bool, is_cased: bool
    ) -> Place | None:
        """Return the capitalised words that a place begins with, or ends with when `is_left`; None for none.

        Unless the text `is_cased`, any word counts as capitalised.
        """
        words = [match.span() for match in _WORD.finditer(folded, *place)]
        kept = []
        for start, end in reversed(words) if is_left else words:
            is_capital = text[start].isupper() or text[start] == "&" or not is_cased
            if not is_capital and folded[start:end] not in self.particles:
                break
            kept.append((start, end))
            if not is_left and text[end - 1] == "." and end - start > _LONGEST_ABBREVIATION:
                break
        kept.sort()
        while kept and self._is_loose(folded, kept[-1]):
            kept.pop()
        while kept and self._is_loose(folded, kept[0]):
            kept.pop(0)
        is_named = any(self.is_association(folded[s:e].strip(".")) for s, e in kept)
        if not kept or (of_association and not is_named and (is_left or not _is_acronym(text, kept))):
            return None
        start, end = kept[-1]
        ends_sentence = text[end - 1] == "." and end - start > _LONGEST_ABBREVIATION
        return kept[0][0], end - ends_sentence

    def _is_loose(self, folded: str, word: Place) -> bool:
        bare = folded[slice(*word)].strip(".")
        return bare in self.particles or not bare[:1].isalnum()


def _is_acronym(text: str, words: list[Place]) -> bool:
    """Return whether `IEEE` is all that is named: no word goes on as in `member of the SAP team`."""
    start, end = words[0]
    line = text[max(0, start - _REACH) : start].rsplit("\n", 1)[-1]
    is_short = len(words) == 1 and _ACRONYM.fullmatch(text, start, end) is not None
    is_led = any(map(str.islower, line)) and not line.rstrip().endswith(",")
    return is_short and is_led and _acronym_end().match(text, end) is not None


class Templates:
    """Folded phrases with gaps, each of a kind, looked up by their first sure word."""

    def __init__(
        self, phrases: Mapping[str, Iterable[str]], classes: Mapping[str, Iterable[str]], naming: Naming
    ) -> None:
        self._classes = {
            name: sorted(sorted({fold(word) for word in words}), key=len, reverse=True)
            for name, words in classes.items()
        }
        #: Whether some words of a class begin with a letter, and some with none.
        self._begins = {name: {word[0].isalpha() for word in words} for name, words in self._classes.items()}
        self._naming = naming
        self._tree = PhraseTree(self._classes)
        self._templates: list[_Template] = []
        for kind, texts in phrases.items():
            for text in texts:
                self._add(kind, text.split())

    @property
    def first_words(self) -> Set[str]:
        """The words that a sure part of a phrase begins with."""
        return self._tree.first_words

    def find(self, text: str, folded: str, words: Iterable[Place], *, is_cased: bool) -> Iterator[tuple[int, int, str]]:
        """Return start, end and kind of what is personal in each phrase in `folded`, whose words stand at `words`."""
        for start, end in words:
            for number in self._tree.candidates(folded, start, folded[start:end]):
                template = self._templates[number]
                halves = template.matches(folded, start)
                extents = [self._extent(text, folded, half, template, is_cased=is_cased) for half in halves]
                sure = [extent for extent in extents if extent is not None]
                if sure and None not in extents:
                    yield sure[0][0], sure[-1][1], template.kind

    def _extent(
        self, text: str, folded: str, half: re.Match[str], template: _Template, *, is_cased: bool
    ) -> Place | None:
        """Return the half of a phrase without the words that go on before or after a name; None when a name is none."""
        start, end = half.span()
        for gap in half.re.groupindex:
            of_association = template.named.get(gap)
            if half[gap] is None or of_association is None:
                continue
            is_left = half.re is template.before
            place = self._naming.named(
                text, folded, half.span(gap), is_left=is_left, of_association=of_association, is_cased=is_cased
            )
            if place is None:
                return None
            if is_left:
                start = max(start, place[0])
            elif half.end(gap) == half.end():
                end = place[1]
        return start, end

    def _add(self, kind: str, phrase: list[str]) -> None:
        parts = tuple(
            "".join(piece if piece[0] == "{" else fold(piece) for piece in pieces(part)) if "{" in part else fold(part)
            for part in phrase
        )
        for sure in self._sure(parts):
            self._tree.add(parts[sure:], len(self._templates))
            self._templates.append(_Template(kind, parts, sure, self._classes))

    def _sure(self, parts: Sequence[str]) -> Iterator[int]:
        """Yield which parts a text is searched by: the first with words, and the next where not all have letters."""
        for index, part in enumerate(parts):
            first = pieces(part)[0]
            begins = self._begins.get(first[1:-1], ()) if first[0] == "{" else (first[0].isalpha(),)
            if part.endswith("?") or part == ANY or not any(begins):
                continue
            yield index
            if all(begins):
                return


def _group(number: int, index: int) -> str:
    """Return the name of the group of a piece of a part."""
    return f"g{number}_{index}"


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _joined(parts: list[tuple[str, bool]]) -> list[str]:
    return [part if is_optional else part + _BLANK for part, is_optional in parts]
