"""Text from which something was taken: it closes up over the hole, so that what is left reads well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from cvparser.domain.lexicon import languages, words

#: What stands for a hole until it is closed.
HOLE = "\0"
#: A hole that something belongs to: `\0's team`.
_OWNER = "\1"
_ENDING = re.compile(f"{HOLE}['’][^\\W\\d_]{{1,5}}(?![^\\W\\d_])")
_BRACKETS = re.compile(rf"[(\[][\s,;:&/{HOLE}]{{0,100}}[)\]]")
_BETWEEN_COMMAS = re.compile(rf",\s{{0,5}}{HOLE}(?=\s{{0,5}},)")
_LEFT = re.compile(f"[{HOLE}{_OWNER}]")
#: As wide as what parts the pieces of a line.
_GAP = " " * 3
_BLANK_BEFORE_SIGN = re.compile(r"(?<! ) {1,5}(?=[,;.!?](?:\s|\Z))")
_SIGNS_IN_A_ROW = re.compile(r"[,;](?=\s{0,5}[,;.!?](?:\s|\Z))")


def closed_up(text: str) -> str:
    r"""Return `text` without its holes.

    With a hole go the title before it, its ending, what joins it to others and, unless something follows that they
    belong to, the small words before it.

    >>> closed_up("Worked with \0's team, led by Dr. \0 and \0.")
    'Worked with team, led.'
    """
    text = _postpositions().sub(HOLE, _BRACKETS.sub(" ", _ENDING.sub(_OWNER, text)))
    for pattern in (_titles(), _joined_holes(), _joined_behind()):
        text = pattern.sub("", text)
    text = _BETWEEN_COMMAS.sub("", _joined_before().sub("", _prepositions().sub(HOLE, text)))
    left, *others = _LEFT.split(text)
    for piece in others:
        # `I'm \0, a nurse`
        told = piece.removeprefix(",") if _last_word(left) in _function_words() else piece
        left = f"{left.rstrip()}{_gap(left, told)}{told.lstrip()}"
    return _SIGNS_IN_A_ROW.sub("", _BLANK_BEFORE_SIGN.sub("", left)).strip()


def _gap(before: str, after: str) -> str:
    """Return what parts the two sides of a hole: a blank in a sentence, else what parts the pieces of a line."""
    following = after.lstrip()[:1]
    in_sentence = _last_word(before) in _function_words() or following.islower() or not following.isalnum()
    return " " if in_sentence else _GAP


def _last_word(text: str) -> str:
    return text.rstrip().rpartition(" ")[2].casefold()


@cache
def _postpositions() -> re.Pattern[str]:
    """What `with` and `by` are in languages that say them behind the name."""
    return re.compile(rf"[{HOLE}{_OWNER}]\s{{1,5}}(?:{_any(words('small', 'postpositions'))})(?!\w)", re.IGNORECASE)


@cache
def _titles() -> re.Pattern[str]:
    titles = (word for word in words("names", "titles") if len(word) > 1)
    return re.compile(rf"(?<!\w)(?:(?:{_any(titles)})\s{{1,5}}){{1,3}}(?=[{HOLE}{_OWNER}])", re.IGNORECASE)


@cache
def _joined_holes() -> re.Pattern[str]:
    r"""`\0, ` and `\0 and ` before another hole."""
    return re.compile(
        rf"{HOLE}\s{{0,5}}(?:[,;/-]\s{{0,5}})?(?:(?:{_any(_and())})\s{{1,5}})?(?=[{HOLE}{_OWNER}])", re.IGNORECASE
    )


@cache
def _joined_behind() -> re.Pattern[str]:
    return re.compile(rf"{HOLE}\s{{1,5}}(?:{_any(_and())})\s{{1,5}}(?=\w)", re.IGNORECASE)


@cache
def _joined_before() -> re.Pattern[str]:
    return re.compile(rf",?\s{{1,5}}(?:{_any(_and())})\s{{1,5}}{HOLE}", re.IGNORECASE)


@cache
def _prepositions() -> re.Pattern[str]:
    """Those before a hole behind which nothing stands that they could belong to."""
    preposition = rf"(?:{_any(words('small', 'prepositions'))})\s{{1,5}}"
    return re.compile(
        rf"(?<!\w)(?:{preposition}){{1,2}}{HOLE}(?=\s{{0,5}}(?:[,;.:!?()]|\Z|(?:{_any(_function_words())})(?!\w)))",
        re.IGNORECASE,
    )


@cache
def _function_words() -> frozenset[str]:
    return frozenset(words("function_words"))


def _and() -> Iterator[str]:
    """Yield the words that join two in most languages that have them: the Dutch `en` is a preposition in others."""
    yield "&"
    for word in words("small", "and"):
        joining = [code for code in languages() if word in words("small", "and", language=code)]
        small = [code for code in languages() if word in words("function_words", language=code)]
        if len(set(small).difference(joining)) < len(joining):
            yield word


def _any(listed: Iterable[str]) -> str:
    """Return a pattern for text as it is written, the longest first."""
    return "|".join(map(re.escape, sorted(sorted(listed), key=len, reverse=True)))
