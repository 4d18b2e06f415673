"""Identifiers as the leak check knows them: few notations, strict forms, check digits of their own.

Nothing here is shared with the recognizers, so that a fault there does not repeat itself. Patterns see text that
`leak_check` has made plain: small Latin letters without accents, ASCII digits, a line end for each placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cvparser.domain.privacy.categories import Category

#: Category, first character, one past the last.
Leak = tuple[Category, int, int]

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@(?:[\w-]{1,63}+\.){1,5}+[a-z]{2,24}")
_EMAIL_APART = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}+ ?[\[({<] ?(?:at|@) ?[\])}>] ?[\w-]{1,63}+"
    r"(?: ?(?:\.|[\[({<] ?(?:dot|punkt|nokta|point|punto) ?[\])}>]) ?[\w-]{2,63}+){1,4}+"
)
_PROFILE = re.compile(
    r"(?<![\w-])(?:linkedin\.com/(?:in|pub)|xing\.com/profile|github\.com|gitlab\.com|bitbucket\.org|twitter\.com|x\.com"
    r"|instagram\.com|facebook\.com|behance\.net|dribbble\.com|medium\.com|stackoverflow\.com/users|kaggle\.com"
    r"|researchgate\.net/profile|orcid\.org|t\.me|wa\.me|about\.me|linktr\.ee|tiktok\.com|youtube\.com)/@?+[\w.%-]{2,80}+"
    r"(?!/[\w.%-])"
)
#: With the prefix of a country, of long distance, or an area in brackets.
_PHONE = re.compile(
    r"(?<![\d.,])(?:(?:\+|\(?00)[1-9](?:[ .()/-]{0,3}+\d){7,13}|\(?0(?:\d| ?\(\d)(?:[ .()/-]{0,3}+\d){8,9}"
    r"|\(\d{3}\) ?\d{3}[ .-]?\d{4})(?!\d)"
)
#: Digits with at most three separators between two of them.
_RUN = re.compile(r"(?<!\d)\+?\(?\d(?:[ .()/-]{0,3}+\d){6,24}+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PHONE_LABEL = re.compile(
    r"(?<![a-z])(?:tel|telefon\w{0,4}|phone|telephone|mobile?|mobil|gsm|cep|handy|fax|whatsapp|portable|movil|cell)"
    r"[^\w\n+]{1,4}+\Z"
)
_BIRTH = re.compile(
    r"(?<![a-z])(?:born|birth ?date|birthday|date of birth|d\.?o\.?b\.?|dogum\w{0,4}(?: tarihi\w{0,3}| yili)?|geboren"
    r"|geburtsdatum|geb\.|nee?(?:\(e\))? le|(?:date de )?naissance|nacimiento|nacid[oa]|nascita|nat[oa] il"
    r"|geboortedatum|nascimento)(?:[^\w\n]{1,3}[a-z]{1,9}){0,3}[^\w\n]{0,4}"
    r"(?P<date>\d{1,2}[./ -]{1,2}(?:\d{1,2}|[a-z]{3,10})[./ -]{1,2}(?:19|20)?\d\d(?!\d)|(?:19|20)\d\d-\d\d-\d\d(?!\d))"
)
_SSN = re.compile(r"(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\d-])")
_NINO = re.compile(r"(?<![a-z\d])[a-ceghj-prstw-z][a-ceghj-nprstw-z] ?\d\d ?\d\d ?\d\d ?[a-d](?![a-z\d])")
_CODICE_FISCALE = re.compile(r"(?<![a-z\d])[a-z]{6}\d\d[a-ehlmprst]\d\d[a-z]\d{3}[a-z](?![a-z\d])")
_DNI = re.compile(r"(?<![a-z\d])(?P<number>[xyz]-?\d{7}|\d{8})-?(?P<letter>[a-z])(?![a-z\d])")
_DNI_LETTERS = "trwagmyfpdxbnjzsqvhlcke"
_NIE_DIGITS = str.maketrans("xyz", "012")
_IBAN_START = re.compile(r"(?<![a-z\d])[a-z]{2}\d\d(?= ?[a-z\d])")
_IBAN = re.compile(r"[a-z]{2}\d\d(?: ?[a-z\d]){11,30}+")
#: ISO 13616: characters of an IBAN.
_IBAN_LENGTHS = {
    "ad": 24, "at": 20, "be": 16, "bg": 22, "ch": 21, "cy": 28, "cz": 24, "de": 22, "dk": 18, "ee": 20, "es": 24,
    "fi": 18, "fr": 27, "gb": 22, "gr": 27, "hr": 21, "hu": 28, "ie": 22, "it": 27, "lt": 20, "lu": 20, "lv": 21,
    "mt": 31, "nl": 18, "no": 15, "pl": 28, "pt": 25, "ro": 24, "se": 24, "si": 19, "sk": 24, "tr": 26,
}  # fmt: skip
#: What needs no check digits.
_FORMS = (
    (Category.EMAIL, _EMAIL),
    (Category.EMAIL, _EMAIL_APART),
    (Category.URL, _PROFILE),
    (Category.SOCIAL_SECURITY, _SSN),
    (Category.SOCIAL_SECURITY, _NINO),
    (Category.TAX_NUMBER, _CODICE_FISCALE),
)
_MIN_PLAIN, _TCKN, _CARD, _NIR = 11, 11, 16, 15
_LABEL_REACH = 16


def identifiers(text: str) -> Iterator[Leak]:
    """Yield what has the form of an identifier of a person in plain `text`."""
    for category, pattern in _FORMS:
        for match in pattern.finditer(text):
            yield category, match.start(), match.end()
    for match in _BIRTH.finditer(text):
        yield Category.BIRTH, match.start("date"), match.end("date")
    yield from _phones(text)
    yield from _accounts(text)
    yield from _spanish_ids(text)
    for start, end, digits in digit_runs(text):
        told = _number(text, start, end, digits)
        if told is not None:
            yield told, start, end


def _phones(text: str) -> Iterator[Leak]:
    for match in _PHONE.finditer(text):
        if match.group()[0] == "+" or _YEAR.search(match.group()) is None:
            yield Category.PHONE, match.start(), match.end()


def _accounts(text: str) -> Iterator[Leak]:
    for begin in _IBAN_START.finditer(text):
        account = _IBAN.match(text, begin.start())
        end = _iban_end(account) if account is not None else None
        if end is not None:
            yield Category.IBAN, begin.start(), end


def _spanish_ids(text: str) -> Iterator[Leak]:
    for match in _DNI.finditer(text):
        number = match["number"].replace("-", "").translate(_NIE_DIGITS)
        if _DNI_LETTERS[int(number) % len(_DNI_LETTERS)] == match["letter"]:
            yield Category.NATIONAL_ID, match.start(), match.end()


def digit_runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where seven digits or more stand together, and the digits."""
    for match in _RUN.finditer(text):
        yield match.start(), match.end(), "".join(filter(str.isdigit, match.group()))


def _number(text: str, start: int, end: int, digits: str) -> Category | None:
    raw = text[start:end]
    for is_one, category in _NUMBERS:
        if is_one(raw, digits):
            return category
    if _PHONE_LABEL.search(text, max(0, start - _LABEL_REACH), start) is not None:
        return Category.PHONE
    return None


def _is_plain(raw: str, digits: str) -> bool:
    is_book = len(digits) == 13 and digits.startswith(("978", "979"))
    return raw == digits and len(digits) >= _MIN_PLAIN and not is_book


def _is_tckn(_: str, digits: str) -> bool:
    if len(digits) != _TCKN or digits[0] == "0":
        return False
    numbers = [int(digit) for digit in digits]
    tenth = (7 * sum(numbers[0:9:2]) - sum(numbers[1:8:2])) % 10
    return numbers[9] == tenth and numbers[10] == sum(numbers[:10]) % 10


def _is_card(raw: str, digits: str) -> bool:
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits))]
    checks = sum(each - 9 * (each > 9) for each in doubled) % 10 == 0
    return len(digits) == _CARD and checks and _YEAR.search(raw) is None


def _is_nir(_: str, digits: str) -> bool:
    """French social security: sex, year, month, place, order, key."""
    return (
        len(digits) == _NIR
        and digits[0] in "12"
        and 1 <= int(digits[3:5]) <= 12
        and 97 - int(digits[:13]) % 97 == int(digits[13:])
    )


_NUMBERS: tuple[tuple[Callable[[str, str], bool], Category], ...] = (
    (_is_tckn, Category.NATIONAL_ID),
    (_is_card, Category.IBAN),
    (_is_nir, Category.SOCIAL_SECURITY),
    (_is_plain, Category.NATIONAL_ID),
)


def _iban_end(match: re.Match[str]) -> int | None:
    """Return where the account ends that `match` begins with, None when its check digits are wrong."""
    length = _IBAN_LENGTHS.get(match.group()[:2])
    signs = [match.start() + at for at, sign in enumerate(match.group()) if sign != " "]
    if length is None or len(signs) < length:
        return None
    account = "".join(match.string[at] for at in signs[:length])
    checks = int("".join(str(int(sign, 36)) for sign in account[4:] + account[:4])) % 97 == 1
    return signs[length - 1] + 1 if checks else None
