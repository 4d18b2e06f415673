"""A national number is known by its form and its check digits, without a label; others like it stay."""

from __future__ import annotations

import pytest

from cvparser.domain.privacy import redact

TEXT = "Ulla Brandt\nulla@example.com\n\nEXPERIENCE\nEngineer, Delta Build Ltd, 2015 - 2018\nThe form has {} on it.\n"


@pytest.mark.parametrize(
    "number",
    [
        "BKWPN4821L",
        "4991 1866 5246",
        "4991-1866-5246",
        "RCCMNL83S18D969H",
        "VRDGLC84H43L736R",
        "VRD GLC 84H43 L736R",
        "265 964 849",
        "390.533.447-05",
        "1112.22.333",
        "85.07.30-033.28",
        "44051401359",
    ],
)
def test_a_national_number_is_withheld_without_a_label(number: str) -> None:
    redacted = redact(TEXT.format(number)).text

    assert number not in redacted
    assert "Engineer, Delta Build Ltd" in redacted


@pytest.mark.parametrize(
    "number",
    [
        "4991 1866 5247",
        "265 964 843",
        "250 000 000",
        "390.533.447-06",
        "1112.22.334",
        "44051401358",
        "ABCDE12345",
        "part BKWXN4821L",
    ],
)
def test_a_number_whose_check_digit_is_wrong_stays(number: str) -> None:
    assert number in redact(TEXT.format(number)).text


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Aadhaar No: 499118665246", "499118665246"),
        ("PAN Card No.:- BKWPN4821L", "BKWPN4821L"),
        ("BSN: 111222333", "111222333"),
        ("Número de contribuinte: 265964849", "265964849"),
        ("PESEL: 44051401359", "44051401359"),
        ("Codice fiscale: VRDGLC84H43L736X", "VRDGLC84H43L736X"),
    ],
)
def test_a_national_number_behind_its_label_is_withheld(line: str, value: str) -> None:
    assert value not in redact(f"Ulla Brandt\n{line}\n\nEXPERIENCE\nEngineer, Delta Build Ltd, 2015 - 2018\n").text
