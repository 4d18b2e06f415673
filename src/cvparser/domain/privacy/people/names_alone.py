"""Names of people that stand alone, in a place of a profile that says nothing of what stands there."""

from __future__ import annotations

import re

from cvparser.domain.privacy.people.inventories import is_listed
from cvparser.domain.privacy.people.name_forms import is_name_alone, is_place, name_at
from cvparser.domain.privacy.people.person_evidence import ALONE, evidence, is_known
from cvparser.domain.privacy.people.third_persons import is_person
from cvparser.domain.privacy.prepared_text import Span, prepare
from cvparser.domain.text.folding import fold

_PARTS = re.compile(r"[,;]")
_FEWEST, _MOST = 2, 4
#: Characters of a part that may be a name.
_LONGEST = 100


def without_people(text: str) -> str:
    r"""Return a text without lines, and parts of lines between commas, that are somebody's name and nothing else.

    >>> without_people("NATO Secret\nAhmet Yılmaz, Wind tunnels")
    'NATO Secret\nWind tunnels'
    """
    lines = map(_without, text.split("\n"))
    return "\n".join(line for line in lines if line is not None)


def _without(line: str) -> str | None:
    parts = _PARTS.split(line)
    kept = [part.strip() for part in parts if not _is_somebody(part.strip())]
    if len(kept) == len(parts):
        return line
    return ", ".join(kept) or None


def _is_somebody(part: str) -> bool:
    if len(part) > _LONGEST:
        return False
    prepared = prepare(part)
    name = name_at(prepared, 0, len(prepared.text), cased=True)
    if name is None or not _FEWEST <= len(name.words) <= _MOST:
        return False
    if len(name.words) > _FEWEST and not is_listed(fold(name.words[-1])):
        return False
    is_sure = is_known(name) and evidence(prepared, name) >= ALONE and is_person(prepared, name)
    return is_sure and not is_place(name) and is_name_alone(prepared, Span(0, len(prepared.text)), name)
