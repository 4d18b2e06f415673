"""Telephone numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from cvparser.domain.cv.dates.notation import YEAR
from cvparser.domain.lexicon import words
from cvparser.domain.privacy.anchors import Anchors
from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.context import Context
from cvparser.domain.privacy.prepared_text import PreparedText, Span, matches_at
from cvparser.domain.privacy.recognizer import FunctionRecognizer, Match, Stage, of
from cvparser.domain.privacy.recognizers.phone_signs import with_plain_signs
from cvparser.domain.privacy.vocabulary import vocabulary
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.words import alternatives

if TYPE_CHECKING:
    import phonenumbers

#: Countries whose national notations are understood.
_REGIONS = ("TR", "DE", "GB", "FR", "ES", "US")
_DIGITS = re.compile(r"\d+")
_LIKE_DIGITS = re.compile(r"[OolI]{0,15}\d[\dOolI]*")
_EXTENSION = re.compile(r"x\d{1,6}|[ ,]{1,2}[a-z]{1,10}\.?[ ]?\d{1,6}|[ ]?/[ ]?\d{2,5}", re.IGNORECASE)
_GROUP = re.compile(r"\+?[ ]?\(?\d+\)?")
#: Years and full dates are no numbers, and would glue to one that follows. `06-12-34-56-78` ends with none.
_DATES = re.compile(
    r"(?<!\d)(?<!\d[./])(?<!\d\d-(?=\d\d-\d\d-\d\d(?!\d)))"
    rf"(?:{YEAR}[ ]?[-/][ ]?{YEAR}|{YEAR}-\d\d(?![ ]?[./-]?\d)|\d{{1,2}}([./-])\d{{1,2}}\1(?:{YEAR}|\d\d)(?!\1\d\d)"
    rf"|{YEAR}([./-])\d{{1,2}}\2\d{{1,2}}|(?<![\d.])(?:1?\d?\d|2\d\d)(?:\.(?:1?\d?\d|2\d\d)){{3}}(?!\.?\d)"
    rf"|\d{{1,2}}[./]{YEAR}[ ]?[-][ ]?\d{{1,2}}[./]{YEAR}"
    # The number of a page in a footer, `1 / 2 - 0555...`, and the year of a volume, `214 (2021) 118957`
    rf"|(?<![\d./-])[1-9]\d?[ ]?/[ ]?[1-9]\d?(?=[ ]{{1,2}}[|-][ ])|(?<=\d[ ][(]){YEAR}(?=[)]))(?![\d])"
)
#: The last words before a number.
#: What may stand in brackets before a number: `Tel. (home): `.
_REMARK = re.compile(r"\([^()\n]{1,15}\)[ .:]*+$")
_LAST_WORDS = re.compile(r"(?<![^\W_])(?:[^\W_]++[ .'/-]{1,2}){0,2}[^\W_]++$")
#: More candidates than any CV has: beyond them digits are withheld unexamined, so that time stays linear.
_MAX_EXAMINED = 400
_LONGEST_RUN = 200
#: Characters before a number that may be its label, and beside one in which an address of the same contact stands.
_LABEL_REACH, _NEAR = 40, 80
#: The same of groups of digits.
_MAX_GROUPS = 1_600
MIN_DIGITS, MAX_DIGITS = 7, 15
#: Digits of a prefix: more begin a number.
_TRUNK_DIGITS = 5
_MIN_PERSONAL_DIGITS = 9
_LETTERS = re.compile(r"[^\W\d_]+")
#: Characters before a number in which a word says what it is.
_CUE_REACH = 24
#: Seven digits without a code of the area.
_LOCAL = re.compile(r"[2-9]\d\d[ .-]\d{4}|[2-9]\d\d[ -]\d\d[ -]\d\d")
_PARTING = frozenset(("", "\n", "\t", ",", ";", "|", "•", "·", "/", "(", ")"))


@cache
def _run(*, attached: bool = False) -> re.Pattern[str]:
    """Return groups of digits with what people put between them; at most one line end, where a number was wrapped.

    With `attached`, those that a letter, a comma, a slash or a hyphen stands before.
    """
    extension = alternatives(words("small", "extension"))
    before = r"(?<=[^\W\d_].)|(?<=[,/-].)" if attached else r"(?<![\w,/+-].)(?<!\d\..)"
    return re.compile(
        rf"[+(\d](?:{before})(?:(?<=\+)[ ]?[(]?\d|(?<=\()\d|(?<=\d))"
        r"(?:[ .\-/()~]{0,3}\d|[ )-]{0,2}\n[ ]?\d)*+"
        # What letters go on is a code; else an extension may follow
        rf"(?:(?P<code>-[^\W\d_])|(?:(?:[ ,]{{0,2}}x|[ ,]{{1,2}}(?:{extension}))\.?[ ]?\d{{1,6}}+)?)"
    )


@cache
def _lead() -> re.Pattern[str]:
    """Return what stands between a label and its number."""
    is_ = alternatives(words("small", "number_is"))
    return re.compile(rf"(?<![ \t.:#(+-])[ \t.:#(+-]*+(?:\b(?:{is_}|n°|nº))?[ \t.:-]*+$")


def find_phones(context: Context) -> Iterator[Match]:
    """Find numbers in international or national notation; years, dates, versions and amounts are none.

    In the lines of the head, of contact and of personal details any number long enough is one, whatever its form.
    """
    prepared, places, personal = context.prepared, context.changed_with_digits, context.contact_places
    if not places:
        return
    text = _without_dates(with_plain_signs(prepared.text), places)
    examined = groups = 0
    ends: dict[int, bool] = {}
    for run in (run for place in places for run in _runs(text, place)):
        if run["code"] or run.end() - run.start() < MIN_DIGITS:
            continue
        is_labelled = is_announced(prepared.folded, run.start()) or ends.get(run.start() - 1, False)
        if run.re is _run(attached=True) and not (
            run.start() - 1 in ends
            or run.group()[0] == "+"
            or (is_labelled and sum(map(str.isdigit, run.group())) >= _MIN_PERSONAL_DIGITS)
        ):
            continue
        is_examined = examined < _MAX_EXAMINED and groups < _MAX_GROUPS and run.end() - run.start() <= _LONGEST_RUN
        groups += sum(1 for _ in _DIGITS.finditer(text, *run.span())) if is_examined else 0
        is_found = False
        for start, end in _numbers(text, *run.span(), labelled=is_labelled) if is_examined else [run.span()]:
            is_found = True
            ends[end] = is_labelled
            yield Match(start, end, Category.PHONE, "phone")
        if not is_found and _MOBILE_IN.fullmatch(run.group()) and "@" in _line_around(prepared, *run.span()):
            is_found = True
            yield Match(*run.span(), Category.PHONE, "phone")
        is_personal = not is_found and _is_within(personal, run.start())
        if is_personal and _LOCAL.fullmatch(run.group()) and _fills_its_part(prepared, *run.span()):
            yield Match(*run.span(), Category.PHONE, "phone_local")
        if (
            is_personal
            and sum(map(str.isdigit, run.group())) >= _MIN_PERSONAL_DIGITS
            and not run.group().startswith(("19", "20"))
            and not _is_numbered(prepared.folded[max(0, run.start() - _CUE_REACH) : run.start()])
        ):
            yield Match(run.start(), _line_stop(run), Category.PHONE, "phone_place")
        examined += 1


def _holds_number(context: Context) -> bool:
    """Return whether a text holds as many digits, and letters beside them that look so, as the shortest number has."""
    return sum(map(len, _LIKE_DIGITS.findall(context.prepared.text))) >= MIN_DIGITS


def _runs(text: str, place: Span) -> list[re.Match[str]]:
    """Return the runs of digits in order, those attached to a word or another number among them."""
    found = (*_run().finditer(text, *place), *_run(attached=True).finditer(text, *place))
    return sorted(found, key=re.Match.start)


def _line_around(prepared: PreparedText, start: int, end: int) -> str:
    """Return what stands in the line of a number, near it."""
    return prepared.folded[max(prepared.line_start(start), start - _NEAR) : min(prepared.line_end(end), end + _NEAR)]


def _line_stop(run: re.Match[str]) -> int:
    """Return where a run ends, or its first line if that is long enough: below may stand the number of a list."""
    line = run.group().partition("\n")[0]
    is_whole = sum(map(str.isdigit, line)) >= _MIN_PERSONAL_DIGITS
    return run.start() + len(line) if is_whole else run.end()


def _without_dates(text: str, places: Sequence[Span]) -> str:
    """Return `text` with a sign that is no digit in the place of each character of a date at `places`."""
    pieces = []
    position = 0
    starts = (digits.start() for place in places for digits in _DIGITS.finditer(text, *place))
    for date in matches_at(_DATES, text, starts):
        pieces += [text[position : date.start()], "\ue001" * (date.end() - date.start())]
        position = date.end()
    return "".join([*pieces, text[position:]])


def _is_within(places: list[Span], at: int) -> bool:
    slot = bisect_right(places, (at, len(places) and places[-1].end)) - 1
    return slot >= 0 and at < places[slot].end


def _numbers(text: str, start: int, end: int, *, labelled: bool) -> Iterator[tuple[int, int]]:
    groups = [(match.start() + start, match.end() + start) for match in _GROUP.finditer(text[start:end])]
    index = 0
    follows = True
    while index < len(groups):
        last = _longest(text, groups, index, labelled=labelled and follows, follows=follows)
        follows = last is not None
        if last is None:
            index += 1
            continue
        yield groups[index][0], _with_extension(text, groups[last][1], end)
        index = last + 1


def _with_extension(text: str, number_end: int, run_end: int) -> int:
    rest = text[number_end:run_end]
    return run_end if _EXTENSION.fullmatch(rest) else number_end


def _fills_its_part(prepared: PreparedText, start: int, end: int) -> bool:
    """Return whether nothing else stands between separators: `Anna Lind, 555-0188`."""
    before, after = (
        prepared.folded[max(0, start - 2) : start].strip(" ")[-1:],
        prepared.folded[end : end + 2].strip(" ")[:1],
    )
    return before in _PARTING and after in _PARTING


def _is_numbered(before: str) -> bool:
    """Return whether a text ends with a word such as `order no`: what follows is no telephone number."""
    words = _LETTERS.findall(before)
    return any(word in vocabulary().numbered for word in words[-2:])


def _is_labelled(before: str) -> bool:
    """Return whether a text ends with a label or a phrase that a telephone number follows."""
    cues = vocabulary().phone_cues
    remark = _REMARK.search(before)
    before = before[: remark.start()] if remark is not None else before
    lead = _lead().search(before)
    last = _LAST_WORDS.search(before[: lead.start()] if lead is not None else before)
    if last is None:
        return False
    words = re.split(r"[ /]", last.group())
    return any(" ".join(words[start:]).rstrip(".") in cues for start in range(len(words)))


def is_announced(folded: str, start: int) -> bool:
    """Return whether a label or a phrase for a telephone number stands before `start`."""
    return _is_labelled(folded[max(0, start - _LABEL_REACH) : start])


def _is_glued(text: str, groups: list[tuple[int, int]], first: int) -> bool:
    """Return whether a hyphen alone joins a group to the one before: the middle of a part's or an order's number."""
    return first > 0 and text[groups[first - 1][1] : groups[first][0]] == "-"


def _longest(text: str, groups: list[tuple[int, int]], first: int, *, labelled: bool, follows: bool) -> int | None:
    """Return the last group of the longest number that begins with group `first`.

    `follows` says that it begins a run, or that a number ends before it.
    """
    begin = groups[first][0]
    if not labelled and (text[begin] not in "+0(123456789" or (_is_glued(text, groups, first) and not follows)):
        return None
    digits = 0
    last = None
    wrapped = False
    for index in range(first, min(first + 14, len(groups))):
        piece = text[groups[index][0] : groups[index][1]]
        digits += sum(character.isdigit() for character in piece)
        if digits > MAX_DIGITS or (last is not None and _ends_number(text, groups, first, index)):
            break
        if index > first and "\n" in text[groups[index - 1][1] : groups[index][0]]:
            if wrapped or not _is_wrapped(text, begin, groups, index, last):
                break
            wrapped = True
        if digits >= MIN_DIGITS and is_number(text[begin : groups[index][1]], labelled=labelled):
            last = index
    return None if last is not None and not labelled and _is_longer(text, groups, first, last) else last


def _is_longer(text: str, groups: list[tuple[int, int]], first: int, last: int) -> bool:
    """Return whether a hyphen joins another group to a number without a prefix: `978-605-344-912-1`."""
    is_national = text[groups[first][0]] in "123456789"
    return is_national and last + 1 < len(groups) and _is_glued(text, groups, last + 1)


def _ends_number(text: str, groups: list[tuple[int, int]], first: int, index: int) -> bool:
    """Return whether a slash between blanks parts group `index` from a number that is long enough."""
    before = text[groups[first][0] : groups[index - 1][1]]
    gap = text[groups[index - 1][1] : groups[index][0]]
    return gap.strip() == "/" and len(gap) > 1 and sum(map(str.isdigit, before)) >= _MIN_PERSONAL_DIGITS


def _is_wrapped(text: str, begin: int, groups: list[tuple[int, int]], index: int, last: int | None) -> bool:
    """Return whether group `index`, the first of a line, goes on with the number of the line above."""
    if last is not None and groups[last][1] - begin > _MIN_PERSONAL_DIGITS and _is_valid(text[begin : groups[last][1]]):
        return False
    if last is None and text[begin] in "0+" and sum(map(str.isdigit, text[begin : groups[index][0]])) > _TRUNK_DIGITS:
        # "0544 000" is half a number, whatever follows the rest.
        return True
    start = groups[index][0]
    return _DIGITS_ALONE.match(text[start : start + _WRAPPED_REACH]) is not None


_WRAPPED_REACH = 40
#: Digits that no word follows: a house number begins an address, not the end of a telephone number.
_DIGITS_ALONE = re.compile(r"(?:[ ()./-]|\d(?![ ]*+(?:[^\w ]|$)))*+\d")
_BLANKS = re.compile(r"\s+")
_DASHES = re.compile(r"--+")
_MOBILE_IN = re.compile(r"[6-9]\d{4}[ -]?\d{5}")
_NO_DIGIT = re.compile(r"\D")
_US = re.compile(r"(?:1[ .-]?)?\(?[2-9]\d\d\)?[ .-]{1,2}[2-9]?\d\d[ .-]\d{4}")
_TRUNK = re.compile(
    r"\(?0[ (./-]{0,2}\d{2,5}\)?(?:[ ./()-]{1,3}\d{1,8}){1,5}|0\d{9,10}|0\d(?:[ .-]\d\d){4}|0[ ]\(?\d{3}\)?[ -]?\d{3}.*"
)
#: One dot before the last one or two digits: an amount.
_DECIMAL = re.compile(r"^[^.]*\d\.\d{1,2}$")
_SPACED = re.compile(r"\d(?:[ .-]\d){8,11}")
_MOBILE_TR = re.compile(
    r"\(?5\d\d\)?[ .-]?\d{3}[ .-]?\d\d[ .-]?\d\d|90[ ]?\(?[2-5]\d\d\)?[ .-]?\d{3}[ .-]?\d\d[ .-]?\d\d"
)
_NINE = re.compile(r"[6789]\d\d[ .-]\d{3}[ .-]\d{3}|[6789]\d\d(?:[ .-]\d\d){3}|[67]\d{8}")


def is_number(candidate: str, *, labelled: bool) -> bool:
    """Return whether `candidate` has the form of a telephone number; behind a label any long enough has."""
    candidate = _DASHES.sub("-", _BLANKS.sub(" ", candidate).strip())
    if ")" not in candidate:
        # "(1 250 000 EUR)": the bracket is a sentence's, not a number's.
        candidate = candidate.removeprefix("(")
    digits = _NO_DIGIT.sub("", candidate)
    if candidate.startswith(("+", "(+")) or digits.startswith("00"):
        return len(digits) >= 9 or labelled
    if labelled:
        return len(digits) >= MIN_DIGITS
    if _US.fullmatch(candidate) or _MOBILE_TR.fullmatch(candidate):
        return True
    if _TRUNK.fullmatch(candidate) and 9 <= len(digits) <= 12 and not _DECIMAL.search(candidate):
        return _is_possible(candidate) and (len(digits) > 9 or _is_valid(candidate))
    if _NINE.fullmatch(candidate) or _SPACED.fullmatch(candidate):
        return _is_valid(candidate)
    return candidate.startswith("(") and _is_possible(candidate)


@remembered
def _is_valid(candidate: str) -> bool:
    import phonenumbers  # noqa: PLC0415  (40 ms, and many texts hold no number that needs it)

    return any(phonenumbers.is_valid_number(number) for number in _parsed(candidate))


@remembered
def _is_possible(candidate: str) -> bool:
    import phonenumbers  # noqa: PLC0415  (as above)

    return any(phonenumbers.is_possible_number(number) for number in _parsed(candidate))


def _parsed(candidate: str) -> Iterator[phonenumbers.PhoneNumber]:
    import phonenumbers  # noqa: PLC0415  (as above)

    for region in _REGIONS:
        try:
            yield phonenumbers.parse(candidate, region)
        except phonenumbers.NumberParseException:
            continue


RECOGNIZERS = (
    FunctionRecognizer(
        name="phone",
        stage=Stage.IDENTIFIERS,
        categories=of(Category.PHONE),
        description="Telephone numbers by their form, their label or their place",
        rules={
            "phone": "SKILLS\n⟦+90 532 555 01 47⟧ now",
            "phone_local": "Anna Lind\n⟦555-0188⟧\nSKILLS\nx",
            "phone_place": "Anna\n⟦387-654-321⟧\nSKILLS\nx",
        },
        find=find_phones,
        needs_digit=True,
        anchors=Anchors(digits=1, holds=_holds_number),
    ),
)
