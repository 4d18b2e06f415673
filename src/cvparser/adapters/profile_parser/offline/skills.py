"""Skills, one by one, without the groups and levels that CVs put around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from cvparser.adapters.profile_parser.offline.columns import in_columns
from cvparser.adapters.profile_parser.offline.driving_licence import mentions_licence
from cvparser.adapters.profile_parser.offline.language_grid import (
    is_languages_label,
    is_native_label,
    read_row,
    tells_how_well,
    without_wrapped_heads,
)
from cvparser.adapters.profile_parser.offline.lines import Line
from cvparser.adapters.profile_parser.offline.regions import is_somewhere
from cvparser.adapters.profile_parser.offline.spoken_languages import Language, find_languages, speaks_of_languages
from cvparser.domain.cv.bullets import BEFORE_ITEMS, DOTS
from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.cv.headings import heading_of
from cvparser.domain.lexicon import words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, alternatives, phrase_set, words_of

_LIST_SIGN = re.compile(
    rf"\s{{0,100}}[,;|{DOTS}▪◆\t]\s{{0,100}}|\s{{3,100}}|\s{{1,100}}(?://?|[{BEFORE_ITEMS}])\s{{1,100}}"
)
#: The comma of `WIG-, MAG- und Autogenschweißen`: what follows ends all of them.
_SHARED_END = re.compile(r"(?<=[^\W\d_]-),(?=\s[^\W\d_])")
_GROUP = re.compile(r"^[^,;:|»›→]{2,40}(?::|\s[»›→])\s+(?=\S)")
#: A cell beside a list.
_CELL = re.compile(
    rf"^[^,;:|\t{DOTS}]{{2,40}}(?:\t|\s{{3,20}}+)(?=[^\t]{{0,200}}[,;|{DOTS}]|[^\t]{{0,200}}\t[|{DOTS}])"
)
#: The first of two cells.
_FIRST_CELL = re.compile(rf"^[^,;:|\t{DOTS}]{{2,40}}(?:\t|\s{{3,20}}+)(?=[^\t]{{1,200}}$)")
#: Lines with a cell beside a list that make the other first cells labels, too.
_LEAST_CELLS = 2
#: Cells of a row of two labels and what stands beside each.
_CELLS_OF_PAIRS = 4
#: Between `Bookkeeping.` and `Payroll.`, never behind an abbreviation.
_STOP = re.compile(r"(?<=[^\W\d_]{4})\.\s{1,100}(?=[^\W\d_a-z])")
#: `Git and GitHub`, two names of tools.
_NAME = re.compile(r"[A-Z][\w.+#]*")
_LEAST_PAIRS = 2
#: Items of a list below a heading of languages that is none of them.
_LEAST_LISTED = 3
#: Words of such an item.
_LONGEST_LISTED = 3
_BLANKS_OF_PAIR = 2
_TOOL = re.compile(r"\w+[A-Z]|\w*\d|\w+[+#]")
_BETWEEN_GROUPS = re.compile(r";\s{1,100}|\s{1,100}\|\s{1,100}")
_URL = re.compile(r"(?:https?://|www\.)\S+$|\S{1,100}\.\w{2,4}/\S*$")
#: `[Skill 1]`, `<your skill>`.
_BRACKETED = re.compile(r"[\[<{][^\[\]<>{}]{1,60}[\]>}]")
_PLACES = re.compile(r",\s{0,100}|\s{1,100}[-–—|]\s{1,100}")
_WIDE = re.compile(r"\s{2,100}")
#: A line whose items stand apart by blanks alone.
_ONLY_WIDE = re.compile(rf"[^,;|\t{DOTS}]*")
_DASH = re.compile(r"\s{1,100}[-–—]\s{1,100}")
_RATING = re.compile(r"[●○◉◯★☆■□▪▫⬤✦▰▱█░▓]+|\b\d{1,3}\s?%|\b\d{1,2}\s?/\s?(?:5|10)\b")
_ASIDE = re.compile(r"\s{0,100}\(([^()]*)\)\s{0,100}$")
_LEVEL_SIGN = re.compile(r"\s{1,100}[-–—]\s{1,100}|:\s{1,100}")
_PARENTHESISED = re.compile(r"\([^()]*\)")
_EDGES = " \t,;|·•–—:*"
_LONGEST_SKILL_WORDS = 8
#: Words of a skill that is told as a sentence.
_SHORT = 5
#: Characters of a line that a page may have wrapped.
_LEAST_WRAPPED = 65


def find_skills(lines: Sequence[Line]) -> tuple[list[str], list[Language]]:
    """Return the skills of a section, in its order, each once, and the spoken languages among them."""
    languages: list[Language] = []
    rest: list[Line] = []
    is_native = False
    apart = _by_group(_with_pairs_of_cells(without_wrapped_heads(lines)))
    for line in _joined(list(in_columns(list(apart), _is_level))):
        row = read_row(line.text)
        if row is not None:
            languages.extend(row)
            is_native = is_native_label(line.text)
            continue
        spoken = find_languages(line.text)
        if is_native and spoken and _is_about_languages(line.text, spoken):
            spoken = [language | {"fluency": "native"} for language in spoken]
        is_native = False
        if spoken and _is_about_languages(line.text, spoken):
            languages.extend(spoken)
        elif not mentions_licence(line.text) and not _is_no_skill(line.text):
            rest.append(line)
    return unique(_with_pairs_apart(list(_items(rest)))), languages


def part_languages(lines: Sequence[Line]) -> tuple[list[Language], list[Line]]:
    """Return the languages of a section about them, and its skills: `Programming: Python, Go` or `MATLAB, R`."""
    languages: list[Language] = []
    spoken: list[str] = []
    others: list[Line] = []
    is_apart = False
    for index, line in enumerate(without_wrapped_heads(lines)):
        # What an empty line sets apart may stand below a heading that no list has.
        is_apart = is_apart or (bool(index) and line.follows_blank)
        row = read_row(line.text)
        if row is not None:
            languages.extend(row)
        elif _is_group_of_skills(line.text) or (not is_apart and _is_list_of_skills(line)):
            others.append(line)
        else:
            spoken.append(line.text)
    return [*languages, *find_languages("\n".join(spoken))], others


def _is_list_of_skills(line: Line) -> bool:
    """Return whether a line lists several things none of which is a language or a level: `MATLAB, Moodle, LaTeX`."""
    items = split_list(line.text)
    if len(items) < _LEAST_LISTED or ":" in line.text or line.holds_name or mentions_licence(line.text):
        return False
    if any(len(item.split()) > _LONGEST_LISTED for item in items) or find_periods(line.text):
        return False
    return not any(find_languages(item) or tells_how_well(item) or speaks_of_languages(item) for item in items)


def _is_group_of_skills(text: str) -> bool:
    group = _group_of(text)
    if group is None or len(split_list(text[group.end() :])) < 2 or find_languages(text) or mentions_licence(text):
        return False
    is_rating = _is_level(text[group.end() :]) or tells_how_well(text)
    return not speaks_of_languages(text) and not is_rating


def split_list(text: str) -> list[str]:
    """Return the items of a list in one line; `A, B and C` has three.

    >>> split_list("Excel, A/B testing; Go and Rust")
    ['Excel', 'A/B testing', 'Go', 'Rust']
    """
    protected = _PARENTHESISED.sub(lambda aside: aside.group().replace(",", "\1").replace(";", "\2"), text)
    protected = _SHARED_END.sub("\1", protected)
    kept = [item.replace("\1", ",").replace("\2", ";") for item in _LIST_SIGN.split(protected)]
    if len(kept) == 1 and len(dashed := _DASH.split(text)) > 2:
        kept = dashed
    if len(kept) == 1 and len(wide := _WIDE.split(text.strip())) > 2:
        kept = wide
    if len(kept) > 1 and _ONLY_WIDE.fullmatch(text):
        kept = [part for item in kept for part in _WIDE.split(item)]
    if len(kept) == 1 and len(told := _STOP.split(text)) > 2 and all(len(part.split()) <= _SHORT for part in told):
        kept = told
    lead = _leads().match(fold(kept[0]))
    if lead and lead.end():
        kept[:1] = _last_two(kept[0])
    if len(kept) > 1 and not any(_and().search(fold(item)) for item in kept[:-1]):
        kept[-1:] = _last_two(kept[-1])
    return [clean for item in kept if (clean := _bare(item))]


def unique(items: Iterable[str]) -> list[str]:
    """Return each item once, however it is written."""
    return list({fold(item): item for item in reversed(list(items))}.values())[::-1]


def _with_pairs_of_cells(lines: Sequence[Line]) -> list[Line]:
    """Part rows of two labels with a list beside each: `Languages	Java, Go	Tools	Git`."""
    rows = [[cell.strip() for cell in line.text.split("\t")] for line in lines]
    if not any(len(cells) == _CELLS_OF_PAIRS and _are_labels(cells[::2], cells[1::2]) for cells in rows):
        return list(lines)
    parted: list[Line] = []
    for line, cells in zip(lines, rows, strict=True):
        if 1 < len(cells) <= _CELLS_OF_PAIRS and _are_labels(cells[:1], []):
            pairs = [cells[at : at + 2] for at in range(0, len(cells), 2)]
            parted.extend(replace(line, text=": ".join(pair)) for pair in pairs)
        else:
            parted.append(line)
    return parted


def _are_labels(labels: Sequence[str], lists: Sequence[str]) -> bool:
    """Return whether cells are labels: none is a list or a level, and of those beside them one is a list."""
    is_list = not lists or any("," in each for each in lists)
    return is_list and not any("," in each or _is_level(each) for each in labels)


def _by_group(lines: Sequence[Line]) -> Iterator[Line]:
    """Part a line that lists several groups: `Front end: React; Back end: Django`."""
    for line in lines:
        parts = _BETWEEN_GROUPS.split(line.text)
        if len(parts) > 1 and all(map(_GROUP.match, parts)):
            yield from (
                replace(line, text=part, follows_blank=line.follows_blank and not index)
                for index, part in enumerate(parts)
            )
        else:
            yield line


def _is_no_skill(text: str) -> bool:
    """Return whether a line is a link, places or what a template says that one should write."""
    if _URL.match(text) or _BRACKETED.fullmatch(text) or _placeholders().whole(text.rstrip("0123456789 .")):
        return True
    parts = [part for part in _PLACES.split(text) if part.strip()]
    return len(parts) > 1 and all(is_somewhere(part) for part in parts)


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Put wrapped lines together: in a bulleted list, what has no bullet goes on."""
    is_list = sum(line.is_bulleted for line in lines) * 2 >= len(lines) and bool(lines) and lines[0].is_bulleted
    joined: list[Line] = []
    for line in lines:
        if is_list and joined and not line.is_bulleted and not line.follows_blank and ":" not in line.text:
            joined[-1] = Line(text=f"{joined[-1].text} {line.text}", is_bulleted=True)
        elif joined and _is_wrapped(joined[-1], line):
            joined[-1] = Line(text=f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
    return joined


def _is_wrapped(previous: Line, line: Line) -> bool:
    """Return whether a long list goes on in the next line, within an item."""
    if previous.is_bulleted or line.is_bulleted or line.follows_blank or ":" in line.text or "\t" in line.text:
        return False
    is_long = len(previous.text) >= _LEAST_WRAPPED and previous.text.count(",") > 2 and previous.text[-1].isalnum()
    return is_long and not _group_of(line.text) and not _FIRST_CELL.match(line.text)


def _group_of(text: str) -> re.Match[str] | None:
    return _GROUP.match(text) or _CELL.match(text)


def _with_pairs_apart(items: Sequence[str]) -> Iterator[str]:
    """Part `Git and GitHub`, `Docker and Swarm` in a list of pairs of tools."""
    told = [item for item in items if item.count(" ") == _BLANKS_OF_PAIR]
    pairs = {item: pair for item in told if len(pair := _last_two(item)) > 1 and all(map(_NAME.fullmatch, pair))}
    is_list = sum(any(map(_TOOL.match, pair)) for pair in pairs.values()) >= _LEAST_PAIRS
    for item in items:
        yield from pairs.get(item, [item]) if is_list else [item]


def _is_of_interests(label: str) -> bool:
    """Return whether a label heads what is no skill, as `Interests` does."""
    heading = heading_of(label.strip(_EDGES))
    return heading is not None and heading.kinds[:1] == ("other",) and not is_skill_group(label)


def is_skill_group(label: str) -> bool:
    """Return whether `label`, a heading elsewhere, stands before a group of skills: `Research: interviews, SPSS`."""
    return _skill_groups().whole(label.strip(_EDGES)) is not None


def _items(lines: Sequence[Line]) -> Iterator[str]:
    has_rail = sum(_CELL.match(line.text) is not None for line in lines) >= _LEAST_CELLS
    for index, line in enumerate(lines):
        group = _group_of(line.text) or (_FIRST_CELL.match(line.text) if has_rail else None)
        if group and _is_of_interests(group.group()):
            continue
        items = split_list(line.text[group.end() :] if group else line.text)
        is_alone = len(items) == 1
        if not is_alone:
            items = [item for item in items if not _is_level(item)] or items
        if group and len(items) == 1 and _levels().whole(items[0]):
            items = [group.group().strip(_EDGES)]
        if not group and is_alone and (_is_level(line.text) or _is_group_title(lines, index)):
            continue
        for item in items:
            is_skill = any(map(str.isalpha, item)) and not _URL.match(item)
            if is_skill and len(item.split()) <= _LONGEST_SKILL_WORDS:
                yield item


def _is_group_title(lines: Sequence[Line], index: int) -> bool:
    """Tell a title such as `Tools` above a list from a skill: lists stand below it, and it is set apart from them."""
    line = lines[index]
    if line.text.endswith(":"):
        return True
    following = lines[index + 1] if index + 1 < len(lines) else None
    if following is None or line.is_bulleted:
        return False
    if following.is_bulleted:
        return True
    above = lines[index - 1] if index and not line.follows_blank else None
    if above is not None and len(split_list(above.text)) == 1 and not above.text.endswith(":"):
        # One more of a column of skills.
        return False
    lists = sum(len(split_list(each.text)) > 1 for each in lines)
    return len(split_list(following.text)) > 1 and lists >= 1 and len(line.text.split()) <= 4


def _last_two(item: str) -> list[str]:
    found = _and().search(fold(item))
    if found is None:
        return [item]
    before, after = item[: found.start()].strip(), item[found.end() :].strip()
    return [item] if _pairs().whole(item) else [before, after]


def _bare(item: str) -> str:
    item = _RATING.sub("", item).strip(_EDGES)
    lead = _leads().match(fold(item))
    item = item[lead.end() :] if lead and _leads_to_name(item, lead.end()) else item
    aside = _ASIDE.search(item)
    if aside and _is_level(aside.group(1)):
        item = item[: aside.start()]
    parts = _LEVEL_SIGN.split(item)
    if len(parts) == 2 and _is_level(parts[1]):
        item = parts[0]
    found = _last_level().search(fold(item))
    if found and found.start():
        item = item[: found.start()]
    if not item.startswith(".") or " " in item:
        item = item.lstrip(".")
    return item.rstrip(_EDGES + ("." if not item.endswith("..") else "")).strip(_EDGES)


def _leads_to_name(item: str, end: int) -> bool:
    """Tell `Manejo de Excel` from `Manejo de vía aérea`, where what is handled belongs to the skill."""
    rest = item[end:]
    is_phrase = " " in rest and rest.islower() and item[:1].isupper()
    return bool(rest) and not is_phrase


def _is_level(text: str) -> bool:
    """Return whether `text` is a level or a time, or several of them: `9 years, expert`."""
    return all(map(_is_one_level, text.split(",")))


def _is_one_level(text: str) -> bool:
    if _levels().whole(text.strip()) is not None:
        return True
    return any(map(str.isdigit, text)) and _years().fullmatch(fold(text).strip()) is not None


def _is_about_languages(text: str, spoken: Sequence[Language]) -> bool:
    """Tell `English (B2), French` from `English literature`."""
    bare = text[group.end() :] if (group := _GROUP.match(text)) else text
    if group and all(language["name"] for language in spoken) and is_languages_label(group.group()):
        return True
    items = [item for item in _LIST_SIGN.split(bare) if item.strip()]
    if not all(find_languages(item) for item in items):
        return False
    names = sum(len(words_of(language["name"] or "")) for language in spoken)
    return names == len(words_of(bare)) or all(language["fluency"] for language in spoken)


@cache
def _levels() -> Phrases[bool]:
    return phrase_set(words("skills", "levels"))


@cache
def _leads() -> re.Pattern[str]:
    """Return what stands before a skill in a sentence, and the `and` before the last of several."""
    lead = rf"(?:{alternatives(words('skills', 'leads'))})"
    return re.compile(rf"(?:(?:{alternatives(words('skills', 'and'))})\s{{1,100}}(?=\w))?(?:{lead}\s{{1,100}})?")


@cache
def _placeholders() -> Phrases[bool]:
    return phrase_set(words("skills", "placeholders"))


@cache
def _skill_groups() -> Phrases[bool]:
    return phrase_set(words("skills", "groups"))


@cache
def _pairs() -> Phrases[bool]:
    return phrase_set(words("skills", "pairs"))


@cache
def _last_level() -> re.Pattern[str]:
    return re.compile(rf"\s{{1,100}}(?:-|:)\s{{0,100}}(?:{alternatives(words('skills', 'levels'))})\s{{0,100}}\Z")


@cache
def _years() -> re.Pattern[str]:
    units = alternatives(words("dates", "units"), are_patterns=True)
    more = alternatives(words("skills", "less_than"))
    return re.compile(rf"(?:(?:{more})\s+)?\d+(?:[.,]\d)?\+?\s*(?:{units})\.?(?:\s+\w+)?")


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"(?:\A|\s)(?:{alternatives(words('skills', 'and'))})\s")
