"""What OCR misreads in numbers and addresses, put right: only texts that were read in pictures go through this.

A letter among digits is the digit that looks like it, a sign of another script the sign that was meant. Words are left
alone: nobody can tell which letter was meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from cvparser.domain.cv.bullets import BULLET, without_bullet

#: Letters that are read for digits.
_DIGITS = str.maketrans("OoQDIlİı|!SsBZzG", "0000111111558226")
#: What looks like a digit, beside those that are one.
_LIKE = "OoQDIlİı|!SsBZzG"
#: Signs of other scripts, and of quotation, that are read for ours.
_SIGNS = str.maketrans(
    {
        "。": BULLET, "、": ",", "【": "[", "】": "]", "《": "«", "》": "»", "−": "-", "—": "–", "“": '"', "”": '"',
        "·": BULLET,
    }
)  # fmt: skip
#: A number as people write it: digits and what looks like them, with the signs that part groups.
_NUMBER = re.compile(rf"[(+]?[\d{re.escape(_LIKE)}][\d{re.escape(_LIKE)}()./+:-]*")
_MOST_NUMBER = 40
#: A label that stands close before a number: `DogumTarihi:12.05.1994`; and where its words are parted.
_CLOSE_LABEL = re.compile(r"([^\W\d_]{3,40}):(\d[\d./-]{3,30})")
_CLOSE_WORDS = re.compile(r"(?<=[a-zçğıöşüäß])(?=[A-ZÇĞİÖŞÜÄ])")
#: Digits among letters that were letters: `Ph0ne`, `Te1:`.
_LETTER_O = re.compile(r"(?<=([^\W\d_]))0(?=[^\W\d_])")
_LETTER_L = re.compile(r"(?<=[a-zçğıöşü])1(?=[a-zçğıöşü:])")
_GROUP = re.compile(r"[()./,+:-]")
#: IBAN: two letters of the country, two digits, and the rest in groups.
_IBAN = re.compile(r"(?:TR|DE|AT|CH|FR|ES|IT|NL|BE|GB|PL|PT)[\dOoIlSB]{2}", re.IGNORECASE)
_AT = re.compile(
    r"(?<=[\w.+-])(?:\((?:at|a|@)\)|\[(?:at|a|@)\]|©|®|Q(?=(?:gmail|hotmail|outlook|yahoo|icloud)\.))(?=\w)",
    re.IGNORECASE,
)
#: A provider behind an address whose sign was lost, or read as a letter.
_PROVIDERS = (
    "gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "live.com", "yandex.com", "gmx.de", "web.de",
    "proton.me", "protonmail.com", "mynet.com", "hotmail.com.tr", "yahoo.com.tr", "gmx.net", "t-online.de",
)  # fmt: skip
_LOST_AT = re.compile(
    rf"^([\w.+-]{{2,60}}?)[.\s]?({'|'.join(map(re.escape, sorted(_PROVIDERS, key=len, reverse=True)))})$"
)
#: Dots of addresses that were read as commas.
_COMMA = re.compile(r"(?<=\w),(?=(?:com|net|org|de|tr|edu|gov|io|me|co|example)\b)", re.IGNORECASE)


def repaired(words: Sequence[str]) -> list[str]:
    """Return the words of a line, one for each, as they were written as far as that is certain.

    Examples:
        >>> repaired(["Tel:", "O532", "l23", "45", "67"])
        ['Tel:', '0532', '123', '45', '67']
        >>> repaired(["mert.kaya(at)posta,example"])
        ['mert.kaya@posta.example']
        >>> repaired(["Lisans", "IBAN", "SQL", "B2", "S3"])
        ['Lisans', 'IBAN', 'SQL', 'B2', 'S3']
        >>> repaired(["O365", "and", "B737,", "2O19"])
        ['O365', 'and', 'B737,', '2019']
    """
    signed = [_signed(word) for word in words]
    # A year beside a word tells nothing of that.
    among = [_digits_of_group(word) for word in signed]
    found = []
    for at, word in enumerate(signed):
        beside = sum(among[max(at - 3, 0) : at]) + sum(among[at + 1 : at + 4])
        follows_iban = any(_IBAN.match(each) for each in signed[max(at - 7, 0) : at])
        found.append(_number(word, beside=beside, follows_iban=follows_iban))
    return found


def _parted(word: str) -> str:
    """Return a label and the number that stands close behind it with a blank between them, as between its words."""
    found = _CLOSE_LABEL.fullmatch(word)
    if found is None:
        return word
    label, number = found.groups()
    return f"{_CLOSE_WORDS.sub(' ', label)}: {_number(number, beside=0, follows_iban=False)}"


def _digits_of_group(word: str) -> int:
    """Return how many digits a word has that has no letters; a year tells nothing of the words beside it."""
    group = _GROUP.sub("", word)
    is_year = len(group) in (4, 8) and group.startswith(("19", "20"))
    return len(group) if group.isdigit() and not is_year else 0


def _signed(word: str) -> str:
    text = unicodedata.normalize("NFC", word.translate(_SIGNS))
    # Full-width letters and digits are those of our script.
    text = "".join(unicodedata.normalize("NFKC", each) if "！" <= each <= "～" else each for each in text)
    bare, has_bullet = without_bullet(text)
    if has_bullet and bare:
        # In a picture a bullet stands close to its item.
        text = f"{BULLET} {bare}"
    text = _LETTER_O.sub(lambda zero: "O" if zero[1].isupper() else "o", text)
    text = _LETTER_L.sub("l", text)
    if "@" not in text:
        text = _AT.sub("@", text, count=1)
    if "@" not in text:
        text = _LOST_AT.sub(r"\1@\2", text)
    text = _parted(text)
    return _COMMA.sub(".", text) if "@" in text or text.lower().startswith("www") else text


def _number(word: str, *, beside: int, follows_iban: bool) -> str:
    """Return a word with digits for the letters that look like them, where it is a number but for these."""
    bare = word.rstrip(",;.")
    if not 2 <= len(bare) <= _MOST_NUMBER:
        return word
    iban = _IBAN.match(bare)
    if iban and (len(bare) > 10 or beside >= 8):
        return bare[:2].upper() + bare[2:].translate(_DIGITS) + word[len(bare) :]
    if not _NUMBER.fullmatch(bare):
        return word
    digits = sum(map(str.isdigit, bare))
    letters = sum(map(bare.count, _LIKE))
    as_number = word.translate(_DIGITS)
    is_group = follows_iban or (beside >= 5 and digits >= letters and len(bare) <= 5)
    is_year = len(bare) == 4 and digits >= 2 and as_number.startswith(("19", "20"))
    # A word that begins with a letter may be the name of a product.
    is_alone = bare[0].isalpha() and digits < 6 and beside < 3
    is_number = digits >= 2 * letters and digits >= 2 and not is_alone
    return as_number if is_group or is_year or is_number else word
