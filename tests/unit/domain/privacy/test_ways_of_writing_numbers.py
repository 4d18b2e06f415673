"""A telephone number is one whatever signs stand in it, before it and after it."""

from __future__ import annotations

import re

import pytest

from cvparser.domain.privacy import redact

AFTER = "\n\nEXPERIENCE\nSite Engineer, Delta Build Ltd, 2015 - 2018\nThe office is reached by {} as well.\n"


def digits_left(text: str) -> str:
    """Give the digits that a redaction leaves, but for the years of the job."""
    return re.sub(r"\D", "", redact(text).text.replace("2015 - 2018", ""))


@pytest.mark.parametrize(
    "number",
    [
        "0171\u20115550142",
        "06\u201112\u201134\u201156\u201178",
        "(415) 555\u20100142",
        "+44 7700 900\u2012123",
        "+34 612 \u2212 345 \u2212 678",
        "0532\u00b7555\u00b701\u00b747",
        "01\u00b722\u00b733\u00b744\u00b755",
        "(312) 555 \u2010 0188",
        "(909) 555-\u00ad\u20105555",
        "O532 555 O1 47",
        "+9O 532 555 0l 47",
        "(4l5) 555-OI42",
        "%2B49%20171%205550142",
        "%2B90(532)%20555%2001%2047",
        "&#43;90&nbsp;532&nbsp;555&nbsp;01&nbsp;47",
        "+33&#160;6&#160;12&#160;34&#160;56&#160;78",
        "&#x2B;44 7700&ndash;900123",
    ],
)
def test_a_number_in_other_signs_goes_as_a_whole(number: str) -> None:
    assert digits_left(f"Ulla Brandt\nCivil Engineer{AFTER.format(number)}") == ""
    assert number not in redact(f"Ulla Brandt\nTel: {number}{AFTER.format('post')}").text


@pytest.mark.parametrize(
    "line",
    [
        "Cell:+919811122233,9800012345",
        "Tel: 0171 5550142,0171 5550143",
        "Telefon: 0532 111 22 33/0542 333 44 55",
        "Handy-+49 171 5550142",
        "Móvil-612345678",
        "Tel.-01 22 33 44 55",
        "Mob9811122233",
        "Tel05321112233",
        "Ph+919811122233/9800012345",
        "GSM05321112233-05321112234",
        "ulla@example.com,+919811122233",
        "ulla@example.com | 98111 22233",
    ],
)
def test_a_number_glued_to_a_label_an_address_or_another_number_goes(line: str) -> None:
    assert digits_left(f"PROFILE\nShe builds.{AFTER.format('post')}\n{line}\nThen more.") == ""


@pytest.mark.parametrize(
    "words",
    [
        "1,250,000 rows",
        "ISO 9001-2015",
        "2019\u20112022",
        "parts AB-123-456-7890",
        "RFC2616,7230,7231",
        "H2O and CO2",
        "O365 1000 l",
        "part 10O200l",
        "25%20off",
        "release 2019.04.01,2020.05.02",
    ],
)
def test_quantities_codes_and_years_stay(words: str) -> None:
    assert words in redact(f"Ulla Brandt\nCivil Engineer{AFTER.format(words)}").text
