"""How much a piece of text looks like a job title, an employer or a place.

Scores are comparable with each other and mean nothing else: about 4 is certain, 0 says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from cvparser.domain.lexicon import words
from cvparser.domain.text.document_cache import remembered
from cvparser.domain.text.folding import fold
from cvparser.domain.text.phrases import Match, Phrases, Word, phrase_set, words_of

_PLACE_PARTS = re.compile(r"\s{0,100}[,/()|]\s{0,100}|\s{1,100}[-–—]\s{1,100}")
#: `TX`, `75011`, `(34)`: what stands beside the name of a place.
#: Letters of the abbreviation of a state or country: `on` and `us` are words.
_LONGEST_ABBREVIATION = 3
_STATE = re.compile(r"[A-Z]{2}")
_PLACE_DETAIL = re.compile(r"[A-Z]{2}|\d{1,5}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
#: Words of a title before the one that is known: `Senior software engineer`.
_LONGEST_LEAD = 2
#: What a title scores by more than an ending that other words have as well.
_OF_A_TITLE = 1.0
#: `AG` and `SE` are legal forms, `ag` and `se` are not.
_SHORT_FORM = 2


@remembered
def title_score(text: str) -> float:
    """Return how much `text` looks like a job title."""
    found = words_of(text)
    if not found:
        return 0.0
    titles = _titles().find(found)
    score = 0.0
    if titles:
        score = 3.0 if titles[-1].stop == len(found) or titles[0].first == 0 else 2.0
    elif any(_ends(word.text, _title_endings()) for word in found):
        score = 2.5
    elif _ends(found[-1].text, _weak_title_endings()) or _ends(found[0].text, _weak_title_endings()):
        score = 0.6
    if score and _levels().at(found, 0) is not None:
        score += 0.5
    return score - (3.0 if has_legal_form(text, found) else 0.0)


def begins_with_title(text: str) -> bool:
    """Return whether the first words of `text` are those of a title or of its level."""
    found = words_of(text)
    return bool(found) and (_titles().at(found, 0) is not None or _levels().at(found, 0) is not None)


def end_of_title(text: str) -> int | None:
    """Return where the title ends with which `text` begins, its field included: `Head of Sales`; None without one."""
    found = words_of(text)
    title = next((each for each in _titles().find(found) if each.first <= _LONGEST_LEAD), None)
    ending = next(
        (at for at, word in enumerate(found[: _LONGEST_LEAD + 1]) if _ends(word.text, _title_endings())), None
    )
    if title is None and ending is None:
        return None
    stop = title.stop if title else (ending or 0) + 1
    while stop < len(found):
        field = stop
        while field < len(found) and _small_words().at(found, field) is not None:
            field += 1
        department = _departments().at(found, field) if field < len(found) else None
        if department is None and field in {stop, len(found)}:
            break
        stop = department.stop if department else field + 1
    return found[stop - 1].end


def is_title_of(text: str, language: str) -> bool:
    """Return whether `text` holds a title of `language`."""
    return bool(_titles_of(language).find(words_of(text)))


@remembered
def company_score(text: str) -> float:
    """Return how much `text` looks like the name of an employer."""
    found = words_of(text)
    if not found:
        return 0.0
    if has_legal_form(text, found):
        return 4.0
    if _independents().whole(text):
        return 2.0
    companies = _companies().find(found)
    if companies:
        return 2.5 if companies[-1].stop == len(found) or companies[0].first == 0 else 1.5
    return 0.5 if text[found[0].start].isupper() or text[found[0].start].isdigit() else 0.0


def start_of_company(text: str) -> int | None:
    """Return where the name of a company stands that ends `text` and is known word by word; None where all is name."""
    found = words_of(text)
    companies = _companies().find(found)
    if not companies or companies[-1].stop != len(found) or companies[-1].stop - companies[-1].first < 2:
        return None
    start = found[companies[-1].first].start
    return start if start and text[start].isupper() else None


@remembered
def place_score(text: str) -> float:
    """Return how much `text` looks like a place: 4 where it is nothing but known places."""
    parts = [part for part in _PLACE_PARTS.split(text) if part]
    if not parts:
        return 0.0
    known = [is_known_place(part) for part in parts]
    details = [_PLACE_DETAIL.fullmatch(part) is not None for part in parts]
    if is_state(parts[-1]) and len(parts) == 2:
        known[-1] = True
    if any(known) and all(is_known or is_detail for is_known, is_detail in zip(known, details, strict=True)):
        return 4.0
    return 2.0 if known[-1] and len(parts) > 1 and len(words_of(text)) <= 4 else 0.0


def is_place(text: str) -> bool:
    """Return whether `text` is nothing but known places."""
    return place_score(text) >= 4.0


def is_known_place(part: str) -> bool:
    """Return whether `part`, which nothing parts, is a known town, state or country."""
    return _places().whole(part) is not None or _is_place_and_detail(part)


def is_region(part: str) -> bool:
    """Return whether `part` is what stands behind a town: a state, its abbreviation or a country."""
    if len(part) <= _LONGEST_ABBREVIATION and not part.isupper():
        return False
    return is_state(part) or _regions().whole(part) is not None


def is_state(text: str) -> bool:
    """Return whether `text` is the abbreviation of a state; `NV` and `CO` are legal forms of companies as well."""
    return _STATE.fullmatch(text) is not None and text.casefold() in _states()


def place_at(found: Sequence[Word], first: int) -> int:
    """Return where the known place that starts at the word `first` stops; `first` where none does."""
    match = _places().at(found, first) if first < len(found) else None
    return match.stop if match else first


def has_legal_form(text: str, found: Sequence[Word] | None = None) -> bool:
    """Return whether `text` ends with the legal form of a company, such as `Ltd` or `A.Ş.`."""
    found = words_of(text) if found is None else found
    matches = _legal_forms().find(found)
    if not matches or matches[-1].first == 0 or matches[-1].stop != len(found):
        return False
    written = text[found[matches[-1].first].start : found[-1].end]
    return len(written) > _SHORT_FORM or written.isupper() or written == "Co"


def legal_forms_in(found: Sequence[Word]) -> list[Match[bool]]:
    """Return where legal forms of companies stand among words."""
    return _legal_forms().find(found)


def is_legal_form(text: str) -> bool:
    """Return whether `text` is a legal form and nothing else."""
    return _legal_forms().whole(text) is not None


def is_independent(text: str) -> bool:
    """Return whether `text` names work without an employer, such as `freelance`."""
    return bool(_independents().find(words_of(text)))


@remembered
def is_contract(text: str) -> bool:
    """Return whether `text` says no more than the kind of contract: `full-time`, `20 hours per week`."""
    found = words_of(text)
    index, says_kind, says_time, says_number = 0, False, False, False
    while index < len(found):
        contract, time = _contracts().at(found, index), _working_times().at(found, index)
        if contract is not None:
            index, says_kind = contract.stop, True
        elif found[index].text[0].isdigit():
            # `24h` and `24` alike
            index, says_number = index + 1, True
        elif time is not None:
            index, says_time = time.stop, True
        else:
            return False
    return says_kind or (says_time and says_number)


@remembered
def is_internship(text: str) -> bool:
    """Return whether `text` is a word for an internship and nothing else."""
    return _internships().whole(text) is not None


def begins_with_internship(text: str) -> bool:
    """Return whether `text` begins with a word for an internship and says of what: `Prácticas de diseño`."""
    found = words_of(text)
    internship = _internships().at(found, 0) if found else None
    return internship is not None and internship.stop < len(found)


def is_department(text: str) -> bool:
    """Return whether `text` is a part of a company, such as `marketing` or `human resources`, and no company."""
    return _departments().whole(text) is not None


@remembered
def is_unit(text: str) -> bool:
    """Return whether `text` names a part of an employer by its kind, such as `Department of Surgery`."""
    found = words_of(text)
    unit = _units().at(found, 0) if found else None
    return unit is not None and unit.stop < len(found)


def is_gap(text: str) -> bool:
    """Return whether `text` says why one did not work, such as `parental leave`, and perhaps when or for what."""
    found = words_of(text)
    gap = _gaps().at(found, 0) if found else None
    if gap is None:
        return False
    if gap.stop == len(found) or found[gap.stop].text.isdigit() or found[gap.stop].text in _prepositions():
        return True
    return _small_words().at(found, gap.stop) is not None and title_score(text) < _OF_A_TITLE


def _is_place_and_detail(part: str) -> bool:
    pieces = part.split()
    plain = [
        piece for piece in pieces if not _PLACE_DETAIL.fullmatch(piece) and not re.fullmatch(r"\d+e|\d+[./]", piece)
    ]
    if _STATE.fullmatch(pieces[0]) and not is_state(pieces[0]):
        # `TU München`
        return False
    return 0 < len(plain) < len(pieces) and _places().whole(" ".join(plain)) is not None


def _ends(word: str, endings: tuple[str, ...]) -> bool:
    return len(word) > 5 and word.endswith(endings) and word not in endings


@cache
def _titles() -> Phrases[bool]:
    return phrase_set(words("experience", "title_words"))


@cache
def _titles_of(language: str) -> Phrases[bool]:
    return phrase_set(words("experience", "title_words", language=language))


@cache
def _small_words() -> Phrases[bool]:
    return phrase_set(words("function_words"))


@cache
def _prepositions() -> frozenset[str]:
    return frozenset(map(fold, words("small", "prepositions")))


@cache
def _levels() -> Phrases[bool]:
    return phrase_set(words("experience", "title_levels"))


@cache
def _companies() -> Phrases[bool]:
    return phrase_set(words("experience", "company_words"))


@cache
def _legal_forms() -> Phrases[bool]:
    return phrase_set(words("experience", "legal_forms"))


@cache
def _independents() -> Phrases[bool]:
    return phrase_set(words("experience", "independent_words"))


@cache
def _contracts() -> Phrases[bool]:
    return phrase_set(words("experience", "contract_words"))


@cache
def _internships() -> Phrases[bool]:
    return phrase_set(words("experience", "internships"))


@cache
def _departments() -> Phrases[bool]:
    return phrase_set(words("experience", "departments"))


@cache
def _units() -> Phrases[bool]:
    return phrase_set(words("experience", "units"))


@cache
def _gaps() -> Phrases[bool]:
    return phrase_set(words("experience", "gaps"))


@cache
def _working_times() -> Phrases[bool]:
    return phrase_set(words("experience", "working_time"))


@cache
def _states() -> frozenset[str]:
    return frozenset(words("address", "states"))


@cache
def _regions() -> Phrases[bool]:
    return phrase_set(words("places", "regions"))


@cache
def _places() -> Phrases[bool]:
    return phrase_set(
        (
            *words("places", "names"),
            *(word for word in words("places", "regions") if len(word) > _LONGEST_ABBREVIATION),
            *words("places", "remote"),
        )
    )


@cache
def _title_endings() -> tuple[str, ...]:
    return tuple(fold(word) for word in words("experience", "title_endings"))


@cache
def _weak_title_endings() -> tuple[str, ...]:
    return tuple(fold(word) for word in words("experience", "weak_title_endings"))
