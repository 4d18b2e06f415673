"""Invented numbers that pass the check of their kind, taken from ranges that no person has where there are such."""

from __future__ import annotations

import string
from random import Random


def digits(rng: Random, pattern: str) -> str:
    """Fill each `#` of `pattern` with a digit."""
    return "".join(rng.choice(string.digits) if character == "#" else character for character in pattern)


def tckn(rng: Random) -> str:
    """Give a Turkish identity number: the tenth and eleventh digit are checks."""
    body = [int(each) for each in digits(rng, "10000####")]
    tenth = (7 * sum(body[0::2]) - sum(body[1::2])) % 10
    eleventh = (sum(body) + tenth) % 10
    return "".join(map(str, [*body, tenth, eleventh]))


def vkn(rng: Random) -> str:
    """Give a Turkish tax number: ten digits, the last a check."""
    body = digits(rng, "0########")
    total = 0
    for position, digit in enumerate(map(int, body)):
        moved = (digit + 9 - position) % 10
        if moved:
            total += (moved * 2 ** (9 - position)) % 9 or 9
    return f"{body}{(10 - total % 10) % 10}"


def utr(rng: Random) -> str:
    """Give a British unique taxpayer reference: the first of ten digits is the check."""
    body = digits(rng, "00#######")
    weights = (6, 7, 8, 9, 10, 5, 4, 3, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, body, strict=True))
    return f"{'21987654321'[total % 11]}{body}"


def steuer_id(rng: Random) -> str:
    """Give a German tax number: ten digits with one repeated, and an ISO 7064 mod 11,10 check."""
    first = rng.randrange(1, 10)
    others = rng.sample([digit for digit in range(10) if digit != first], 8)
    body = [first, *others]
    body.insert(rng.randrange(2, 9), others[rng.randrange(1, 8)])
    product = 10
    for digit in body:
        product = ((digit + product) % 10 or 10) * 2 % 11
    return "".join(map(str, [*body, (11 - product) % 10]))


def rentenversicherung(rng: Random, birth: str, initial: str) -> str:
    """Give a German pension insurance number for a birth date `ddmmyy` and a surname's initial."""
    body = f"99{birth}{initial}{digits(rng, '0#')}"
    plain = "".join(f"{ord(each) - 64:02}" if each.isalpha() else each for each in body)
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    products = (int(digit) * weight for digit, weight in zip(plain, weights, strict=True))
    return f"{body}{sum(sum(divmod(product, 10)) for product in products) % 10}"


def personalausweis(rng: Random) -> str:
    """Give a German identity card number with its ICAO 9303 check digit."""
    body = digits(rng, "L0#X0#T4#")
    total = sum(int(each, 36) * weight for each, weight in zip(body, (7, 3, 1) * 3, strict=True))
    return f"{body}{total % 10}"


def nir(rng: Random, *, is_woman: bool, year: int, month: int) -> str:
    """Give a French social security number with its key; department 99 stands for abroad."""
    body = f"{2 if is_woman else 1}{year % 100:02}{month:02}99{digits(rng, '######')}"
    return f"{body}{97 - int(body) % 97:02}"


def dni(rng: Random) -> str:
    """Give a Spanish identity number: eight digits and a letter."""
    number = int(digits(rng, "000#####"))
    return f"{number:08}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}"


def nuss(rng: Random) -> str:
    """Give a Spanish social security number: province, eight digits, key."""
    body = digits(rng, "28100#####")
    return f"{body}{int(body) % 97:02}"


def iban(rng: Random, country: str) -> str:
    """Give an ISO 13616 account number of the country, bank code 0 where the country allows it."""
    account = {
        "tr": lambda: digits(rng, "000990############0000"),
        "en": lambda: digits(rng, "NWBK000000########"),
        "de": lambda: digits(rng, "00000000##########"),
        "fr": lambda: _french_account(rng),
        "es": lambda: _spanish_account(rng),
    }[country]()
    code = {"en": "GB"}.get(country, country.upper())
    plain = "".join(str(int(each, 36)) for each in f"{account}{code}00")
    return f"{code}{98 - int(plain) % 97:02}{account}"


def _french_account(rng: Random) -> str:
    bank, branch, account = "00000", "00001", digits(rng, "000########")
    return f"{bank}{branch}{account}{97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97:02}"


def _spanish_account(rng: Random) -> str:
    bank, account = "00000001", digits(rng, "0#########")
    weights = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)

    def check(number: str) -> int:
        remainder = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True)) % 11
        return (11 - remainder) % 11 if remainder != 1 else 1

    return f"{bank}{check('00' + bank)}{check(account)}{account}"
