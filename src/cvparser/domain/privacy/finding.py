"""What was found where, and what is known of a document beside its text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cvparser.domain.cv.lines import Setting
from cvparser.domain.privacy.categories import Category, is_added, is_category


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHints:
    """What is known of a document beside its text, and can point to the candidate's name."""

    #: The uploaded file's name.
    file_name: str | None = field(default=None, repr=False)
    #: The author that the document's metadata names.
    author: str | None = field(default=None, repr=False)
    #: The title that the document's metadata names.
    title: str | None = field(default=None, repr=False)
    #: How each line of its text that is not blank is set, in order; empty where there is no layout.
    settings: tuple[Setting, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A stretch of personal data in the original text.

    Positions are not held against a text here: `within` does, so that a wrong one withholds more, never nothing.

    Raises:
        TypeError: a position is no whole number, or the category or the rule is no string.
        ValueError: the rule has no name.
    """

    category: Category
    #: First character, in the original text.
    start: int
    #: One past the last character.
    end: int
    #: Name of the rule that found it.
    rule: str

    def __post_init__(self) -> None:
        """Refuse what would fail far from where it was made."""
        start: object = self.start
        end: object = self.end
        category: object = self.category
        rule: object = self.rule
        if not (isinstance(start, int) and isinstance(end, int)):
            raise TypeError("A finding's start and end are whole numbers: characters of the text.")
        if not (isinstance(category, str) and isinstance(rule, str)):
            raise TypeError("A finding's category and rule are strings.")
        if not self.rule:
            raise ValueError("A finding names the rule that found it.")


def within(findings: Iterable[Finding], length: int) -> Iterator[Finding]:
    """Yield findings of others as they count in a text of `length` characters: never less than they say.

    Ends that are exchanged are turned, what reaches beyond the text is clamped to it, a category that there is not
    counts as `PERSONAL`. What holds no character of the text is left out.
    """
    for finding in findings:
        start, end = sorted((finding.start, finding.end))
        start, end = max(start, 0), min(end, length)
        known = is_category(finding.category)
        if start < end:
            yield Finding(
                category=Category(finding.category) if known else Category.PERSONAL,
                start=start,
                end=end,
                rule=finding.rule,
            )


def beyond(findings: Iterable[Finding], known: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the findings that do not lie within one of what is `known`, which is sorted and does not overlap."""
    starts = [each.start for each in known]
    for each in findings:
        at = bisect_right(starts, each.start) - 1
        if at < 0 or known[at].end < each.end:
            yield each


def moved(finding: Finding, start: int, end: int) -> Finding:
    """Return a finding at another place; itself where that is its own."""
    if (start, end) == (finding.start, finding.end):
        return finding
    return Finding(category=finding.category, start=start, end=end, rule=finding.rule)


def unite(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings sorted and without overlaps: those that overlap become one, of the category of the longest.

    Of two as long the later one decides: what a label says is more than what a form says. What a deployment added is
    named by it, whatever else takes part of it for a telephone number.
    """
    united: list[Finding] = []
    longest = 0
    for finding in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        length = finding.end - finding.start
        if not united or finding.start >= united[-1].end:
            united.append(finding)
            longest = length
            continue
        last = united[-1]
        leader = _leader(finding, last, is_longer=length >= longest)
        longest = max(longest, length)
        united[-1] = Finding(
            category=leader.category, start=last.start, end=max(last.end, finding.end), rule=leader.rule
        )
    return tuple(united)


def _leader(finding: Finding, last: Finding, *, is_longer: bool) -> Finding:
    """Return which of two that overlap says what they are."""
    own, other = is_added(finding.category), is_added(last.category)
    if own != other:
        return finding if own else last
    return finding if is_longer else last
