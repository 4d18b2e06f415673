"""Marked text: what is personal and what must survive, written into the text itself.

`<category:text>` is personal data of that category, `<+text>` is professional and must survive; the rest may go either
way, such as the label of a personal detail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

#: The mark of text that must survive.
KEEP = "+"
#: The mark of text that may go either way.
NEUTRAL = ""

_MARK = re.compile(r"<(?:(?P<category>[a-z_]+):|\+)(?P<text>[^<>]*)>")


class Span(TypedDict):
    """A stretch of personal data; `end` is one past its last character."""

    start: int
    end: int
    category: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with its mark: a category, `KEEP` or `NEUTRAL`."""

    text: str
    mark: str = NEUTRAL

    @property
    def is_personal(self) -> bool:
        """Whether the text must go."""
        return self.mark not in {KEEP, NEUTRAL}

    def replaced(self, text: str) -> Segment:
        """Give the same mark on another text."""
        return Segment(text, self.mark)


def segments(marked: str) -> list[Segment]:
    """Split marked text at its marks."""
    found, position = [], 0
    for match in _MARK.finditer(marked):
        found.append(Segment(marked[position : match.start()]))
        found.append(Segment(match["text"], match["category"] or KEEP))
        position = match.end()
    found.append(Segment(marked[position:]))
    return [segment for segment in found if segment.text]


def mark(category: str, text: str) -> str:
    """Write `text` as personal data of `category`."""
    return f"<{category}:{text}>"


def visible_length(marked: str) -> int:
    """Count the characters that remain when the marks are gone."""
    return len(_MARK.sub(lambda match: match["text"], marked))


def marked_lines(marked: str) -> list[str]:
    """Split into lines, closing at each line end a mark that runs over it."""

    def closed(match: re.Match[str]) -> str:
        opening = f"{match['category']}:" if match["category"] else KEEP
        return "\n".join(f"<{opening}{line}>" for line in match["text"].split("\n"))

    return _MARK.sub(closed, marked).split("\n")


def unmarked(parts: Sequence[Segment]) -> tuple[str, list[Span], list[str]]:
    """Give the text, its personal spans, and what must survive of it.

    A kept text that also occurs where it may go is left out: no redactor could be right about it.
    """
    text = "".join(part.text for part in parts)
    spans: list[Span] = []
    kept: list[tuple[int, int]] = []
    position = 0
    for part in parts:
        end = position + len(part.text)
        if part.is_personal:
            spans.append({"start": position, "end": end, "category": part.mark})
        elif part.mark == KEEP:
            kept.append((position, end))
        position = end
    keep = dict.fromkeys(text[start:end] for start, end in kept)
    return text, spans, [each for each in keep if _always_kept(text, each, kept, spans)]


def occurrences(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Give each place of `wanted` in `text`, overlapping ones too."""
    position = text.find(wanted)
    while position >= 0:
        yield position, position + len(wanted)
        position = text.find(wanted, position + 1)


def overlaps(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether a stretch shares a character with any span."""
    return any(span["start"] < end and start < span["end"] for span in spans)


def _always_kept(text: str, wanted: str, kept: Sequence[tuple[int, int]], spans: Sequence[Span]) -> bool:
    return len(wanted) > 1 and all(
        overlaps(start, end, spans) or any(first <= start and end <= last for first, last in kept)
        for start, end in occurrences(text, wanted)
    )
