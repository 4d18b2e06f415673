"""Religious communities, unions and parties to which somebody belongs; as paid employers they stay."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache

from cvparser.domain.cv.headings import heading_of
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import ATOM, PreparedText, Span
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.sections import Section
from cvparser.domain.text.words import alternatives, first_words

_KINDS = {
    Category.RELIGION: ("religious",),
    Category.MEMBERSHIP: ("unions",),
    Category.POLITICS: ("parties",),
}
#: A word of a name, and small ones within it.
_NAME_WORD = re.compile(r"[^\W_][\w.'’&-]*+")
_LABEL = re.compile(r"[^\W\d_]{1,30}+(?:[ ][^\W\d_]{1,30}+){0,2}[ ]?:")
_LONGEST_SMALL = 3
#: What a community in small letters is named by: `parroquia de San Lesmes`, `paroisse Saint-Jean`.
_NAMED_BEHIND = re.compile(r"[ ]{1,2}(?:[^\W\d_]{1,5}[ '’]{1,2}){0,2}[^\W\d_a-zçğıöşüäéèáíóúñ]\w")
#: `St Cuthbert's RC church`
_NAMED_BEFORE = re.compile(r"[^\W\d_a-zçğıöşüäéèáíóúñ]\w{0,30}(?:['’]s)?[ ]\Z")
#: `Local 521`
_BRANCH = re.compile(r"[ ]#?\d{1,5}(?!\w)")
_MAX_WORDS, _LONGEST_NAME = 7, 90
#: Characters around a name in which a word says that somebody belongs to it.
_REACH = 90
_HEADING_BARE = " \t:.-_=~*#•·"


@cache
def _lists() -> Mapping[tuple[str, ...], re.Pattern[str]]:
    """Return the words of lists that are asked for together, each as a whole word."""
    asked = (*_KINDS.values(), ("belonging",), ("belonging", "offices"), ("no_communities",), ("leisure",))
    return {
        names: re.compile(
            rf"(?<![^\W_])(?:{alternatives(word for name in names for word in words('words', name))})(?![^\W_])"
        )
        for names in asked
    }


def _of(*names: str) -> re.Pattern[str]:
    return _lists()[names]


@cache
def _beginnings() -> frozenset[str]:
    return first_words(word for names in _KINDS.values() for name in names for word in words("words", name))


def find_communities(context: Context) -> Iterator[Match]:
    """Find names of communities in whose line or beside it somebody is a member, a volunteer or holds an office."""
    prepared = context.prepared
    sections = context.sections
    starts = [part.heading.start for part in sections]
    for start in [word.start for word in prepared.words_among(_beginnings())]:
        for category, names in _KINDS.items():
            match = _of(*names).match(prepared.folded, start)
            may_be_small = category is Category.RELIGION
            core = Span(*match.span()) if match is not None else None
            name = _name_around(prepared, core, may_be_small=may_be_small) if core is not None else None
            if core is None or name is None or not _is_named(prepared, name, core):
                continue
            part = sections[max(0, bisect_right(starts, name.start) - 1)]
            if _belongs(prepared, name, part):
                yield Match(name.start, name.end, category, "community")


def _name_around(prepared: PreparedText, core: Span, *, may_be_small: bool) -> Span | None:
    """Return the capitalised words around a word, with small ones between them.

    None where neither it nor what it names has a capital: `parroquia de San Lesmes`, `ver.di`.
    """
    start, end = core
    if prepared.is_cased and not prepared.text[start].isupper():
        if may_be_small and _NAMED_BEFORE.search(prepared.text, max(0, start - _LONGEST_NAME), start) is not None:
            return _trimmed(prepared, Span(_left_start(prepared, start), end), core)
        is_whole = "." in prepared.folded[start:end]
        if not is_whole and not (may_be_small and _NAMED_BEHIND.match(prepared.text, end) is not None):
            return None
        return core if is_whole else _trimmed(prepared, Span(start, _right_end(prepared, end)), core)
    return _trimmed(prepared, Span(_left_start(prepared, start), _right_end(prepared, end)), core)


def _left_start(prepared: PreparedText, start: int) -> int:
    """Return where the words of a name begin that stand before `start`."""
    first = max(prepared.line_start(start), start - _LONGEST_NAME)
    left = list(_NAME_WORD.finditer(prepared.text, first, start))[-_MAX_WORDS:]
    for word in reversed(left):
        if prepared.text[word.end() : start].strip(" ") or not _goes_on(prepared, word):
            break
        start = word.start()
    return start


def _right_end(prepared: PreparedText, end: int) -> int:
    """Return where the words of a name end that go on behind `end`, with the number of a local branch."""
    last = min(prepared.line_end(end), end + _LONGEST_NAME)
    for word in list(_NAME_WORD.finditer(prepared.text, end, last))[:_MAX_WORDS]:
        is_label = _LABEL.match(prepared.folded, word.start()) is not None
        if is_label or prepared.text[end : word.start()].strip(" ") or not _goes_on(prepared, word):
            break
        end = word.end()
    branch = _BRANCH.match(prepared.folded, end) if prepared.folded.endswith("local", 0, end) else None
    return branch.end() if branch is not None else end


def _is_named(prepared: PreparedText, name: Span, core: Span) -> bool:
    """Return whether it is a name, and no label, no word such as `Union` alone, nothing else that has one in it."""
    written = prepared.text[slice(*name)]
    is_label = prepared.folded[name.end : name.end + 3].lstrip(" .")[:1] == ":"
    is_acronym = written.isupper() or "." in written
    # "Hillel Jewish Student Union" is no union, and a community all the same.
    others = _of("no_communities").finditer(prepared.folded, *name)
    is_other = any(other.start() < core.end and core.start < other.end() for other in others)
    return not is_label and not is_other and (" " in written or is_acronym)


def _goes_on(prepared: PreparedText, word: re.Match[str]) -> bool:
    """Return whether a word is part of a name: a capital, or a small one such as `of`; roles are none."""
    if ATOM in word.group() or any(map(str.isdigit, word.group())):
        return False
    folded = prepared.folded[slice(*word.span())].strip(".")
    if _of("belonging", "offices").fullmatch(folded) is not None:
        return False
    return word.group()[0].isupper() or len(word.group()) <= _LONGEST_SMALL


def _trimmed(prepared: PreparedText, name: Span, core: Span) -> Span:
    """Return a name without small words at its ends."""
    found = [word.span() for word in _NAME_WORD.finditer(prepared.text, *name)]
    while found and found[0][0] < core.start and not prepared.text[found[0][0]].isupper():
        found.pop(0)
    while found and found[-1][1] > core.end and not prepared.text[found[-1][0]].isupper():
        found.pop()
    return Span(min(found[0][0], core.start), max(found[-1][1], core.end)) if found else core


def _belongs(prepared: PreparedText, name: Span, part: Section) -> bool:
    """Return whether somebody belongs to a community: a word beside it says so, or the section it stands in.

    An office counts outside work alone: a secretary of a parish may be paid.
    """
    heading = prepared.folded[slice(*part.heading)].strip(_HEADING_BARE)
    headed = heading_of(heading)
    line = Span(
        max(prepared.line_start(name.start), name.start - _REACH), min(prepared.line_end(name.end), name.end + _REACH)
    )
    around = prepared.folded[line.start : name.start] + "\n" + prepared.folded[name.end : line.end]
    if _of("belonging").search(around) is not None:
        return True
    if (headed is not None and "experience" in headed.kinds) or part.kind == "header":
        return False
    above = prepared.folded[max(prepared.line_start(max(0, line.start - 1)), line.start - _REACH) : line.start]
    end = prepared.line_end(min(len(prepared.folded), line.end + 1))
    below = prepared.folded[line.end : min(end, line.end + _REACH)]
    is_of_volunteers = any(_of(names).search(heading) is not None for names in ("belonging", "leisure"))
    return is_of_volunteers or _of("belonging", "offices").search(f"{above}\n{around}\n{below}") is not None


RECOGNIZERS = (
    FunctionRecognizer(
        name="community",
        stage=Stage.LABELLED,
        categories=of(*_KINDS),
        description="Religious communities, unions and parties to which somebody belongs",
        rules={"community": "VOLUNTEERING\nYouth leader, ⟦Elm Street Baptist Church⟧"},
        find=find_communities,
        needs_whole_cv=True,
    ),
)
