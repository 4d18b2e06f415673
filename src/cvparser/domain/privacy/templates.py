"""Phrases with gaps: `i am {number} tall`, `member of the? {association}`, `{count} {child}`.

A word in braces is a class of words of the language files, or one of the gaps below. A phrase is personal as a whole:
`diyabet hastasıyım` tells of an illness without its name, too. A question mark makes a word optional, three dots stand
for up to three words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from cvparser.domain.lexicon import words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.words import alternatives

_LETTERS = re.compile(r"[^\W\d_]+")
#: A class or gap in braces, or the letters between two of them.
_PIECE = re.compile(r"\{\w+\}|[^{}]+")
_WORD = re.compile(r"[^\s,;:()]+")
_BLANK = r"(?:[ ]{1,3}|[ ]?\n[ ]?)"
_GROUP = re.compile(r"\(\?P<\w+>")
#: Up to three words.
_ANY = "..."
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
    #: Pattern of what stands before the first sure word, up to it; empty for nothing.
    lead: str
    #: Pattern of what stands from the first sure word on.
    body: str
    #: The same in parts, each with the blank behind it.
    parts: tuple[str, ...]
    #: Names the class of words that `body` begins with; None when it begins with a word.
    opening: str | None
    #: Gaps that only capitalised words fill -> whether an association must be named.
    named: Mapping[str, bool]

    # Compiled when a text first asks for them: most texts ask for few of many hundred.

    @cached_property
    def before(self) -> re.Pattern[str] | None:
        return re.compile(self.lead) if self.lead else None

    @cached_property
    def after(self) -> re.Pattern[str]:
        return re.compile(self.body)

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
            name: sorted({fold(word) for word in words}, key=len, reverse=True) for name, words in classes.items()
        }
        self._naming = naming
        self._by_first: defaultdict[str, list[_Template]] = defaultdict(list)
        #: What follows a first word, by its first character; nothing where the phrase ends with it.
        self._after_first: defaultdict[str, set[str]] = defaultdict(set)
        for kind, texts in phrases.items():
            for text in texts:
                self._add(kind, text.split())
        self._gates: dict[str, re.Pattern[str]] = {}

    @property
    def first_words(self) -> Collection[str]:
        """The words that a sure part of a phrase begins with."""
        return self._by_first.keys()

    def find(self, text: str, folded: str, words: Iterable[Place], *, is_cased: bool) -> Iterator[tuple[int, int, str]]:
        """Return start, end and kind of what is personal in each phrase in `folded`, whose words stand at `words`."""
        for start, end in words:
            word = folded[start:end]
            templates = self._by_first.get(word)
            if templates is None or not self._goes_on(word, folded[end : end + 1]):
                continue
            if self._gate(word, templates).match(folded, start) is None:
                continue
            for template in templates:
                halves = template.matches(folded, start)
                extents = [self._extent(text, folded, half, template, is_cased=is_cased) for half in halves]
                sure = [extent for extent in extents if extent is not None]
                if sure and None not in extents:
                    yield sure[0][0], sure[-1][1], template.kind

    def _goes_on(self, word: str, following: str) -> bool:
        """Return whether any phrase goes on with a character behind its first word: for `a` few places do."""
        known = self._after_first[word]
        return "" in known or (" " if following == "\n" else following) in known

    def _gate(self, word: str, templates: list[_Template]) -> re.Pattern[str]:
        """Return one pattern that matches where any of the templates of a word may: mostly none does."""
        gate = self._gates.get(word)
        if gate is None:
            gate = self._gates[word] = re.compile(_together(self._after(word, each) for each in templates))
        return gate

    def _after(self, word: str, template: _Template) -> list[str]:
        """Return the second half of a template with only those words of its first class that `word` may begin."""
        first, *others = (_GROUP.sub("(?:", part) for part in template.parts)
        if template.opening is None:
            return [first, *others]
        phrases = self._classes[template.opening]
        possible = (phrase for phrase in phrases if phrase.startswith(word) or word.startswith(phrase))
        return [first.replace(_alternatives(phrases), _alternatives(possible), 1), *others]

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
        sure = next(index for index, part in enumerate(phrase) if self._is_sure(part))
        named: dict[str, bool] = {}
        parts = [self._pattern(part, f"g{index}", named) for index, part in enumerate(phrase)]
        before, after = "".join(_joined(parts[:sure])), (*_joined(parts[sure:-1]), rf"{parts[-1][0]}(?!\w)")
        first = _PIECE.findall(phrase[sure])[0]
        template = _Template(
            kind,
            rf"(?<!\w){before}\Z" if before else "",
            "".join(after),
            after,
            first[1:-1] if first.startswith("{") else None,
            named,
        )
        firsts = list(self._firsts(phrase[sure], is_last=sure == len(phrase) - 1))
        for word in dict.fromkeys(word for word, _ in firsts):
            self._by_first[word].append(template)
        for word, following in firsts:
            self._after_first[word].add(following)

    def _is_sure(self, part: str) -> bool:
        """Return whether a part of a phrase begins with words that are known."""
        return not part.endswith("?") and part != _ANY and _PIECE.findall(part)[0].strip("{}") not in _gaps()

    def _firsts(self, part: str, *, is_last: bool) -> Iterator[tuple[str, str]]:
        """Return the first words of a part and the character after each; none where the phrase may end."""
        first, *others = _PIECE.findall(part)
        phrases = self._classes[first[1:-1]] if first.startswith("{") else [fold(first)]
        end = fold(others[0][0]) if others and not others[0].startswith("{") else "" if is_last or others else " "
        for phrase in phrases:
            match = _LETTERS.match(phrase)
            if match is not None:
                yield match.group(), phrase[match.end() : match.end() + 1] or end

    def _pattern(self, part: str, group: str, named: dict[str, bool]) -> tuple[str, bool]:
        """Return the pattern of a part, and whether it may be absent; then it brings the blank after it."""
        if part == _ANY:
            return rf"(?:[^\W\d_][\w'-]{{0,30}}{_BLANK}){{0,3}}", True
        is_optional = part.endswith("?")
        pattern = ""
        for index, piece in enumerate(_PIECE.findall(part.removesuffix("?"))):
            if not piece.startswith("{"):
                pattern += re.escape(fold(piece))
                continue
            name, place = piece[1:-1], f"{group}_{index}"
            if name in _NAMED:
                named[place] = name == "association"
            words = _gaps().get(name) or _alternatives(self._classes[name])
            pattern += rf"(?P<{place}>{words})"
        if part == "{rest}":
            # It does not begin in the next line, which may be another matter's.
            pattern = rf"(?<=[ ]){pattern}"
        return (rf"(?:{pattern}{_BLANK})?", True) if is_optional else (pattern, False)


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _joined(parts: list[tuple[str, bool]]) -> list[str]:
    return [part if is_optional else part + _BLANK for part, is_optional in parts]


def _together(templates: Iterable[list[str]]) -> str:
    """Return one pattern for several, in which what they begin with alike is matched once."""
    following: defaultdict[str, list[list[str]]] = defaultdict(list)
    for first, *others in templates:
        following[first].append(others)
    return "|".join(first if [] in others else f"{first}(?:{_together(others)})" for first, others in following.items())
