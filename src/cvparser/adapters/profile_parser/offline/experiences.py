"""Jobs: which fragment of an entry's head is the title, which the employer, which the place.

CVs put them in any order, but in one order within a section. So each fragment is scored by its own words, and by those
of the fragments at the same place of the other entries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from cvparser.adapters.profile_parser.offline.anchors import is_range_alone, with_whole_ranges
from cvparser.adapters.profile_parser.offline.capitals import is_in_capitals, parted_at_title
from cvparser.adapters.profile_parser.offline.columns import in_columns
from cvparser.adapters.profile_parser.offline.employers import Job, holds, with_employers, with_named_employer
from cvparser.adapters.profile_parser.offline.entries import Entry, split_entries
from cvparser.adapters.profile_parser.offline.evidence import (
    company_score,
    has_legal_form,
    is_department,
    is_gap,
    is_independent,
    is_place,
    place_score,
    title_score,
)
from cvparser.adapters.profile_parser.offline.fragments import Fragment, fragments_of
from cvparser.adapters.profile_parser.offline.head_parts import asides, could_employ, is_behind_title, teams, units
from cvparser.adapters.profile_parser.offline.labels import label_of
from cvparser.adapters.profile_parser.offline.lines import Line, is_prose
from cvparser.adapters.profile_parser.offline.paragraphs import paragraph
from cvparser.adapters.profile_parser.offline.places import with_places, with_towns, with_whole_employers
from cvparser.domain.lexicon import words
from cvparser.domain.text.phrases import Phrases, phrase_set, words_of

#: How much a fragment looks like a title, an employer, a place.
_Scores = tuple[float, float, float]
#: A part of the employer is none of the three.
_DEPARTMENT: _Scores = (-1.0, -3.0, -3.0)
#: Which fragment is the title, the employer, the place.
_Roles = tuple[int | None, int | None, int | None]
#: Fragments beyond are description: trying all roles takes the cube of their number.
_MOST_FRAGMENTS = 7
_LABELS = frozenset({"title", "company", "place"})
#: How much less what stands in parentheses looks like a title or an employer.
_ASIDE = 1.0
_CERTAIN = 2.0
#: Words of a title; more are a sentence.
_LONGEST_TITLE = 10
#: Words of a label.
_LONGEST_LABEL = 2
#: Words of a bullet that names a job.
_LONGEST_BULLET = 12


@dataclass(slots=True)
class _Draft:
    fragments: list[Fragment]
    entry: Entry
    body: list[Line]
    scores: list[_Scores] = field(default_factory=list)

    @property
    def is_gap(self) -> bool:
        """Whether it says why one did not work, or nothing."""
        if not self.fragments:
            return self.entry.period is None
        if all(is_gap(fragment.text) for fragment in self.fragments):
            return True
        first = next(iter(fragments_of(self.entry.head[:1])), None)
        is_told = any(title_score(fragment.text) >= _CERTAIN for fragment in self.fragments)
        return first is not None and is_gap(first.text) and not is_told

    @property
    def shape(self) -> tuple[tuple[str, str | None], ...]:
        """Its signs and labels: what is said to be a place tells nothing of what stands there without a label."""
        return tuple((fragment.separator, fragment.label) for fragment in self.fragments)


def find_jobs(lines: Sequence[Line]) -> list[Job]:
    """Return the jobs of a section, in its order."""
    drafts = [_draft(entry) for entry in split_entries(with_whole_ranges(list(in_columns(lines, is_range_alone))))]
    if drafts and all(is_in_capitals(draft.fragments) for draft in drafts):
        for draft in drafts:
            draft.fragments = parted_at_title(draft.fragments)
    drafts = _without_parts(drafts)
    _score(drafts)
    jobs = [_job(draft) for draft in drafts if not draft.is_gap]
    told = [job for job in jobs if not _is_sentence(job) and (job.period or _is_certain(job))]
    jobs = with_employers([with_named_employer(job) for job in told])
    # Dates alone are left of what was withheld: military service, say.
    return [job for job in jobs if job.title or job.company]


def _without_parts(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Put what a job had as parts, such as `Project: New tills (2019)`, below the job whose time holds theirs."""
    whole: list[_Draft] = []
    for draft in drafts:
        above = next((each for each in whole[:-3:-1] if holds(each.entry.period, draft.entry.period)), None)
        if above is not None and _is_part(draft):
            above.body.extend([*(Line(text=text) for text in draft.entry.head), *draft.body])
        else:
            whole.append(draft)
    return whole


def _is_part(draft: _Draft) -> bool:
    """Return whether a draft begins with a word for a part of a job, behind which its name stands."""
    label, colon, name = next(iter(draft.entry.head), "").partition(":")
    return bool(colon and name.strip()) and _parts().whole(label.rstrip("0123456789 .#")) is not None


def _is_sentence(job: Job) -> bool:
    """Return whether all that is said of a job is a sentence that begins with a title and holds a date."""
    return not job.company and job.title is not None and len(job.title.split()) > _LONGEST_TITLE


def _is_certain(job: Job) -> bool:
    """Return whether a job without dates is one: it has an employer, and a title that is known as one."""
    if not job.title or not job.company:
        return False
    return job.is_labelled or title_score(job.title) >= (0.5 if company_score(job.company) >= 2 else 2.0)


def _draft(entry: Entry) -> _Draft:
    lines, pending = list(entry.head), list(entry.maybe_head)
    fragments = _head(lines, with_more=bool(pending))
    while pending and _wants(fragments, pending[0].text):
        lines.append(pending.pop(0).text)
        fragments = _head(lines, with_more=bool(pending))
    count = len(lines)
    pending = _without_labelled(lines, pending)
    body = _without_labelled(lines, entry.body)
    if len(lines) > count:
        fragments = _head(lines)
    if not pending and not _is_named(fragments):
        while body and _names_in_bullets(fragments, body[0]):
            lines.append(body.pop(0).text)
            fragments = _head(lines)
    return _Draft(fragments, entry, [*pending, *body])


def _without_labelled(head: list[str], lines: Sequence[Line]) -> list[Line]:
    """Move what the CV labels as title, employer or place to the head, and return the rest."""
    labels = {label_of(line) for line in head}
    left: list[Line] = []
    for line in lines:
        label = label_of(line.text)
        if label in _LABELS and label not in labels and not line.is_bulleted:
            labels.add(label)
            head.append(line.text)
        else:
            left.append(line)
    return left


def _head(lines: Sequence[str], *, with_more: bool = False) -> list[Fragment]:
    """Return the fragments of a head; of `Engineer (Military Service)` the title alone.

    Args:
        lines: The head's lines.
        with_more: Whether lines stand below that could belong to it.
    """
    whole = with_whole_employers(with_places(fragments_of(lines)))
    fragments = list(_without_agencies(list(with_towns(whole, with_more=with_more or len(lines) > 1))))
    return [each for each in fragments if not is_gap(each.text)] or fragments


def _without_agencies(fragments: Sequence[Fragment]) -> Iterator[Fragment]:
    """Leave out who placed somebody with an employer: `Castlegate Bank (via Oakstone Ltd)`."""
    for index, fragment in enumerate(fragments):
        found = words_of(fragment.text)
        lead = _agencies().at(found, 0) if index and found else None
        if lead is None or lead.stop == len(found) or title_score(fragment.text) >= _CERTAIN:
            yield fragment


def _is_named(fragments: Sequence[Fragment]) -> bool:
    return any(not is_place(fragment.text) for fragment in fragments)


def _names_in_bullets(fragments: Sequence[Fragment], line: Line) -> bool:
    """Return whether a bullet below a lone date names the job: the first title or employer, the next what it lacks."""
    if not line.is_bulleted or is_prose(line.text) or len(line.text.split()) > _LONGEST_BULLET:
        return False
    has_title = any(title_score(fragment.text) >= 2 for fragment in fragments)
    has_company = len([each for each in fragments if not is_place(each.text)]) > has_title
    more = fragments_of([line.text])
    names_title = any(title_score(each.text) >= 2 for each in more)
    names_company = any(company_score(each.text) >= 2 for each in more)
    if not _is_named(fragments):
        return names_title or names_company
    return (names_title and not has_title) or (names_company and not has_company)


def _wants(fragments: Sequence[Fragment], text: str) -> bool:
    """Return whether a line after the head belongs to it: something is missing and the line looks like it."""
    if _is_place_line(text):
        return not any(fragment.label == "place" or is_place(fragment.text) for fragment in fragments)
    aside = set(asides(fragments))
    if aside and len(fragments) - len(aside) < 2 and _is_employer_line(text):
        return True
    named = [each.text for each in fragments if each.label != "place" and not is_place(each.text)]
    if _has_only_a_team(fragments) and _is_employer_line(text):
        return True
    if len(named) < 2:
        if any(map(is_independent, named)):
            # `Self-employed` above a title
            is_employer = company_score(text) > 2 and _is_written_as_name(text) and not _is_labelled(text)
            return is_employer or (company_score(named[0]) >= 2 and title_score(text) >= 2)
        return True
    more = fragments_of([text])
    has_label = any(fragment.label in {"title", "company", "place"} for fragment in more)
    lacks_title = not any(title_score(name) >= 2 for name in named)
    return has_label or (lacks_title and len(text.split()) <= 6 and title_score(text) >= 2)


def _is_written_as_name(text: str) -> bool:
    """Tell `Atelier Blau` from what was done: `Gıda markaları için ambalaj tasarımı`."""
    told = text.split()
    return sum(word[0].isupper() for word in told) * 2 >= len(told)


def _is_labelled(text: str) -> bool:
    """Return whether a label that says something else begins a line: `Clients: Barton Ltd, Elm & Co`."""
    label, colon, _ = text.partition(":")
    return bool(colon) and label_of(text) is None and len(label.split()) <= _LONGEST_LABEL


def _is_place_line(text: str) -> bool:
    """Return whether a line says where: a known place, or a town that nobody lists before its state or country."""
    return is_place(text) or all(each.label == "place" for each in with_places(fragments_of([text])))


def _has_only_a_team(fragments: Sequence[Fragment]) -> bool:
    """Tell `Engineer, Payments`, whose employer may stand below, from heads that name one."""
    behind = [is_behind_title(fragments, index) for index in range(1, len(fragments))]
    others = [each for each, is_team in zip(fragments[1:], behind, strict=True) if not is_team]
    return any(behind) and not any(map(could_employ, [fragments[0], *others]))


def _is_employer_line(text: str) -> bool:
    """Tell an employer, alone with its place or by its words, from the first line of a description."""
    first, *others = with_places(fragments_of([text])) or [Fragment(text="", separator="line")]
    is_sentence = text.endswith(".") and not has_legal_form(text)
    if not could_employ(first) or is_sentence or len(text.split()) > _LONGEST_BULLET:
        return False
    return company_score(first.text) >= 2 or (bool(others) and all(place_score(each.text) for each in others))


def _score(drafts: Sequence[_Draft]) -> None:
    groups: defaultdict[tuple[tuple[str, str | None], ...], list[_Draft]] = defaultdict(list)
    for draft in drafts:
        draft.scores = [_own_scores(fragment) for fragment in draft.fragments]
        for index in asides(draft.fragments):
            title, company, place = draft.scores[index]
            draft.scores[index] = (title - _ASIDE, company - _ASIDE, place)
        for index in units(draft.fragments):
            draft.scores[index] = _DEPARTMENT
        for index in teams(draft.fragments):
            title, company, place = draft.scores[index]
            draft.scores[index] = (title, company - 2.0, place - 2.0)
        groups[draft.shape].append(draft)
    for group in groups.values():
        means = [_mean(position) for position in zip(*(draft.scores for draft in group), strict=True)]
        for draft in group:
            draft.scores = [_sum(own, mean) for own, mean in zip(draft.scores, means, strict=True)]


def _own_scores(fragment: Fragment) -> _Scores:
    if fragment.label is None and is_department(fragment.text):
        return _DEPARTMENT
    title, company, place = title_score(fragment.text), company_score(fragment.text), place_score(fragment.text)
    if is_prose(fragment.text) or len(fragment.text.split()) > _LONGEST_TITLE:
        title -= 3.0
    labelled = {"title": (9, -9, -9), "company": (-9, 9, -9), "place": (-9, -9, 9)}.get(fragment.label or "", (0, 0, 0))
    connected = 3.0 if fragment.separator == "at" else 0.0
    return (
        title - 0.4 * company - place - connected + labelled[0],
        company - 0.6 * title - 0.8 * place + connected + labelled[1],
        place - 0.5 * title - 0.5 * (company if company > 1 else 0) + labelled[2],
    )


def _mean(scores: Iterable[_Scores]) -> _Scores:
    columns = list(zip(*scores, strict=True))
    return (sum(columns[0]) / len(columns[0]), sum(columns[1]) / len(columns[1]), sum(columns[2]) / len(columns[2]))


def _sum(one: _Scores, other: _Scores) -> _Scores:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def _job(draft: _Draft) -> Job:
    title, company, place = _placed(draft)
    job = Job(period=draft.entry.period, lines_above=draft.entry.lines_above)
    left: list[str] = []
    parts: dict[str, list[str]] = {"title": [], "company": [], "place": []}
    roles = {title: "title", company: "company", place: "place"}
    last: str | None = None
    of_employer = set(units(draft.fragments))
    for index, fragment in enumerate(draft.fragments):
        role = roles.get(index)
        if role is None and index not in of_employer:
            role = _joined(fragment, last, has_place=place is not None)
        if role is None:
            left.append(fragment.text)
        else:
            parts[role].append(_written(fragment, bool(parts[role])))
        last = role
    job.could_be_team = company is not None and company > 0 and is_behind_title(draft.fragments, company)
    job.title, job.company, job.location = ("".join(parts[role]) or None for role in ("title", "company", "place"))
    job.is_labelled = any(fragment.label in _LABELS for fragment in draft.fragments)
    job.role = _role(draft.fragments, title, job.title)
    job.description = paragraph([*(Line(text=text) for text in left), *draft.body])
    return job


def _role(fragments: Sequence[Fragment], title: int | None, written: str | None) -> str | None:
    """Return the title alone where its team is written behind it."""
    if title is None or written is None:
        return None
    own = fragments[title].text
    return own if title_score(written.removeprefix(own)) < 2 else None


def _placed(draft: _Draft) -> _Roles:
    """Return the indices of title, employer and place that agree best with the scores and with habit."""
    rows = _rows(draft.fragments)
    return max(
        _assignments(min(len(draft.fragments), _MOST_FRAGMENTS)),
        key=lambda roles: _value(draft.scores, roles, rows),
    )


def _rows(fragments: Sequence[Fragment]) -> list[int]:
    """Return in which line each fragment stands; what begins a line by a strong sign counts as one."""
    rows: list[int] = []
    for fragment in fragments:
        begins = fragment.separator != "comma"
        rows.append((rows[-1] if rows else -1) + begins)
    return rows


@cache
def _assignments(count: int) -> tuple[_Roles, ...]:
    choices = [None, *range(count)]
    return tuple(roles for roles in product(choices, repeat=3) if _differ(roles))


def _differ(roles: _Roles) -> bool:
    taken = [index for index in roles if index is not None]
    return len(set(taken)) == len(taken)


def _value(scores: Sequence[_Scores], chosen: _Roles, rows: Sequence[int]) -> float:
    title, company, place = chosen
    value = sum(scores[index][role] for role, index in enumerate(chosen) if index is not None)
    if title is not None and company is not None:
        # Both named is the rule; title before employer the commoner habit.
        value += (
            3.0
            - 0.01 * company
            + (0.3 if title < company else 0.0)
            + (0.2 if abs(rows[title] - rows[company]) <= 1 else 0.0)
        )
    if place is not None:
        value += 0.2 + (0.3 if title is not None and company is not None and place == company + 1 else 0.0)
    return value


def _joined(fragment: Fragment, last: str | None, *, has_place: bool) -> str | None:
    """Return the role that a left-over fragment continues: `Director, Products` or `Toronto, ON`."""
    if fragment.separator == "comma" and last in {"title", "place"}:
        return last
    if fragment.separator in {"comma", "open"} and last == "company" and not has_place and place_score(fragment.text):
        return "place"
    if is_place(fragment.text) and last == "place":
        return "place"
    if fragment.separator in {"dash", "slash", "open"} and last == "title" and title_score(fragment.text) > 0:
        return "title"
    return None


def _written(fragment: Fragment, is_continued: bool) -> str:  # noqa: FBT001 - private, one caller
    if not is_continued:
        return fragment.text
    if fragment.separator == "open":
        return f" ({fragment.text})"
    sign = {"dash": " - ", "slash": " / "}.get(fragment.separator, ", ")
    return f"{sign}{fragment.text}"


@cache
def _agencies() -> Phrases[bool]:
    return phrase_set(words("experience", "agencies"))


@cache
def _parts() -> Phrases[bool]:
    return phrase_set(words("experience", "parts"))
