"""Parts of the head of a job that are no title, employer or place of their own: asides, units of an employer, teams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cvparser.adapters.profile_parser.offline.evidence import (
    company_score,
    has_legal_form,
    is_place,
    is_unit,
    place_score,
    title_score,
)
from cvparser.adapters.profile_parser.offline.fragments import Fragment


def asides(fragments: Sequence[Fragment]) -> Iterator[int]:
    """Yield which fragments stand in parentheses."""
    is_inside = False
    for index, fragment in enumerate(fragments):
        is_inside = fragment.separator == "open" or (is_inside and fragment.separator not in {"close", "line"})
        if is_inside:
            yield index


def units(fragments: Sequence[Fragment]) -> Iterator[int]:
    """Yield which fragments are parts of an employer that another one names: `Department of Surgery, St Mary`."""
    for index, fragment in enumerate(fragments):
        others = (each for number, each in enumerate(fragments) if number != index and not is_unit(each.text))
        if fragment.label is None and is_unit(fragment.text) and any(map(_is_certain_employer, others)):
            yield index


def _is_certain_employer(fragment: Fragment) -> bool:
    return could_employ(fragment) and company_score(fragment.text) >= 1.5


def teams(fragments: Sequence[Fragment]) -> Iterator[int]:
    """Yield which fragments are a team, as in `Engineer, Payments` above the employer's own line."""
    has_own = any(could_employ(each) for each in fragments if each.separator in {"line", "strong"})
    for index in range(1, len(fragments)):
        if has_own and is_behind_title(fragments, index) and company_score(fragments[index].text) < 2:
            yield index


def is_behind_title(fragments: Sequence[Fragment], index: int) -> bool:
    """Return whether a fragment could be a team: it stands behind the title's comma and before no place."""
    title, fragment = fragments[index - 1], fragments[index]
    if fragment.separator != "comma" or fragment.label or title_score(title.text) < 2:
        return False
    following = fragments[index + 1] if index + 1 < len(fragments) else None
    if following is not None and following.separator == "comma" and is_place(following.text):
        return False
    return not has_legal_form(fragment.text) and not is_place(fragment.text)


def could_employ(fragment: Fragment) -> bool:
    """Return whether a fragment could name an employer: it is neither a title nor a place, and no label says else."""
    return fragment.label in {None, "company"} and title_score(fragment.text) < 2 and not place_score(fragment.text)
