"""Headings that no list has, by how they are set: as those of the same CV that a list has, and as little else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from cvparser.adapters.profile_parser.offline.evidence import has_legal_form, title_score
from cvparser.adapters.profile_parser.offline.lines import Line, is_prose
from cvparser.adapters.profile_parser.offline.schools import has_degree, has_institution
from cvparser.adapters.profile_parser.offline.spoken_languages import names_language
from cvparser.adapters.profile_parser.offline.work_sections import tells_of_work
from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.cv.lines import Role
from cvparser.domain.privacy.people.inventories import products
from cvparser.domain.text.folding import fold

#: Headings of one form that a list has, before the form says anything.
_FEWEST = 2
_FEWEST_BLOCKS = 3
_LONGEST, _MOST_WORDS = 40, 5
_NEVER = frozenset(",.:;\t|()@/0123456789")
_CERTAIN = 2.0
#: Words of an item of a list.
_LONGEST_ITEM = 4
_FEWEST_ITEMS = 3
#: Sections of entries, whose first lines may be set as headings are; and those whose entries have dates.
_SECTIONS = frozenset({"experience", "education", "projects", "awards", "certifications"})
_KINDS = frozenset({"experience", "education"})
#: What parts a language from how well it is spoken.
_LEVEL = re.compile(r"[(:]| [-–—] ")


class _Form(NamedTuple):
    """How a line is set."""

    is_upper: bool
    is_bold: bool
    size: float | None
    is_heading: bool


def unlisted_headings(lines: Sequence[Line], listed: Mapping[int, str]) -> Mapping[int, str]:
    """Return the lines, by number, that are set as the `listed` headings, with what stands below them.

    `listed` are the numbers of lines that a list has as headings, and their kinds. The kind of the others is `skills`,
    `languages`, `education`, `experience` or `certifications`, by what the lines below say, or else `other`.
    """
    form = _form_of_headings(lines, listed)
    if form is None:
        return {}
    first = min(listed)
    could = [
        index
        for index, line in enumerate(lines)
        if index > first and index not in listed and index - 1 not in listed and _form(line) == form
        if _could_head(lines, index, form)
    ]
    ends = sorted({*listed, *could, len(lines)})
    known = set(listed.values())
    kinds = dict(listed)
    for index in could:
        above = kinds[max(each for each in kinds if each < index)]
        below = lines[index + 1 : next(end for end in ends if end > index)]
        kind = _kind(below, known=known)
        if not _is_entry(below, kind, above):
            kinds[index] = kind
    return {index: kind for index, kind in kinds.items() if index not in listed}


def _is_entry(below: Sequence[Line], kind: str, above: str) -> bool:
    """Tell the employer or the school of an entry, set as the headings, from a heading."""
    if above not in _SECTIONS:
        return False
    if kind in {above, "other"} and above not in _KINDS:
        return True
    dated = sum(bool(find_periods(line.text)) for line in below)
    return dated > 0 if kind in {above, "other"} else kind == "certifications" and dated == 1


def _form(line: Line) -> _Form:
    size = round(line.size, 1) if line.size is not None else None
    return _Form(line.text.isupper(), line.is_bold, size, line.role is Role.HEADING)


def _form_of_headings(lines: Sequence[Line], listed: Mapping[int, str]) -> _Form | None:
    """Return the form that most headings have, and that most lines of the form are headings in."""
    forms = Counter(_form(lines[index]) for index in listed)
    form, count = forms.most_common(1)[0] if forms else (None, 0)
    if form is None or count < _FEWEST:
        return None
    if not (form.is_upper or form.is_bold or form.is_heading):
        return form if _open_blocks(lines, listed, form) else None
    alike = sum(_form(line) == form and len(line.text) <= _LONGEST for line in lines)
    # What the document itself sets as headings needs fewer that are known.
    return form if count * (6 if form.is_heading else 2) > alike else None


def _open_blocks(lines: Sequence[Line], listed: Mapping[int, str], form: _Form) -> bool:
    """Return whether what empty lines part begins with a heading nearly each time: then it does every time."""
    first = min(listed)
    begun = [index for index, line in enumerate(lines) if index >= first and line.follows_blank]
    known = [index for index in begun if index in listed and _form(lines[index]) == form]
    return len(known) >= _FEWEST_BLOCKS and len(known) * 3 >= len(begun) * 2


def _could_head(lines: Sequence[Line], index: int, form: _Form) -> bool:
    line = lines[index]
    if index + 1 >= len(lines) or line.is_bulleted or line.holds_name or not line.text[:1].isupper():
        return False
    if len(line.text) > _LONGEST or len(line.text.split()) > _MOST_WORDS or not _NEVER.isdisjoint(line.text):
        return False
    is_apart = line.follows_blank or form.is_heading or (form.size is not None and form.is_bold)
    says_else = title_score(line.text) >= _CERTAIN or has_legal_form(line.text)
    says_else = says_else or (has_institution(line.text) and not form.is_heading)
    below = lines[index + 1]
    is_plain = not (form.is_upper or form.is_bold or form.is_heading)
    is_alone = is_plain or _form(below) != form or any(map(str.isdigit, below.text))
    return is_apart and not says_else and is_alone and not below.follows_blank


def _kind(below: Sequence[Line], *, known: Set[str]) -> str:
    """Return the kind of section that lines are, of whose heading nothing is known."""
    texts = [line.text for line in below if line.text]
    items = [item.strip() for text in texts for item in text.replace(";", ",").split(",") if item.strip()]
    if not items:
        return "other"
    if sum(map(_is_language, items)) * 2 > len(items):
        return "languages"
    if tells_of_work(below):
        return "experience"
    dated = [text for text in texts if find_periods(text)]
    if dated:
        return _kind_of_dated(texts, dated, known=known)
    are_short = all(len(item.split()) <= _LONGEST_ITEM for item in items) and len(items) >= _FEWEST_ITEMS
    return (
        "skills" if are_short and any(word in products() for item in items for word in fold(item).split()) else "other"
    )


def _kind_of_dated(texts: Sequence[str], dated: Sequence[str], *, known: Set[str]) -> str:
    if any(has_institution(text) or has_degree(text) for text in texts):
        return "education"
    are_single = all(not period.is_range for text in dated for period in find_periods(text))
    is_most = len(dated) * 2 >= len(texts) and not any(map(is_prose, texts))
    return "certifications" if are_single and is_most and "certifications" not in known else "other"


def _is_language(item: str) -> bool:
    return names_language(_LEVEL.split(item)[0].strip())
