"""The candidate's other names: the full one after the short one, the one before marriage, short forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.people.name_forms import Name, is_company, name_at
from cvparser.domain.privacy.prepared_text import PreparedText, Span
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.words import alternatives

_GIVEN_BEFORE = re.compile(r"(?<!\w)(?:[A-ZÇĞİÖŞÜÄ][^\W\d_'’.]{1,20} ){1,2}\Z")
_REACH = 44
#: A sign and two blanks.
_GAP = 3
_PART_BEFORE = re.compile(r"(?:^|[.,;:!?(\"“–—-]|[|•·])[ ]{0,2}\Z", re.MULTILINE)
#: More mentions than any CV has.
_MAX_MENTIONS = 40


@cache
def _part_after() -> re.Pattern[str]:
    """Return what follows a name that is alone in a part of a line."""
    after = alternatives(words("small", "name_after"))
    return re.compile(rf"[ ]{{0,2}}(?:$|[.,;:!?)\"”|•·–—(-]|[ ](?:{after})\b)", re.MULTILINE)


@cache
def _maiden() -> re.Pattern[str]:
    """Return what stands behind a name and before an earlier one: `(geb. Berg)`, `, née Berg`."""
    cues = alternatives(words("names", "formerly"))
    return re.compile(rf"[ ]?,?[ ]?\(?(?P<cue>{cues})[ :]{{1,2}}(?=[^\W\d_])")


def full_forms(prepared: PreparedText, keys: Set[str], end: int | None = None) -> Iterator[Name]:
    """Find names of two words or more, alone in a sentence or part of a line, that begin or end with a known word.

    Unless `end` is None, only names before it count.
    """
    if not prepared.is_cased:
        return
    for start, stop in prepared.words_among(keys)[:_MAX_MENTIONS]:
        if end is not None and stop > end:
            return
        line = prepared.line_start(start)
        before = _GIVEN_BEFORE.search(prepared.text, max(line, start - _REACH), start)
        start = before.start() if before is not None else start  # noqa: PLW2901 (where the whole name starts)
        if (
            not prepared.text[start].isupper()
            or _PART_BEFORE.search(prepared.folded, max(line, start - _GAP), start) is None
        ):
            continue
        name = name_at(prepared, start, prepared.line_end(stop))
        if name is None or name.span.end < stop or not 1 < len(name.words) < 5 or is_company(name):
            continue
        if _part_after().match(prepared.folded, name.span.end) is not None and not _is_organisation(prepared, name):
            yield name


def maiden_name(prepared: PreparedText, name: Name) -> Name | None:
    """Return the name before marriage that stands behind a name, with the word that says so."""
    cue = _maiden().match(prepared.folded, name.span.end)
    if cue is None:
        return None
    former = name_at(prepared, cue.end(), prepared.line_end(cue.end()), cased=prepared.is_cased)
    if former is None or former.span.start != cue.end() or _is_place(prepared, former):
        return None
    return Name(Span(cue.start("cue"), former.span.end), former.words)


def short_forms(keys: Set[str]) -> set[str]:
    """Return the short forms of given names that mean nothing else.

    >>> sorted(short_forms({"bartholomew", "william"}))
    ['bart', 'billy', 'liam']
    """
    known = vocabulary()
    return {
        short
        for long, forms in known.short_forms.items()
        if long in keys
        for short in forms
        if short not in known.homonyms
    }


def _is_organisation(prepared: PreparedText, name: Name) -> bool:
    text = prepared.folded[name.span.start : name.span.end]
    return any(word in vocabulary().organisations for word in text.split()[1:])


def _is_place(prepared: PreparedText, name: Name) -> bool:
    return prepared.folded[name.span.start : name.span.end] in vocabulary().places
