"""What OCR misreads in numbers and addresses is put right, so that they are found; words and names of products stay."""

from __future__ import annotations

import pytest

import cvparser
from cvparser.domain.text.ocr_repair import repaired

PERSON = "Mert Can Sarıyıldız\nMali Müşavir\n{}\n\nİş Deneyimi\nMuhasebe Müdürü, Anka Yazılım A.Ş.\n2012 - 2016\n"


def line(text: str) -> str:
    return " ".join(repaired(text.split()))


@pytest.mark.parametrize(
    ("read", "secret"),
    [
        ("Tel: O532 l23 45 67", "123"),
        ("GSM: +9O 532 123 4S 67", "532"),
        ("(O532) 123 45 67", "123"),
        ("+49 l51 23456789", "23456789"),
        ("Phone +44 20 7946 O958", "7946"),
        ("E-posta: mert.sariyildiz(at)gmail.com", "mert.sariyildiz"),
        ("mertsariyildizgmail.com", "mertsariyildiz"),
        ("mert.sariyildiz@example,com", "mert.sariyildiz"),
        ("1000O000146", "00146"),
        ("TC Kimlik No: 1000OO00146", "00146"),
        ("IBAN: TR33 OOO6 1OO5 1978 6457 84l3 26", "6457"),
        ("Dogum Tarihi: l2.O5.1994", "1994"),
        ("DogumTarihi:12.05.1994", "1994"),
        ("D0B: 12/05/1994", "1994"),
        ("Geburtsdatum l2. Mai l994", "994"),
        ("Adres: Fethiye Mh. Sanayi Cd. No:4S Nilufer/Bursa", "Fethiye"),
        ("Mert Can Sariyildlz - 1/2", "Mert"),
    ],
)
def test_what_is_personal_is_found_though_it_was_misread(read: str, secret: str) -> None:
    redacted = cvparser.redact(PERSON.format(line(read))).redacted.text

    assert secret not in redacted
    assert "Muhasebe Müdürü, Anka Yazılım A.Ş." in redacted


@pytest.mark.parametrize(
    "text",
    [
        "O365 and S3, B2 level, H1B, i18n, k8s, l10n, ISO9001, SQL, OS X",
        "Boeing B737 2019",
        "Ağu 2011 - Eki 2012",
        "GitHub: example",
        "10:30",
        "C++ • C# • .NET",
        "IBAN",
        "Sol Silo Boss",
    ],
)
def test_what_is_no_misread_number_stays(text: str) -> None:
    assert line(text) == text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("2O19 - 2O2l", "2019 - 2021"),
        ("l994", "1994"),
        ("。Aylık kapanış", "• Aylık kapanış"),
        ("Tel：０５３２", "Tel: 0532"),
        ("Te1: Ph0ne", "Tel: Phone"),
    ],
)
def test_signs_of_other_scripts_and_letters_among_digits_are_what_was_meant(read: str, meant: str) -> None:
    assert line(read) == meant
