"""What stands beside the name: profession and, without a heading of its own, a summary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from cvparser.adapters.profile_parser.offline.evidence import (
    has_legal_form,
    is_place,
    is_region,
    is_unit,
    place_score,
    title_score,
)
from cvparser.adapters.profile_parser.offline.fragments import Fragment, fragments_of
from cvparser.adapters.profile_parser.offline.labels import label_named
from cvparser.adapters.profile_parser.offline.lines import Line, is_prose
from cvparser.adapters.profile_parser.offline.paragraphs import paragraph
from cvparser.adapters.profile_parser.offline.places import with_places
from cvparser.adapters.profile_parser.offline.school_words import has_institution
from cvparser.domain.cv.dates.periods import find_periods
from cvparser.domain.cv.headings import heading_of, qualified_heading_of
from cvparser.domain.lexicon import named_words, words
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Phrases, alternatives, phrase_set, words_of

_PIECES = re.compile(r"\s{0,100}[|·•]\s{0,100}|\t+|\s{1,100}[–—-]\s{1,100}| {3,}")
_ONLINE = re.compile(r"@|www\.|https?:|\w\.\w{2,}/|\.(?:com|net|org|de|fr|es|tr)\b")
_LONGEST_PROFESSION_WORDS = 8
#: Words of a title; more are the beginning of a sentence.
_LONGEST_TITLE_WORDS = 4
_CERTAIN = 2.0
#: Words of a line of a summary that stands alone.
_FEWEST_WORDS = 4
#: Kinds of labels whose words may be professions.
_TITLE_LABELS = frozenset({"person", "profession", "title"})


def find_profession(lines: Sequence[Line]) -> str | None:
    """Return the profession that the head of a CV names.

    A line that says it is one wins, then what looks like a job title, then what stands right below the name.
    """
    for line in lines:
        head, colon, rest = line.text.partition(":")
        if colon and rest.strip() and _labels().whole(head):
            return rest.strip()
    pieces = list(_pieces(_with_whole_titles(lines)))
    pieces = [(_own(piece), is_beside_name) for piece, is_beside_name in pieces]
    certain = [piece for piece, _ in pieces if title_score(piece) >= _CERTAIN]
    beside = [piece for piece, is_beside_name in pieces if is_beside_name and title_score(piece) > 0]
    return next(iter([*certain, *beside]), None)


def find_title(lines: Sequence[Line]) -> str | None:
    """Return the job title that stands on a line of its own above the sentences of `lines`."""
    if len(lines) < 2 or len(lines[0].text.split()) > _LONGEST_TITLE_WORDS or not is_prose(lines[1].text):
        return None
    return next((piece for piece, _ in _pieces(lines[:1]) if title_score(piece) >= _CERTAIN), None)


def find_summary(lines: Sequence[Line]) -> str | None:
    """Return the sentences of a head."""
    return paragraph(line for line in lines if is_prose(line.text) and ":" not in line.text[:25])


def read_summary(lines: Sequence[Line]) -> str | None:
    """Return the text of a summary section: its sentences, items and what goes on with them, no titles and places."""
    kept: list[Line] = []
    for line in lines:
        goes_on = bool(kept) and not line.follows_blank and not kept[-1].text.endswith((".", "!", "?"))
        says = line.is_bulleted or is_prose(line.text) or len(line.text.split()) >= _FEWEST_WORDS
        is_short = len(line.text.split()) <= _LONGEST_PROFESSION_WORDS and not line.text.endswith(".")
        if (goes_on or says) and not (is_short and _is_said_elsewhere(line.text)):
            kept.append(line)
    return paragraph(kept)


def _with_whole_titles(lines: Sequence[Line]) -> list[Line]:
    """Join a title that a narrow column wraps behind a small word: `Enseignant en` above `Mathématiques`."""
    whole: list[Line] = []
    for line in lines:
        above = whole[-1].text if whole and not line.holds_name else ""
        is_open = bool(above) and _small_words().whole(above.rpartition(" ")[2]) is not None
        if is_open and title_score(above) >= _CERTAIN and _could_be_profession(line.text):
            whole[-1] = replace(whole[-1], text=f"{above} {line.text}")
        else:
            whole.append(line)
    return whole


def is_profession(text: str) -> bool:
    """Return whether `text`, the title of a job, could be a profession."""
    return title_score(text) > 0 and not is_prose(text) and not find_periods(text)


def _pieces(lines: Sequence[Line]) -> Iterator[tuple[str, bool]]:
    """Return what could be a profession, and whether it stands with the name or right below it."""
    after_name = False
    for line in lines:
        is_beside = line.holds_name or after_name
        after_name = line.holds_name and not line.text
        if not line.text or ":" in line.text:
            continue
        for piece in _PIECES.split(line.text):
            bare = _without_trade(piece.strip(" ,;."))
            if not is_prose(piece) and _could_be_profession(bare):
                yield bare, is_beside and not line.is_bulleted


def _without_trade(piece: str) -> str:
    """Return the title of a long line that goes on with its trade: `Site manager, all kinds of buildings in ...`."""
    own = piece.partition("(")[0].strip(" ,")
    if own != piece and title_score(own) >= _CERTAIN and not _could_be_profession(piece):
        return own
    title, comma, _ = piece.partition(",")
    is_long = len(words_of(piece)) > _LONGEST_PROFESSION_WORDS and not is_prose(piece)
    return title if comma and is_long and title_score(title) >= _CERTAIN else piece


def _own(piece: str) -> str:
    """Return the profession out of `Nurse at St Mary` and `Nurse, Boise, Idaho`."""
    lead = _leads().match(fold(piece))
    piece = piece[lead.end() :] if lead else piece
    stop = _stops().search(fold(piece))
    piece = piece[: stop.start()].rstrip(" ,") if stop else piece
    fragments = with_places(fragments_of([piece]))
    if len(fragments) > 1 and (fragments[1].separator in {"at", "strong"} or _is_place(fragments[-1])):
        return fragments[0].text
    if any(is_unit(each.text) or has_institution(each.text) for each in fragments[1:]):
        return fragments[0].text
    return piece


def _is_place(fragment: Fragment) -> bool:
    return is_region(fragment.text) or place_score(fragment.text) >= _CERTAIN


def _could_be_profession(text: str) -> bool:
    found = words_of(text)
    if not found or len(found) > _LONGEST_PROFESSION_WORDS or is_prose(text):
        return False
    if label_named(text) == "name":
        return False
    if _ONLINE.search(text) or has_legal_form(text, found) or find_periods(text):
        return False
    if _is_said_elsewhere(text) or all(map(_is_said_elsewhere, map(str.strip, text.split(",")))):
        return False
    return text[found[0].start].isupper() and not any(map(str.isdigit, _ordinal().sub("", text)))


def _is_said_elsewhere(text: str) -> bool:
    """Return whether `text` is a place, a heading, or the label of a link or of a personal detail."""
    if is_place(text) or is_region(text) or _other_labels().whole(text):
        return True
    if all(each.label == "place" for each in with_places(fragments_of([text]))):
        return True
    return heading_of(text) is not None or qualified_heading_of(text) is not None


@cache
def _ordinal() -> re.Pattern[str]:
    """Return the number of a year of study: `3e année`, `2nd year`, `3. Sınıf`."""
    return re.compile(rf"(?<!\w)\d(?:[.º°]|(?:{alternatives(words('dates', 'ordinals'))})(?!\w))")


@cache
def _small_words() -> Phrases[bool]:
    return phrase_set(words("function_words"))


@cache
def _other_labels() -> Phrases[bool]:
    return phrase_set(word for word, name in named_words("labels") if name not in _TITLE_LABELS)


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(words('profession', 'leads'))})\s{{1,5}}(?=\w)")


@cache
def _stops() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w),?\s{{1,5}}(?:{alternatives(words('profession', 'stops'))})(?!\w)")


@cache
def _labels() -> Phrases[bool]:
    return phrase_set(word for word, name in named_words("labels") if name == "profession")
