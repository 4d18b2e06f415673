"""Numbers that identify a person: national ids, bank accounts, plates. Validated, not only matched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import takewhile
from string import ascii_lowercase, ascii_uppercase

from cvparser.domain.privacy.categories import Category
from cvparser.domain.privacy.prepared_text import Match, PreparedText
from cvparser.domain.privacy.vocabulary import vocabulary

# What may not stand before a number is looked for after its first character: patterns that begin with a character
# are searched much faster.

#: Eleven digits, each perhaps after one blank, dash or dot: TCKN (Turkey).
_ELEVEN = re.compile(r"[1-9](?<![\w.,/+-].)(?:[ .\-]?\n?\d){10}(?![\w]|[.,]\d)")
#: Two letters, two digits, 11 to 30 letters and digits, in groups: IBAN (ISO 13616), perhaps wrapped.
_IBAN = re.compile(r"[A-Z](?<![^\W_].)[A-Z][ ]?\d{2}(?:[ .\n-]?[A-Z0-9]){11,30}(?![^\W_])")
#: A digit group and a letter: DNI and NIE (Spain).
_DNI = re.compile(
    r"(?<![\w.])(?:[XYZ][- ]?\d{7}|\d{8}|\d{1,2}\.\d{3}\.\d{3}|(?=[\d\n]{9}[- ]?[A-Z])\d{2,6}\n\d{2,6})[- ]?[A-Z](?!\w)"
)
#: What every one of them has.
_SEVEN_DIGITS = re.compile(r"\d(?:[.\n]?\d){6}")
#: Two letters, three digits, two letters: plate (France); its letters are never I, O, U.
_PLATE_FR = re.compile(r"[A-HJ-NP-TV-Z](?<![\w-].)[A-HJ-NP-TV-Z]-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\w-])")
#: 15 digits beginning with 1 or 2, year, month, place: NIR (France).
_NIR = re.compile(r"[12](?<![\w.].)[ .]?\d\d[ .]?[0-9]\d[ .]?\d[0-9AB][ .]?\d{3}[ .]?\d{3}[ .]?\d\d(?!\w)")
#: Two letters, six digits, one letter: National Insurance number (UK); QQ stands in examples.
_NINO = re.compile(r"(?:[A-CEGHJ-PR-TW-Z](?<!\w.)[A-CEGHJ-NPR-TW-Z]|Q(?<!\w.)Q)[ ]?\d\d[ ]?\d\d[ ]?\d\d[ ]?[A-D](?!\w)")
#: Letter, two digits, letter, five digits behind a word for it: serial number of an identity card (Turkey).
_CARD_TR = re.compile(r"[A-Z](?<!\w.)\d\d[A-Z]\d{5}(?!\w)")
_SERIAL = re.compile("(?<![a-z])seri(?![a-z])")
_CARD_REACH = 24
#: 3-2-4 digits: social security number (USA).
_SSN = re.compile(r"\d(?<![\w-].)\d{2}-\d{2}-\d{4}(?![\w-])")
#: 13 digits that begin with a birth date: identity number (South Africa).
_ZA = re.compile(r"\d(?<!\w.)\d{5}[ ]?\d{4}[ ]?\d{3}(?!\w)")
#: Two digits, birth date, letter, three digits: social insurance number (Germany).
_SVNR = re.compile(r"\d(?<!\w.)\d[ ]?[0-3]\d[01]\d\d\d[ ]?[A-Z][ ]?\d{3}(?!\w)")
#: What follows a word such as `passport` without a colon: pieces of digits and capitals.
_AFTER_CUE = re.compile(
    r"[\s.:#(]{0,4}(?:(?:no|nr|num|number|numarasi|n°|nº|pin)\b[\s.:#]{0,3})?"
    r"(?P<value>[A-Z0-9]{1,17}(?:[ ./-]?[A-Z0-9]{1,17}){0,7})",
    re.IGNORECASE,
)
_CAPITALS = str.maketrans(ascii_lowercase, ascii_uppercase)
_PIECE = re.compile(r"[A-Z0-9]+")
_MIN_ACCOUNT_DIGITS = 6
_MIN_DIGITS = 4
_DIGIT = re.compile(r"\d")
#: Digits and capitals, both: 34 ABC 123, M-ÜL 929, BD51 SMR, 4821 KLM, AB-344-CD.
_PLATE = re.compile(
    r"(?=.{5,12}$)(?=[^\d]{0,12}\d)(?=[^A-Z]{0,12}[A-Z])[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,4}){0,3}|[A-Z0-9]{6,8}"
)


def find_numbers(prepared: PreparedText) -> Iterator[Match]:
    """Find numbers whose form and check digits say what they are."""
    spoken = prepared.text if prepared.is_cased else prepared.folded.translate(_CAPITALS)
    for pattern, category, rule, is_valid in _RULES if _DIGIT.search(spoken) is not None else ():
        if pattern is _DNI and _SEVEN_DIGITS.search(spoken) is None:
            continue
        for match in pattern.finditer(spoken):
            if is_valid(match.group()):
                yield Match(match.start(), match.end(), category, rule)
    for card in _CARD_TR.finditer(spoken) if "seri" in prepared.folded else ():
        if _SERIAL.search(prepared.folded, max(0, card.start() - _CARD_REACH), card.start()) is not None:
            yield Match(card.start(), card.end(), Category.NATIONAL_ID, "card_tr")
    cues = vocabulary().number_cues
    for _, end, kind in cues.find(prepared.folded, prepared.words_among(cues.first_words)):
        yield from _beside_cue(prepared.text, spoken, end, Category(kind))


def _beside_cue(text: str, spoken: str, end: int, category: Category) -> Iterator[Match]:
    match = _AFTER_CUE.match(text, end)
    if match is None:
        return
    pieces = list(_PIECE.finditer(spoken, *match.span("value")))
    taken = list(takewhile(lambda piece: _is_number_piece(spoken, piece), pieces))
    if not taken:
        return
    value = spoken[taken[0].start() : taken[-1].end()]
    digits = sum(map(str.isdigit, value))
    is_year = re.fullmatch(r"(?:19|20)\d\d", value) is not None
    if category is Category.IBAN and digits < _MIN_ACCOUNT_DIGITS:
        return
    is_plate = category is Category.PLATE and _PLATE.fullmatch(value) is not None
    if not is_year and ((digits >= _MIN_DIGITS and category is not Category.PLATE) or is_plate):
        yield Match(taken[0].start(), taken[-1].end(), category, "number_cue")


def _is_number_piece(text: str, piece: re.Match[str]) -> bool:
    """Tell whether a piece has a digit, or is a group of capitals that no small letter goes on."""
    is_whole = not text[piece.end() : piece.end() + 1].isalpha()
    return is_whole and (any(map(str.isdigit, piece.group())) or len(piece.group()) <= 3)


def _checked_by(module: str) -> Callable[[str], bool]:
    def is_valid(number: str) -> bool:
        check = import_module(f"stdnum.{module}").is_valid
        return bool(check(re.sub(r"[\s.\-]", "", number)))

    return is_valid


def _is_tckn(number: str) -> bool:
    # Dots and a line end: the end of one version number and an address of a network.
    return not ("." in number and "\n" in number) and _checked_by("tr.tckimlik")(number)


def _is_iban(number: str) -> bool:
    compact = re.sub(r"[\s.\-]", "", number)
    is_valid = _checked_by("iban")
    # The pattern is greedy: words after the account may have been taken along.
    return (
        is_valid(compact)
        or compact.startswith("TR")
        or any(is_valid(compact[:length]) for length in (16, 18, 20, 22, 24, 26, 27, 28))
    )


def _always(_: str) -> bool:
    return True


_RULES: tuple[tuple[re.Pattern[str], Category, str, Callable[[str], bool]], ...] = (
    (_ELEVEN, Category.NATIONAL_ID, "tckn", _is_tckn),
    (_IBAN, Category.IBAN, "iban", _is_iban),
    (_DNI, Category.NATIONAL_ID, "dni", lambda number: _checked_by("es.dni")(number) or _checked_by("es.nie")(number)),
    (_NIR, Category.SOCIAL_SECURITY, "nir", _checked_by("fr.nir")),
    (_NINO, Category.SOCIAL_SECURITY, "nino", _always),
    (_SSN, Category.SOCIAL_SECURITY, "ssn", _checked_by("us.ssn")),
    (_ZA, Category.NATIONAL_ID, "za_id", _checked_by("za.idnr")),
    (_PLATE_FR, Category.PLATE, "plate_fr", _always),
    (_SVNR, Category.SOCIAL_SECURITY, "svnr", _always),
)
