"""Titles and employers that share a line of capitals and that the type alone told apart, as Europass sets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cvparser.adapters.profile_parser.offline.evidence import company_score, end_of_title, is_department, title_score
from cvparser.adapters.profile_parser.offline.fragments import Fragment

_CERTAIN = 2.0


def is_in_capitals(fragments: Sequence[Fragment]) -> bool:
    """Return whether a head says nothing but one piece in capitals, and perhaps where."""
    named = [each for each in fragments if each.label != "place"]
    return len(named) == 1 and named[0].label is None and named[0].text.isupper() and " " in named[0].text


def parted_at_title(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return the fragments, `WELDER CALDERAS DEL SUR S.L.` cut behind the title with which it begins."""
    parted: list[Fragment] = []
    for fragment in fragments:
        end = None if fragment.label else end_of_title(fragment.text)
        name = fragment.text[end:].strip() if end else ""
        if name and not is_department(name) and (title_score(name) < _CERTAIN or company_score(name) >= _CERTAIN):
            parted.append(replace(fragment, text=fragment.text[:end]))
            parted.append(Fragment(text=name, separator="at"))
        else:
            parted.append(fragment)
    return parted
