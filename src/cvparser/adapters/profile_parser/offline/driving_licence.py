"""Whether the candidate may drive: by the box that is ticked, else by the words beside the licence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.privacy.categories import Category
from cvparser.domain.text.boxes import Box, boxes_in
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, alternatives, phrase_set, words_of

#: Words beside the licence in which a `none` still speaks of it.
_REACH = 4
#: Lines below a label in which its boxes stand.
_LINES_BELOW = 2
#: Characters from the licence to the last box that speaks of it.
_LONGEST_ANSWER = 80
_CLAUSES = re.compile(r"(?<=[.;!?])\s+|\s[|·]\s|,\s")
_STRUCK = re.compile(r"~~[^~\n]{0,40}~~")


def has_driving_licence(text: str) -> bool | None:
    """Return whether redacted `text` says that there is a driving licence, None where it does not say."""
    said: list[bool | None] = []
    lines = text.splitlines() if _first_words().search(fold(text)) else []
    for index, line in enumerate(lines):
        if mentions_licence(line):
            said.extend(_in_line(line, lines[index + 1 : index + 1 + _LINES_BELOW]))
    if said:
        return None if all(answer is None for answer in said) else any(said)
    return True if Category.LICENCE.placeholder in text else None


def mentions_licence(text: str) -> bool:
    """Return whether `text` speaks of a driving licence."""
    return _first_words().search(fold(text)) is not None and bool(_licences().find(words_of(text)))


def _in_line(line: str, below: Sequence[str]) -> list[bool | None]:
    found = words_of(line)
    matches = _licences().find(found)
    last = matches[-1]
    answer = line[found[last.stop - 1].end :]
    if last.stop == len(found) and not any(boxes_in(answer)):
        answer = "\n".join([answer, *below])
    ticked = _ticked(_STRUCK.sub(" ", answer[:_LONGEST_ANSWER]), is_below="\n" in answer)
    return [ticked] if ticked is not None else _in_words(_STRUCK.sub(" ", line), below[:1])


def _ticked(answer: str, *, is_below: bool) -> bool | None:
    """Return what the ticked box says: of `yes` and `no` the one beside it, alone that there is a licence."""
    boxes = list(boxes_in(answer))
    options = _options(answer)
    if not boxes:
        return None
    if not options:
        return None if is_below or len(boxes) > 1 else boxes[0].is_ticked and not boxes[0].is_cross
    leads = boxes[0].start < options[0][0]
    said = [says for start, end, says in options if _is_ticked(start, end, boxes, leads=leads)]
    if len(said) == 1:
        return said[0]
    return False if not said and [says for _, _, says in options] == [True] else None


def _options(answer: str) -> list[tuple[int, int, bool]]:
    """Return where `yes` and `no` stand, and whether it is yes."""
    found = words_of(answer)
    spans = [(match, True) for match in _yes().find(found)] + [(match, False) for match in _no().find(found)]
    return sorted((found[match.first].start, found[match.stop - 1].end, says) for match, says in spans)


def _is_ticked(start: int, end: int, boxes: Sequence[Box], *, leads: bool) -> bool:
    """Return whether the nearest box, before or behind the words as they all stand, is ticked."""
    before = [box for box in boxes if box.end <= start]
    behind = [box for box in boxes if box.start >= end]
    box = (before[-1] if before else None) if leads else (behind[0] if behind else None)
    return box is not None and box.is_ticked


def _in_words(line: str, below: Sequence[str]) -> list[bool | None]:
    answers: list[bool | None] = []
    for clause in _CLAUSES.split(line):
        found = words_of(clause)
        for match in _licences().find(found):
            near = found[max(0, match.first - _REACH) : match.stop + _REACH]
            if match.stop == len(found) <= _REACH and below:
                near = [*near, *words_of(below[0])[:_REACH]]
            has_none = bool(_none().find(near))
            answers.append(None if has_none and _yes().find(near) else not has_none)
    return answers


@cache
def _licences() -> Phrases[bool]:
    return phrase_set(words("licence", "words"))


@cache
def _first_words() -> re.Pattern[str]:
    """Return how a word for a licence begins: most texts and lines have none."""
    first = {phrase.split()[0].partition("'")[0] for phrase in words("licence", "words")}
    return re.compile(rf"(?<![^\W_])(?:{alternatives(first)})(?![^\W_])")


@cache
def _none() -> Phrases[bool]:
    return phrase_set(words("licence", "none"))


@cache
def _yes() -> Phrases[bool]:
    return phrase_set(words("small", "yes"))


@cache
def _no() -> Phrases[bool]:
    return phrase_set(word.rstrip("*") for word in (*words("small", "no"), *words("licence", "none")))
