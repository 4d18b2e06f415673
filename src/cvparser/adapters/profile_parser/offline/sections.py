"""Lines to sections, by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise, zip_longest

from cvparser.adapters.profile_parser.offline.blocks import blocks_of
from cvparser.adapters.profile_parser.offline.entries import names_dated_job
from cvparser.adapters.profile_parser.offline.evidence import (
    begins_with_internship,
    begins_with_title,
    has_legal_form,
    title_score,
)
from cvparser.adapters.profile_parser.offline.labels import label_named, label_of
from cvparser.adapters.profile_parser.offline.left_out import without_repeated_labels, without_signature
from cvparser.adapters.profile_parser.offline.lines import Line, is_prose
from cvparser.adapters.profile_parser.offline.schools import has_institution
from cvparser.adapters.profile_parser.offline.skills import is_skill_group
from cvparser.adapters.profile_parser.offline.spoken_languages import speaks_of_languages
from cvparser.adapters.profile_parser.offline.tables import with_labels
from cvparser.adapters.profile_parser.offline.unlisted_headings import unlisted_headings
from cvparser.adapters.profile_parser.offline.work_sections import may_tell_of_work, tells_of_work
from cvparser.domain.cv.bullets import without_bullet
from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.cv.headings import (
    OWN_HEADINGS,
    Heading,
    bare_heading,
    heading_of,
    is_listed_heading,
    is_modifier,
    loose_heading_of,
    qualified_heading_of,
)
from cvparser.domain.lexicon import words
from cvparser.domain.text.phrases import Phrases, phrase_set


class SectionKind(StrEnum):
    """What a section is about. All but `HEAD` are the names of heading lists in the vocabulary."""

    #: What stands before the first heading, or beside the name.
    HEAD = "head"
    SUMMARY = "summary"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    CERTIFICATIONS = "certifications"
    AWARDS = "awards"
    PROJECTS = "projects"
    PERSONAL = "personal"
    REFERENCES = "references"
    #: Anything that the profile has no place for.
    OTHER = "other"


#: Lists of headings that are one kind here.
_KIND_OF = {
    "contact": "personal",
    "emergency": "other",
    "licence": "other",
    "membership": "other",
    "military": "other",
}


@dataclass(slots=True)
class Section:
    """A heading's kind and the lines below it, the heading left out."""

    kind: SectionKind
    lines: list[Line] = field(default_factory=list)
    #: Whether jobs may stand below its heading, though it does not say so.
    may_be_work: bool = False


#: Sections in whose text words such as `Skills:` label a paragraph of an entry.
_WITH_LABELS = frozenset({SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.EDUCATION})
#: Sections whose items can be words that head sections elsewhere.
_LISTS = frozenset({SectionKind.SKILLS, SectionKind.LANGUAGES, SectionKind.CERTIFICATIONS, SectionKind.OTHER})
#: Sections that stand in sidebars.
_SIDEBAR = frozenset({SectionKind.SKILLS, SectionKind.LANGUAGES, SectionKind.PERSONAL})
#: Sections that tell of no periods.
_UNDATED = frozenset(
    {SectionKind.HEAD, SectionKind.SUMMARY, SectionKind.PERSONAL, SectionKind.SKILLS, SectionKind.LANGUAGES}
)
#: What the rows of a form above its description say.
_FORM = frozenset({"company", "dates", "place", "title"})
_CERTAIN = 2.0
#: Characters of a heading on several lines.
_LONGEST_WRAPPED = 70
#: Headings that make an outline of a list.
_FEWEST_OF_OUTLINE = 2


def split_sections(lines: list[Line]) -> list[Section]:
    """Return the sections in the order of the text; the first is the head, perhaps empty."""
    sections = [Section(SectionKind.HEAD)]
    name_seen = False
    outlined = _without_outline(without_signature(without_repeated_labels(lines)))
    whole = _with_whole_headings(list(with_labels(outlined)))
    unlisted = _unlisted(whole)
    for index, (line, following) in enumerate(zip_longest(whole, whole[1:])):
        if index in unlisted:
            sections.append(Section(unlisted[index]))
            continue
        if _opens_main_column(line, following, sections[-1]):
            sections.append(Section(SectionKind.HEAD))
        for kind, content in _read(line, following, sections[-1]):
            if kind is not None:
                sections.append(Section(kind, may_be_work=may_tell_of_work(line.text)))
            if not name_seen and _is_name_plate(content, sections[-1]):
                name_seen = True
                if sections[-1].kind is not SectionKind.HEAD:
                    sections.append(Section(SectionKind.HEAD))
            if content.text or content.holds_name:
                sections[-1].lines.append(content)
    return _with_unnamed(list(map(_with_work, sections)))


def _unlisted(lines: Sequence[Line]) -> dict[int, SectionKind]:
    """Return the headings that no list has, by their numbers, with what they head."""
    kinds = ((index, heading_kind(line.text)) for index, line in enumerate(lines) if not line.is_bulleted)
    listed = {index: str(kind) for index, kind in kinds if kind is not None}
    loose = {index for index, line in enumerate(lines) if index not in listed and _loose_kind(line.text) is not None}
    found = unlisted_headings(lines, listed) if listed else {}
    return {index: SectionKind(kind) for index, kind in found.items() if index not in loose}


def _with_work(section: Section) -> Section:
    if section.kind is SectionKind.OTHER and section.may_be_work and tells_of_work(section.lines):
        return replace(section, kind=SectionKind.EXPERIENCE)
    return section


def _without_outline(lines: Sequence[Line]) -> Sequence[Line]:
    """Take the bullets off the headings of an outline, whose sections are the items of one list."""
    edge = min((line.indent for line in lines if line.is_bulleted), default=0.0)
    heads = {
        index
        for index, (line, following) in enumerate(pairwise(lines))
        if line.is_bulleted and line.indent == edge and following.indent > edge and heading_kind(line.text) is not None
    }
    kinds = [heading_kind(lines[index].text) for index in heads]
    if len(kinds) < _FEWEST_OF_OUTLINE or not {SectionKind.EXPERIENCE, SectionKind.EDUCATION}.intersection(kinds):
        return lines
    return [
        replace(line, is_bulleted=False, follows_blank=True) if index in heads else line
        for index, line in enumerate(lines)
    ]


def _with_whole_headings(lines: Sequence[Line]) -> list[Line]:
    """Join headings that a narrow column or cell wraps, as `Conocimientos de` above `idiomas`."""
    whole: list[Line] = []
    index = 0
    while index < len(lines):
        stop = next((index + count for count in (3, 2) if _is_wrapped_heading(lines[index : index + count], count)), 0)
        if not stop:
            whole.append(lines[index])
            index += 1
            continue
        cells = [line.text.partition("\t") for line in lines[index:stop]]
        heading = " ".join(label for label, _, _ in cells)
        rest = [replace(lines[index], text=text, follows_blank=False) for _, _, text in cells if text]
        whole.extend([replace(lines[index], text=heading), *rest])
        index = stop
    return whole


def _is_wrapped_heading(lines: Sequence[Line], count: int) -> bool:
    if len(lines) < count or any(line.is_bulleted or not line.text for line in lines):
        return False
    cells = [line.text.partition("\t") for line in lines]
    labels = [label for label, _, _ in cells]
    heading = " ".join(labels)
    is_told = bool(cells[0][1]) or all(label.islower() for label in labels[1:])
    if len(heading) > _LONGEST_WRAPPED or not (is_told or is_listed_heading(heading)):
        return False
    if all(heading_kind(label) or _professions().whole(label) for label in labels) or heading_kind(heading) is None:
        return False
    if any(line.follows_blank for line in lines[1:]):
        if all(label.islower() and is_modifier(label) for label in labels[1:]):
            return True
        return heading_kind(labels[0]) is None and is_listed_heading(heading)
    return True


def _opens_main_column(line: Line, following: Line | None, section: Section) -> bool:
    """Tell the profession and the summary on top of a main column from the lists of the sidebar read before it."""
    if section.kind not in _SIDEBAR or not line.follows_blank or line.is_bulleted or following is None:
        return False
    return title_score(line.text) >= _CERTAIN and not following.is_bulleted and is_prose(following.text)


def _with_unnamed(sections: list[Section]) -> list[Section]:
    """Find jobs and schools without a heading, or below one that no vocabulary has: short, set apart, dates below."""
    if not any(section.kind in {SectionKind.EXPERIENCE, SectionKind.EDUCATION} for section in sections):
        sections = [part for section in sections for part in _in_blocks(section)]
    for kind in (SectionKind.EXPERIENCE, SectionKind.EDUCATION):
        if not any(section.kind is kind for section in sections):
            sections = [part for section in sections for part in _parted_at_unnamed(section, kind)]
    return sections


def _in_blocks(section: Section) -> Iterator[Section]:
    """Part a head that holds the whole CV, as where its headings are pictures."""
    blocks = blocks_of(section.lines) if section.kind is SectionKind.HEAD else []
    if not blocks:
        yield section
        return
    first = next(number for number, (kind, _) in enumerate(blocks) if kind is not None)
    yield Section(SectionKind.HEAD, [line for _, block in blocks[:first] for line in block])
    yield from (Section(SectionKind(kind or SectionKind.OTHER), block) for kind, block in blocks[first:])


def _parted_at_unnamed(section: Section, kind: SectionKind) -> Iterator[Section]:
    yield section
    cut = next(_unnamed_headings(section, kind), None)
    if cut is not None:
        text = section.lines[cut].text
        is_told = title_score(text) >= _CERTAIN or _tells_of_a_job(section.lines[cut])
        first = cut if is_told or label_of(text) else cut + 1
        if label_of(text) == "dates":
            cut = first = _first_of_labelled(section.lines, cut)
        if kind is SectionKind.EXPERIENCE:
            above = next((index for index, line in enumerate(section.lines[:first]) if _tells_of_a_school(line)), None)
            if above is not None:
                yield Section(SectionKind.EDUCATION, section.lines[above:cut])
                section.lines[above:cut] = []
                first, cut = first - (cut - above), above
        lines = section.lines[first:]
        stop = next((index for index, line in enumerate(lines) if index and _tells_of_a_school(line)), len(lines))
        stop = stop if kind is SectionKind.EXPERIENCE else len(lines)
        yield Section(kind, lines[:stop])
        if stop < len(lines):
            yield Section(SectionKind.EDUCATION, lines[stop:])
        section.lines[cut:] = []


def _first_of_labelled(lines: Sequence[Line], index: int) -> int:
    """Return where the labelled lines of a job begin whose date is the line `index`."""
    while index and not lines[index].follows_blank and label_of(lines[index - 1].text) in {"title", "company", "place"}:
        index -= 1
    return index


def _unnamed_headings(section: Section, kind: SectionKind) -> Iterator[int]:
    of_schools = kind is SectionKind.EDUCATION
    is_dated = section.kind in {SectionKind.EXPERIENCE, SectionKind.EDUCATION}
    if section.kind not in _UNDATED and not is_dated:
        return
    for index, line in enumerate(section.lines):
        if not of_schools and not is_dated and _tells_of_a_job(line):
            yield index
        below = [each.text for each in section.lines[index + 1 : index + 4] if not is_prose(each.text)]
        dated = any(period.is_range or of_schools for text in below for period in find_periods(text))
        if not dated or not _could_be_heading(line) or any(map(has_institution, below)) is not of_schools:
            continue
        of_jobs = any(title_score(text) >= _CERTAIN for text in below)
        if of_jobs is not of_schools if is_dated and title_score(line.text) == 0 else not is_dated:
            yield index


def _tells_of_a_school(line: Line) -> bool:
    return has_institution(line.text) and title_score(line.text) < _CERTAIN and bool(find_periods(line.text))


def _tells_of_a_job(line: Line) -> bool:
    if label_of(line.text) == "dates":
        return any(period.is_range for period in find_periods(line.text))
    return names_dated_job(line)


def _could_be_heading(line: Line) -> bool:
    text = bare_heading(line.text)
    is_short = 0 < len(text.split()) <= 4 and not any(sign in text for sign in ",.:;\t|")
    is_set_apart = line.follows_blank and not line.is_bulleted and text[:1].isupper()
    return (
        is_short and is_set_apart and not find_periods(text) and not has_institution(text) and not has_legal_form(text)
    )


def heading_kind(text: str) -> SectionKind | None:
    """Return the kind of section that `text` heads, None where it is no heading.

    >>> heading_kind("II. WORK EXPERIENCE:"), heading_kind("Lebenslauf"), heading_kind("Acme Ltd")
    (<SectionKind.EXPERIENCE: 'experience'>, None, None)
    """
    return _kind_of(heading_of(text))


def _loose_kind(text: str) -> SectionKind | None:
    """Return the kind of a heading of which only a part is known: `Seminars & credentials`, `Certificates obtained`."""
    bare = bare_heading(text)
    kind = _kind_of(loose_heading_of(text)) if title_score(bare) <= 0 else None
    return kind or (_kind_of(qualified_heading_of(text)) if not begins_with_title(bare) else None)


def _kind_of(heading: Heading | None) -> SectionKind | None:
    kind = next((kind for kind in heading.kinds if kind != "document"), None) if heading else None
    if kind is not None and kind.startswith(OWN_HEADINGS):
        return SectionKind.OTHER
    return SectionKind(_KIND_OF.get(kind, kind)) if kind else None


def _read(line: Line, following: Line | None, section: Section) -> Iterator[tuple[SectionKind | None, Line]]:
    kind = heading_kind(line.text) if _may_be_heading(line, following, section) else None
    is_set_apart = line.follows_blank or (following is not None and following.follows_blank)
    is_set_apart = is_set_apart and len(line.text) <= _LONGEST_WRAPPED
    if kind is None and is_set_apart and not line.is_bulleted and section.kind is not SectionKind.SKILLS:
        kind = _loose_kind(line.text)
        kind = None if kind is section.kind and begins_with_internship(line.text) else kind
    if (
        kind is SectionKind.OTHER
        and section.kind is SectionKind.SKILLS
        and not section.lines
        and not line.follows_blank
    ):
        # `Clinical Research` right below `Top Skills`
        kind = None
    if kind is not None:
        yield kind, replace(line, text="")
        return
    if not line.is_bulleted:
        head, separator, rest = _parted(line.text)
        kind = heading_kind(head) if separator else None
        if kind is not None and _may_head(kind, rest, line, section):
            text, is_bulleted = without_bullet(rest)
            yield kind, replace(line, text=text, follows_blank=False, is_bulleted=is_bulleted)
            return
    yield None, line


def _may_be_heading(line: Line, following: Line | None, section: Section) -> bool:
    """Tell a heading from the skill `Training` in a list and from `Key achievements:` within a job."""
    if line.is_bulleted:
        is_lone = line.follows_blank and following is not None and not following.is_bulleted
        return is_lone or line.text.isupper() or section.kind not in _LISTS | _WITH_LABELS
    is_label = section.kind in _WITH_LABELS and line.text.endswith(":") and not line.follows_blank
    return not (is_label or _is_within_form(section)) or label_named(line.text.rstrip(" :")) != "description"


def _is_within_form(section: Section) -> bool:
    """Return whether the line above is a row of a form, which labels what it says of a job."""
    if section.kind not in _WITH_LABELS or not section.lines:
        return False
    return label_of(section.lines[-1].text) in _FORM


def _parted(text: str) -> tuple[str, str, str]:
    found = re.search(r"\t|:\s+(?=\S)|\s\|\s", text)
    if found is None:
        return text, "", ""
    return text[: found.start()].strip(), found.group(), text[found.end() :].strip()


def _may_head(kind: SectionKind, rest: str, line: Line, section: Section) -> bool:
    if not rest or _is_of_labelled_list(line, section):
        return False
    if kind is SectionKind.LANGUAGES:
        is_group = section.kind is SectionKind.SKILLS and _parted(line.text)[1].startswith(":")
        return speaks_of_languages(rest) and not is_group
    if section.kind in _WITH_LABELS:
        is_of_form = _is_within_form(section) and label_of(line.text) == "description"
        return (line.follows_blank or "\t" in line.text) and not is_of_form
    if section.kind is SectionKind.SKILLS:
        label = _parted(line.text)[0]
        return kind is not SectionKind.SKILLS and not is_modifier(label) and not is_skill_group(label)
    if section.kind in {SectionKind.HEAD, SectionKind.PERSONAL} and _professions().whole(_parted(line.text)[0]):
        return False
    return section.kind is not SectionKind.PERSONAL or kind not in {SectionKind.PERSONAL, SectionKind.OTHER}


def _is_of_labelled_list(line: Line, section: Section) -> bool:
    """Tell the label `Computers` among those of interests from a heading."""
    if "\t" not in line.text or line.follows_blank:
        return False
    if section.kind is SectionKind.HEAD:
        return _has_periods(section)
    if section.kind is not SectionKind.OTHER:
        return False
    return any(_has_label(each) for each in section.lines)


def _has_periods(section: Section) -> bool:
    """Return whether a head tells of periods, so that it holds the whole CV and has no headings."""
    return sum(any(period.is_range for period in find_periods(line.text)) for line in section.lines) >= _CERTAIN


def _has_label(line: Line) -> bool:
    """Return whether a line of interests and the like has a label of its own: `Cinema` beside what one watches."""
    label, _, rest = line.text.partition("\t")
    return bool(rest) and not any(map(str.isdigit, label)) and any(map(str.isalpha, label))


def _is_name_plate(line: Line, section: Section) -> bool:
    """Tell the candidate's name over the CV from a name that stands somewhere in it."""
    if not line.holds_name or line.is_bulleted or section.kind is SectionKind.REFERENCES:
        return False
    if section.kind is SectionKind.HEAD:
        return True
    if section.lines and section.lines[-1].text.endswith((",", "&")):
        # A name that goes on with what was named above.
        return False
    return ":" not in line.text and len(line.text) < 60


@cache
def _professions() -> Phrases[bool]:
    return phrase_set(words("labels", "profession"))
